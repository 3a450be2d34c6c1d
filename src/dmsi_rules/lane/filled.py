"""
What rules say as text with few holes left: all that hangs on the commune is written already.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from dmsi_rules.lane.drafts import Draft

Hole: TypeAlias = "Callable[[Draft], str]"
"""
What is written in between: one draft says it of itself.
"""
TALLIED = ("error", "unknown", "strict", "is_error", "is_unknown")
"""
What is counted of findings, all in one number, so that counting is adding.
"""
BITS = 12


class Finding(NamedTuple):
    """
    One finding on a line of the request, around the number of the document's line, the column and the fix.

    Attributes:
        offset: its column, from where what stands before the line ends.
        is_after: whether it stands after the line's units.
        end: what comes after the fix, where each document has its own.
        tally: what is counted of it.
    """

    before: str
    between: str
    after: str
    offset: int
    is_after: bool
    end: str
    tally: int


class Said(NamedTuple):
    """
    What rules say of a document.

    Attributes:
        judged: the codes of those that judge it.
        parts: the text in parts.
        holes: what is written between them; none, where each is the number of the document's line.
        tally: what is counted of the findings.
    """

    judged: str
    parts: tuple[str, ...]
    holes: tuple[Hole, ...] | None
    tally: int


def together(saids: Iterable[Said]) -> tuple[Said, ...]:
    """
    Return *saids* with those put together that are whole but for the number of the document's line.
    """
    found: list[Said] = []
    for said in saids:
        last = found[-1] if found else None
        if last is None or last.holes is not None or said.holes is not None:
            found.append(said)
        else:
            judged = ", ".join(filter(None, (last.judged, said.judged)))
            parts = (*last.parts[:-1], last.parts[-1] + said.parts[0], *said.parts[1:])
            found[-1] = Said(judged, parts, None, last.tally + said.tally)
    return tuple(found)


def number(draft: Draft) -> str:
    """
    Return the number of the document's line.
    """
    return draft.number


def filled(parts: Sequence[str], holes: Iterable[Hole], draft: Draft) -> str:
    """
    Return the text of *parts* with the *holes* between them filled for *draft*.
    """
    written = [parts[0]]
    for hole, part in zip(holes, parts[1:], strict=True):
        written += (hole(draft), part)
    return "".join(written)


def column_of(rank: int, key: str) -> Hole:
    """
    Return the hole for the column of *key* in the line of the request at *rank*.
    """
    return lambda draft: draft.column(rank, key)


def column_after(column: int, outer: int) -> Hole:
    """
    Return the hole for a *column* after the lines of the request, in a document that is *outer* long without them.
    """
    return lambda draft: str(column + len(draft.text) - outer)


def most_of(services: Sequence[str]) -> Hole:
    """
    Return the hole for the most units of *services*.
    """
    if len(services) == 1:
        return lambda draft: str(draft.units[services[0]])
    return lambda draft: str(max([draft.units[each] for each in services]))


def sum_of(services: Sequence[str]) -> Hole:
    """
    Return the hole for all units of *services* together.
    """
    return lambda draft: str(sum([draft.units[each] for each in services]))


def tallied(why: str | None, *, is_error: bool, is_unknown: bool) -> int:
    """
    Return what is counted of one finding: *why* it fails the run, whether it is an error, whether it is unknown.
    """
    named: dict[Hashable, bool] = {why: True, "is_error": is_error, "is_unknown": is_unknown}
    return sum(1 << BITS * rank for rank, name in enumerate(TALLIED) if named.get(name))


def counted(tally: int) -> dict[str, int]:
    """
    Return what is counted in a *tally*, by name.
    """
    return {name: tally >> BITS * rank & (1 << BITS) - 1 for rank, name in enumerate(TALLIED)}
