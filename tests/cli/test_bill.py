"""
`bill`: one dossier or many, in every format; what cannot be billed stops no other.
"""

import csv
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules.cli import main
from tests.cli.command import BILL_FORMATS, DAY, GOVERNANCE, INVALID, ROOT, Answer, Command, line, pretty, process, surroundings

COLUMNS = ["dossier", "period", "month", "service", "plan", "quantity", "unit_monthly", "amount", "provisional", "grid"]


def commune(name: str = "Avion", boxes: int = 4) -> dict[str, Any]:
    """
    Return the dossier of a commune whose boxes open in March 2026, with a snapshot of that month alone.
    """
    return {
        "commune": {"name": name},
        "request": {"lines": [{"service": "messagerie", "plan": "pro-25", "quantity": 5}]},
        "openings": [{"service": "messagerie", "date": "2026-03-05"}],
        "snapshots": [{"month": "2026-03", "units": {"messagerie/pro-25": boxes, "conseil": 2}}],
    }


def billed(cli: Command, *documents: Any, period: str = "2026-H1", output: str = "json", more: tuple[str, ...] = ()) -> Answer:
    """
    Return the bills of *documents*, given as JSON Lines.
    """
    stdin = b"".join(line(document) if isinstance(document, dict) else document for document in documents)
    return cli("bill", "-", "--period", period, "--format", output, *more, stdin=stdin)


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    """
    Return the rows of CSV.
    """
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


class TestOne:
    """
    One dossier, one bill.
    """

    def test_json(self, cli: Command) -> None:
        """
        An object, with what every answer begins with.
        """
        answer = billed(cli, commune())

        assert (0, b"") == (answer.status, answer.err)
        assert ("2026-H1", "167.20", DAY) == (answer.data["period"], answer.data["total"], answer.data["as_of"])
        assert (["2026-04", "2026-05", "2026-06"], False) == (answer.data["missing_months"], answer.data["complete"])
        assert ("176.00", "-8.80") == (answer.data["contracted_total"], answer.data["adjustment"])

    def test_text(self, cli: Command) -> None:
        """
        A table by month, the sums by service, what is provisional, what is missing, the totals.
        """
        expected = """\
-:1 - convention call-dmsi-2024, as of 2026-01-10, grid 2023-10-01

Bill for 2026-H1, in euros
  month    service        plan    quantity  unit/month  amount
  2026-03  messagerie     pro-25         4        8.80   35.20
           conseil                       2           -       -  no price
           month's total                                 35.20
  2026-04  messagerie     pro-25         5        8.80   44.00  provisional
           month's total                                 44.00
  2026-05  messagerie     pro-25         5        8.80   44.00  provisional
           month's total                                 44.00
  2026-06  messagerie     pro-25         5        8.80   44.00  provisional
           month's total                                 44.00

By service, in euros
  service     plan    amount
  messagerie  pro-25  167.20

  contracted volume  176.00
  adjustment          -8.80
  total              167.20

Incomplete. Provisional, on the contracted volume, for want of a snapshot: 2026-04, 2026-05, 2026-06
  (Art. 9.2.3).
"""
        assert expected == billed(cli, commune(), output="text").text

    def test_nothing_due(self, cli: Command) -> None:
        """
        A bill of nothing says so.
        """
        answer = billed(cli, {"commune": {"name": "Avion"}, "openings": []}, output="text")

        assert "Nothing is due: by its opening reports, exit and term, the dossier has no service open" in answer.text
        assert 0 == answer.status

    @pytest.mark.parametrize("output", ["text", "json"])
    @pytest.mark.parametrize("stdin", [line(INVALID), pretty(INVALID), b"junk", b"", pretty({"commune": []})], ids=ascii)
    def test_a_document_that_cannot_be_read(self, cli: Command, stdin: bytes, output: str) -> None:
        """
        The report is the one that `check` prints.
        """
        expected = cli("check", "-", "--format", output, stdin=stdin)

        assert 2 == expected.status
        assert expected == cli("bill", "-", "--period", "2026", "--format", output, stdin=stdin)

    def test_a_governance_document(self, cli: Command) -> None:
        """
        DOC003 at its kind; in CSV on standard error, beside a table without rows.
        """
        answer = billed(cli, GOVERNANCE)
        table = billed(cli, GOVERNANCE, output="csv")

        assert [("DOC003", "/kind")] == [(found["code"], found["path"]) for found in answer.data["findings"]]
        assert ([COLUMNS], 2, 2) == (rows(table.text), table.status, answer.status)
        assert "DOC003" in table.errors


@pytest.mark.parametrize("period", ["2026-H3", "2026-01", "", "1999", "H1"])
def test_a_wrong_period(cli: Command, period: str) -> None:
    """
    Nothing is written, and what would be right is told.
    """
    answer = cli("bill", "-", "--period", "2026", "--period", period, stdin=line(commune()))

    assert (2, b"") == (answer.status, answer.out)
    assert "2026-H1" in answer.errors


def test_a_wrong_period_in_french(cli: Command) -> None:
    """
    The names are those that people write, in a comparison of texts too.
    """
    documents = f"convention diff {ROOT}/examples/conventions/call-dmsi-2027.toml --dossier {ROOT}/examples/lens/joined.toml"
    for command in (("bill", "-"), tuple(documents.split())):
        answer = cli(*command, "--period", "2026-S3", "--lang", "fr", stdin=line(commune()))
        assert (2, b"") == (answer.status, answer.out)
        assert "« 2026-S1 »".replace(" ", "\u00a0") in answer.errors


class TestMany:
    """
    Many dossiers, one after the other.
    """

    @pytest.mark.parametrize("output", ["json", "jsonl"])
    def test_data(self, cli: Command, output: str) -> None:
        """
        A list, or a line each; what cannot be billed stands in its place, and what all come to is told beside.
        """
        answer = billed(cli, commune(), b"junk\n", GOVERNANCE, commune(boxes=5), output=output)
        told = answer.data if output == "json" else answer.rows

        assert 2 == answer.status
        assert ["-:1", "-:2", "-:3", "-:4"] == [each["dossier"] for each in told]
        assert ["167.20", "DOC000", "DOC003", "176.00"] == [
            each["total"] if "total" in each else each["findings"][0]["code"] for each in told
        ]
        assert "bills: 2, incomplete: 2; total 343.20, contracted 352.00, adjustment -8.80" in answer.errors
        assert "of 4 answers, 2 could not be given" in answer.errors

    def test_a_list_is_written_as_check_writes_it(self, cli: Command) -> None:
        """
        Indented like any JSON of this command line.
        """
        answer = billed(cli, commune(), commune())

        assert json.dumps(answer.data, indent=2, ensure_ascii=False) + "\n" == answer.text

    def test_text(self, cli: Command) -> None:
        """
        One bill below the other, then what they come to.
        """
        answer = billed(
            cli, commune(), INVALID, {"commune": {"name": "Lens"}, "openings": commune()["openings"]}, output="text"
        )
        last = answer.text.splitlines()[-1]

        assert "DOC001" in answer.text
        assert "bills: 2, incomplete: 2; total 167.20, contracted -, adjustment -" == last

    def test_files_and_periods(self, cli: Command, tmp_path: Path) -> None:
        """
        Each file with each period; the missing file does not stop the others.
        """
        names = [str(tmp_path / name) for name in ("a.json", "missing.json", "b.json")]
        for name in (names[0], names[2]):
            Path(name).write_bytes(pretty(commune(f"Avion {Path(name).stem}")))
        answer = cli("bill", *names, "--period", "2026-H1", "--period", "2026-H2", "--format", "json")

        assert 2 == answer.status
        assert [
            (names[0], "2026-H1"),
            (names[0], "2026-H2"),
            (names[1], None),
            (names[2], "2026-H1"),
            (names[2], "2026-H2"),
        ] == [(each["dossier"], each.get("period")) for each in answer.data]

    def test_a_convention_and_readings(self, cli: Command) -> None:
        """
        Options are those of every command.
        """
        answer = billed(cli, commune(), more=("--reading", "opening_month=next"))

        assert ({"opening_month": "next"}, "132.00") == (answer.data["readings"], answer.data["total"])


class TestCsv:
    """
    RFC 4180, or what a French spreadsheet opens.
    """

    def test_for_programs(self, cli: Command) -> None:
        """
        Commas, CR LF, a head, a row a line of the bill.
        """
        answer = billed(cli, commune(), output="csv")

        assert answer.out.startswith(b"dossier,period,")
        assert answer.out.count(b"\r\n") == answer.out.count(b"\n") == 6
        head, *lines = rows(answer.text)
        assert COLUMNS == head
        assert [
            "-:1".replace("-", "'-"),
            "2026-H1",
            "2026-03",
            "messagerie",
            "pro-25",
            "4",
            "8.80",
            "35.20",
            "false",
            "2023-10-01",
        ] == lines[0]
        assert ["conseil", "", "2", "", "", "false"] == lines[1][3:9]
        assert "true" == lines[2][8]

    def test_for_a_french_spreadsheet(self, cli: Command) -> None:
        """
        A byte order mark, semicolons, decimal commas, French truth; the same numbers.
        """
        answer = billed(cli, commune(), commune(), output="csv", more=("--csv-dialect", "fr"))
        plain = billed(cli, commune(), commune(), output="csv")
        head, *lines = rows(answer.out.decode("utf-8-sig"), ";")

        assert answer.out.startswith(b"\xef\xbb\xbfdossier;")
        assert 1 == answer.out.count(b"\xef\xbb\xbf")
        assert COLUMNS == head
        assert ["4", "8,80", "35,20", "FAUX"] == lines[0][5:9]
        assert [row[7] for row in rows(plain.text)[1:]] == [row[7].replace(",", ".") for row in lines]

    def test_it_adds_up(self, cli: Command) -> None:
        """
        The amounts of the rows come to the total.
        """
        lines = rows(billed(cli, commune(), output="csv").text)[1:]

        assert Decimal("167.20") == sum(Decimal(row[7]) for row in lines if row[7])

    @pytest.mark.parametrize("name", ["=cmd|x", "+1", "-2+3", "@SUM(A1)", " =1", "a,b", 'a"b', "a;b", "é"])
    @pytest.mark.parametrize("dialect", ["rfc4180", "fr"])
    def test_names_of_files(
        self, cli: Command, name: str, dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        No cell is a formula, and each is read back as it was meant.
        """
        monkeypatch.chdir(tmp_path)
        Path(name).write_bytes(pretty(commune()))
        stream = f"./{name}" if name.startswith("-") else name
        answer = cli("bill", stream, "--period", "2026-H1", "--format", "csv", "--csv-dialect", dialect)
        cells = {row[0] for row in rows(answer.out.decode("utf-8-sig"), ";" if dialect == "fr" else ",")[1:]}

        assert {f"'{stream}" if stream.lstrip()[0] in "=+-@" else stream} == cells

    def test_a_dialect_of_another_format(self, cli: Command) -> None:
        """
        It would change nothing: that is said.
        """
        answer = cli("bill", "-", "--period", "2026", "--csv-dialect", "fr", stdin=line(commune()))
        assert (2, "") == (answer.status, answer.text)
        assert "--csv-dialect needs --format csv" in answer.err.decode()

    def test_to_a_file(self, cli: Command, tmp_path: Path) -> None:
        """
        The same bytes.
        """
        path = tmp_path / "bills.csv"
        more = ("--csv-dialect", "fr")
        expected = billed(cli, commune(), output="csv", more=more)
        answer = billed(cli, commune(), output="csv", more=(*more, "-o", str(path)))

        assert (0, b"") == (answer.status, answer.out)
        assert expected.out == path.read_bytes()


class _Bills(io.RawIOBase):
    """
    A standard input of many dossiers, made as they are read.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.lines: Iterator[bytes] = (line(commune(f"Avion {rank}")) for rank in range(number))
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self.rest or next(self.lines, b"")
        taken, self.rest = chunk[: len(buffer)], chunk[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class _Counting(io.RawIOBase):
    """
    A standard output that counts what it is given and forgets it.
    """

    pieces = 0
    most = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.pieces += 1
        self.most = max(self.most, len(content))
        return len(content)


class TestStream:
    """
    Bills are written as they come.
    """

    @pytest.mark.parametrize("output", BILL_FORMATS)
    def test_none_is_kept(self, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        However many dossiers, what is written at a time is one bill, and there are as many pieces as bills.
        """
        out = _Counting()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_Bills(300))))  # type: ignore[type-var]
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(out, 1)))  # type: ignore[type-var]

        assert 0 == main(["bill", "-", "--period", "2026", "--format", output, "--input-format", "jsonl"])
        assert 300 <= out.pieces <= 1_000
        assert out.most < 20_000


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
class TestProgress:
    """
    A bar on standard error, where it is a terminal and the answers go elsewhere.
    """

    def seen(self, *argv: str, out: int = subprocess.DEVNULL) -> str:
        """
        Return what a terminal on standard error is shown.
        """
        pty = pytest.importorskip("pty")
        ours, theirs = pty.openpty()
        pieces: list[bytes] = []

        def read() -> None:
            while True:
                try:
                    piece = os.read(ours, 4096)
                except OSError:
                    return
                if not piece:
                    return
                pieces.append(piece)

        reader = threading.Thread(target=read)
        reader.start()
        with subprocess.Popen(
            process("bill", *argv), stdin=subprocess.DEVNULL, stdout=out, stderr=theirs, env=surroundings(TERM="xterm")
        ) as run:
            os.close(theirs)
            run.wait(60)
        reader.join(60)
        os.close(ours)
        return b"".join(pieces).decode()

    def test_many(self, tmp_path: Path) -> None:
        """
        It counts the files.
        """
        pytest.importorskip("rich")
        names = [str(tmp_path / f"{rank}.json") for rank in range(3)]
        for name in names:
            Path(name).write_bytes(pretty(commune()))

        assert "3/3" in self.seen(*names, "--period", "2026")

    def test_one(self, tmp_path: Path) -> None:
        """
        For one dossier there is nothing to wait for.
        """
        path = tmp_path / "one.json"
        path.write_bytes(pretty(commune()))

        assert "" == self.seen(str(path), "--period", "2026")
