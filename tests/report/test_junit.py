"""
JUnit XML.
"""

from xml.etree import ElementTree as ET

from dmsi_rules.finding import Report
from dmsi_rules.report.junit import to_junit
from dmsi_rules.rulebook import BY_CODE
from tests.report.samples import finding, report, unknown


def parsed(*reports: Report) -> ET.Element:
    """
    Return what a reader of *reports* gets.
    """
    return ET.fromstring(to_junit(reports).encode())  # noqa: S314  (written here)


def test_outcomes() -> None:
    """
    Errors fail, an invalid document is an error, the rest passes with its text.
    """
    root = parsed(report(finding(), unknown("PER001"), finding("TAR003")), report(finding("DOC001"), dossier="avion.toml"))

    assert ["failure", "system-out", "system-out", "error"] == [result.tag for result in root.iterfind(".//testcase/*")]
    assert [("lens.toml", "3", "1", "0"), ("avion.toml", "1", "0", "1")] == [
        tuple(suite.attrib[key] for key in ("name", "tests", "failures", "errors")) for suite in root
    ]
    assert {"name": "dmsi-rules"} == root.attrib  # the sums stand in no suite, and would have to wait for the last one


def test_failure() -> None:
    """
    A failure has the message at hand and the details within.
    """
    root = parsed(report(finding()))
    (case,) = root.iterfind(".//testcase")
    (failure,) = case

    assert {"classname": "dmsi_rules.DEP001", "name": "DEP001 missing-required-service /request/lines/1"} == case.attrib
    assert {"type": "impossible", "message": "wrong"} == failure.attrib
    assert f"wrong\nsource: Annexe 1\nremedy: {BY_CODE['DEP001'].remedy}\n" == failure.text


def test_invalid() -> None:
    """
    A document rule has no force; the verdict says what is wrong.
    """
    (error,) = parsed(report(finding("DOC000", path=""))).iterfind(".//error")

    assert "invalid" == error.get("type")


def test_clean() -> None:
    """
    A document without findings has a case that passes.
    """
    (suite,) = parsed(report())
    (case,) = suite.iterfind("testcase")

    assert [] == list(case)
    assert ("1", "0") == (suite.get("tests"), suite.get("failures"))


def test_conditions() -> None:
    """
    A suite says what its report was made from.
    """
    properties = {each.get("name"): each.get("value") for each in parsed(report(grid=None)).iterfind(".//property")}

    assert {"version", "dossier", "convention", "as_of"} == set(properties)
    assert "2026-01-10" == properties["as_of"]


def test_declaration() -> None:
    """
    The encoding is said, since the edge encodes in UTF-8.
    """
    assert to_junit([]).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
