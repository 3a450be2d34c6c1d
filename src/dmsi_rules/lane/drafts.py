"""
What is known of a line of a stream without reading it: what its parts meant when they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine
from dmsi_rules.convention.terms import Terms
from dmsi_rules.lane.filled import Finding

Read: TypeAlias = Callable[[str], Case]
"""
Reads a document, as the explaining path does.
"""


class Row(NamedTuple):
    """
    What a line of a request is known to mean, at its rank.

    Attributes:
        service: what it asks for.
        bit: that as a mask.
        offer: the service and its plan as a mask.
        needed: the mask of what it requires, under any reading.
        judging: which of the rules that look at it alone judge it, as a mask.
        told: what those of them say that say something, each after its rank.
        tally: what is counted of that.
        volume: the service, where it says how much of one without plans.
        is_dated: whether it has a wished opening.
        closure: the mask of what it requires.
        columns: where it starts, from the end of what stands before it, and the value of each of its keys, and whether after
            its units.
        place: it with its JSON pointer.
        lacking: what is to be said of what it lacks, by what is asked of that which it requires.
    """

    service: str
    bit: int
    offer: int
    needed: int
    judging: int
    told: tuple[tuple[int, Finding], ...]
    tally: int
    volume: str | None
    is_dated: bool
    closure: int
    columns: Mapping[str, tuple[int, bool]]
    place: tuple[str, NamedLine]
    lacking: dict[int, Finding | None]


class Draft:
    """
    One line on its way. Projections look at it as they do at a case.

    Attributes:
        text: the line.
        number: where it stands in its stream.
        codes: the commune's official numbers.
        terms: the terms in use.
        rows: what the lines of its request mean.
        starts: where the text of each starts.
        longer: how long the units of each are.
        asked: the mask of the services asked for.
        lacks: the mask of what they require, under any reading, and nobody asks for.
        volumes: the mask of those with units and without plans.
        at: the rank of each service without plans.
        units: the units of each, as far as they are given.
        added: the mask of what fixes add.
    """

    __slots__ = (
        *("_case", "_read", "added", "asked", "at", "codes", "lacks", "longer", "number", "rows", "starts", "terms", "text"),
        *("units", "volumes"),
    )

    def __init__(self, text: str, number: str, terms: Terms, codes: tuple[str | None, str | None], read: Read) -> None:
        self.text = text
        self.number = number
        self.terms = terms
        self.codes = codes
        self.rows: list[Row] = []
        self.starts: list[int] = []
        self.longer: list[int] = []
        self.at: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.asked = self.lacks = self.volumes = self.added = 0
        self._read = read
        self._case: Case | None = None

    @property
    def case(self) -> Case:
        """
        The case that the whole line makes, read where something in it is not known yet.
        """
        if self._case is None:
            self._case = self._read(self.text)
        return self._case

    @property
    def lines(self) -> Sequence[tuple[str, NamedLine]]:
        """
        The lines of its request, each with its JSON pointer.
        """
        return [row.place for row in self.rows]

    @property
    def dated(self) -> Sequence[tuple[str, NamedLine]]:
        """
        Those with a wished opening.
        """
        return [row.place for row in self.rows if row.is_dated]

    @property
    def days(self) -> tuple[tuple[str, int, object], ...]:
        """
        Where which of them is wished to open, and when.
        """
        return tuple([(row.place[0], row.offer, row.place[1].opening) for row in self.rows if row.is_dated])

    def column(self, rank: int, key: str) -> str:
        """
        Return the column of *key* in the line of the request at *rank*, or of the line where it has none.
        """
        start, is_after = place_of(key, self.rows[rank].columns)
        return str(self.starts[rank] + start + (self.longer[rank] if is_after else 0))


def place_of(key: str, columns: Mapping[str, tuple[int, bool]]) -> tuple[int, bool]:
    """
    Return where in a line the value of *key* stands, or the line where it has none.
    """
    return columns.get(key) or columns[""]
