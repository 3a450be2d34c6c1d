"""
Places and identities that other tools are given.
"""

import pytest
from hypothesis import given

from dmsi_rules.report._annotation import Place, fingerprints, place_of, sentence_of
from tests.report.hostile import any_text
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


class TestFingerprints:
    """
    A finding keeps its identity by document, rule and place.
    """

    def test_stable(self) -> None:
        """
        Pinned: changing it makes every known finding a new one in the tools that follow them.
        """
        assert ["655f7047"] == [each[:8] for each in fingerprints(report(finding()))]

    def test_message_does_not_count(self) -> None:
        """
        A better message does not make a new finding.
        """
        assert fingerprints(report(finding())) == fingerprints(report(finding(template="put better", verdict="ambiguous")))

    def test_each_its_own(self) -> None:
        """
        No two findings of a report share one, not even at the same place.
        """
        findings = (finding(), finding(), finding(path="/other"), finding("DEP002"))

        assert 5 == len({*fingerprints(report(*findings)), *fingerprints(report(finding(), dossier="avion.toml"))})

    @given(any_text, any_text)
    def test_any_text(self, name: str, path: str) -> None:
        """
        Any name and any pointer has one.
        """
        assert [64] == [len(each) for each in fingerprints(report(finding(path=path), dossier=name))]
