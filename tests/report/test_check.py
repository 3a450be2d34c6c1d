"""
A report as people read it.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.finding import Report
from dmsi_rules.model.readings import Readings
from dmsi_rules.report import check as module
from dmsi_rules.report.check import report_text
from dmsi_rules.report.styled import pad, paragraph, table, to_plain
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.width import cells
from tests.report.samples import finding, report, unknown

SMALL = """\
lens.toml - convention call-dmsi-2024, as of 2026-01-10, grid 2023-10-01, readings start=signature

Errors
  DEP001  /request/lines/1           violated, impossible
          `postes` requires `reseau`, neither asked nor open
          source: Annexe 1
          depends on: inferred_edges=ignored
          remedy: Ask for the missing services in the same request.
          fix: add /request/lines/- {"service": "reseau", "opening": "2026-01-01"}

Warnings
  PER001  /deliberation/perimeter    unknown, breach
          cannot be decided: `/deliberation/perimeter` not given
          source: Art. 10.1, Annexe 6
          checks: Every service that is asked for and has a row in Annexe 6 is in the perimeter that
            the deliberation authorises.

  TAR002  /request/lines/0/quantity  ambiguous, breach
          `reseau` is asked for 8 workstations
          source: Annexe 5
          depends on: network_quantity=sum
          remedy: Raise the network's quantity.
          fix: replace /request/lines/0/quantity 10

lens.toml: 1 error, 2 warnings (1 unknown, 1 ambiguous) - 12 rules judged
to settle what is unknown: /deliberation/perimeter
"""


@pytest.fixture(autouse=True)
def prose(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What rules say of themselves, held still: layout is tested here.
    """
    said = {
        "PER001": "Every service that is asked for and has a row in Annexe 6 is in the perimeter "
        "that the deliberation authorises.",
    }
    rules = {code: SimpleNamespace(checks=words) for code, words in said.items()}
    monkeypatch.setattr(module, "BY_CODE", {**BY_CODE, **rules})


def small_report() -> Report:
    """
    Return a report with a finding of each sort.
    """
    return report(
        finding(
            template="`{service}` requires {services}, neither asked nor open",
            facts={"service": "postes", "services": ("reseau",)},
            remedy="Ask for the missing services in the same request.",
            depends_on=("inferred_edges=ignored",),
            fix=({"op": "add", "path": "/request/lines/-", "value": {"service": "reseau", "opening": dt.date(2026, 1, 1)}},),
        ),
        unknown("PER001", "/deliberation/perimeter"),
        finding(
            "TAR002",
            verdict="ambiguous",
            severity="warning",
            path="/request/lines/0/quantity",
            template="`{service}` is asked for {quantity} workstations",
            facts={"service": "reseau", "quantity": 8},
            remedy="Raise the network's quantity.",
            depends_on=("network_quantity=sum",),
            fix=({"op": "replace", "path": "/request/lines/0/quantity", "value": 10},),
        ),
        readings=Readings.of({"start": "signature"}),
    )


def last_lines(written: Report) -> list[str]:
    """
    Return what stands after the last empty line of the text of *written*.
    """
    return to_plain(report_text(written, width=200)).split("\n\n")[-1].splitlines()


def test_small_report() -> None:
    """
    Findings by severity, aligned, each with its source and what to do.
    """
    assert SMALL == to_plain(report_text(small_report()))


class TestSummary:
    """
    The last line tells how it went.
    """

    @pytest.mark.parametrize(
        ("findings", "expected"),
        [
            ((), "nothing to report - 12 rules judged"),
            ((finding(),), "1 error - 12 rules judged"),
            ((finding(), finding()), "2 errors - 12 rules judged"),
            ((finding("TAR003"),), "1 note - 12 rules judged"),
            ((finding("TAR003", verdict="unknown"), finding("TAR003")), "2 notes (1 unknown) - 12 rules judged"),
            ((unknown(), unknown(), finding()), "1 error, 2 warnings (2 unknown) - 12 rules judged"),
        ],
    )
    def test_counts(self, findings: tuple[object, ...], expected: str) -> None:
        """
        Plurals are right, and what is unknown is counted apart.
        """
        assert f"lens.toml: {expected}" == last_lines(report(findings=findings))[0]

    def test_one_rule(self) -> None:
        """
        One rule is one rule.
        """
        assert ["lens.toml: nothing to report - 1 rule judged"] == last_lines(report(judged_codes=("DEP001",)))

    def test_no_rule(self) -> None:
        """
        A document that no rule looked at has not passed.
        """
        assert ["lens.toml: no rule looked at it, nothing was checked"] == last_lines(report(judged_codes=()))

    def test_no_rule_counted(self) -> None:
        """
        Where findings come with no count of rules, none is told.
        """
        assert ["lens.toml: 1 error"] == last_lines(report(finding(), judged_codes=()))

    def test_invalid(self) -> None:
        """
        A document that cannot be evaluated was not judged.
        """
        expected = ["lens.toml: 1 error - it cannot be evaluated, no rule judged it"]

        assert expected == last_lines(report(finding("DOC000"), judged_codes=()))

    def test_missing_facts(self) -> None:
        """
        What would settle the unknowns is told once.
        """
        unknowns = (unknown("DEP001", "/a", "/b"), unknown("PER001", "/b", "/c"))

        assert "to settle what is unknown: /a, /b, /c" == last_lines(report(*unknowns))[1]

    def test_nameless(self) -> None:
        """
        A document without a name is called one.
        """
        assert ["the document: nothing to report - 12 rules judged"] == last_lines(report(dossier=None))


class TestFinding:
    """
    What is said of one finding.
    """

    def test_missing_untold(self) -> None:
        """
        Missing facts have a line of their own where the message does not name them.
        """
        written = to_plain(report_text(report(finding(verdict="unknown", severity="warning", missing=("/a", "/b")))))

        assert "          missing: /a, /b\n" in written

    def test_rule_without_prose(self) -> None:
        """
        A finding of a rule that is not in the table is told with what it carries.
        """
        written = to_plain(report_text(report(finding(code="OLD001", remedy=""))))

        assert "          wrong\n          source: Annexe 1\n\n" in written

    def test_whole_document(self) -> None:
        """
        A finding on the whole document stands at its root.
        """
        assert "  DOC000  /  invalid\n" in to_plain(report_text(report(finding("DOC000", path=""))))

    def test_long_path(self) -> None:
        """
        A long pointer pushes only its own verdict aside, and is not broken.
        """
        long, short = f"/{'x' * 120}", "/request"
        written = to_plain(report_text(report(finding(path=long), finding(path=short))))

        assert f"  DEP001  {long}  violated, impossible\n" in written
        assert f"  DEP001  {short:48}  violated, impossible\n" in written

    def test_fix_without_value(self) -> None:
        """
        Each operation of a fix has its line.
        """
        fix = ({"op": "remove", "path": "/a"}, {"op": "move", "from": "/b", "path": "/c"})
        written = to_plain(report_text(report(finding(fix=fix))))

        assert "          fix: remove /a\n          fix: move /b /c\n" in written


def test_translated() -> None:
    """
    Every word that is ours goes through the translation.
    """
    words = to_plain(report_text(small_report(), translate=lambda sentence: f"«{sentence}»", width=10**9))

    assert "«Errors»" in words
    assert "«violated», «impossible»" in words
    assert "«source: «Annexe 1»»" in words
    assert "«remedy: «Raise the network's quantity.»»" in words
    assert "«lens.toml: «1 error», «2 warnings» («1 unknown», «1 ambiguous») - «12 rules judged»»" in words


class TestLayout:
    """
    Columns and lines, whatever the script.
    """

    @given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])), st.integers(1, 60), st.integers(0, 8))
    def test_paragraph(self, text: str, width: int, indent: int) -> None:
        """
        Nothing is lost, and only a single long word goes past the width.
        """
        lines = to_plain(paragraph(text, width, indent=indent)).splitlines()

        assert text.split() == " ".join(lines).split()
        assert [] == [line for line in lines if cells(line) > max(width, indent) and len(line.split(" ")) - indent > 1]

    def test_hang(self) -> None:
        """
        Lines after the first one stand further in, and keep within the width too.
        """
        assert " aa bb\n   cc\n   dd\n" == to_plain(paragraph("aa bb cc dd", 7, indent=1, hang=2))

    def test_table(self) -> None:
        """
        Columns align by what a terminal shows, not by characters.
        """
        rows = [["日本", "1"], ["e\u0301e", "10"], ["abc", ""]]

        assert ["日本   1", "e\u0301e    10", "abc"] == table(rows, right=(1,))

    @given(st.text(), st.integers(0, 20))
    def test_pad(self, text: str, width: int) -> None:
        """
        Text is filled up on either side, and never cut.
        """
        assert cells(pad(text, width)) == cells(pad(text, width, right=True)) == max(width, cells(text))
        assert pad(text, width).startswith(text)
        assert pad(text, width, right=True).endswith(text)
