"""
A finding as text with holes: what is the document's own is filled in, all else stands as the explaining path wrote it.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.documents.about import parts_of
from dmsi_rules.finding import Finding
from dmsi_rules.report.json import to_json_line
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.plain import shown

LINES = "/request/lines/"
SAME = attrgetter("party", "source", "title", "remedy", "missing", "depends_on")
"""
What the frame of a finding hangs on, besides what it is and where.
"""
HOLES = ("line", "column", "fingerprint", "fix")


class Spot(NamedTuple):
    """
    Where a finding stands.

    Attributes:
        path: its JSON pointer.
        rank: which line of the request; None, where it stands on none.
        key: the key of that line.
    """

    path: str
    rank: int | None
    key: str

    @classmethod
    def of(cls, path: str) -> Spot:
        """
        Return the spot of a JSON pointer.
        """
        if not path.startswith(LINES):
            return cls(path, None, "")
        rank, _, key = path.removeprefix(LINES).partition("/")
        return cls(path, int(rank), key)


class Piece(NamedTuple):
    """
    What is kept of a finding.

    Attributes:
        spot: where it stands.
        texts: what is written around the line, the column, the fingerprint and the fix.
        parts: what stands around the document's identity in what the fingerprint is a hash of.
        fails: why it fails the run, if it does.
        is_error: whether its severity is error.
        is_unknown: whether it is unknown.
    """

    spot: Spot
    texts: tuple[str, ...]
    parts: tuple[str, str]
    fails: str | None
    is_error: bool
    is_unknown: bool


class Writer:
    """
    Writes findings as pieces; of two that differ in their facts alone, what is the same is written once.

    Args:
        threshold: what fails the run.
        translate: the language of what is written.
    """

    def __init__(self, threshold: Threshold, translate: Translate) -> None:
        self._threshold = threshold
        self._translate = translate
        self._frames: dict[Hashable, list[str]] = {}
        self._pieces: dict[Hashable, Piece] = {}

    def forget(self) -> None:
        """
        Forget what was written.
        """
        self._frames.clear()
        self._pieces.clear()

    def piece(self, found: Finding, *, comes_again: bool) -> Piece:
        """
        Return a finding as a piece; the same one where it is of a kind that *comes again*.
        """
        same = (found.code, found.path, found.verdict, found.force, found.template, *SAME(found), *found.about.items())
        if not comes_again:
            return self._made(found, same)
        key = (same, tuple(found.facts.items()), tuple(map(type, found.facts.values())))  # 1 is True
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = self._made(found, same)
        return piece

    def _made(self, found: Finding, same: Hashable) -> Piece:
        return Piece(
            Spot.of(found.path),
            self._texts(found, same),
            parts_of(found.code, found.about),
            self._threshold.why(found),
            found.severity == "error",
            found.verdict == "unknown",
        )

    def _texts(self, found: Finding, same: Hashable) -> tuple[str, ...]:
        fixed = found.title + found.remedy
        if any(f"{{{name}}}" in fixed for name in found.facts) or any(each.startswith(LINES) for each in found.missing):
            return tuple(cut(found.to_dict(self._translate), HOLES))
        frame = self._frames.get(same)
        if frame is None:
            frame = self._frames[same] = cut(found.to_dict(self._translate), (*HOLES, "message", "facts"))
        before, line, column, message, after_print, facts, end = frame
        said = text_of(found.render(self._translate))
        return before, line, f"{column}{said}{message}", f"{after_print}{text_of(shown(found.facts))}{facts}", end


def cut(data: Mapping[str, Any], holes: Container[str]) -> list[str]:
    """
    Return *data* as it stands in a line of JSON, in pieces between which the values of *holes* are left out.
    """
    pieces, between = ["{"], ""
    for key, value in data.items():
        pieces[-1] += f"{between}{text_of(key)}: "
        if key in holes:
            pieces.append("")
        else:
            pieces[-1] += text_of(value)
        between = ", "
    pieces[-1] += "}"
    return pieces


def text_of(value: Any) -> str:
    """
    Return *value* as it stands in a line of JSON.
    """
    return to_json_line(value)[:-1]
