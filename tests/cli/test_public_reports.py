"""
What people reported of programs that read bills, write findings or name encodings, each report named.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command, line

MONTHS = [f"2025-{month:02}" for month in range(1, 7)]
BILLED: dict[str, Any] = {
    "commune": {"name": "Lens"},
    "signatures": {"commune": "2024-06-01", "call": "2024-06-02"},
    "openings": [{"service": "reseau", "date": "2025-01-01"}],
    "snapshots": [{"month": month, "units": {"reseau": 10}} for month in MONTHS],
}


class TestCreditNotes:
    """
    Invoices of one period are one account.

    EN16931#478, EN16931#119, getlago/lago-api#4553, frappe/erpnext#47705, useautumn/autumn#3469.
    """

    @pytest.mark.parametrize(
        ("totals", "found"),
        [
            (["420.00"], []),
            (["470.00", "-50.00"], []),
            (["470.00", "-470.00", "420.00"], []),
            (["420.00", "-420.00", "470.00", "-50.00"], []),
            (["470.00", "-470.00"], ["BIL003"]),
            (["420.00", "-50.00"], ["BIL003"]),
            (["420.00", "420.00"], ["BIL003", "BIL006"]),
        ],
    )
    def test_what_is_credited_is_counted(self, cli: Command, totals: list[str], found: list[str]) -> None:
        """
        A credit note puts right what was billed too much; an invoice cancelled in full leaves its period free.
        """
        document = BILLED | {"invoices": [{"period": "2025-H1", "total": total} for total in totals]}
        answer = cli("check", "-", "--as-of", "2026-01-10", "--format", "json", stdin=line(document))
        findings = [each for each in answer.data["findings"] if each["code"] in {"BIL003", "BIL006"}]
        assert found == sorted({each["code"] for each in findings if each["verdict"] == "violated"})


class TestPaths:
    """
    What shows findings beside files knows paths from where it runs; Checkmarx/2ms#128, codeql-action#2456.
    """

    DOCUMENT = line({"commune": {"name": "X"}, "request": {"lines": [{"service": "réseau"}]}})

    def test_standard_input_can_be_named(self, cli: Command) -> None:
        """
        So that each result has its place in a file.
        """
        answer = cli("check", "-", "--stdin-filename", "dossiers/x.json", "--format", "sarif", stdin=self.DOCUMENT)
        (result,) = answer.data["runs"][0]["results"]
        (place,) = result["locations"]
        assert "dossiers/x.json" == place["physicalLocation"]["artifactLocation"]["uri"]

    @pytest.mark.parametrize("spelt", ["a.json", "./a.json", ".//a.json", "{}/a.json", "../{name}/a.json"])
    def test_a_path_is_spelt_in_one_way(
        self, cli: Command, spelt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Absolute or round about, and a finding's fingerprint does not rest on it.
        """
        monkeypatch.chdir(tmp_path)
        Path("a.json").write_bytes(self.DOCUMENT)
        (finding,) = cli("check", spelt.format(tmp_path, name=tmp_path.name), "--format", "gitlab").data
        (plain,) = cli("check", "a.json", "--format", "gitlab").data
        assert "a.json" == finding["location"]["path"]
        assert plain["fingerprint"] == finding["fingerprint"]


def test_fingerprints_last(cli: Command) -> None:
    """
    When another dossier is put before it, or another line among its own; astral-sh/ruff#14732, astral-sh/ruff#3441.
    """
    asked = [{"service": "postes", "quantity": 3}, {"service": "support", "quantity": 5}]
    document = {"commune": {"name": "Lens", "siren": "216204982"}, "request": {"lines": asked}}
    longer = document | {"request": {"lines": [{"service": "conseil"}, *asked]}}

    def fingerprints(stdin: bytes) -> set[str]:
        found = cli("check", "-", "--format", "jsonl", stdin=stdin).text.splitlines()
        return {each["fingerprint"] for each in json.loads(found[-1])["findings"]}

    alone = fingerprints(line(document))
    assert alone
    assert alone == fingerprints(line({"commune": {"name": "Avion"}}) + line(document))
    assert alone <= fingerprints(line(longer))


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-16", "it seems to be UTF-16"),  # microsoft/vscode-docs#3118, mqttwarn#571: what PowerShell writes
        ("utf-16-le", "it seems to be UTF-16"),
        ("cp1252", "line 2 (byte 21); it seems to be Windows-1252"),  # pre-commit#1550
    ],
)
@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_an_encoding_is_named(cli: Command, encoding: str, told: str, name: str, tmp_path: Path) -> None:
    """
    With the line, and what to do.
    """
    content = '[commune]\nname = "Liévin"\n' if name == "a.toml" else '{"commune": {\n"name": "Liévin"}}'
    (tmp_path / name).write_bytes(content.encode(encoding))
    answer = cli("check", str(tmp_path / name), "--format", "json")
    (finding,) = answer.data["findings"]
    assert ("DOC000", 2) == (finding["code"], answer.status)
    assert told.partition(" (byte")[0] in finding["message"]
    assert "save it as UTF-8" in finding["message"]
