"""
Exit statuses: 0, 1 and 2, what each option makes of them, and what is said where.
"""

import json
from itertools import permutations
from pathlib import Path

import pytest

from dmsi_rules.model.readings import SWITCHES
from tests.cli.command import (
    ANSWERED,
    CHECK_FORMATS,
    CLEAN,
    DOCUMENTS,
    ERROR,
    GOVERNANCE,
    GRIDS,
    INVALID,
    NOTE,
    OTHER,
    UNKNOWN,
    WARNING,
    Command,
    line,
    pretty,
)

TABLE: dict[tuple[str, ...], tuple[int, ...]] = {
    # clean, note, warning, unknown, error, invalid
    (): (0, 0, 0, 0, 1, 2),
    ("--strict",): (0, 0, 1, 1, 1, 2),
    ("--fail-on", "unknown"): (1, 0, 0, 1, 1, 2),
    ("--fail-on", "unknown", "--fail-on", "unknown"): (1, 0, 0, 1, 1, 2),
    ("--strict", "--fail-on", "unknown"): (1, 0, 1, 1, 1, 2),
    ("--exit-zero",): (0, 0, 0, 0, 0, 2),
    ("--exit-zero", "--strict", "--fail-on", "unknown"): (0, 0, 0, 0, 0, 2),
}
CASES = [(flags, name, status) for flags, row in TABLE.items() for name, status in zip(DOCUMENTS, row, strict=True)]


class TestDocuments:
    """
    What there is to say of documents decides the status of `check`.
    """

    @pytest.mark.parametrize(
        ("name", "least", "most"),
        [
            ("clean", set(), set()),
            ("note", {"violated info"}, {"violated info"}),
            ("warning", {"violated warning"}, {"violated warning", "violated info", "ambiguous info"}),
            ("unknown", {"unknown warning"}, {"unknown warning"}),
            ("error", {"violated error"}, {"violated error", "unknown warning", "violated info", "unknown info"}),
            ("invalid", {"invalid error"}, {"invalid error"}),
        ],
    )
    def test_the_documents_are_what_they_are_named(self, cli: Command, name: str, least: set[str], most: set[str]) -> None:
        """
        What the table below rests on.
        """
        answer = cli("check", "-", "--format", "json", stdin=line(DOCUMENTS[name])).data

        assert least <= {f"{found['verdict']} {found['severity']}" for found in answer["findings"]} <= most

    @pytest.mark.parametrize(
        ("flags", "name", "status"), CASES, ids=lambda each: " ".join(each) if isinstance(each, tuple) else None
    )
    def test_one_document(self, cli: Command, flags: tuple[str, ...], name: str, status: int) -> None:
        """
        The whole table.
        """
        assert status == cli("check", "-", *flags, stdin=line(DOCUMENTS[name])).status

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_whatever_the_format(self, cli: Command, output: str) -> None:
        """
        The format of the answer has no say.
        """
        statuses = [cli("check", "-", "--format", output, stdin=line(document)).status for document in DOCUMENTS.values()]

        assert list(TABLE[()]) == statuses

    @pytest.mark.parametrize("flags", TABLE, ids=" ".join)
    def test_the_gravest_of_several(self, cli: Command, flags: tuple[str, ...]) -> None:
        """
        2 outranks 1 and 1 outranks 0, in any order, also under --exit-zero.
        """
        alone = dict(zip(DOCUMENTS, TABLE[flags], strict=True))
        for names in permutations(["clean", "error", "invalid", "unknown"], 3):
            stream = b"".join(line(DOCUMENTS[name]) for name in names)

            assert max(alone[name] for name in names) == cli("check", "-", *flags, stdin=stream).status

    def test_a_reading_changes_it(self, cli: Command) -> None:
        """
        An error that rests on an inferred link is none where the caller settles that it does not bind.
        """
        document = CLEAN | {
            "deliberation": {"perimeter": ["socle", "serveurs"]},
            "request": {"lines": [{"service": "socle"}, {"service": "serveurs"}]},
        }
        codes = [
            {found["code"] for found in cli("check", "-", "--format", "json", *settings, stdin=line(document)).data["findings"]}
            for settings in ((), ("--reading", "inferred_edges=ignored"))
        ]

        assert "DEP001" in codes[0] - codes[1]

    def test_governance(self, cli: Command) -> None:
        """
        A governance document is one to check.
        """
        assert 0 == cli("check", "-", stdin=line(GOVERNANCE)).status


class TestGoingOn:
    """
    A run over many documents goes on past a bad one and says so.
    """

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_it_is_said_on_standard_error(self, cli: Command, output: str) -> None:
        """
        On standard error, whatever the format; standard output has the answer alone.
        """
        answer = cli("check", "-", "--format", output, stdin=line(ERROR) + b"junk\n" + line(CLEAN))

        assert 2 == answer.status
        assert "3 documents" in answer.errors
        assert 1 == answer.errors.count("\n")

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_one_document_too_where_its_report_goes_to_a_file(self, cli: Command, output: str, tmp_path: Path) -> None:
        """
        Once, with the name of the file; not where the report itself is seen.
        """
        target = str(tmp_path / "answer")
        answer = cli("check", "-", "--format", output, "-o", target, stdin=b"junk\n")

        assert (2, f"dmsi-rules: the document `-` could not be evaluated: see `{target}`\n") == (answer.status, answer.errors)
        assert "" == cli("check", "-", "--format", output, stdin=b"junk\n").errors
        assert "" == cli("check", "-", "--format", output, "-o", target, stdin=line(WARNING)).errors
        assert 1 == cli("check", "-", "-o", target, stdin=line(ERROR) + b"junk\n").errors.count("\n")

    @pytest.mark.parametrize("command", ["quote", "calendar", "audit", "bill", "share"])
    @pytest.mark.parametrize("output", ["text", "json"])
    def test_every_command_says_so(self, cli: Command, command: str, output: str, tmp_path: Path) -> None:
        """
        Whatever was asked of the document.
        """
        target = str(tmp_path / "answer")
        period = ("--period", "2026") if command == "bill" else ()
        answer = cli(command, "-", *period, "--format", output, "-o", target, stdin=b"junk\n")

        assert (2, f"dmsi-rules: the document `-` could not be evaluated: see `{target}`\n") == (answer.status, answer.errors)
        assert "" == cli(command, "-", *period, "--format", output, stdin=b"junk\n").errors

    def test_a_table_of_bills_has_told_why(self, cli: Command, tmp_path: Path) -> None:
        """
        On standard error, where the reason of what cannot be billed goes in any case.
        """
        argv = ("bill", "-", "--period", "2026", "--format", "csv")
        answer = cli(*argv, "-o", str(tmp_path / "answer"), stdin=b"junk\n")

        assert "DOC000" in answer.errors
        assert cli(*argv, stdin=b"junk\n").errors == answer.errors

    def test_conventions(self, cli: Command, tmp_path: Path) -> None:
        """
        One that cannot be used; dossiers that cannot be billed under two.
        """
        bad, target = str(tmp_path / "bad.toml"), str(tmp_path / "answer")
        answer = cli("convention", "check", bad, "-o", target)
        assert (2, f"dmsi-rules: the document `{bad}` could not be evaluated: see `{target}`\n") == (
            answer.status,
            answer.errors,
        )
        assert "" == cli("convention", "check", bad).errors

        argv = ("convention", "diff", str(GRIDS), "--dossier", bad)
        answer = cli(*argv, "-o", target)
        assert (2, f"dmsi-rules: the document `{bad}` could not be evaluated: see `{target}`\n") == (
            answer.status,
            answer.errors,
        )
        assert "" == cli(*argv).errors
        assert "dmsi-rules: of 2 documents, some could not be evaluated\n" == cli(*argv, bad, "-o", target).errors

    def test_every_document_has_its_report(self, cli: Command, tmp_path: Path) -> None:
        """
        Those after the bad ones too.
        """
        good = tmp_path / "good.json"
        good.write_bytes(pretty(CLEAN))
        names = [str(tmp_path / "missing.json"), str(tmp_path / "gone.json"), str(good)]
        answer = cli("check", *names, "--format", "json")

        assert (2, names) == (answer.status, [each["dossier"] for each in answer.data])
        assert [["DOC000"], ["DOC000"], []] == [[found["code"] for found in each["findings"]] for each in answer.data]

    def test_nothing_is_said_where_all_is_well(self, cli: Command) -> None:
        """
        Findings are no news for standard error.
        """
        assert b"" == cli("check", "-", stdin=line(ERROR) + line(UNKNOWN)).err


@pytest.mark.parametrize("command", ["audit", "calendar"])
class TestOneDossier:
    """
    An audit and a calendar take one dossier; given anything else they say what is wrong.
    """

    @pytest.mark.parametrize("document", [CLEAN, NOTE, UNKNOWN, ERROR], ids=["clean", "note", "unknown", "error"])
    def test_findings_do_not_change_the_status(self, cli: Command, command: str, document: object) -> None:
        """
        What can be answered is answered.
        """
        assert 0 == cli(command, "-", stdin=line(document)).status

    @pytest.mark.parametrize(
        "stdin", [line(INVALID), pretty(INVALID), b"junk", b"", b'{"commune": {"name": 1, "x": 2}}'], ids=ascii
    )
    @pytest.mark.parametrize("output", ["text", "json"])
    def test_an_unreadable_document(self, cli: Command, command: str, stdin: bytes, output: str) -> None:
        """
        The report is the one that `check` prints.
        """
        expected = cli("check", "-", "--format", output, stdin=stdin)

        assert 2 == expected.status
        assert expected == cli(command, "-", "--format", output, stdin=stdin)

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_a_missing_file(self, cli: Command, command: str, output: str, tmp_path: Path) -> None:
        """
        The report is the one that `check` prints.
        """
        name = str(tmp_path / "missing.json")

        assert cli("check", name, "--format", output) == cli(command, name, "--format", output)

    def test_a_governance_document(self, cli: Command, command: str) -> None:
        """
        DOC003 at its kind.
        """
        answer = cli(command, "-", "--format", "json", stdin=pretty(GOVERNANCE))

        assert 2 == answer.status
        assert [("DOC003", "/kind", "invalid")] == [
            (found["code"], found["path"], found["verdict"]) for found in answer.data["findings"]
        ]
        assert not answer.data["ok"]
        assert "DOC003" in cli(command, "-", stdin=pretty(GOVERNANCE)).text

    def test_more_than_one_document(self, cli: Command, command: str, tmp_path: Path) -> None:
        """
        More than one is not answered at all.
        """
        path = tmp_path / "two.jsonl"
        path.write_bytes(line(CLEAN) * 2)
        for argv, stdin in (((command, "-"), line(CLEAN) * 2), ((command, str(path)), b"")):
            answer = cli(*argv, stdin=stdin)

            assert (2, b"") == (answer.status, answer.out)
            assert "one document" in answer.errors

    def test_more_than_one_file(self, cli: Command, command: str) -> None:
        """
        Nor are two files.
        """
        assert (2, b"") == ((answer := cli(command, "a.json", "b.json")).status, answer.out)


class TestOptions:
    """
    What is wrong with an option is told on standard error, with status 2 and no answer.
    """

    def refused(self, cli: Command, *argv: str, day: str | None = None) -> str:
        """
        Return what is said of *argv* that is refused.
        """
        answer = cli(*argv, stdin=line(CLEAN), day=day)
        assert (2, b"") == (answer.status, answer.out)
        assert "Traceback" not in answer.errors
        return answer.errors

    @pytest.mark.parametrize(
        "argv",
        [
            (),
            ("frobnicate",),
            ("chec", "-"),
            ("check",),
            ("check", "-", "--frmat", "json"),
            ("check", "-", "--form", "json"),
            ("check", "-", "--format", "yaml"),
            ("check", "-", "--format", "svg"),
            ("check", "-", "--format"),
            ("check", "-", "--fail-on", "warning"),
            ("check", "-", "--lang", "de"),
            ("check", "-", "--input-format", "yaml"),
            ("check", "-", "--output"),
            ("quote",),
            ("quote", "-", "--format", "csv"),
            ("quote", "-", "--request", "0"),
            ("forecast", "-"),
            ("forecast", "-", "--years", "26"),
            ("forecast", "-", "--years", "2029-2026"),
            ("quote", "-", "--strict"),
            ("bill", "-"),
            ("bill", "--period", "2026"),
            ("bill", "-", "--period", "2026", "--csv-dialect", "de"),
            ("calendar",),
            ("calendar", "-", "--format", "jsonl"),
            ("calendar", "-", "--format", "sarif"),
            ("services", "extra"),
            ("services", "--format", "sarif"),
            ("explain", "--no-such"),
            ("schema",),
            ("schema", "dosier"),
        ],
        ids=" ".join,
    )
    def test_bad_ones(self, cli: Command, argv: tuple[str, ...]) -> None:
        """
        Unknown, incomplete, abbreviated or of another command.
        """
        assert "usage: dmsi-rules" in self.refused(cli, *argv)

    @pytest.mark.parametrize(
        ("argv", "hints"),
        [
            (("chek", "-"), "`check`"),
            (("Check", "-"), "`check`"),
            (("check", "-", "--asof", "2026-01-10"), "`--as-of`"),
            (("check", "-", "--asof=2026-01-10"), "`--as-of`"),
            (("check", "-", "--AS-OF=2026-01-10", "--frmat", "json", "--as_of"), "`--as-of`, `--format`"),
            (("check", "-", "--zzzz=1"), None),
            (("check", "-", "-f", "json"), None),
            (("check", "-", "--format", "jsno"), "`json`"),
            (("convention", "chek"), "`check`"),
            (("convention", "diff", "a.toml", "--dosier", "b.toml"), "`--dossier`"),
            (("zzz",), None),
        ],
        ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
    )
    def test_hints(self, cli: Command, argv: tuple[str, ...], hints: str | None) -> None:
        """
        A mistyped command or option names the nearest of its own kind, on the line that says what is wrong.
        """
        (*_, last) = self.refused(cli, *argv, day=None).splitlines()
        assert "error: " in last
        assert last.endswith(f"; did you mean {hints}?") if hints else "did you mean" not in last

    @pytest.mark.parametrize("command", ANSWERED)
    @pytest.mark.parametrize(
        "day",
        [
            "1999-12-31",
            "2200-01-01",
            "2026-02-30",
            "2026-1-1",
            "20260110",
            "2026-01-10T00:00",
            "today",
            "",
            "\uff12\uff10\uff12\uff16-01-10",
        ],
    )
    def test_the_day(self, cli: Command, command: str, day: str) -> None:
        """
        A day is written YYYY-MM-DD and lies from 2000 to 2199.
        """
        assert "2000 to 2199" in self.refused(cli, *ANSWERED[command], "--as-of", day)

    @pytest.mark.parametrize("day", ["2000-01-01", "2199-12-31", "2024-02-29"])
    def test_the_first_and_the_last_day(self, cli: Command, day: str) -> None:
        """
        Both ends are in.
        """
        for command in ANSWERED.values():
            assert 0 == cli(*command, stdin=line(CLEAN), day=day).status

    @pytest.mark.parametrize("command", ANSWERED)
    @pytest.mark.parametrize(
        ("reading", "hint"),
        [
            ("letter_dat=sent", "letter_date"),
            ("LETTER_DATE=sent", "letter_date"),
            ("inferred-edges=ignored", "inferred_edges"),
            ("letter_date=snt", "sent"),
            ("letter_date=", "received"),
            ("letter_date", "letter_date"),
            ("zzz=1", "letter_date"),
            ("=sent", "letter_date"),
            ("settled=x", "letter_date"),
        ],
    )
    def test_a_reading(self, cli: Command, command: str, reading: str, hint: str) -> None:
        """
        An unknown name or value is told with those that there are, or the nearest.
        """
        assert hint in self.refused(cli, *ANSWERED[command], "--reading", reading)

    def test_every_reading_is_taken(self, cli: Command) -> None:
        """
        With each of its values.
        """
        for name, values in SWITCHES.items():
            for value in values:
                answer = cli("check", "-", "--format", "json", "--reading", f"{name}={value}", stdin=line(CLEAN))

                assert (0, {name: value}) == (answer.status, answer.data["readings"])

    @pytest.mark.parametrize(
        ("asked", "hint"),
        [
            ("DEP01", "DEP001"),
            ("dep0001", "DEP001"),
            ("missing-service", "missing-required-service"),
            ("ZZZ", "`explain` alone lists"),
            ("", "`explain` alone lists"),
            ("DEP001 DEP002", "DEP002"),
        ],
    )
    def test_a_rule(self, cli: Command, asked: str, hint: str) -> None:
        """
        An unknown rule is told with the nearest, or with how those that there are are listed.
        """
        assert hint in self.refused(cli, "explain", asked)


class TestConvention:
    """
    A convention that cannot be used is told with every fault at once.
    """

    @pytest.mark.parametrize("command", ANSWERED)
    def test_every_fault(self, cli: Command, command: str, tmp_path: Path) -> None:
        """
        On standard error, each at its place.
        """
        path = tmp_path / "bad.toml"
        text = OTHER.read_text(encoding="utf-8")
        path.write_text(
            "frobnicate = 1\n" + text.replace("month = 9", "month = 13").replace('base = "adhesion"', 'base = "nothing"'),
            encoding="utf-8",
        )
        answer = cli(*ANSWERED[command], "--convention", str(path), "--format", "text", stdin=line(CLEAN))

        assert (2, b"") == (answer.status, answer.out)
        assert all(place in answer.errors for place in ("/frobnicate: ", "/notice", "/base: "))

    @pytest.mark.parametrize("command", ANSWERED)
    @pytest.mark.parametrize("name", ["missing.toml", "."])
    def test_no_file(self, cli: Command, command: str, name: str, tmp_path: Path) -> None:
        """
        A file that is not there, or is none.
        """
        answer = cli(*ANSWERED[command], "--convention", str(tmp_path / name), stdin=line(CLEAN))

        assert (2, b"") == (answer.status, answer.out)
        assert f"the convention {tmp_path / name} cannot be used (1):" in answer.errors

    @pytest.mark.parametrize("content", [b"", b"id = ", b"\xff\xfe", b"\0", json.dumps(CLEAN).encode()], ids=ascii)
    def test_no_convention(self, cli: Command, content: bytes, tmp_path: Path) -> None:
        """
        A file that holds something else.
        """
        path = tmp_path / "bad.toml"
        path.write_bytes(content)
        answer = cli("services", "--convention", str(path))

        assert (2, b"") == (answer.status, answer.out)
        assert "Traceback" not in answer.errors

    def test_exit_zero_does_not_cover_it(self, cli: Command, tmp_path: Path) -> None:
        """
        Nothing was checked.
        """
        assert 2 == cli("check", "-", "--exit-zero", "--convention", str(tmp_path / "no.toml"), stdin=line(CLEAN)).status


class TestStreams:
    """
    Standard output carries the result, standard error the rest.
    """

    @pytest.mark.parametrize("command", ANSWERED)
    def test_an_answer_says_nothing_else(self, cli: Command, command: str) -> None:
        """
        Nothing on standard error.
        """
        answer = cli(*ANSWERED[command], stdin=line(CLEAN))

        assert (0, b"") == (answer.status, answer.err)
        assert answer.out.endswith(b"\n")

    @pytest.mark.parametrize("command", ["", *ANSWERED])
    def test_help(self, cli: Command, command: str) -> None:
        """
        Help is an answer, and has examples.
        """
        answer = cli(*filter(None, [command]), "--help", day=None)

        assert (0, b"") == (answer.status, answer.err)
        assert "examples:\n  dmsi-rules " in answer.text

    def test_version(self, cli: Command) -> None:
        """
        So is the version.
        """
        assert (0, b"") == ((answer := cli("--version", day=None)).status, answer.err)
