"""
What bounds every document: its size, its depth, its encoding; and the keys that are the caller's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dmsi_rules.documents.faults import DEEPEST, Faults
from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_

LARGEST = 16 * 1024 * 1024
OWN = "x-"
SCHEMA = "$schema"
"""
The key at the root by which an editor finds a document's schema.
"""
BOM = "\ufeff"


def unreadable(message: str, **facts: object) -> Faults:
    """
    The one fault of a document that cannot be read at all (DOC000).
    """
    return unreadable_at(None, message, facts)


def unreadable_at(where: tuple[int, int] | None, message: str, facts: Mapping[str, object]) -> Faults:
    """
    The same, with line and column in the text where they are known.
    """
    return Faults((Fault("DOC000", message, "", facts, where),))


def misplaced(message: str, line: int, column: int, reason: str) -> Faults:
    """
    The fault of a document whose text is wrong at one place, which the message names.
    """
    return unreadable_at((line, column), message, {"line": line, "column": column, "reason": reason})


def too_deep() -> Faults:
    """
    The fault of a document nested deeper than any document may be.
    """
    return unreadable(N_("nested deeper than {most} levels"), most=DEEPEST)


def without_schema(data: Any) -> Any:
    """
    Return *data* without the name of its schema, which says nothing of a commune.
    """
    if isinstance(data, Mapping) and type(data.get(SCHEMA)) is str:
        return {key: value for key, value in data.items() if key != SCHEMA}
    return data


def within_bounds(content: bytes) -> bytes:
    """
    Return *content* if it is no larger than a document may be.
    """
    if len(content) > LARGEST:
        raise unreadable(N_("larger than {most} bytes"), most=LARGEST)
    return content


def decoded(content: str | bytes) -> str:
    """
    Return the text of a document: UTF-8, a byte order mark is fine.

    Raises:
        Faults: DOC000, where it is empty, too large or in another encoding.
    """
    if isinstance(content, bytes):
        within_bounds(content)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _otherwise_encoded(content, error.start) from None
        if _by_zeros(content):
            raise _otherwise_encoded(content, 0)
    else:
        text = content
        if len(text) > LARGEST or (not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > LARGEST):
            raise unreadable(N_("larger than {most} bytes"), most=LARGEST)
    text = text.removeprefix(BOM)
    if not text or text.isspace():
        raise unreadable(N_("empty"))
    return text


_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_LEFT_OUT_OF_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


def _otherwise_encoded(content: bytes, at: int) -> Faults:
    """
    The fault of a document that is not UTF-8 from the byte *at* on, with what it seems to be instead.
    """
    line = content.count(b"\n", 0, at) + 1
    where = (line, len(content[content.rfind(b"\n", 0, at) + 1 : at].decode("utf-8")) + 1)
    facts = {"byte": at + 1, "line": line}
    if seems := _encoding_of(content):
        message = N_("not UTF-8 at line {line} (byte {byte}); it seems to be {encoding}: save it as UTF-8")
        return unreadable_at(where, message, {"encoding": seems, **facts})
    return unreadable_at(where, N_("not UTF-8 at line {line} (byte {byte})"), facts)


def _encoding_of(content: bytes) -> str | None:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _by_zeros(content)
    return marked or ("Windows-1252" if _LEFT_OUT_OF_1252.isdisjoint(content) else None)


_ZEROS = {"0001": "UTF-32", "1000": "UTF-32", "0101": "UTF-16", "1010": "UTF-16"}
"""
Where the first bytes are zero, the text beginning in ASCII (RFC 4627, section 3).
"""


def _by_zeros(content: bytes) -> str | None:
    return _ZEROS.get("".join("1" if byte else "0" for byte in content[:4])) if 0 in content[:2] else None
