"""
`init`: a dossier to fill in.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dmsi_rules.documents.keys import keys
from tests.cli.command import DAY, EXAMPLES, Command, process, surroundings

pty = pytest.importorskip("pty", reason="no terminal can be made here")
COMMENTED = re.compile(r"^#(?=\S)", re.MULTILINE)


def written(cli: Command, *options: str) -> str:
    """
    Return a dossier to fill in for Lens.
    """
    answer = cli("init", "--commune", "lens", *options)
    assert (0, b"") == (answer.status, answer.err)
    return answer.text


OF_OTHER_TEXTS = {"Dossier.steps", "Commune.facts", "Obligations.attested", "Evidence.attested"}
"""
What holds codes of the convention, of which the embedded one has none.
"""


class TestFile:
    """
    What is written where nobody is asked.
    """

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_it_is_a_dossier(self, cli: Command, language: str) -> None:
        """
        It has no fault, and says no more than the commune and its numbers: the heads of tables say nothing.
        """
        text = written(cli, "--lang", language)
        bare = b'{"commune": {"name": "Lens", "insee": "62498", "siren": "216204982"}}'
        options = ("check", "-", "--format", "json", "--input-format")

        assert json.loads(bare)["commune"] == tomllib.loads(text)["commune"]
        assert cli(*options, "toml", stdin=text.encode()).data["findings"] == cli(*options, "json", stdin=bare).data["findings"]

    def test_without_a_name(self, cli: Command) -> None:
        """
        A dossier of nobody yet is a draft.
        """
        answer = cli("check", "-", "--input-format", "toml", "--format", "json", stdin=cli("init").out)

        assert (0, []) == (answer.status, answer.data["findings"])

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_it_explains_every_key(self, cli: Command, language: str) -> None:
        """
        By the sentence that the reference has, in the reader's language.
        """
        words = " ".join(re.sub(r"^#? *", "", line) for line in written(cli, "--lang", language).split("\n"))

        assert [] == [
            f"{table}.{key}"
            for table, told in keys()["dossier"].items()
            for key, each in told.items()
            if getattr(each.means, language) not in words
            and f"{table}.{key}" not in OF_OTHER_TEXTS
            and table not in {"Committee", "Deliberation", "MaintenanceContract", "Refusal"}  # within a table within a list
        ]

    def test_every_key_can_be_taken_in(self, cli: Command) -> None:
        """
        With the signs taken away it is TOML, whose only faults are examples to be written over.
        """
        text = COMMENTED.sub("", written(cli)).replace('insee = ""\n', "", 1).replace('siren = ""\n', "", 1)
        answer = cli("check", "-", "--format", "json", "--input-format", "toml", stdin=text.encode())

        assert {"DOC003", "DOC005", "DOC007"} >= {
            each["code"] for each in answer.data["findings"] if each["verdict"] == "invalid"
        }

    @pytest.mark.parametrize("name", ['L"ens', "Lens\\", "Le\x7fns\n", "#[x]", "Liévin 🏛"])
    def test_any_name(self, cli: Command, name: str) -> None:
        """
        A name stays what it is.
        """
        assert name == tomllib.loads(cli("init", "--commune", name).text)["commune"]["name"]

    def test_json(self, cli: Command) -> None:
        """
        JSON has no comments: only what is known.
        """
        assert {"commune": {"name": "Lens", "insee": "62498", "siren": "216204982"}} == json.loads(
            written(cli, "--format", "json")
        )


class TestPlace:
    """
    Where it is written.
    """

    @pytest.mark.parametrize("option", [(), ("-o",)])
    def test_a_file_is_not_overwritten(self, cli: Command, tmp_path: Path, option: tuple[str, ...]) -> None:
        """
        Unless that is asked for.
        """
        path = tmp_path / "lens.toml"
        first = cli("init", "--commune", "Lens", *option, str(path))
        kept = path.read_bytes()
        second = cli("init", "--commune", "Avion", *option, str(path))

        assert (0, 2, kept) == (first.status, second.status, path.read_bytes())
        assert "there already" in second.errors
        assert 0 == cli("init", "--commune", "Avion", "--force", *option, str(path)).status
        assert "Avion" == tomllib.loads(path.read_text(encoding="utf-8"))["commune"]["name"]

    def test_by_its_suffix(self, cli: Command, tmp_path: Path) -> None:
        """
        `.json` is JSON.
        """
        path = tmp_path / "lens.json"
        cli("init", "--commune", "Lens", str(path))

        assert "Lens" == json.loads(path.read_bytes())["commune"]["name"]


def at_a_terminal(typed: bytes, *argv: str) -> tuple[bytes, str]:
    """
    Return what a person who types *typed* is left with on standard output, and what the terminal showed.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        process("init", "--as-of", DAY, *argv), stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, env=surroundings()
    ) as program:
        os.close(theirs)
        os.write(ours, typed)
        try:
            out, _ = program.communicate(timeout=20)
        finally:
            program.kill()
        shown = os.read(ours, 65536).decode()
        os.close(ours)
    assert 0 == program.returncode
    return out, shown


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal can be made here")
class TestPerson:
    """
    Somebody is there to be asked.
    """

    def test_answers(self) -> None:
        """
        They stand in the dossier; a faulty one is asked again, with the reason.
        """
        typed = b"Lens\nin December\n18/12/2024\nsocle, reseaux\nsocle, Gestion des serveurs, messagerie/pro-25\n1/1/2027\n"
        out, shown = at_a_terminal(typed)
        dossier = tomllib.loads(out.decode())

        assert "62498" == dossier["commune"]["insee"]
        assert "2024-12-18" == str(dossier["deliberation"]["date"])
        assert [
            ("socle", None, "2027-01-01"),
            ("serveurs", None, "2027-01-01"),
            ("messagerie", "pro-25", "2027-01-01"),
        ] == [(line["service"], line.get("plan"), str(line["opening"])) for line in dossier["request"]["lines"]]
        assert "did you mean `reseau`?" in shown
        assert 2 == shown.count("day of the deliberation:")

    def test_nothing_need_be_answered(self) -> None:
        """
        What is left empty is not given; nor is what the end of the input leaves unasked.
        """
        for typed in (b"\n\n\n", b"\x04"):
            out, _ = at_a_terminal(typed, "--commune", "Lens")

            assert ["Lens"] == [table["name"] for table in tomllib.loads(out.decode()).values() if table]


@pytest.mark.parametrize("convention", ["call-dmsi-2027", "cc-val-gris-2026", "sm3r-2026"])
def test_by_another_text(cli: Command, convention: str) -> None:
    """
    It has that text's words, and is a draft of it.
    """
    file = str(EXAMPLES / "conventions" / f"{convention}.toml")
    draft = cli("init", "--convention", file)
    answer = cli("check", "-", "--input-format", "toml", "--format", "json", "--convention", file, stdin=draft.out)

    assert (0, b"") == (draft.status, draft.err)
    assert (0, []) == (answer.status, answer.data["findings"])
