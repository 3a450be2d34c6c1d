"""
Streams by the fast lane and without it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules.cli import _checking, check
from tests.cli.command import Command

LINES = [{"service": "socle"}, {"service": "postes", "quantity": 12}]
PLAIN: dict[str, Any] = {"commune": {"name": "Lens"}, "request": {"lines": LINES}}
HOSTILE = (
    '{"commune": {"name": "x"}, "x-lines": [{"service": 1}], "request": {"lines": [{"service": "socle"}]}}',
    '{"commune": {"name": "\\"lines\\": [{"}, "request": {"lines": [{"service": "socle"}]}}',
    '{"commune": {"name": "lines"}, "request": {"lines": [{"service": "socle"}]}}',
    '{"commune": {"name": "{[]}"}, "request": {"lines": [{"service": "postes", "quantity": 1}]}}',
    '  {"request": {"lines": [ {"quantity": 5, "service": "reseau"} , {"service": "postes"}]}, "commune": {"name": "é"}}',
    '{"commune": {"name": "a", "siren": "216204982"}, "request": {"lines": [{"service": "quantity", "quantity": 1}]}}',
    '{"commune": {}, "request": {"lines": []}}',
    '{"commune": {"name": "x"}, "request": {"lines": []}}',
    '{"commune": {"name": "x"}, "request": {"lines": [{}]}}',
    '{"commune": {"name": "x"}, "request": {}}',
    '{"commune": {"name": "\u202e"}, "request": {"lines": [{"service": "postes", "plan": "\u202e"}]}}',
    '{"kind": "governance", "communes": ["Lens"]}',
    '{"commune": {"name": "x"}, "request": {"lines": [{"service": "socle"}, {"service": "socle"}]}}',
    "[]",
    "{",
)


class TestStreams:
    """
    The command line with the lane and without it.
    """

    @pytest.mark.parametrize("options", [(), ("--lang", "fr", "--strict"), ("--fail-on", "unknown", "--trailer")], ids=str)
    def test_hostile_lines(self, cli: Command, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
        """
        Valid, faulty and hostile lines give the same bytes and the same status.
        """
        lines = "\n".join(each for text in HOSTILE for each in (text, json.dumps(PLAIN), text)).encode()
        asked = ("check", "-", "--input-format", "jsonl", "--format", "jsonl", *options)
        quick = cli(*asked, stdin=lines)
        monkeypatch.setattr(_checking, "lane_for", lambda *_: None)
        assert cli(*asked, stdin=lines) == quick

    def test_most_lines_take_it(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The first line of its kind is explained; the others are put together.
        """
        explained_lines: list[Any] = []
        judged = check._judged

        def noted(each: Any, session: Any) -> Any:
            explained_lines.append(each)
            return judged(each, session)

        monkeypatch.setattr(check, "_judged", noted)
        cli("check", "-", "--format", "jsonl", stdin=b"\n".join([json.dumps(PLAIN).encode()] * 20))
        assert len(explained_lines) == 1

    @pytest.mark.parametrize("options", [("--all-readings",), ("--select", "DEP"), ("-o", "text=a.txt")], ids=str)
    def test_what_it_does_not_write(
        self, cli: Command, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], tmp_path: Path
    ) -> None:
        """
        Where more is asked for, all lines are explained.
        """
        monkeypatch.chdir(tmp_path)
        asked = ("check", "-", "--input-format", "jsonl", "--format", "jsonl", *options)
        lines = b"\n".join([json.dumps(PLAIN).encode()] * 3)
        made = cli(*asked, stdin=lines)
        monkeypatch.setattr(_checking, "lane_for", lambda *_: None)
        assert cli(*asked, stdin=lines) == made
