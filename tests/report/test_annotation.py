"""
Places and identities that other tools are given.
"""

import pytest

from dmsi_rules.finding import Offender
from dmsi_rules.report._annotation import Place, entries, place_of, sentence_of
from tests.report.samples import finding, report


class TestPlace:
    """
    The line of a JSON Lines document, else the one that the facts name, else the first.
    """

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("lens.toml", Place("lens.toml")),
            ("./lens.toml", Place("lens.toml")),
            ("communes.jsonl:12", Place("communes.jsonl", 12)),
            ("a:b.jsonl:3", Place("a:b.jsonl", 3)),
            ("a:0", Place("a:0")),
            (":7", Place(":7")),
            ("-", Place(None)),
            ("-:7", Place(None, 7)),
            (None, Place(None)),
        ],
    )
    def test_document(self, name: str | None, expected: Place) -> None:
        """
        Standard input and a nameless document have no file.
        """
        assert expected == place_of(report(dossier=name), finding())

    def test_line_and_column(self) -> None:
        """
        A finding is shown at its own.
        """
        assert Place("lens.toml", 3, 7) == place_of(report(), finding("DOC000", line=3, column=7))

    def test_line_of_the_stream(self) -> None:
        """
        What has no line of its own is shown at that of its document.
        """
        assert Place("a.jsonl", 5) == place_of(report(dossier="a.jsonl:5"), finding("DOC000"))
        assert Place("a.jsonl", 6, 9) == place_of(report(dossier="a.jsonl:5"), finding("DOC000", line=6, column=9))


class TestSentence:
    """
    Whoever sees but one line must see under which reading it holds.
    """

    @pytest.mark.parametrize(
        ("verdict", "expected"), [("violated", "not under a=b, c=d"), ("ambiguous", "only under a=b, c=d")]
    )
    def test_readings(self, verdict: str, expected: str) -> None:
        """
        A reading clears what is violated and breaks what is ambiguous.
        """
        assert f"wrong (Annexe 1; {expected})" == sentence_of(finding(verdict=verdict, depends_on=("a=b", "c=d")), str)


class TestEntries:
    """
    Tools that follow findings from run to run count each of those that break a rule together.
    """

    def test_one_each(self) -> None:
        """
        Its own identity, and nobody else's name.
        """
        names = ("PC-001", "PC-002")
        offenders = tuple(Offender({"workstation": name}, name.lower()) for name in names)
        together = finding("PRE101", template="{offenders}", facts={"offenders": names, "more": 3}, offenders=offenders)

        assert [("pc-001", "`PC-001`"), ("pc-002", "`PC-002`"), ("", "wrong")] == [
            (each.fingerprint, each.message) for each in entries(report(together, finding(fingerprint="")))
        ]
