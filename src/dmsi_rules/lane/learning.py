"""
What the rules say of a draft, asked of them once for all that say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from dmsi_rules.case.dossier import case_of
from dmsi_rules.checking.telling import findings_of
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.documents.placing import places
from dmsi_rules.finding import Finding
from dmsi_rules.lane.drafts import Draft
from dmsi_rules.lane.filled import Units, tallied
from dmsi_rules.lane.numbers import COMPARING
from dmsi_rules.lane.pieces import Piece, Writer, text_of
from dmsi_rules.lane.texts import LineText
from dmsi_rules.rulebook import Place, Rule, additions_at
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.plain import plain

FIRST_HOLE = 987_654_001
"""
What stands for units that each document has its own of, while a finding is written; the next stands for the next.
"""
KEYS = ("service", "plan", "quantity", "opening", "quotation")
"""
Where a finding on a line of the request may stand.
"""


class Stranger(Exception):  # noqa: N818  (a signal between two functions)
    """
    Stops the fast way: something is not known here.
    """


class Spoken(NamedTuple):
    """
    A finding as a piece, its fix as text, and what is written for the numbers that stand for units in both.
    """

    piece: Piece
    fix: str
    holes: Mapping[str, Units]

    @property
    def tally(self) -> int:
        """
        What is counted of it.
        """
        return tallied(self.piece.fails, is_error=self.piece.is_error, is_unknown=self.piece.is_unknown)


class Learnt(NamedTuple):
    """
    What a rule says: its code, where it judges, and its findings.

    Attributes:
        tally: what is counted of them.
    """

    judged: str
    spoken: tuple[Spoken, ...]
    tally: int


class Asker:
    """
    Asks rules under *terms*.
    """

    def __init__(self, terms: Terms, threshold: Threshold, translate: Translate) -> None:
        self._terms = terms
        self._writer = Writer(threshold, translate)
        self._sources: dict[tuple[int, int], Mapping[str, tuple[str, ...]]] = {}

    def forget(self) -> None:
        """
        Forget what was asked.
        """
        self._writer.forget()
        self._sources.clear()

    def told(self, rule: Rule, there: Sequence[Place], draft: Draft) -> Learnt:
        """
        Return what *rule* says of a *draft* at the places *there*.
        """
        spoken = tuple(self._at(rule, there, draft)) if there else ()
        tally = sum(each.tally for each in spoken)
        return Learnt(text_of(rule.code) if there else "", spoken, tally)

    def _at(self, rule: Rule, there: Sequence[Place], draft: Draft) -> Iterator[Spoken]:
        identities = Identities(draft.case.dossier, None, self._terms.services)
        for found in findings_of(rule, draft.case, there, identities):
            if found.offenders:
                raise Stranger
            if rule.code in COMPARING:
                yield self._with_units(found, draft)
            else:
                yield Spoken(self._writer.piece(found, comes_again=True), text_of(plain(found.fix)), {})

    # ---- units

    def _with_units(self, found: Finding, draft: Draft) -> Spoken:
        """
        Return a finding with holes for the units that it names: with the draft's own in them, it says what it said.
        """
        named = dict(COMPARING[found.code].named(found.facts, draft))
        if found.fix:
            named["fix"] = Units(self._enough(found.facts["above"], draft))
        marks = {name: FIRST_HOLE + rank for rank, name in enumerate(named)}
        facts = {name: marks.get(name, fact) for name, fact in found.facts.items()}
        fix = tuple({**each, "value": marks["fix"]} for each in found.fix)
        piece = self._writer.piece(attrs.evolve(found, facts=facts, fix=fix), comes_again=False)
        holes = {str(marks[name]): hole for name, hole in named.items()}
        spoken = Spoken(piece, text_of(plain(fix)), holes)
        plainly = self._writer.piece(found, comes_again=False)
        texts = [draft.filled(*self.holed(text, holes)) for text in (*piece.texts, spoken.fix)]
        if texts != [*plainly.texts, text_of(plain(found.fix))]:
            raise Stranger
        return spoken

    @staticmethod
    def holed(text: str, holes: Mapping[str, Units]) -> tuple[list[str], list[Units]]:
        """
        Return *text* in parts, and the holes between them.
        """
        parts, between = [text], list[Units]()
        for mark, hole in holes.items():
            for rank in reversed(range(len(parts))):
                pieces = parts[rank].split(mark)
                parts[rank : rank + 1] = pieces
                between[rank:rank] = [hole] * (len(pieces) - 1)
        return parts, between

    def _enough(self, above: str, draft: Draft) -> tuple[str, ...]:
        sources = self._sources_of(draft)
        covered = [sources.get(each, ()) for each in self._terms.covered]
        return tuple(dict.fromkeys((above, *(each for added in covered for each in added))))

    # ---- what fixes add

    def fix(self, new: int, rank: int, draft: Draft) -> tuple[list[str], list[Units]]:
        """
        Return the fix that adds the services in the mask *new* at the line at *rank*, as text with holes for units.
        """
        case = draft.case
        (request,) = case.facts.live
        patch = additions_at(case, (case.lines[rank][1], request))
        if self._terms.graph.mask(each["value"]["service"] for each in patch) != new:
            raise Stranger
        sources = self._sources_of(draft)
        holes: dict[str, Units] = {}
        written = []
        for each in patch:
            value = dict(each["value"])
            if "quantity" in value:
                hole, mark = Units(sources[value["service"]]), FIRST_HOLE + len(holes)
                if draft.filled(["", ""], [hole]) != str(value["quantity"]):
                    raise Stranger
                holes[str(mark)], value["quantity"] = hole, mark
            written.append({**each, "value": value})
        return self.holed(text_of(plain(written)), holes)

    def _sources_of(self, draft: Draft) -> Mapping[str, tuple[str, ...]]:
        """
        Return, for each service that fixes add with units, of which lines those are the most: they show where one has more.
        """
        key = (draft.added, draft.volumes)
        if key not in self._sources:
            found: dict[str, tuple[str, ...]] = {}
            for service in draft.units:
                for added, units in self._added(draft, service):
                    found[added] = (*found.get(added, ()), service) if units > 1 else found.get(added, ())
            self._sources[key] = found
        return self._sources[key]

    def _added(self, draft: Draft, more: str) -> Iterator[tuple[str, int]]:
        """
        Yield what fixes would add with units, and how many, had each line one unit and that of the service *more* two.
        """
        dossier = draft.case.dossier
        if dossier.request is None:
            return
        lines = tuple(
            attrs.evolve(each, quantity=each.quantity and (2 if each.service == more and each.plan is None else 1))
            for each in dossier.request.lines or ()
        )
        asked = attrs.evolve(dossier, request=attrs.evolve(dossier.request, lines=lines))
        case = case_of(asked, self._terms, draft.case.as_of)
        (request,) = case.facts.live
        for _, line in case.lines:
            for each in additions_at(case, (line, request)):
                if "quantity" in each["value"]:
                    yield each["value"]["service"], each["value"]["quantity"]


def columns_in(text: str, path: str, line: LineText) -> dict[str, tuple[int, bool]]:
    """
    Return where the *line* at *path* in *text* is, from where its text starts, and the value of each of its keys.

    Of each whether it comes after the units of the line, which are then not counted.
    """
    found = places(text, {path, *(f"{path}/{key}" for key in KEYS)}, "json")
    columns = {"": (found[path][1] - line.start, False)}
    for key in KEYS:
        column = found[f"{path}/{key}"][1]
        if column != found[path][1]:
            is_after = bool(line.units) and column > line.units_end
            columns[key] = (column - line.start - (len(line.units) if is_after else 0), is_after)
    return columns
