"""
`rules`: every rule in a row.
"""

from pathlib import Path

from tests.cli.command import CODES, Command

EXAMPLES = Path(__file__).parents[2] / "examples" / "conventions"


def test_text(cli: Command) -> None:
    """
    A row each, in the order in which findings are told; then those that judge what the convention does not have.
    """
    head, *rows = cli("rules").text.splitlines()

    assert ["code", "force", "owed", "by", "source", "title"] == head.split()
    running, others = rows[: rows.index("")], rows[rows.index("") + 2 :]
    assert ["PRE000", "OBL000"] == [row.split()[0] for row in others]
    first = [row.split()[0] for row in running if not row.startswith(" ")]  # a title that is long goes on below
    assert [code for code in CODES if code not in {"PRE000", "OBL000"}] == first


def test_json(cli: Command) -> None:
    """
    What `explain` says of each rule, and of which kind of document it is.
    """
    rules = cli("rules", "--format", "json").data["rules"]
    explained = cli("explain", "DEP001", "--format", "json").data

    assert list(CODES) == [rule["code"] for rule in rules]
    assert {"dossier", "governance"} == {rule["kind"] for rule in rules}
    assert {**explained, "kind": "dossier"}.items() >= next(rule for rule in rules if rule["code"] == "DEP001").items()


def test_in_french(cli: Command) -> None:
    """
    Titles and explanations are in the language asked for; codes, names and forces are not translated.
    """
    rules = {rule["code"]: rule for rule in cli("rules", "--format", "json", "--lang", "fr").data["rules"]}

    assert "Un service est demandé" in rules["DEP001"]["title"]
    assert ("missing-required-service", "impossible") == (rules["DEP001"]["name"], rules["DEP001"]["force"])


def test_forces_are_those_of_the_text(cli: Command) -> None:
    """
    A late request, a late exit and an unmet prerequisite are what the clauses in use make of them, in every list.
    """
    expected = {
        "call-dmsi-2024": {"DLN001": "may-refuse", "DLN003": "discretionary", "PRE102": "may-refuse"},
        "sm3r-2026": {"DLN001": "breach", "DLN003": "note", "PRE102": "may-refuse"},
        "cc-val-gris-2026": {"DLN001": "breach", "DLN003": "breach", "PRE000": "breach"},
    }
    for name, forces in expected.items():
        goes_by = () if name == "call-dmsi-2024" else ("--convention", str(EXAMPLES / f"{name}.toml"))
        listed = {rule["code"]: rule["force"] for rule in cli("rules", "--format", "json", *goes_by).data["rules"]}
        assert forces == {code: listed[code] for code in forces}
        assert forces["DLN003"] == cli("explain", "DLN003", "--format", "json", *goes_by).data["force"]
