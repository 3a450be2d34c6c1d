"""
Real costs split between those who use a service, to the cent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any

from dmsi_rules.case.weighing import Measure, measures
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import heading
from dmsi_rules.model.costs import CostSheet
from dmsi_rules.model.readings import Readings
from dmsi_rules.text.fill import said
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.money import CENT, EXACT, times, total
from dmsi_rules.values.plain import plain, to_document
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import Restorable
from dmsi_rules.values.words import Phrase

WITHOUT_PROVIDER = N_(
    "{provider} is not among the participants: what it uses of these services itself then weighs on the others"
)
CENTS = 100


@record
class Part:
    """
    What a collectivity has of one unit that the text gives a weight.

    Attributes:
        weight: the parts of the cost that are split by the unit, out of the *of_weight* of all units.
        count: what it has, out of the *of_count* of all that share the cost.
    """

    unit: str
    weight: int
    of_weight: int
    count: int
    of_count: int


@record
class Share(Restorable):
    """
    What one collectivity bears of the cost of one service.

    Attributes:
        units: what it holds, out of the *of_units* that all hold; None for both where the text gives weights to several units.
        rounded_up: whether it got one of the cents that the division leaves over.
        parts: each unit that the text gives a weight, with what the collectivity has of it.
    """

    service: str
    commune: str
    units: int | None
    of_units: int | None
    cost: Decimal
    amount: Decimal
    rounded_up: bool
    parts: tuple[Part, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """
        Return the share as data.
        """
        return {
            "service": self.service,
            "commune": self.commune,
            "units": self.units,
            "of_units": self.of_units,
            "cost": plain(self.cost),
            "amount": plain(self.amount),
            "rounded_up": self.rounded_up,
            "parts": [to_document(each) for each in self.parts],
        }


@record
class Shares(Restorable, Tabular):
    """
    Costs split between those who hold each service; the parts of a cost add up to it exactly.

    Attributes:
        lines: each share with its steps, by service in the order of the catalogue, then by name.
        shares: the amounts by collectivity, then by service.
        totals: what each collectivity bears.
        notes: what is worth knowing, in English.
        remarks: the same, to be said in a reader's language.
    """

    dossier: str | None
    convention: str
    as_of: dt.date | None
    readings: Readings
    lines: tuple[Share, ...]
    shares: Mapping[str, Mapping[str, Decimal]] = field(converter=frozen, hash=False)
    totals: Mapping[str, Decimal] = field(converter=frozen, hash=False)
    notes: tuple[str, ...] = ()
    remarks: tuple[Phrase, ...] = field(default=(), eq=False, repr=False)
    source: str = ""

    def told(self, translate: Translate) -> tuple[str, ...]:
        """
        Return what is worth knowing.
        """
        return tuple(said(each, translate) for each in self.remarks) or self.notes

    def rows(self, _: Translate = str) -> list[Row]:
        """
        Return each share, one a row.
        """
        names = ("service", "commune", "units", "of_units", "cost", "amount", "rounded_up")
        return [row_of(line, *names) for line in self.lines]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the shares as the contract writes them, their words through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "source": self.source,
            "shares": plain(self.shares),
            "totals": plain(self.totals),
            "notes": list(self.told(translate)),
            "lines": [line.to_dict() for line in self.lines],
        }


def shared(sheet: CostSheet, terms: Terms, as_of: dt.date | None = None, name: str | None = None) -> Shares:
    """
    Split each cost of *sheet*, which fits the convention of *terms*, by the units held, or by what the text gives weights.
    """
    lines = tuple(
        line
        for service in terms.services
        if service in sheet.costs
        for line in _lines(service, sheet.costs[service], measures(service, sheet, terms))
    )
    remarks = _remarks(sheet, terms)
    # Sorted by code points, which no locale changes.
    shares: dict[str, dict[str, Decimal]] = {each: {} for each in sorted(sheet.units)}
    for line in lines:
        shares[line.commune][line.service] = line.amount
    return Shares(
        dossier=name,
        convention=terms.convention.id,
        as_of=as_of,
        readings=terms.readings,
        lines=lines,
        shares=shares,
        totals={each: total(amounts.values()) for each, amounts in shares.items()},
        source=terms.source_of("costs.sharing"),
        notes=tuple(said(each, str) for each in remarks),
        remarks=remarks,
    )


def _remarks(sheet: CostSheet, terms: Terms) -> tuple[Phrase, ...]:
    """
    Return the note on a provider that uses the services too, and is not among the participants.
    """
    provider = terms.convention.parties.provider
    takes_part = any(each.provider_takes_part for each in terms.text.sharing)
    is_there = any(name.casefold() == provider.code.casefold() for name in sheet.units)
    return (Phrase(WITHOUT_PROVIDER, Frozen({"provider": provider.words})),) if takes_part and not is_there else ()


def _lines(service: str, cost: Decimal, by: Sequence[Measure]) -> Iterator[Share]:
    counts = [{name: count or 0 for name, count in each.counts.items()} for each in by]
    wholes = [sum(each.values()) for each in counts]
    weighed = _weighed([each.weight for each in by], counts, wholes)
    is_weighed = len(by) > 1
    whole, cents = sum(weighed.values()), int(times(CENTS, cost))
    shares = split(cents, weighed)
    for name in sorted(weighed):
        yield Share(
            service=service,
            commune=name,
            units=None if is_weighed else counts[0][name],
            of_units=None if is_weighed else wholes[0],
            cost=cost,
            amount=EXACT.multiply(CENT, shares[name]),
            rounded_up=shares[name] * whole > cents * weighed[name],
            parts=tuple(
                Part(each.unit or "", each.weight, sum(one.weight for one in by), count[name], of)
                for each, count, of in zip(by, counts, wholes, strict=True)
            )
            if is_weighed
            else (),
        )


def _weighed(weights: Sequence[int], counts: Sequence[Mapping[str, int]], wholes: Sequence[int]) -> dict[str, int]:
    """
    Return what each is to bear in proportion to the others, in whole numbers: its part of each unit, by the unit's weight.
    """
    together = prod(wholes)
    factors = [weight * together // whole for weight, whole in zip(weights, wholes, strict=True)]
    return {name: sum(factor * count[name] for factor, count in zip(factors, counts, strict=True)) for name in counts[0]}


def split(cents: int, units: Mapping[str, int]) -> dict[str, int]:
    """
    Return *cents* split by *units*: the cents left over go to the largest remainders, of equal ones to the first name.
    """
    whole = sum(units.values())
    parts = {name: cents * count // whole for name, count in units.items()}
    left = cents - sum(parts.values())
    by_remainder = sorted(units, key=lambda name: (-(cents * units[name] % whole), name))
    for name in by_remainder[:left]:
        parts[name] += 1
    return parts
