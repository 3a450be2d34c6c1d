"""
Errors say which file they are about, where the caller named one.
"""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import (
    ConventionError,
    InvalidDocumentError,
    LifecyclesError,
    load_convention,
    load_lifecycles,
    read_dossier,
    read_governance,
)

Error = type[Any]
READERS: dict[str, tuple[Callable[[Any], object], Error, str]] = {
    "dossier": (read_dossier, InvalidDocumentError, "DOC000 /: there is no such file"),
    "governance": (read_governance, InvalidDocumentError, "DOC000 /: there is no such file"),
    "convention": (load_convention, ConventionError, "/: there is no such file"),
    "lifecycles": (load_lifecycles, LifecyclesError, "/: there is no such file"),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_not_there_is_named(name: str) -> None:
    """
    As the caller named it, before what is wrong; the error that another process is handed says so too.
    """
    read, kind, said = READERS[name]
    path = Path("no", "nope.toml")
    with pytest.raises(kind) as caught:
        read(path)
    assert (f"{path}: {said}", str(path)) == (str(caught.value), caught.value.name)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (our own)
    assert (str(caught.value), again.name) == (str(again), str(path))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("content", ["frobnicate = 1\n", "[["])
def test_a_faulty_file_is_named(name: str, content: str, tmp_path: Path) -> None:
    """
    Whether it cannot be read or says something else.
    """
    read, kind, _ = READERS[name]
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(kind) as caught:
        read(path)
    assert str(path) == caught.value.name
    assert str(caught.value).startswith(f"{path}: ")


def test_a_convention_that_does_not_hold_together_is_named(tmp_path: Path) -> None:
    """
    Its data can be read one by one.
    """
    text = (Path(__file__).parent / "data" / "other.toml").read_text(encoding="utf-8")
    path = tmp_path / "bad.toml"
    path.write_text(text.replace('base = "adhesion"', 'base = "nothing"'), encoding="utf-8")
    with pytest.raises(ConventionError, match=r"bad\.toml: /base: ") as caught:
        load_convention(path)
    assert str(path) == caught.value.name


def test_a_table_that_does_not_hold_together_is_named(tmp_path: Path) -> None:
    """
    As a convention is.
    """
    path = tmp_path / "bad.toml"
    path.write_text(
        "schema_version = 2\n[source]\nname = 'x'\nsnapshot_date = 2026-01-01\ntolerance_days = 1\n", encoding="utf-8"
    )
    with pytest.raises(LifecyclesError) as caught:
        load_lifecycles(path)
    assert str(path) == caught.value.name


@pytest.mark.parametrize("source", ['{"a": 1}', b'{"a": 1}', {"a": 1}], ids=["text", "bytes", "mapping"])
def test_what_is_no_file_has_no_name(source: object) -> None:
    """
    Text, bytes and mappings are told by what is wrong alone.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier(source)  # type: ignore[arg-type]
    assert (None, "DOC002 /a: unknown key `a`") == (caught.value.name, str(caught.value))


def test_a_hostile_name_is_shown_as_its_codes() -> None:
    """
    What does not print, or turns the writing round.
    """
    with pytest.raises(InvalidDocumentError, match=r"^\\x1b\[31m\\u202e\.toml: DOC000 /: "):
        read_dossier(Path("\x1b[31m\u202e.toml"))
