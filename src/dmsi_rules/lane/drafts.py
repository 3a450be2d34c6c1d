"""
What is known of a line of a stream without reading it: what its parts meant when they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities, parts_of
from dmsi_rules.documents.placing import places
from dmsi_rules.finding import Whose
from dmsi_rules.lane.filled import Column, Counted, Filling, Hole, Outside, Place, Said, Units
from dmsi_rules.lane.numbers import Comparison, Outcome
from dmsi_rules.lane.pieces import text_of
from dmsi_rules.lane.texts import WITHIN, LineText
from dmsi_rules.values.lazy import lazy

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
        closure: the mask of what it requires.
        needed: that under any reading.
        volume: the service, where it says how much of one without plans.
        is_dated: whether it has a wished opening.
        place: it with its JSON pointer.
        columns: where it starts, from the end of what stands before it, and the value of each of its keys, and whether after
            its units.
        told: what each rule says that looks at it alone; none, where the rule judges no such line.
        lacking: what is to be said of what it lacks, by what is asked of that which it requires.
    """

    service: str
    bit: int
    offer: int
    closure: int
    needed: int
    volume: str | None
    is_dated: bool
    place: tuple[str, NamedLine]
    columns: Mapping[str, tuple[int, bool]]
    told: tuple[Said | None, ...]
    lacking: dict[int, Said]


class Draft:
    """
    One line on its way. Projections look at it as they do at a case.

    Args:
        text: the line.
        texts: the lines of its request as they stand in it.
        rows: what these mean, as far as that is known.
        terms: the terms in use.
        commune: whose it is.
        read: reads a text.

    Attributes:
        counts: all units, in their order.
        asked: the mask of the services asked for.
        at: the rank of each service without plans.
        units: which of the units are those of each, as far as they are given.
        volumes: the mask of these.
        added: the mask of what fixes add.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (what a line is made of)
        self,
        text: str,
        texts: Sequence[LineText],
        rows: Sequence[Row],
        terms: Terms,
        commune: Member,
        read: Read,
    ) -> None:
        self.text = text
        self.texts = texts
        self.rows = rows
        self.terms = terms
        self.commune = commune
        self._longer = [0, *accumulate(len(each.units) for each in texts)]
        self._before = [0, *accumulate(bool(each.units) for each in texts)]
        self.counts = [int(each.units) for each in texts if each.units]
        self.at = {row.volume: rank for rank, row in enumerate(rows) if row.volume is not None}
        self.units = {service: self._before[rank] for service, rank in self.at.items() if texts[rank].units}
        self.volumes = terms.graph.mask(self.units)
        self.asked = self.added = 0
        for row in rows:
            self.asked |= row.bit
        self._read = read

    @lazy
    def case(self) -> Case:
        """
        The case that the whole line makes, read where something in it is not known yet.
        """
        return self._read(self.text)

    @lazy
    def comparison(self) -> Comparison:
        """
        What is to be compared in it.
        """
        return Comparison(self)

    @lazy
    def outcome(self) -> Outcome:
        """
        How its units compare.
        """
        return self.comparison.outcome(self.counts)

    @lazy
    def lines(self) -> Sequence[tuple[str, NamedLine]]:
        """
        The lines of its request, each with its JSON pointer.
        """
        return [row.place for row in self.rows]

    @lazy
    def dated(self) -> Sequence[tuple[str, NamedLine]]:
        """
        Those with a wished opening.
        """
        return [row.place for row in self.rows if row.is_dated]

    @lazy
    def days(self) -> tuple[tuple[str, int, object], ...]:
        """
        Where which of them is wished to open, and when.
        """
        return tuple([(row.place[0], row.offer, row.place[1].opening) for row in self.rows if row.is_dated])

    def add(self, planned: int) -> Sequence[int]:
        """
        Return which of the services that it lacks each line has added by its fix: each once, none of those *planned*.
        """
        missing = ~self.asked
        new = []
        for row in self.rows:
            lacks = row.needed & missing
            adds = lacks & ~self.added if row.closure & missing and not lacks & planned else 0
            self.added |= adds
            new.append(adds)
        return new

    def counted(self, hole: Units) -> Counted:
        """
        Return which of the units a *hole* is for.
        """
        return Counted(tuple(self.units[each] for each in hole.services), hole.is_sum)

    def filled(self, parts: Sequence[str], holes: Sequence[Units]) -> str:
        """
        Return the text of *parts* with the *holes* between them filled.
        """
        written = [parts[0]]
        for hole, part in zip(holes, parts[1:], strict=True):
            written += (self.counted(hole).of(self.counts), part)
        return "".join(written)

    def filling(self, hole: Hole) -> Filling:
        """
        Return what fills a *hole* in reports on documents of its shape.
        """
        if isinstance(hole, Column):
            columns, text = self.rows[hole.rank].columns, self.texts[hole.rank]
            offset, is_after = columns.get(hole.key) or columns[""]
            start = text.start - len(self.commune.text) - self._longer[hole.rank]
            return Place(start + offset, self._before[hole.rank] + is_after + 1)
        if isinstance(hole, Outside):
            lines = len(self.text) - len(self.commune.text) - self._longer[-1] - hole.outer
            return Place(hole.column + lines, len(self.counts) + 1)
        return self.counted(hole) if isinstance(hole, Units) else hole


class Member:
    """
    A commune as a document has it.

    Attributes:
        text: what the document says of it.
        identities: those of its documents.
        standing: what its official numbers say of it.
        said: it, and the fingerprint of its documents, as reports have them.
        marks: the fingerprints in reports, by the number of the skeleton.
        known: each of them, by what stands around whose document it is.
    """

    def __init__(self, text: str, identities: Identities, terms: Terms) -> None:
        whose = identities.commune
        self.text = text
        self.identities = identities
        self.standing = standing(whose, terms)
        self.said = (text_of(whose and whose.to_dict()), text_of(identities.marks([parts_of("", {})])[0]))
        self.marks: dict[int, Sequence[str]] = {}
        self.known: dict[tuple[str, str], str] = {}

    def column(self, path: str, before: int) -> int:
        """
        Return the column of what is at *path* in its table, which has *before* as much text before it.
        """
        return places(f"{WITHIN}{self.text}}}}}", {path}, "json")[path][1] - len(WITHIN) + before


def standing(whose: Whose | None, terms: Terms) -> Hashable:
    """
    Return what the official numbers of a commune say of it: which of them are those of one member, or the numbers themselves.
    """
    insee, siren = (whose.insee, whose.siren) if whose else (None, None)
    for member in terms.text.members or ():
        if insee in {None, member.insee} and siren in {None, member.siren}:
            return insee is None, siren is None
    return insee, siren
