"""
Where answers go: standard output or a file, whole or not at all, in an encoding that holds them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TextIO

from dmsi_rules.text.marks import N_

BROKEN_PIPE = 141
CLOSED = N_("standard output is closed")


class Sink(Protocol):
    """
    Takes the pieces of an answer.
    """

    def write(self, text: str) -> None:
        """
        Write *text* as UTF-8; a lone surrogate becomes its code.
        """


def encoded(text: str) -> bytes:
    """
    Return *text* as UTF-8; a lone surrogate becomes its code.
    """
    return text.encode("utf-8", "backslashreplace")


class _Console:
    """
    Standard output: text in the console's own encoding, data in UTF-8 whatever that is.
    """

    def __init__(self, *, data: bool) -> None:
        self._data = data

    def write(self, text: str) -> None:
        out = sys.stdout
        if out is None:
            raise OSError(CLOSED)
        buffer = getattr(out, "buffer", None)
        encoding = "utf-8" if self._data else getattr(out, "encoding", None) or "utf-8"
        if buffer is None:
            out.write(text.encode("utf-8", "backslashreplace").decode())
        else:
            out.flush()
            buffer.write(text.encode(encoding, "backslashreplace"))
        out.flush()


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.pieces: list[bytes] = []

    def write(self, text: str) -> None:
        self.pieces.append(encoded(text))


@contextmanager
def sink_to(output: str | None, *, data: bool) -> Iterator[Sink]:
    """
    Give a sink to standard output, or to the file *output*, which appears only when all is written.
    """
    if output is None:
        yield _Console(data=data)
        return
    file = _File(Path(output))
    yield file
    if file.pieces:
        try:
            _replace(file.path, b"".join(file.pieces))
        except OSError as error:  # whatever stood in the way, the file asked for is the one to name
            raise OSError(error.errno, error.strerror or str(error), str(file.path)) from None
        except (ValueError, RuntimeError) as error:  # a name that no file can have, links that lead in a circle
            raise OSError(None, str(error), str(file.path)) from None


def _replace(path: Path, content: bytes) -> None:
    """
    Put *content* at *path* in one step: a reader sees the old file or the new one, never a part.
    """
    if path.exists() and not path.is_file():  # a device or a pipe has no old content to keep
        path.write_bytes(content)
        return
    import tempfile  # noqa: PLC0415  (wanted where a file is written)

    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".dmsi-rules-")  # a name that nobody can have taken before
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        part.chmod(mode)
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _umask() -> int:
    """
    Return which rights this process gives to no new file: it can be asked only by setting it.
    """
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def complain(sentence: str) -> None:
    """
    Say *sentence* on standard error, whatever its encoding.
    """
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(sayable(sentence, sys.stderr) + "\n")


def sayable(text: str, stream: TextIO) -> str:
    """
    Return *text* with what *stream* has no way to write as escapes.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def close_after_broken_pipe() -> int:
    """
    Leave quietly when the reader of standard output has gone.
    """
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
