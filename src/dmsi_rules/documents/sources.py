"""
Documents read: text or plain data in, plain data out, one small module a format.

Nothing here knows what a dossier is; it knows bytes, encodings, sizes and depths. What cannot be read is DOC000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from dmsi_rules.documents._json import Raw, parse
from dmsi_rules.documents._own import own_keys, tidy
from dmsi_rules.documents._twin import packaged
from dmsi_rules.documents.bounds import LARGEST, decoded, too_deep, unreadable
from dmsi_rules.documents.faults import Faults
from dmsi_rules.text.marks import N_

__all__ = [
    "LARGEST",
    "InputFormat",
    "Raw",
    "Source",
    "content_of",
    "convention_format",
    "decoded",
    "folder_of",
    "format_of",
    "lines_of",
    "name_of",
    "nothing",
    "opened",
    "packaged",
    "raw_document",
    "too_deep",
]

InputFormat = Literal["json", "jsonl", "toml"]


class Lines(Protocol):
    """
    Gives lines.
    """

    def readline(self, limit: int, /) -> bytes:
        """
        Return the next line, or its first *limit* bytes.
        """


Source = Path | str | bytes | Mapping[str, Any]

WILD = frozenset("*?[")
SUFFIXES: Mapping[str, InputFormat] = {".toml": "toml", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def format_of(name: str) -> InputFormat:
    """
    Return the input format that a file's name says: TOML, JSON Lines, else JSON.
    """
    return SUFFIXES.get(Path(name).suffix.lower(), "json")


def convention_format(name: str) -> InputFormat:
    """
    Return the input format that the name of a convention says: JSON, else TOML.
    """
    return "json" if Path(name).suffix.lower() == ".json" else "toml"


def folder_of(source: object) -> str | None:
    """
    Return the folder of a document that is a file; None of any other.
    """
    return str(source.parent) if isinstance(source, Path) else None


def name_of(source: object) -> str | None:
    """
    Return the name of a document that is a file, as the caller gave it; None of any other.
    """
    return str(source) if isinstance(source, Path) else None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """
    Open a file for reading.

    Raises:
        Faults: DOC000, where it cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            yield file
    except IsADirectoryError:
        raise unreadable(N_("this is a directory, not a file: name the files in it")) from None
    except FileNotFoundError:
        is_pattern = not WILD.isdisjoint(str(path))  # one that nothing matches, which a shell passes on as it is
        raise unreadable(N_("no file matches this") if is_pattern else N_("there is no such file")) from None
    except PermissionError:
        raise unreadable(N_("this file may not be read, or is a directory")) from None
    except (OSError, ValueError) as error:
        raise unreadable(N_("this file cannot be read: {reason}"), reason=_reason(error)) from None


def content_of(path: Path) -> bytes:
    """
    Return the bytes of a file, at most one more than a document may have.

    Raises:
        Faults: DOC000, where it cannot be read.
    """
    with opened(path) as file:
        return file.read(LARGEST + 1)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def lines_of(file: Lines, number: int = 0) -> Iterator[tuple[int, bytes | Faults]]:
    """
    Yield the lines of a JSON Lines *file* that hold something, each with its number; one too long as a fault.

    *number* is that of the last line read before, 0 at the start.
    """
    while line := file.readline(LARGEST + len(b"\r\n")):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # to the end of a line too long, in pieces that are let go
            rest = file.readline(LARGEST)
            line = line if len(line) > LARGEST else line + rest
        content = line.rstrip(b"\r\n")
        if len(content) > LARGEST:
            yield number, _too_long()
        elif content.strip(b" \t") not in {b"", b"\xef\xbb\xbf"}:
            yield number, content


def _too_long() -> Faults:
    return unreadable(N_("larger than {most} bytes"), most=LARGEST)


def nothing() -> Faults:
    """
    The fault of an input without any document.
    """
    return unreadable(N_("empty"))


def raw_document(source: Any, input_format: InputFormat | None = None) -> Raw:
    """
    Return a document as plain data, as fast as it can be had.

    Raises:
        Faults: DOC000.
    """
    if isinstance(source, Path):
        input_format = input_format or format_of(source.name)
        source = content_of(source)
    if isinstance(source, str | bytes):
        text = decoded(source)
        try:
            return _parsed(text, input_format)
        except Faults as error:
            from dmsi_rules.documents._mistaken import advised  # noqa: PLC0415  (only a faulty document wants it)

            raise advised(error, text, is_typed=isinstance(source, str), is_json=input_format != "toml") from None
    from dmsi_rules.documents._python import from_python  # noqa: PLC0415  (text has no use for it)

    data = from_python(source)
    return Raw(data, own=own_keys(data))


def _parsed(text: str, input_format: InputFormat | None) -> Raw:
    if input_format != "toml":
        return parse(text)
    from dmsi_rules.documents import _toml  # noqa: PLC0415  (its parser is loaded where TOML is read)

    data = tidy(_toml.parse(text))
    return Raw(data, text, text_format="toml", own=own_keys(data))
