"""
Several reports in one run, which agree with the exit status in every format.
"""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dmsi_rules.documents.about import Identities
from tests.cli.command import CHECK_FORMATS, CLEAN, DOCUMENTS, ERROR, INVALID, UNKNOWN, WARNING, Command, line

FLAGS: dict[str, tuple[str, ...]] = {
    "none": (),
    "strict": ("--strict",),
    "unknown": ("--fail-on", "unknown"),
    "zero": ("--exit-zero",),
    "all": ("--strict", "--fail-on", "unknown", "--exit-zero"),
}


def failures(cli: Command, folder: Path, document: Any, *flags: str) -> tuple[int, dict[str, bool]]:
    """
    Return the exit status, and for each format of other tools whether it shows a failure.
    """
    files = {name: folder / name for name in ("junit", "sarif", "gitlab", "github")}
    status = cli(
        "check", "-", *(f"--output={name}={file}" for name, file in files.items()), *flags, stdin=line(document)
    ).status
    suites = ET.fromstring(files["junit"].read_bytes())  # noqa: S314  (written here)
    results = json.loads(files["sarif"].read_text())["runs"][0]["results"]
    issues = json.loads(files["gitlab"].read_text())
    return status, {
        "junit": bool(suites.findall("testsuite/testcase/failure") + suites.findall("testsuite/testcase/error")),
        "sarif": any(each["level"] == "error" for each in results),
        "gitlab": any(each["severity"] in {"major", "critical", "blocker"} for each in issues),
        "github": "::error " in files["github"].read_text(),
    }


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_formats_agree_with_the_status(cli: Command, tmp_path: Path, name: str, flags: str) -> None:
    """
    What fails the run is a failure in each of them, and nothing else is.
    """
    status, failed = failures(cli, tmp_path, DOCUMENTS[name], *FLAGS[flags])

    assert dict.fromkeys(failed, status != 0) == failed


@pytest.mark.parametrize("flags", FLAGS)
def test_sarif_says_how_it_ended(cli: Command, flags: str) -> None:
    """
    With the exit status; a document that cannot be evaluated is no success.
    """
    for name, document in DOCUMENTS.items():
        answer = cli("check", "-", "--format", "sarif", *FLAGS[flags], stdin=line(document))
        expected = {"executionSuccessful": name != "invalid", "exitCode": answer.status}

        assert [expected] == answer.data["runs"][0]["invocations"]


class TestBeside:
    """
    `--output FORMAT=FILE` writes files beside what stands on the terminal.
    """

    def test_every_format(self, cli: Command, tmp_path: Path) -> None:
        """
        The same as the format by itself, in one run.
        """
        alone = {name: cli("check", "-", "--format", name, stdin=line(ERROR)).out for name in CHECK_FORMATS}
        outputs = [f"--output={name}={tmp_path / name}" for name in CHECK_FORMATS]
        answer = cli("check", "-", *outputs, stdin=line(ERROR))

        assert (1, alone["text"]) == (answer.status, answer.out)
        assert alone == {name: (tmp_path / name).read_bytes() for name in CHECK_FORMATS}

    def test_with_a_file_in_the_format_asked_for(self, cli: Command, tmp_path: Path) -> None:
        """
        `-o FILE` takes the terminal's place; why it failed is said all the same.
        """
        files = tmp_path / "a.json", tmp_path / "b.xml"
        answer = cli("check", "-", "--format", "json", "-o", str(files[0]), "-o", f"junit={files[1]}", stdin=line(ERROR))

        assert (1, b"", "dmsi-rules: status 1: findings of severity error: 2\n") == (answer.status, answer.out, answer.errors)
        assert [True, True] == [file.exists() for file in files]

    def test_a_name_that_is_no_format(self, cli: Command, tmp_path: Path) -> None:
        """
        It is a file's own.
        """
        file = tmp_path / "a=b"
        cli("check", "-", "-o", str(file), stdin=line(ERROR))

        assert file.exists()

    def test_over_what_is_read(self, cli: Command, tmp_path: Path) -> None:
        """
        Neither of them may be a file that the answer is made from.
        """
        file = tmp_path / "lens.json"
        file.write_bytes(line(ERROR))
        answer = cli("check", str(file), "-o", f"sarif={file}")

        assert (2, line(ERROR)) == (answer.status, file.read_bytes())

    def test_whole_or_not_at_all(self, cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Of a run that fails nothing is left, and what was there stays.
        """
        file = tmp_path / "a.jsonl"
        file.write_text("old")
        monkeypatch.setattr(Identities, "fingerprint", _fails)
        answer = cli("check", "-", "-o", f"jsonl={file}", stdin=line(CLEAN) + line(ERROR))

        assert 3 == answer.status
        assert ["a.jsonl"] == [each.name for each in tmp_path.iterdir()]
        assert "old" == file.read_text()


def _fails(*_: object) -> None:
    message = "no\nsuch luck"
    raise RuntimeError(message)


class TestWhy:
    """
    Which threshold failed the run is told.
    """

    @pytest.mark.parametrize(
        ("document", "flags", "expected"),
        [
            (WARNING, "--strict", "warnings (--strict): 1"),
            (UNKNOWN, "--fail-on=unknown", "unknown (--fail-on unknown): 1"),
            (CLEAN, "--fail-on=unknown", "documents that no rule judged (--fail-on unknown): 1"),
        ],
    )
    def test_told(self, cli: Command, document: Any, flags: str, expected: str) -> None:
        """
        On standard error, with how often.
        """
        answer = cli("check", "-", flags, stdin=line(document))

        assert (1, f"dmsi-rules: status 1: {expected}\n") == (answer.status, answer.errors)

    def test_text_says_it_itself(self, cli: Command) -> None:
        """
        Where errors are seen and nothing else counts.
        """
        assert (1, b"") == ((answer := cli("check", "-", stdin=line(ERROR))).status, answer.err)


class TestNotJudged:
    """
    A document that no rule judged says so in every format, and is not a pass where unknowns fail.
    """

    @pytest.mark.parametrize("name", ["text", "sarif", "junit", "gitlab", "github"])
    def test_said(self, cli: Command, name: str) -> None:
        """
        In words.
        """
        assert "no rule looked at it, nothing was checked" in cli("check", "-", "--format", name, stdin=line(CLEAN)).text

    def test_data(self, cli: Command) -> None:
        """
        It is not complete.
        """
        report = cli("check", "-", "--format", "jsonl", stdin=line(CLEAN)).data

        assert (True, False, 0, []) == tuple(report[key] for key in ("ok", "complete", "judged", "judged_codes"))

    def test_skipped(self, cli: Command) -> None:
        """
        JUnit has it skipped, not passed.
        """
        suites = ET.fromstring(cli("check", "-", "--format", "junit", stdin=line(CLEAN)).out)  # noqa: S314  (written here)

        assert ["1"] == [suite.get("skipped") for suite in suites]


class TestDefect:
    """
    The program's own failure is not the document's.
    """

    @pytest.mark.parametrize("flags", [(), ("--exit-zero",)])
    @pytest.mark.parametrize("error", [MemoryError, RuntimeError, RecursionError])
    def test_status(
        self, cli: Command, monkeypatch: pytest.MonkeyPatch, error: type[Exception], flags: tuple[str, ...]
    ) -> None:
        """
        3, whatever the flags, in one line.
        """

        def fails(*_: object) -> None:
            raise error

        monkeypatch.setattr(Identities, "fingerprint", fails)
        answer = cli("check", "-", *flags, stdin=line(ERROR))

        assert (3, 1, "dmsi-rules: the program failed: ") == (answer.status, answer.errors.count("\n"), answer.errors[:32])

    def test_trace(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Developers may see where.
        """
        monkeypatch.setattr(Identities, "fingerprint", _fails)
        monkeypatch.setenv("DMSI_RULES_TRACEBACK", "1")
        answer = cli("check", "-", stdin=line(ERROR))

        assert "Traceback" in answer.errors
        assert "RuntimeError: no such luck" in answer.errors.splitlines()[-1]


class TestStream:
    """
    A stream goes on past a bad line, and may be empty.
    """

    def test_a_bad_first_line(self, cli: Command) -> None:
        """
        It is one bad line.
        """
        for bad in (
            b"garbage\n",
            b'{"commune": {"name": "Le\n',
            b'{"commune":\n',
            b"\xff\xfe\n",
            b"x" * (16 * 2**20 + 9) + b"\n",
        ):
            rows = cli("check", "-", "--format", "jsonl", stdin=bad + line(ERROR) + line(CLEAN)).rows

            assert [("-:1", "DOC000"), ("-:2", "DEP001"), ("-:3", None)] == [
                (row["dossier"], row["findings"][0]["code"] if row["findings"] else None) for row in rows
            ]

    @pytest.mark.parametrize("text", [b'{"commune":\n{"name": "Lens"}}\n', b'{\n"commune":\n{"name": "Lens"}\n}\n'])
    def test_a_document_over_lines(self, cli: Command, text: bytes) -> None:
        """
        It is one document, though one of its lines could be one.
        """
        assert ["-"] == [row["dossier"] for row in cli("check", "-", "--format", "jsonl", stdin=text).rows]

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("text", b""), ("json", b"[]\n"), ("jsonl", b""), ("gitlab", b"[]\n"), ("github", b"")],
    )
    def test_empty(self, cli: Command, name: str, expected: bytes) -> None:
        """
        Nothing was wrong in it.
        """
        answer = cli("check", "-", "--input-format", "jsonl", "--format", name)

        assert (0, expected) == (answer.status, answer.out)
        assert "dmsi-rules: there is no document: nothing was checked\n" == answer.errors

    def test_invalid_is_told(self, cli: Command, tmp_path: Path) -> None:
        """
        As before, with every report written.
        """
        answer = cli("check", "-", "-o", f"gitlab={tmp_path / 'g'}", stdin=line(CLEAN) + line(INVALID))

        assert (2, "dmsi-rules: of 2 documents, some could not be evaluated\n") == (answer.status, answer.errors)
        assert (tmp_path / "g").exists()
