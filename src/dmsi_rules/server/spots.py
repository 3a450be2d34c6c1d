"""
What is being written at a place of a text that need not be finished, in TOML or in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

from dmsi_rules.documents.mending import TextFormat
from dmsi_rules.values.record import record

# Possessive, and content with an unfinished string, as the text may be at any moment.
_TOKEN = re.compile(
    r'(?P<string>"""(?:[^"\\]++|\\.?|"(?!""))*+(?:""")?'
    r"|'''(?:[^']++|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n]++|\\.?)*+"?'
    r"|'[^'\n]*+'?)"
    r"|(?P<comment>#[^\n]*+)|(?P<newline>\n)|(?P<mark>[\[\]{},=:])|(?P<bare>[^\s\[\]{},=:#\"']++)",
    re.DOTALL,
)
_HEAD = re.compile(r"\[\[?([^\]\n]*+)(\]?\]?)")
_PART = re.compile(r'"([^"]*)"?|\'([^\']*)\'?|([^.\s"\']+)')
_WORD = re.compile(r"[\"']?[^\s\[\]{},=:#\"']*\Z")

Path = tuple[str | int, ...]


@record
class Spot:
    """
    A place in a text.

    Attributes:
        path: the keys and ranks that lead to the value, or to the table whose key it is.
        is_key: whether it is in a key.
        start: where the word begins that is being written, its quote included.
        table: where what is written in the same table begins.
    """

    path: Path
    is_key: bool
    start: int
    table: int


@define(eq=False)
class _Frame:
    """
    A bracket that is open: what leads to it, the key and the words since the last comma.
    """

    opening: str
    path: Path
    start: int
    key: Path = ()
    words: list[str] = field(factory=list)
    rank: int = 0

    def below(self) -> Path:
        """
        Return what leads to the value that comes next.
        """
        return (*self.path, self.rank) if self.opening == "[" else (*self.path, *self.key)

    @property
    def is_line(self) -> bool:
        """
        Whether a line begins here that stands in no bracket.
        """
        return not self.opening and not self.key and not self.words

    def next(self) -> None:
        """
        Begin another entry.
        """
        self.key = ()
        self.words = []


def spot_at(text: str, offset: int, text_format: TextFormat) -> Spot | None:
    """
    Return what is being written at *offset*; None in a comment, or in the head of a table.
    """
    frames = [_Frame("", (), 0)]
    at = 0
    while at < offset and (match := _TOKEN.search(text, at, offset)):
        at = match.end()
        frame = frames[-1]
        match match.lastgroup:
            case "comment" if text_format == "toml" and at >= offset:
                return None
            case "string" | "bare" if at < offset:
                frame.words.append(match[0])
            case "newline" if len(frames) == 1:
                frame.next()
            case "mark" if match[0] == "[" and text_format == "toml" and frame.is_line:
                head = _HEAD.match(text, match.start(), offset)
                if head is None or not head[2]:
                    return None
                at = head.end()
                frames = [_Frame("", _head(head), at)]
            case "mark":
                _mark(text, match.start(), frames)
    return _spot(frames, _begun(text, offset))


def _spot(frames: list[_Frame], start: int) -> Spot:
    frame = frames[-1]
    if frame.opening == "[" or frame.key:
        table = frames[-2 if frame.opening == "[" else -1].start
        return Spot(frame.below(), is_key=False, start=start, table=table)
    above = tuple(part for each in frame.words for part in _parts(each))
    return Spot((*frame.path, *above), is_key=True, start=start, table=frame.start)


def _begun(text: str, offset: int) -> int:
    """
    Return where the word that ends at *offset* begins.
    """
    word = _WORD.search(text, text.rfind("\n", 0, offset) + 1, offset)
    return word.start() if word else offset


def _mark(text: str, at: int, frames: list[_Frame]) -> None:
    frame = frames[-1]
    match text[at]:
        case "{" | "[":
            frames.append(_Frame(text[at], frame.below(), at + 1))
        case "}" | "]":
            if len(frames) > 1:
                frames.pop()
        case ",":
            frame.next()
            frame.rank += 1
        case _:
            frame.key = tuple(part for each in frame.words for part in _parts(each))
            frame.words = []


def _head(match: re.Match[str]) -> Path:
    path = tuple(_parts(match[1]))
    return (*path, 0) if match[0].startswith("[[") else path


def _parts(text: str) -> Iterator[str]:
    for match in _PART.finditer(text):
        yield next(each for each in match.groups() if each is not None)
