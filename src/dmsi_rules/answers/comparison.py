"""
What a revision of a convention does to a dossier: its bill under both texts, service by service, and the verdicts that change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

import attrs

from dmsi_rules.answers.revision import Amounts
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.runner import judge
from dmsi_rules.convention.terms import Offer, Terms
from dmsi_rules.finding import Finding
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.pricing.bill import Bill, BillLine, billed, month_to_bill
from dmsi_rules.pricing.periods import BillingPeriod, wanted_period
from dmsi_rules.pricing.spans import spans
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.money import total
from dmsi_rules.values.record import record

# ---- what one side cannot price

Why = Literal["grid", "price", "quantity", "number"]
WHY: Mapping[Why, str] = {
    "grid": N_("no grid is in force in {month}"),
    "price": N_("grid {grid} has no price for it in {month}"),
    "quantity": N_("its volume is unknown in {month}"),
    "number": N_("the number that its price goes by is unknown in {month}"),
}
NOT_GIVEN = N_("what it goes by in {month} is unknown: {missing} not given")


@record
class Lack:
    """
    Why something cannot be priced, and the first month in which it cannot.

    Attributes:
        missing: where the numbers of the member are to stand that it goes by.
    """

    why: Why
    month: str
    grid: str | None = None
    missing: tuple[str, ...] = ()

    def render(self, translate: Translate) -> str:
        """
        Return the reason in one line.
        """
        facts = {"month": self.month, "grid": self.grid, "missing": self.missing}
        return fill(translate(NOT_GIVEN if self.missing else WHY[self.why]), facts, translate)

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the reason as plain data.
        """
        return {
            "why": self.why,
            "month": self.month,
            "grid": self.grid,
            "missing": list(self.missing),
            "message": self.render(translate),
        }


@record
class DueChange:
    """
    What a service and plan comes to over a period under both conventions.

    Attributes:
        due: both amounts; None on a side that cannot price it.
        old_lacks: why the old side cannot.
        new_lacks: why the new one cannot.
        is_lopsided: whether the totals have something of it that is not taken away: one side alone prices it, or some months.
    """

    service: str
    plan: str | None
    due: Amounts
    old_lacks: Lack | None = None
    new_lacks: Lack | None = None
    is_lopsided: bool = False

    @property
    def differs(self) -> bool:
        """
        Whether there is something to tell.
        """
        return self.due.old != self.due.new or self.old_lacks is not None or self.new_lacks is not None

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "service": self.service,
            "plan": self.plan,
            **self.due.to_dict(),
            "old_lacks": self.old_lacks.to_dict(translate) if self.old_lacks else None,
            "new_lacks": self.new_lacks.to_dict(translate) if self.new_lacks else None,
        }


# ---- verdicts


@record
class VerdictChange:
    """
    What is found at one place by one rule under both conventions; None where nothing is.
    """

    code: str
    path: str
    old: Finding | None
    new: Finding | None

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "code": self.code,
            "path": self.path,
            "old": self.old.to_dict(translate) if self.old else None,
            "new": self.new.to_dict(translate) if self.new else None,
        }


def verdict_changes(old: Iterable[Finding], new: Iterable[Finding]) -> Iterator[VerdictChange]:
    """
    Yield each place at which a rule does not find the same under both conventions: another verdict, or another force.
    """
    before, after = _by_place(old), _by_place(new)
    for place in sorted({**before, **after}):
        found = before.get(place, []), after.get(place, [])
        gone, came = (
            [each for each in side if _verdict(each) not in map(_verdict, other)] for side, other in (found, found[::-1])
        )
        for rank in range(max(len(gone), len(came))):
            yield VerdictChange(*place, *(side[rank] if rank < len(side) else None for side in (gone, came)))


def _by_place(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        found.setdefault((each.code, each.path), []).append(each)
    return found


def _verdict(finding: Finding) -> tuple[Any, ...]:
    return finding.verdict, finding.force, tuple(sorted(finding.about.items()))


# ---- a dossier


@record
class DossierChange:
    """
    What a commune owes for a period, and what is found in its dossier, under the old convention and under the new one.

    Attributes:
        before: the total of the bill, in euros, under the old one.
        after: the same under the new one.
        complete: whether both bills rest on snapshots and prices alone, not on the contracted volume.
        provisional: whether months without snapshot are computed on the contracted volume.
        lines: what each service and plan comes to.
        verdicts: what is not found alike.
    """

    dossier: str | None
    commune: str | None
    period: str
    before: Decimal
    after: Decimal
    complete: bool
    provisional: bool
    lines: tuple[DueChange, ...]
    verdicts: tuple[VerdictChange, ...]

    @property
    def total(self) -> Amounts:
        """
        Both totals, compared only where each side prices all that the other does.
        """
        return Amounts(self.before, self.after, comparable=not any(line.is_lopsided for line in self.lines))

    @property
    def comparable(self) -> Amounts:
        """
        The sums of what both sides price.
        """
        return _sum([line.due for line in self.lines if line.due.change is not None])

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "dossier": self.dossier,
            "commune": self.commune,
            "period": self.period,
            "total": self.total.to_dict(),
            "comparable": self.comparable.to_dict(),
            "complete": self.complete,
            "lines": [line.to_dict(translate) for line in self.lines],
            "verdicts": [each.to_dict(translate) for each in self.verdicts],
        }


def restated(dossier: Dossier, terms: Terms) -> Dossier:
    """
    Return *dossier* without the name of its convention, and without signatures of texts that *terms* do not know.

    What it would owe under these terms is what is asked, whatever text takes over from theirs.
    """
    ids = terms.timeline.ids()
    later = tuple(each for each in dossier.later_signatures or () if each.convention in ids)
    return attrs.evolve(dossier, convention=None, later_signatures=later or None)


def dossier_change(old: Case, new: Case, period: str, name: str | None = None) -> DossierChange:
    """
    Bill for *period*, and judge, a dossier put before both conventions.

    Raises:
        WrongPeriodError: one of them has no such period.
    """
    periods = [wanted_period(period, case.terms, also=("year",)) for case in (old, new)]
    bills = [billed(case, each, name) for case, each in zip((old, new), periods, strict=True)]
    sides = [_Side(case, bill, each) for case, bill, each in zip((old, new), bills, periods, strict=True)]
    lines = tuple(_due_change(offer, *sides) for offer in dict.fromkeys(offer for side in sides for offer in side.lines))
    return DossierChange(
        dossier=name,
        commune=old.dossier.commune.name,
        period=period,
        before=bills[0].total,
        after=bills[1].total,
        complete=all(bill.complete for bill in bills) and all(line.due.change is not None for line in lines),
        provisional=any(bill.missing or bill.missing_months for bill in bills),
        lines=lines,
        verdicts=tuple(verdict_changes(*(judge(case, name).findings for case in (old, new)))),
    )


class _Side:
    """
    What one convention makes of a dossier over a period.
    """

    def __init__(self, case: Case, bill: Bill, period: BillingPeriod) -> None:
        self.lines: dict[Offer, list[BillLine]] = {}
        for line in bill.lines:
            if case.terms.services[line.service].kind == "continuous":  # what is on quotation has no price in any grid
                self.lines.setdefault((line.service, line.plan), []).append(line)
        self._unpriced = dict(_unpriced(case, period))

    def due(self, offer: Offer) -> tuple[Decimal, Lack | None]:
        """
        Return what *offer* comes to as far as it has a price, nothing where it does not run, and why it has none for all of it.
        """
        lines = self.lines.get(offer, [])
        lack = next((_lack(line) for line in lines if line.amount is None), None if lines else self._unpriced.get(offer[0]))
        return total(line.amount for line in lines if line.amount is not None), lack


def _unpriced(case: Case, period: BillingPeriod) -> Iterator[tuple[str, Lack]]:
    """
    Yield the services that run in a month whose grid has no price for them, with the first such month.
    """
    for number in range(period.last, period.first - 1, -1):
        month = month_to_bill(case, number, spans(case))
        for span in month.running:
            if span.is_continuous and span.service not in month.priced:
                yield span.service, Lack("price" if month.grid else "grid", month.name, month.grid)


def _lack(line: BillLine) -> Lack:
    if line.price is None:
        return Lack("price" if line.grid else "grid", line.month, line.grid)
    return Lack("quantity" if line.quantity is None else "number", line.month, line.grid, line.missing)


def _due_change(offer: Offer, old: _Side, new: _Side) -> DueChange:
    (before, old_lacks), (after, new_lacks) = old.due(offer), new.due(offer)
    due = Amounts(None if old_lacks else before, None if new_lacks else after)
    lacking = (old_lacks is not None) + (new_lacks is not None)
    return DueChange(*offer, due, old_lacks, new_lacks, is_lopsided=lacking == 1 or (lacking > 1 and before + after > 0))


# ---- all of them


def sum_of(found: Sequence[DossierChange]) -> Amounts:
    """
    Return what all dossiers come to together; not compared where one of them cannot be.
    """
    return _sum([each.total for each in found])


def comparable_sum(found: Sequence[DossierChange]) -> Amounts:
    """
    Return what all that both sides price comes to.
    """
    return _sum([each.comparable for each in found])


def _sum(amounts: Sequence[Amounts]) -> Amounts:
    old, new = (total(value for each in amounts if (value := getattr(each, side)) is not None) for side in ("old", "new"))
    return Amounts(old, new, comparable=all(each.comparable for each in amounts))
