"""
The command line as a process: what only a process can meet.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.command import ANSWERED, CLEAN, DAY, ERROR, EXAMPLES, Answer, Command, line, process, run, surroundings
from tests.report.hostile import with_shown_surrogates

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, signals and devices are those of POSIX")

PATIENCE = 30
FULL = Path("/dev/full")
MANY = line(ERROR) * 400
LENS = str(EXAMPLES / "lens" / "dossier.toml")
ANSWERS = (("check", LENS), ("quote", LENS), ("explain", "DEP001"), ("services", "--format", "svg"))
FLAGS = (("-OO",), ("-X", "dev", "-bb", "-W", "error"))
SURROUNDINGS = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX", "COLUMNS": "40"},
    {"LC_ALL": "", "LANG": "fr_FR.ISO-8859-1"},
    {"COLUMNS": "99999999999999999999", "HOME": "/nonexistent", "TERM": "dumb"},
)
ACCENTED = line({"commune": {"name": "Liévin", "é→œ€": 1}})


def ended(running: "subprocess.Popen[bytes]") -> tuple[int, str]:
    """
    Wait for a process, but not for ever, and return its status and what it said on standard error.
    """
    assert running.stderr is not None
    try:
        status = running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        raise
    return status, running.stderr.read().decode()


def once_it_waits(pid: int) -> None:
    """
    Return as soon as a process has nothing to do but to wait for input, which it shows where there is a `/proc`.
    """
    idle = 0
    for _ in range(PATIENCE * 50):
        threading.Event().wait(0.02)
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            state = "S"
        idle = idle + 1 if state == "S" else 0
        if idle == 10:
            return
    pytest.fail("the program never waited")


def is_one_sentence(said: str) -> bool:
    """
    Tell whether *said* is one line of the program's own.
    """
    return said.startswith("dmsi-rules: ") and said.count("\n") == 1


class TestPipes:
    """
    Readers that go, and outputs that cannot be written.
    """

    @pytest.mark.parametrize("output", ["text", "jsonl", "json", "sarif"])
    def test_a_reader_that_goes_after_the_first_line(self, output: str, tmp_path: Path) -> None:
        """
        As `| head -1` does.
        """
        path = tmp_path / "many.jsonl"
        path.write_bytes(MANY)
        command = process("check", str(path), "--format", output, "--as-of", DAY)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()) as running:
            assert running.stdout is not None
            assert running.stdout.readline()
            running.stdout.close()
            status, said = ended(running)

        assert "" == said
        assert 2 != status

    @pytest.mark.parametrize("command", [*ANSWERED, "help"])
    def test_a_reader_that_is_gone(self, command: str) -> None:
        """
        Before the first line.
        """
        argv = ANSWERED.get(command, ("--help",))
        read, write = os.pipe()
        os.close(read)
        try:
            answer = subprocess.run(
                process(*argv), input=line(CLEAN), stdout=write, stderr=subprocess.PIPE, env=surroundings(), check=False
            )
        finally:
            os.close(write)

        assert b"" == answer.stderr
        assert 0 < answer.returncode != 1

    @pytest.mark.skipif(not FULL.exists(), reason="there is no such device")
    @pytest.mark.parametrize("command", [*ANSWERED, "help"])
    def test_a_full_device(self, command: str) -> None:
        """
        One sentence, and no success.
        """
        with FULL.open("wb") as full:
            answer = subprocess.run(
                process(*ANSWERED.get(command, ("--help",))),
                input=line(CLEAN),
                stdout=full,
                stderr=subprocess.PIPE,
                env=surroundings(),
                check=False,
            )

        assert 2 == answer.returncode
        assert is_one_sentence(answer.stderr.decode())

    @pytest.mark.skipif(not FULL.exists(), reason="there is no such device")
    def test_a_full_device_as_the_file_to_write(self) -> None:
        """
        The same.
        """
        answer = run("services", "-o", str(FULL))

        assert (2, b"") == (answer.status, answer.out)
        assert is_one_sentence(answer.errors)

    @pytest.mark.parametrize("command", [*ANSWERED, "help"])
    def test_no_standard_output(self, command: str) -> None:
        """
        As `>&-` leaves it: one sentence, no traceback, no success.
        """
        answer = closed(">&-", *ANSWERED.get(command, ("--help",)))

        assert "Traceback" not in answer.errors
        assert 2 == answer.status
        assert is_one_sentence(answer.errors)

    def test_no_standard_output_needed(self, tmp_path: Path) -> None:
        """
        The file to write is written.
        """
        answer = closed(">&-", "services", "-o", str(tmp_path / "answer"))

        assert (0, "") == (answer.status, answer.errors)
        assert "messagerie" in (tmp_path / "answer").read_text(encoding="utf-8")

    @pytest.mark.parametrize("command", ["check", "quote"])
    def test_no_standard_input(self, command: str) -> None:
        """
        As `<&-` leaves it: an empty document.
        """
        answer = closed("<&-", command, "-", "--format", "json")

        assert (2, "", "-") == (answer.status, answer.errors, answer.data["dossier"])
        assert ["DOC000"] == [found["code"] for found in answer.data["findings"]]

    @pytest.mark.parametrize(
        ("argv", "status"), [(("services",), 0), (("explain", "ZZZ"), 2), (("frobnicate",), 2), (("check", "a", "b"), 2)]
    )
    def test_no_standard_error(self, argv: tuple[str, ...], status: int) -> None:
        """
        As `2>&-` leaves it: what there is to say is not said, and the status stays.
        """
        assert status == closed("2>&-", *argv).status

    def test_a_directory_as_standard_input(self, tmp_path: Path) -> None:
        """
        The interpreter itself refuses to start on one: that is not a success, and nothing is said of writing.
        """
        directory = os.open(tmp_path, os.O_RDONLY)
        try:
            answer = subprocess.run(
                process("check", "-"), stdin=directory, capture_output=True, env=surroundings(), check=False
            )
        finally:
            os.close(directory)

        assert 0 != answer.returncode
        assert b"Traceback" not in answer.stderr
        assert b"could not be written" not in answer.stderr


def closed(how: str, *argv: str) -> Answer:
    """
    Run the command line in a shell that closes a stream.
    """
    shell = ["/bin/sh", "-c", f'exec "$@" {how}', "sh", *process(*argv)]
    answer = subprocess.run(shell, input=line(CLEAN), capture_output=True, env=surroundings(), check=False, timeout=PATIENCE)
    return Answer(answer.returncode, answer.stdout, answer.stderr)


def write_once_read(pipe: Path, content: bytes) -> None:
    """
    Write *content* to a named pipe as soon as the program has opened it.
    """
    for _ in range(PATIENCE * 100):
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads it yet
            threading.Event().wait(0.01)
            continue
        os.write(descriptor, content)
        os.close(descriptor)
        return
    pytest.fail("the program never read the pipe")


class TestInterrupted:
    """
    A run that its user interrupts.
    """

    @pytest.mark.parametrize("options", [(), ("--format", "json"), ("--input-format", "jsonl"), ("-o", "answer")], ids=str)
    def test_while_it_reads(self, options: tuple[str, ...], tmp_path: Path) -> None:
        """
        130 and one sentence; nothing is left behind.
        """
        ready = tmp_path / "ready.jsonl"
        os.mkfifo(ready)
        command = process("check", str(ready), "-", *options)
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings(), cwd=tmp_path
        ) as running:
            write_once_read(ready, line(CLEAN))
            once_it_waits(running.pid)
            running.send_signal(signal.SIGINT)
            status, said = ended(running)

        assert 130 == status
        assert is_one_sentence(said)
        assert ["ready.jsonl"] == [path.name for path in tmp_path.iterdir()]

    @pytest.mark.parametrize("module", ["argparse", "dmsi_rules.cli._run", "dmsi_rules.cli.check", "dmsi_rules.report.check"])
    def test_while_it_loads(self, module: str) -> None:
        """
        The same at any moment at which something is still to be loaded.
        """
        program = (
            "import sys\n"
            "class Interrupting:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            f"        if name == {module!r}:\n"
            "            raise KeyboardInterrupt\n"
            "import dmsi_rules.cli as cli\n"
            f"sys.modules.pop({module!r}, None)\n"  # whoever had it already, what measures for example
            "sys.meta_path.insert(0, Interrupting())\n"
            "cli.run()\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", program, "check", "-", "--as-of", DAY],
            input=line(CLEAN),
            capture_output=True,
            env=surroundings(),
            check=False,
            timeout=PATIENCE,
        )

        assert (130, b"") == (answer.returncode, answer.stdout)
        assert is_one_sentence(answer.stderr.decode())


class TestFiles:
    """
    Files of every kind.
    """

    @pytest.mark.parametrize(
        "name", ["two\nlines", "\x1b[31mred\x1b[0m", "100%", "%s%n", "a b", "'\"", "é", "\udcff"], ids=ascii
    )
    def test_names(self, name: str, tmp_path: Path) -> None:
        """
        A name is shown in visible words, and is itself in JSON; bytes that are not text as their codes.
        """
        try:
            (tmp_path / name).write_bytes(line(CLEAN))
        except OSError:
            pytest.skip("the file system has no such names")
        text, data = (run("check", str(tmp_path / name), "--format", output) for output in ("text", "json"))

        assert (0, 0) == (text.status, data.status)
        assert text.text.replace("\n", "").isprintable()
        assert with_shown_surrogates(str(tmp_path / name)) == data.data["dossier"]

    def test_an_unreadable_file(self, tmp_path: Path) -> None:
        """
        A file that may not be read is told as any other that cannot be.
        """
        if os.geteuid() == 0:
            pytest.skip("the superuser may read everything")
        path = tmp_path / "a.json"
        path.write_bytes(line(CLEAN))
        path.chmod(0)

        assert (2, b"") == ((answer := run("check", str(path))).status, answer.err)

    @pytest.mark.parametrize(
        ("name", "content", "names"),
        [("pipe", line(CLEAN), ["pipe"]), ("pipe.jsonl", line(CLEAN) * 2, ["pipe.jsonl:1", "pipe.jsonl:2"])],
    )
    def test_named_pipes(
        self, cli: Command, name: str, content: bytes, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A pipe is read as a file is.
        """
        monkeypatch.chdir(tmp_path)
        os.mkfifo(name)
        writer = threading.Thread(target=Path(name).write_bytes, args=(content,), daemon=True)
        writer.start()
        answer = cli("check", name, "--format", "jsonl")
        writer.join(PATIENCE)

        assert (0, names) == (answer.status, [row["dossier"] for row in answer.rows])

    def test_a_named_pipe_to_write(self, cli: Command, tmp_path: Path) -> None:
        """
        It is written to, not replaced.
        """
        path = tmp_path / "pipe"
        os.mkfifo(path)
        read: list[bytes] = []
        reader = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
        reader.start()
        answer = cli("check", "-", "-o", str(path), stdin=line(CLEAN))
        reader.join(PATIENCE)

        assert 0 == answer.status
        assert read[0].startswith(b"-:1 ")
        assert path.is_fifo()

    def test_no_room_for_the_answer(self, tmp_path: Path) -> None:
        """
        The old file stays, and no part of the new one.
        """
        path = tmp_path / "answer"
        path.write_text("old", encoding="utf-8")
        shell = ["/bin/sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *process("services", "--format", "json", "-o", str(path))]
        answer = subprocess.run(shell, capture_output=True, env=surroundings(), check=False, timeout=PATIENCE)

        assert (2, b"") == (answer.returncode, answer.stdout)
        assert is_one_sentence(answer.stderr.decode())
        assert "old" == path.read_text(encoding="utf-8")
        assert ["answer"] == [each.name for each in tmp_path.iterdir()]


class TestInterpreter:
    """
    Python with other flags, in other surroundings.
    """

    @pytest.mark.parametrize(
        ("flags", "argv"),
        [*((flags, argv) for flags in FLAGS for argv in ANSWERS), (("-s", "-B"), ANSWERS[0]), (("-X", "utf8=0"), ANSWERS[0])],
        ids=" ".join,
    )
    def test_flags(self, cli: Command, flags: tuple[str, ...], argv: tuple[str, ...]) -> None:
        """
        The same answer, and nothing else said: no explanation is lost, nothing is left open.
        """
        assert cli(*argv) == run(*argv, "--as-of", DAY, flags=flags, env={"COLUMNS": "100"})

    @pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
    def test_flags_where_nothing_can_be_evaluated(self, cli: Command, flags: tuple[str, ...]) -> None:
        """
        Nor is a fault.
        """
        argv = ("check", str(EXAMPLES / "faults" / "unreadable.json"), "no-such-file.json", "--format", "json")

        assert cli(*argv) == run(*argv, "--as-of", DAY, flags=flags)

    @pytest.mark.parametrize("argv", ANSWERS, ids=" ".join)
    def test_no_environment(self, cli: Command, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]) -> None:
        """
        Nothing is asked of it, not even where home is.
        """
        monkeypatch.delenv("COLUMNS")
        package = {"PYTHONPATH": surroundings()["PYTHONPATH"]}
        ended = subprocess.run(process(*argv, "--as-of", DAY), capture_output=True, env=package, check=False, timeout=60)

        assert cli(*argv) == Answer(ended.returncode, ended.stdout, ended.stderr)

    @pytest.mark.parametrize("env", SURROUNDINGS, ids=str)
    def test_surroundings(self, cli: Command, env: dict[str, str]) -> None:
        """
        No traceback on any console; data are the same on all.
        """
        text = run("check", "-", stdin=ACCENTED, env=env)
        data = run("check", "-", "--format", "json", "--as-of", DAY, stdin=ACCENTED, env=env)

        assert (2, b"") == (text.status, text.err)
        assert cli("check", "-", "--format", "json", stdin=ACCENTED) == data

    @pytest.mark.parametrize("env", SURROUNDINGS[:4], ids=str)
    def test_help_in_surroundings(self, env: dict[str, str]) -> None:
        """
        Nor for help, which has accents too.
        """
        assert (0, b"") == ((answer := run("--help", env=env)).status, answer.err)

    def test_nothing_in_the_environment(self, cli: Command) -> None:
        """
        Nothing of it is needed.
        """
        kept = {"PYTHONPATH": surroundings()["PYTHONPATH"]}
        answer = subprocess.run(
            process("check", LENS, "--as-of", DAY, "--format", "json"), capture_output=True, env=kept, check=False
        )

        assert cli("check", LENS, "--format", "json").out == answer.stdout

    def test_a_module_of_the_user_s_own(self, tmp_path: Path) -> None:
        """
        A file that happens to be named as a module of the library stops nothing, where Python is told to be safe.
        """
        (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
        answer = subprocess.run(
            process("services", flags=("-P",)), capture_output=True, env=surroundings(), cwd=tmp_path, check=False
        )

        assert 0 == answer.returncode
