"""
The package read from an archive, and one that is not whole (python/importlib_resources#48, python/cpython#121735).
"""

import errno
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import dmsi_rules
from dmsi_rules import convention, lifecycles, locale
from dmsi_rules.values import own_files
from dmsi_rules.values.own_files import MissingFileError, PackageFileError, own_file
from tests.cli.command import DAY, EXAMPLES, Command, process, surroundings

PACKAGE = Path(dmsi_rules.__file__).parent
LENS = str(EXAMPLES / "lens" / "dossier.toml")
COMMANDS = (
    ("check", LENS),
    ("audit", LENS, "--format", "html", "--lang", "fr"),
    ("calendar", LENS, "--lang", "fr"),
    ("explain", "DEP001"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return the package as one zip.
    """
    path = tmp_path_factory.mktemp("zip") / "dmsi.zip"
    with zipfile.ZipFile(path, "w") as file:
        for each in sorted(PACKAGE.rglob("*")):
            if each.is_file() and each.parent.name != "__pycache__":
                file.write(each, each.relative_to(PACKAGE.parent))
    return path


def output(argv: list[str], **environment: str) -> tuple[int, str, str]:
    """
    Run *argv* and return its status and what it said.
    """
    ended = subprocess.run(argv, capture_output=True, env=surroundings(**environment), check=False, timeout=60)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: argv[0])
def test_commands(archive: Path, argv: tuple[str, ...]) -> None:
    """
    From a zip every command answers as from files: tables, catalogue and template are read there.
    """
    ran = process(*argv, "--as-of", DAY)
    answer = output(ran, PYTHONPATH=str(archive))

    assert (0, "") == (answer[0], answer[2])
    assert output(ran) == answer


def test_it_is_the_archive(archive: Path) -> None:
    """
    What those commands ran is in the zip; from Python it answers too.
    """
    script = "import dmsi_rules as d; print(d.load_lifecycles().date, d.load_convention().id, d.__file__)"
    status, said, errors = output([sys.executable, "-c", script], PYTHONPATH=str(archive))

    assert (0, "") == (status, errors)
    assert said.split()[1:] == ["call-dmsi-2024", str(archive / "dmsi_rules" / "__init__.py")]


def test_a_file_outside(tmp_path: Path) -> None:
    """
    What is not a file of the package is looked for nowhere else.
    """
    with pytest.raises(MissingFileError) as caught:
        own_file(tmp_path / "no.toml")

    assert (errno.ENOENT, str(tmp_path / "no.toml")) == (caught.value.errno, caught.value.filename)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "is not installed in full: its file"), ("fr", "n’est pas installé en entier")]
)
@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, os.strerror(errno.EACCES)), OSError("no more")], ids=str)
def test_not_installed_in_full(cli: Command, monkeypatch: pytest.MonkeyPatch, error: OSError, language: str, said: str) -> None:
    """
    A file of the package that cannot be read is told as such, not as an answer that could not be written.
    """

    def refuse(path: Path) -> bytes:
        raise error if path.suffix == ".toml" else FileNotFoundError(path)

    locale.translator(language)
    convention._embedded.cache_clear()
    monkeypatch.setattr(own_files, "_packed", refuse)
    monkeypatch.setattr(convention, "EMBEDDED", "missing.toml")
    answer = cli("check", LENS, "--lang", language)

    assert (2, b"") == (answer.status, answer.out)
    assert said in answer.errors
    assert "missing.toml" in answer.errors
    assert "written" not in answer.errors


def test_a_catalogue_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    It is not taken for one that is not there.
    """
    monkeypatch.setattr(locale, "CATALOGUE", tmp_path)

    with pytest.raises(PackageFileError):
        locale._catalogue.__wrapped__("fr")


def test_the_day_of_the_table() -> None:
    """
    The head of the packaged table has its day.
    """
    assert lifecycles.load_lifecycles().date == lifecycles.packaged_date()
