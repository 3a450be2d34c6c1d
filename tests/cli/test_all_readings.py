"""
`check --all-readings`: which findings change under which reading.
"""

import json
from pathlib import Path

import pytest

from tests.cli.command import INVALID, LETTER, Command, line
from tests.readings import READINGS

OTHERS = sum(len(values) - 1 for values in READINGS.values()) + 1 + 4  # both of an unsettled switch; the pairs


class TestCommand:
    """
    What the option adds, and where it cannot.
    """

    def test_json(self, cli: Command) -> None:
        """
        The report holds every reading tried; without the option it does not.
        """
        answer = cli("check", "-", "--all-readings", "--format", "json", stdin=line(LETTER)).data
        (changes,) = (each["changes"] for each in answer["alternatives"] if each["changes"])

        assert OTHERS == len(answer["alternatives"])
        assert [("DLN003", "/termination/sent", "ambiguous", "violated")] == [
            (each["code"], each["path"], each["before"], each["after"]) for each in changes
        ]
        assert "alternatives" not in cli("check", "-", "--format", "json", stdin=line(LETTER)).data

    def test_lines(self, cli: Command) -> None:
        """
        A stream has them on each line; a document that cannot be evaluated has none.
        """
        answer = cli("check", "-", "--all-readings", "--format", "jsonl", stdin=line(LETTER) + line(INVALID))
        good, bad = map(json.loads, answer.out.splitlines())

        assert OTHERS == len(good["alternatives"])
        assert "alternatives" not in bad
        assert 2 == answer.status

    def test_text(self, cli: Command) -> None:
        """
        A lawyer sees which findings change under which reading, and which readings change nothing.
        """
        text = cli("check", "-", "--all-readings", stdin=line(LETTER)).text
        tail = text[text.index("Other readings") :]

        assert "letter_date=received\n    DLN003  /termination/sent  ambiguous → violated\n" in tail
        assert "nothing changes under inferred_edges=ignored, notice_limit=day" in tail

    def test_the_status_is_that_of_the_report(self, cli: Command, tmp_path: Path) -> None:
        """
        What other readings would say does not change the status.
        """
        path = tmp_path / "letter.json"
        path.write_text(json.dumps(LETTER), encoding="utf-8")

        assert cli("check", str(path)).status == cli("check", str(path), "--all-readings").status

    @pytest.mark.parametrize("output", ["sarif", "junit", "gitlab", "github"])
    def test_formats_without_a_place_for_it(self, cli: Command, output: str) -> None:
        """
        A format that cannot tell is refused, in words.
        """
        answer = cli("check", "-", "--all-readings", "--format", output, stdin=line(LETTER))

        assert 2 == answer.status
        assert b"" == answer.out
        assert "--all-readings needs --format text, json, jsonl" in answer.err.decode()
