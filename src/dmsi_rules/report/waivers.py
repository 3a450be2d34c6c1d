"""
Waivers in a row: for people at a terminal, and as data for programs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dmsi_rules.checking.choice import is_over
from dmsi_rules.model.waivers import Waiver
from dmsi_rules.report.styled import Line, paragraph, table
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate, day

HEADS = (N_("code"), N_("dossier"), N_("about"), N_("until"), N_("reason"))
ALL = N_("all")
FOR_GOOD = N_("for good")
OVER = N_("over since {day}")
NONE = N_("nothing is waived")


def waivers_to_list(waivers: Sequence[Waiver], on: dt.date) -> list[dict[str, Any]]:
    """
    Return each of *waivers* as data, and how it stands on a day.
    """
    return [{**each.to_dict(), "state": "over" if is_over(each, on) else "in-force"} for each in waivers]


def waivers_text(waivers: Sequence[Waiver], on: dt.date, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield a row for each of *waivers*, as they stand on a day.
    """
    if not waivers:
        yield from paragraph(translate(NONE), width)
        return
    head, *rows = table([tuple(map(translate, HEADS)), *(_row(each, on, translate) for each in waivers)])
    yield (("strong", head),)
    for each, row in zip(waivers, rows, strict=True):
        yield (("faint" if is_over(each, on) else "plain", row),)


def _row(waiver: Waiver, on: dt.date, translate: Translate) -> tuple[str, ...]:
    until = translate(FOR_GOOD) if waiver.until is None else day(waiver.until, translate)
    if is_over(waiver, on):
        until = translate(OVER).format(day=until)
    about = ", ".join(f"{name}={value}" for name, value in (waiver.about or {}).items())
    said = (waiver.code, waiver.dossier or translate(ALL), about or translate(ALL), until, waiver.reason)
    return tuple(map(visible, said))
