"""
Where answers go: standard output or a file, whole or not at all, in an encoding that holds them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO

from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from pathlib import Path

BROKEN_PIPE = 141
CLOSED = N_("standard output is closed")


class Sink(Protocol):
    """
    Takes the pieces of an answer.
    """

    def write(self, text: str | bytes) -> None:
        """
        Write *text* as UTF-8, a lone surrogate as its code; bytes as they are.
        """


def encoded(text: str | bytes, encoding: str = "utf-8") -> bytes:
    """
    Return *text* in *encoding*, what that has no way to write as its code; bytes as they are.
    """
    return text if isinstance(text, bytes) else text.encode(encoding, "backslashreplace")


class _Console:
    """
    Standard output: text in the console's own encoding, data in UTF-8 whatever that is.
    """

    def __init__(self, *, data: bool) -> None:
        self._data = data

    def write(self, text: str | bytes) -> None:
        out = sys.stdout
        if out is None:
            raise OSError(CLOSED)
        buffer = getattr(out, "buffer", None)
        encoding = "utf-8" if self._data else getattr(out, "encoding", None) or "utf-8"
        if buffer is None:
            out.write(encoded(text).decode())
        else:
            out.flush()
            buffer.write(encoded(text, encoding))
        out.flush()


class _File:
    """
    A file that appears only when all is written: until then what there is stands in another beside it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = path
        self._part: Path | None = None
        self._file: BinaryIO | None = None
        self._terminated: Any = None

    def write(self, text: str | bytes) -> None:
        with self._named():
            if self._file is None:
                self._file = self._opened()
            self._file.write(encoded(text))

    def _opened(self) -> BinaryIO:
        if self._path.exists() and not self._path.is_file():  # a device or a pipe has no old content to keep
            return self._path.open("wb")
        import tempfile  # noqa: PLC0415  (wanted where a file is written)

        self._target = self._path.resolve()
        # A name that nobody can have taken before.
        number, name = tempfile.mkstemp(dir=self._target.parent, prefix=".dmsi-rules-")
        self._part = self._target.with_name(os.path.basename(name))  # noqa: PTH119  (made beside it)
        self._terminated = _on_termination(self.abandon)
        return os.fdopen(number, "wb")

    def keep(self) -> None:
        """
        Put what is written in its place in one step: a reader sees the old file or the new one, never a part.
        """
        if self._file is None:
            return
        with self._named():
            self._file.close()
            if self._part is not None:
                mode = self._target.stat().st_mode & 0o7777 if self._target.exists() else 0o666 & ~_umask()
                self._part.chmod(mode)
                self._part.replace(self._target)

    def abandon(self) -> None:
        """
        Leave nothing behind but what was there before.
        """
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        with suppress(OSError):
            if self._part is not None:
                self._part.unlink()
        if self._terminated is not None:
            import signal  # noqa: PLC0415  (wanted where a file is written)

            signal.signal(signal.SIGTERM, self._terminated)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """
        Say of which file it is that what stands in the way is in the way: the one asked for.
        """
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(self._path)) from None
        except (ValueError, RuntimeError) as error:  # a name that no file can have, links that lead in a circle
            raise OSError(None, str(error), str(self._path)) from None


def _on_termination(tidy: Callable[[], None]) -> Any:
    """
    Have *tidy* called when the process is asked to end, before it ends as it would; return what was called so far.
    """

    def end(number: int, _frame: Any) -> None:
        tidy()
        os.kill(os.getpid(), number)

    import signal  # noqa: PLC0415  (as above)

    try:
        return signal.signal(signal.SIGTERM, end)
    except ValueError:  # not in the main thread, which alone is told
        return None


@contextmanager
def sink_to(output: str | None, *, data: bool) -> Iterator[Sink]:
    """
    Give a sink to standard output, or to the file *output*, which appears only when all is written.
    """
    if output is None:
        yield _Console(data=data)
        return
    from pathlib import Path  # noqa: PLC0415  (wanted where a file is written)

    file = _File(Path(output))
    try:
        yield file
        file.keep()
    finally:
        file.abandon()


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
