"""
SARIF 2.1.0, against what its schema requires of the parts that are written.
"""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.finding import Replacement, Report
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.sarif import to_sarif
from dmsi_rules.rulebook import RULES
from tests.report.hostile import HOSTILE, any_text
from tests.report.samples import finding, hostile_report, report


def shape(*required: str, **properties: Any) -> dict[str, Any]:
    """
    Return the schema of an object that has nothing but *properties*.
    """
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
ONE_OR_MORE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = shape("text", text=TEXT)
BAG = {"type": "object"}
RULE = shape(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=shape(level=LEVEL),
    properties=BAG,
)
REGION = shape("startLine", **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), ONE_OR_MORE))
LOCATION = shape(
    physicalLocation=shape(
        "artifactLocation",
        artifactLocation=shape("uri", uri={"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$|^file:///"}),
        region=REGION,
    ),
    logicalLocations={"type": "array", "minItems": 1, "items": shape(fullyQualifiedName={"type": "string"})},
)
FIX = shape(
    "artifactChanges",
    description=MESSAGE,
    artifactChanges={
        "type": "array",
        "minItems": 1,
        "items": shape(
            "artifactLocation",
            "replacements",
            artifactLocation=shape("uri", uri=TEXT),
            replacements={
                "type": "array",
                "minItems": 1,
                "items": shape("deletedRegion", deletedRegion=REGION, insertedContent=shape("text", text={"type": "string"})),
            },
        ),
    },
)
RESULT = shape(
    "message",
    ruleId=TEXT,
    kind={"enum": ["fail", "open", "review", "notApplicable"]},
    ruleIndex={"type": "integer", "minimum": 0, "maximum": len(RULES) - 1},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    fixes={"type": "array", "items": FIX},
    properties=BAG,
)
DRIVER = shape(
    "name", name=TEXT, version=TEXT, semanticVersion=TEXT, rules={"type": "array", "uniqueItems": True, "items": RULE}
)
RUN = shape(
    "tool",
    tool=shape("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
    automationDetails=shape("id", id=TEXT),
    invocations={"type": "array", "items": shape(executionSuccessful={"type": "boolean"}, exitCode={"type": "integer"})},
    properties=BAG,
)
LOG = Draft202012Validator(
    shape(
        "version",
        "runs",
        **{"$schema": {"type": "string", "format": "uri"}},
        version={"const": "2.1.0"},
        runs={"type": "array", "items": RUN},
    )
)


def run_of(*reports: Report) -> Any:
    """
    Return the run of the log of *reports*, once the log is as it must be.
    """
    log = json.loads(to_sarif(reports))
    LOG.validate(log)
    (run,) = log["runs"]
    return run


def test_result() -> None:
    """
    A finding with its rule, its level, its places and what SARIF has no word for.
    """
    run = run_of(report(finding("TAR002", verdict="ambiguous", severity="warning", depends_on=("network_quantity=sum",))))
    (result,) = run["results"]
    (location,) = result["locations"]

    assert "TAR002" == result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
    assert ("review", "none") == (result["kind"], result["level"])
    assert "wrong (Annexe 5; only under network_quantity=sum)" == result["message"]["text"]
    assert {"artifactLocation": {"uri": "lens.toml"}, "region": {"startLine": 1}} == location["physicalLocation"]
    assert [{"fullyQualifiedName": "/request/lines/1"}] == location["logicalLocations"]
    assert {
        "document": "lens.toml",
        "commune": None,
        "about": {},
        "verdict": "ambiguous",
        "force": "breach",
        "party": "commune",
        "source": "Annexe 5",
        "missing": [],
        "dependsOn": ["network_quantity=sum"],
    } == result["properties"]


@pytest.mark.parametrize(
    ("verdict", "threshold", "expected"),
    [
        ("violated", Threshold(), ("fail", "warning")),
        ("unknown", Threshold(), ("open", "none")),
        ("unknown", Threshold(unknown=True), ("fail", "error")),
        ("ambiguous", Threshold(), ("review", "none")),
        ("ambiguous", Threshold(strict=True), ("fail", "error")),
    ],
)
def test_kind(verdict: Any, threshold: Threshold, expected: tuple[str, str]) -> None:
    """
    What is not known, or is so under some readings only, is no failure unless the run fails for it; then it has no level.
    """
    log = json.loads(to_sarif([report(finding(verdict=verdict, severity="warning"))], threshold=threshold))
    (result,) = log["runs"][0]["results"]

    assert expected == (result["kind"], result["level"])


@pytest.mark.parametrize("name", ["lens.toml", "-"])
def test_fix(name: str) -> None:
    """
    What a fix does to the file, where there is one.
    """
    fixable = finding(
        fix=({"op": "replace", "path": "/a", "value": 1},), replacement=Replacement(3, 7, 3, 9, "1{}"), line=3, column=5
    )
    (result,) = run_of(report(fixable, dossier=name))["results"]

    if name == "-":
        assert "fixes" not in result
        return
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    region = {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 9}
    assert "fix: replace /a 1" == fix["description"]["text"]
    assert {"uri": "lens.toml"} == change["artifactLocation"]
    assert [{"deletedRegion": region, "insertedContent": {"text": "1{}"}}] == change["replacements"]


def test_runs_under_other_conditions_are_others() -> None:
    """
    A platform that keeps the last run of each kind keeps both.
    """
    plain, read = (report(readings=Readings.of(readings)) for readings in ({}, {"start": "signature"}))

    assert ["dmsi-rules/call-dmsi-2024/", "dmsi-rules/call-dmsi-2024/start=signature/"] == [
        run_of(each)["automationDetails"]["id"] for each in (plain, read)
    ]


def test_rules() -> None:
    """
    Every rule is told, with the level that its force gives it.
    """
    rules = run_of()["tool"]["driver"]["rules"]
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules}

    assert [rule.code for rule in RULES] == [rule["id"] for rule in rules]
    assert ("MissingRequiredService", "missing-required-service") == next(
        (rule["name"], rule["properties"]["name"]) for rule in rules if rule["id"] == "DEP001"
    )
    assert {"DOC000": "error", "DEP001": "error", "TAR003": "note"}.items() <= levels.items()


def test_documents() -> None:
    """
    The run says what its reports were made from, and how many they are.
    """
    run = run_of(report(), report(dossier="avion.toml"))["properties"]

    assert ("2026-01-10", "2023-10-01", 2) == tuple(run[key] for key in ("as_of", "grid", "documents"))


def test_parser_position() -> None:
    """
    The line and the column are the region.
    """
    (result,) = run_of(report(finding("DOC000", line=3, column=7)))["results"]

    assert {"startLine": 3, "startColumn": 7} == result["locations"][0]["physicalLocation"]["region"]


@pytest.mark.parametrize("name", [None, "-"])
def test_no_file(name: str | None) -> None:
    """
    What was not a file has only its place in the document.
    """
    (result,) = run_of(report(finding(), dossier=name))["results"]

    assert ["logicalLocations"] == list(result["locations"][0])


def test_unknown_rule() -> None:
    """
    A rule that is not in the table is named all the same.
    """
    (result,) = run_of(report(finding(code="OLD001")))["results"]

    assert "OLD001" == result["ruleId"]
    assert "ruleIndex" not in result


class TestUri:
    """
    File names as references that no viewer reads as anything else.
    """

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a b/é.toml", "a%20b/%C3%A9.toml"),
            ("./lens.toml", "lens.toml"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("/srv/lens.toml", "file:///srv/lens.toml"),
            ("//host/x", "file:////host/x"),
            ("a?b#c%20", "a%3Fb%23c%2520"),
        ],
    )
    def test_escaped(self, name: str, expected: str) -> None:
        """
        Whatever means something in a reference is escaped.
        """
        (result,) = run_of(report(finding(), dossier=name))["results"]

        assert expected == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    @given(any_text)
    def test_any_name(self, name: str) -> None:
        """
        No name has a host, a query or a scheme but `file`; unescaped it is the name again.
        """
        (result,) = run_of(report(finding(), dossier=f"x{name}.toml"))["results"]
        parts = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

        assert ("", "", "", "") == (parts.scheme, parts.netloc, parts.query, parts.fragment)
        assert f"x{name}.toml" == unquote(parts.path, errors="surrogatepass")


class TestMessage:
    """
    A user's words are shown, never interpreted.
    """

    def test_placeholders(self) -> None:
        """
        Braces are doubled (SARIF 3.11.5).
        """
        (result,) = run_of(report(finding(template="`{value}`", facts={"value": "{0}"})))["results"]

        assert "`{{0}}` (Annexe 1)" == result["message"]["text"]

    def test_links(self) -> None:
        """
        A link is taken apart (SARIF 3.11.6).
        """
        (result,) = run_of(report(finding(template="{value}", facts={"value": "[here](https://example.org)"})))["results"]

        assert "[here] (https://example.org) (Annexe 1)" == result["message"]["text"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile(text: str) -> None:
    """
    The log is as it must be, whatever the document says.
    """
    results = run_of(hostile_report(text))["results"]
    fingerprints = {each for result in results for each in result["partialFingerprints"].values()}

    assert 5 == len(results) == len(fingerprints)
