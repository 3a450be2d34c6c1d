"""
`rules`: every rule in a row.
"""

from tests.cli.command import CODES, Command


def test_text(cli: Command) -> None:
    """
    A row each, in the order in which findings are told; then those that judge what the convention does not have.
    """
    head, *rows = cli("rules").text.splitlines()

    assert ["code", "force", "owed", "by", "source", "title"] == head.split()
    running, others = rows[: rows.index("")], rows[rows.index("") + 2 :]
    assert ["PRE000", "OBL000"] == [row.split()[0] for row in others]
    assert [code for code in CODES if code not in {"PRE000", "OBL000"}] == [row.split()[0] for row in running]


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
