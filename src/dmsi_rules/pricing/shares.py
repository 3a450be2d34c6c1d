"""
Real costs split between those who use a service, to the cent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import field

from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import heading
from dmsi_rules.model.costs import CostSheet
from dmsi_rules.model.readings import Readings
from dmsi_rules.text.fill import said
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.money import CENT, EXACT, times, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record
from dmsi_rules.values.restored import Restorable
from dmsi_rules.values.words import Phrase

WITHOUT_PROVIDER = N_(
    "{provider} is not among the participants: what it uses of these services itself then weighs on the others"
)
CENTS = 100


@record
class Share:
    """
    What one collectivity bears of the cost of one service.

    Attributes:
        units: what it holds, out of the *of_units* that all hold.
        rounded_up: whether it got one of the cents that the division leaves over.
    """

    service: str
    commune: str
    units: int
    of_units: int
    cost: Decimal
    amount: Decimal
    rounded_up: bool

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
    Split each cost of *sheet*, which fits the convention of *terms*, by the units held.
    """
    lines = tuple(
        line
        for service in terms.services
        if service in sheet.costs
        for line in _lines(service, sheet.costs[service], sheet.held(service))
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


def _lines(service: str, cost: Decimal, held: Mapping[str, int]) -> list[Share]:
    whole = sum(held.values())
    cents = int(times(CENTS, cost))
    parts = split(cents, held)
    return [
        Share(
            service=service,
            commune=name,
            units=held[name],
            of_units=whole,
            cost=cost,
            amount=EXACT.multiply(CENT, parts[name]),
            rounded_up=parts[name] * whole > cents * held[name],
        )
        for name in sorted(held)
    ]


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
