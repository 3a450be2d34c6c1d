"""
What commands do with the evidence: `audit`, its page, and `--lifecycles`.
"""

import json
import sys
from pathlib import Path

import pytest

from dmsi_rules.lifecycles import PACKAGED
from tests.cli.command import CLEAN, INVALID, Command, line

OLD = CLEAN | {
    "request": {"lines": [{"service": "postes"}]},
    "evidence": {"workstations": [{"os": "windows", "os_version": "10-22h2"}]},
}
"""
A workstation whose system was maintained up to 14 October 2025.
"""


@pytest.fixture
def newer(tmp_path: Path) -> str:
    """
    A table of a later day, by which it is maintained for a year longer.
    """
    text = PACKAGED.read_text(encoding="utf-8").replace("= 2026-08-22", "= 2027-02-01", 1).replace("2025-10-14", "2026-10-14")
    (tmp_path / "newer.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "newer.toml")


class TestLifecycles:
    """
    `--lifecycles` takes a newer table, and every answer names the day of the one that it used.
    """

    def test_check(self, cli: Command, newer: str) -> None:
        """
        What was out of maintenance no longer is.
        """
        answers = [cli("check", "-", "--format", "json", *more, stdin=line(OLD)).data for more in ((), ("--lifecycles", newer))]
        assert ["2026-08-22", "2027-02-01"] == [answer["lifecycles"] for answer in answers]
        assert [True, False] == ["PRE203" in {found["code"] for found in answer["findings"]} for answer in answers]

    @pytest.mark.parametrize("document", [CLEAN, INVALID], ids=["clean", "invalid"])
    def test_always_there_in_check(self, cli: Command, document: dict[str, object], newer: str) -> None:
        """
        Whether it was needed or not, and in a report in place of a quote.
        """
        assert "2026-08-22" == cli("check", "-", "--format", "json", stdin=line(document)).data["lifecycles"]
        answer = cli("check", "-", "--format", "jsonl", "--lifecycles", newer, stdin=line(document))
        assert "2027-02-01" == json.loads(answer.text)["lifecycles"]

    def test_text(self, cli: Command, newer: str) -> None:
        """
        The head of a report says it too.
        """
        assert "lifecycles of 2027-02-01" in cli("check", "-", "--lifecycles", newer, stdin=line(OLD)).text.replace("\n  ", " ")

    def test_calendar(self, cli: Command, newer: str) -> None:
        """
        The end of maintenance is a date of the calendar; without workstations no table is used.
        """
        answer = cli("calendar", "-", "--format", "json", "--lifecycles", newer, stdin=line(OLD)).data
        ends = [(event["date"], event["source"]) for event in answer["events"] if event["code"] == "os-end"]
        assert [("2026-10-14", "Annexe 3")] == ends
        assert "2027-02-01" == answer["lifecycles"]
        assert cli("calendar", "-", "--format", "json", stdin=line(CLEAN)).data["lifecycles"] is None

    @pytest.mark.parametrize("command", ["check", "calendar", "audit"])
    @pytest.mark.parametrize("content", ["", "[[", "[source]\nsnapshot_date = 2026-01-01\n"], ids=["empty", "torn", "wanting"])
    def test_a_bad_table(self, cli: Command, command: str, content: str, tmp_path: Path) -> None:
        """
        Status 2, with every fault and no traceback, as for a convention.
        """
        (tmp_path / "bad.toml").write_text(content, encoding="utf-8")
        answer = cli(command, "-", "--lifecycles", str(tmp_path / "bad.toml"), stdin=line(OLD))
        assert 2 == answer.status
        assert b"" == answer.out
        assert f"the table of lifecycles {tmp_path / 'bad.toml'} cannot be used (" in answer.err.decode()
        assert content != "[source]\nsnapshot_date = 2026-01-01\n" or "/source/tolerance_days" in answer.err.decode()

    def test_no_table(self, cli: Command, tmp_path: Path) -> None:
        """
        Nor is there a file that does not exist.
        """
        assert 2 == cli("check", "-", "--lifecycles", str(tmp_path / "none.toml"), stdin=line(OLD)).status


class TestAudit:
    """
    `audit` draws up the state of each prerequisite.
    """

    def test_json(self, cli: Command) -> None:
        """
        One row a prerequisite; what is found changes no status.
        """
        answer = cli("audit", "-", "--format", "json", stdin=line(OLD))
        assert 0 == answer.status
        assert 9 == len(answer.data["prerequisites"])
        assert "unmet" == next(row["state"] for row in answer.data["prerequisites"] if row["code"] == "PRE203")
        assert 1 == answer.data["maintenance"]["over"]

    def test_text(self, cli: Command) -> None:
        """
        For people.
        """
        assert "x PRE203  not met, may-refuse" in cli("audit", "-", stdin=line(OLD)).text

    def test_page(self, cli: Command, tmp_path: Path) -> None:
        """
        To a file, in UTF-8, whole.
        """
        path = tmp_path / "audit.html"
        assert 0 == cli("audit", "-", "--format", "html", "-o", str(path), stdin=line(OLD)).status
        written = path.read_text(encoding="utf-8")
        assert written.startswith("<!DOCTYPE html>")
        assert written.endswith("</html>\n")

    def test_page_without_jinja(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Status 2, and a word on what to install.
        """
        from dmsi_rules.report import paper  # noqa: PLC0415

        paper.template.cache_clear()
        monkeypatch.setitem(sys.modules, "jinja2", None)
        answer = cli("audit", "-", "--format", "html", stdin=line(OLD))
        assert (2, b"") == (answer.status, answer.out)
        assert "python -m pip install jinja2, in the environment of dmsi-rules" in answer.err.decode()

    def test_a_document_that_cannot_be_evaluated(self, cli: Command) -> None:
        """
        The report that `check` would give, and status 2.
        """
        answer = cli("audit", "-", "--format", "json", stdin=line(INVALID))
        assert 2 == answer.status
        assert ["DOC001"] == [found["code"] for found in answer.data["findings"]]
        page = cli("audit", "-", "--format", "html", stdin=line(INVALID))
        assert 2 == page.status

    @pytest.mark.parametrize(("kind", "start"), [("csv", b"dossier,as_of,"), ("xlsx", b"PK"), ("ods", b"PK")])
    def test_machine_by_machine(self, cli: Command, kind: str, start: bytes, tmp_path: Path) -> None:
        """
        To standard output or to a file.
        """
        answer = cli("audit", "-", "--format", kind, stdin=line(OLD))
        assert (0, True) == (answer.status, answer.out.startswith(start))
        path = tmp_path / f"postes.{kind}"
        assert 0 == cli("audit", "-", "--format", kind, "-o", str(path), stdin=line(OLD)).status
        assert path.read_bytes().startswith(start)

    def test_a_french_spreadsheet_reads_its_own_csv(self, cli: Command) -> None:
        """
        With a mark and semicolons; the dialect is one of CSV alone.
        """
        answer = cli("audit", "-", "--format", "csv", "--csv-dialect", "fr", stdin=line(OLD))
        assert answer.out.startswith("\ufeffdossier;as_of;".encode())
        assert 2 == cli("audit", "-", "--csv-dialect", "fr", stdin=line(OLD)).status

    @pytest.mark.parametrize(("kind", "package"), [("xlsx", "openpyxl"), ("ods", "odswriter")])
    def test_sheets_without_their_package(self, cli: Command, monkeypatch: pytest.MonkeyPatch, kind: str, package: str) -> None:
        """
        Status 2, and a word on what to install.
        """
        monkeypatch.setitem(sys.modules, package, None)
        answer = cli("audit", "-", "--format", kind, stdin=line(OLD))
        assert (2, b"") == (answer.status, answer.out)
        assert "python -m pip install openpyxl odswriter" in answer.err.decode()
