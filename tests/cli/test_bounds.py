"""
An answer is bounded, whatever the document.
"""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.command import CLEAN, Command, line

UNFIT = CLEAN | {f"k{rank}": 1 for rank in range(1500)}
ASKED = CLEAN | {
    "deliberation": {"perimeter": ["socle"]},
    "requests": [{"date": "2025-05-20", "lines": [{"service": "support", "quantity": 3}]} for _ in range(700)],
}
FLAGS = ("--select", "DEP001,PER001")


class TestFindings:
    """
    A thousand are told, the rest is counted.
    """

    @pytest.mark.parametrize(("document", "more"), [(UNFIT, 500), (ASKED, 400)])
    def test_data(self, cli: Command, document: Any, more: int) -> None:
        """
        `ok` counts all.
        """
        report = cli("check", "-", "--format", "jsonl", *FLAGS, stdin=line(document)).data

        assert (1000, more, False) == (len(report["findings"]), report["more"], report["ok"])

    def test_no_hint_is_sought_for_what_is_only_counted(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        It takes a hundred times as long as the rest.
        """
        sought: list[str] = []

        def seek(word: str, *_: object, **__: object) -> list[str]:
            sought.append(word)
            return []

        monkeypatch.setattr("difflib.get_close_matches", seek)
        lines = [{"service": f"suport{rank}", "plan": f"pr{rank}"} for rank in range(2000)]
        report = cli("check", "-", "--format", "json", stdin=line(CLEAN | {"request": {"lines": lines}})).data

        assert (1000, 3000) == (len(report["findings"]), report["more"])
        assert 1000 == len(sought)

    def test_lists_of_the_documents_own(self, cli: Command) -> None:
        """
        A long one is not told again with each word that is not in it, and no hint is sought there.
        """
        names = [f"Commune {rank}" for rank in range(1000)]
        votes = {f"Comune {rank}": "for" for rank in range(200)}
        document = {"kind": "governance", "communes": names, "amendments": [{"name": "avenant", "votes": votes}]}
        findings = cli("check", "-", "--format", "json", stdin=line(document)).data["findings"]

        assert {(100, False)} == {(len(each["facts"]["known"]), "hint" in each["facts"]) for each in findings}

    @pytest.mark.parametrize("document", [UNFIT, ASKED])
    def test_formats(self, cli: Command, tmp_path: Path, document: Any) -> None:
        """
        Each says that there are more.
        """
        names = ("sarif", "junit", "gitlab", "github")
        outputs = [f"--output={name}={tmp_path / name}" for name in names]
        text = cli("check", "-", *FLAGS, *outputs, stdin=line(document)).text
        written = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}

        assert "more, not told here" in text
        assert dict.fromkeys(names, True) == {
            name: "findings besides, which are only counted:" in each for name, each in written.items()
        }
        assert 1001 == len(json.loads(written["sarif"])["runs"][0]["results"])
        assert 1001 == len(json.loads(written["gitlab"]))
        assert 1001 == len(ET.fromstring(written["junit"]).findall("testsuite/testcase"))  # noqa: S314  (written here)

    def test_the_rest_counts(self, cli: Command) -> None:
        """
        Where it alone fails the run, the reports show it.
        """
        late = CLEAN | {
            "deliberation": {"perimeter": ["socle"]},
            "requests": [
                *({"date": "2025-05-20", "lines": [{"service": "amoa", "quotation": "1.00"}]} for _ in range(1100)),
                {"date": "2025-05-21", "lines": [{"service": "support"}]},
            ],
        }
        answer = cli("check", "-", "--select", "PER003,TAR,DEP", "--format", "github", stdin=line(late))
        failing = [each for each in answer.text.splitlines() if each.startswith("::error")]

        assert answer.status == 1
        assert failing


class TestWords:
    """
    Words are cut at 200 characters; places, the caller's own and what would settle it never are.
    """

    def test_cut(self, cli: Command) -> None:
        """
        In messages and facts.
        """
        long = "x" * 5000
        document = CLEAN | {"invoices": [{"period": long}], "x-own": long, "kex" + long: 1}
        for given in (document, CLEAN | {"invoices": [{"period": long, "total": "1.00"}], "x-own": long}):
            report = cli("check", "-", "--format", "jsonl", stdin=line(given)).data

            assert long == report["x-own"]
            for found in report["findings"]:
                assert 5000 > len(found["message"])
                assert [] == [each for each in _words({"facts": found["facts"], "about": found["about"]}) if len(each) > 200]

    def test_places_are_whole(self, cli: Command) -> None:
        """
        They lead to the place.
        """
        key = "k" * 5000
        (found,) = cli("check", "-", "--format", "jsonl", stdin=line(CLEAN | {key: 1})).data["findings"]

        assert f"/{key}" == found["path"]


def _words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [each for part in value.values() for each in _words(part)]
    if isinstance(value, list):
        return [each for part in value for each in _words(part)]
    return [value] if isinstance(value, str) else []
