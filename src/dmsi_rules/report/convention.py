"""
A convention's file inspected: every fault, what is worth knowing, when each of its grids prices, and which rules do not run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.header import Subject, header
from dmsi_rules.report.rules import not_run_lines
from dmsi_rules.report.styled import Line, Style, paragraph, table
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.fill import fill, places, visible
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

NONE = "-"


@record
class Inspection:
    """
    What there is to say of the file of a convention.

    Attributes:
        name: the file's name, as the caller gave it; None for the convention that needs no file.
        convention: what it holds; None where it cannot be used.
        faults: why it cannot.
    """

    name: str | None
    convention: Convention | None
    faults: tuple[Fault, ...]
    readings: Readings

    @property
    def starts(self) -> dict[str, dt.date]:
        """
        The first day of each grid that comes into force.
        """
        return {grid.id: start for terms in self._spans for start, grid in terms.grids}

    @property
    def not_run(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """
        The rules that run on no day, each with the clauses that they judge and that it does not have.
        """
        texts = [terms.text for terms in self._spans]
        never = [rule for rule in RULES if texts and not any(map(rule.runs_in, texts))]
        return tuple((rule.code, rule.lacking_in(texts[-1])) for rule in never)

    @property
    def _spans(self) -> Sequence[Terms]:
        """
        What it says in each span of days, without what a text says that it replaces.
        """
        if self.convention is None:
            return ()
        return [terms for terms in terms_of(self.convention, self.readings).all_spans if terms.convention == self.convention]

    def grid_on(self, when: dt.date) -> str | None:
        """
        Return the grid in force on the day *when*.
        """
        begun = [grid for grid, start in self.starts.items() if start <= when]
        return begun[-1] if begun else None

    @property
    def notes(self) -> tuple[Fault, ...]:
        """
        What is worth knowing and forbids nothing.
        """
        return self.convention.notes if self.convention else ()


def file_name(name: str | None, translate: Translate) -> str:
    """
    Return the name of a convention's file on one visible line; the embedded one needs none.
    """
    return visible(name) if name else translate(N_("the embedded convention"))


def inspection_to_dict(inspection: Inspection, translate: Translate) -> dict[str, Any]:
    """
    Return *inspection* as data.
    """
    convention, starts = inspection.convention, inspection.starts
    return {
        "file": inspection.name,
        "ok": not inspection.faults,
        "faults": [_fault(fault, translate) for fault in inspection.faults],
        "notes": [_fault(note, translate) for note in inspection.notes],
        "grids": [
            {"id": grid.id, "from": plain(starts.get(grid.id)), "source": grid.source}
            for grid in (convention.tariff.grids if convention else ())
        ],
        "not_run": [{"code": code, "lacks": list(lacks)} for code, lacks in inspection.not_run],
    }


def _fault(fault: Fault, translate: Translate) -> dict[str, Any]:
    message = fill(translate(fault.message), fault.facts, translate)
    return {"code": fault.code, "path": fault.path, "message": message, "facts": plain(fault.facts)}


# ---- for people


def inspection_text(inspection: Inspection, as_of: dt.date, *, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield what there is to say of a convention's file on the day *as_of*, for people.
    """
    convention = inspection.convention
    name = file_name(inspection.name, translate)
    id_ = convention.id if convention else None
    yield from header(Subject(name, id_, as_of, inspection.readings, inspection.grid_on(as_of)), width, translate)
    yield ()
    if inspection.faults:
        yield from _told("error", N_("Faults"), inspection.faults, translate, width)
    if convention is None:
        sentence = translate(N_("{name}: it cannot be used")).format(name=name)
        yield from paragraph(sentence, width, style="error", hang=2)
        return
    if notes := inspection.notes:
        yield from _told("info", N_("Notes"), notes, translate, width)
    yield from _grids(convention, inspection, as_of, translate)
    if inspection.not_run:
        yield from not_run_lines(inspection.not_run, translate)
        yield ()
    yield from paragraph(translate(N_("{name}: it can be used")).format(name=name), width, style="good", hang=2)


def _told(style: Style, title: str, faults: Sequence[Fault], translate: Translate, width: int) -> Iterator[Line]:
    yield ((style, translate(title)),)
    for fault in faults:
        yield (("strong", f"  {visible(fault.path) or '/'}"),)
        yield from paragraph(fill(translate(fault.message), fault.facts, translate), width, indent=4, hang=2)
    yield ()


def _grids(convention: Convention, inspection: Inspection, as_of: dt.date, translate: Translate) -> Iterator[Line]:
    heads = (N_("grid"), N_("in force from"), N_("voted"), N_("sent"), N_("source"))
    starts, current = inspection.starts, inspection.grid_on(as_of)
    rows = [
        [translate(head) for head in heads],
        *(
            [
                visible(grid.id),
                day(starts[grid.id], translate) if grid.id in starts else translate(N_("never")),
                *(day(each, translate) if each else NONE for each in (grid.voted, grid.sent)),
                places(grid.source, translate),
            ]
            for grid in convention.tariff.grids
        ),
    ]
    yield (("title", translate(N_("Grids"))),)
    head, *body = table(rows)
    yield (("strong", f"  {head}"),)
    for grid, row in zip(convention.tariff.grids, body, strict=True):
        is_current = grid.id == current
        yield (("good" if is_current else "plain", f"{'>' if is_current else ' '} {row}"),)
    yield ()
