"""
Documents read: text or plain data in, plain data out, one small module a format.

Nothing here knows what a dossier is; it knows bytes, encodings, sizes and depths. What cannot be read is DOC000.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

from dmsi_rules._i18n import N_
from dmsi_rules._structure import Faults
from dmsi_rules.readers._bounds import LARGEST, decoded, tidy, unreadable, within_bounds
from dmsi_rules.readers._json import Raw, parse, places

__all__ = ["InputFormat", "Raw", "Source", "content_of", "format_of", "lines_of", "places", "raw_document", "read_bounded"]

InputFormat = Literal["json", "jsonl", "toml"]
Source = Path | str | bytes | Mapping[str, Any]

SUFFIXES: Mapping[str, InputFormat] = {".toml": "toml", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def format_of(name: str) -> InputFormat:
    """
    Return the input format that a file's name says: TOML, JSON Lines, else JSON.
    """
    return SUFFIXES.get(Path(name).suffix.lower(), "json")


def content_of(path: Path) -> bytes:
    """
    Return the bytes of a file.

    Raises:
        Faults: DOC000, where it cannot be opened, or is larger than a document may be.
    """
    try:
        with path.open("rb") as file:
            return read_bounded(file)
    except IsADirectoryError:
        raise unreadable(N_("this is a directory, not a file")) from None
    except FileNotFoundError:
        raise unreadable(N_("there is no such file")) from None
    except PermissionError:
        raise unreadable(N_("this file may not be read, or is a directory")) from None
    except (OSError, ValueError) as error:
        raise unreadable(N_("this file cannot be read: {reason}"), reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def read_bounded(file: BinaryIO) -> bytes:
    """
    Return what is left of *file*.

    Raises:
        Faults: DOC000, where that is more than a document may be.
    """
    content = file.read(LARGEST + 1)
    return within_bounds(content)


def lines_of(file: BinaryIO) -> Iterator[tuple[int, bytes | Faults]]:
    """
    Yield the lines of a JSON Lines *file* that hold something, each with its number from 1; one too long as a fault.
    """
    number = 0
    while line := file.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(LARGEST)
            yield number, _too_long()
        elif line.strip(b" \t\r\n") not in {b"", b"\xef\xbb\xbf"}:
            yield number, line


def _too_long() -> Faults:
    return unreadable(N_("larger than {most} bytes"), most=LARGEST)


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
        if input_format == "toml":
            from dmsi_rules.readers import _toml  # noqa: PLC0415  (its parser is loaded where TOML is read)

            return Raw(tidy(_toml.parse(text)))
        return parse(text)
    return Raw(tidy(source))
