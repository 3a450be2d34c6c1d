"""
Some rows of a table of requests, as the rules of columns look at them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._arrays import READ, Values, flags, known, nothing, texts
from dmsi_rules.batch.columns import NO_OFFER, OF_LINE, OPENING, Column
from dmsi_rules.batch.masks import Mask, any_of, has_any, no_row, unpacked
from dmsi_rules.convention.terms import Offer, Terms
from dmsi_rules.errors import TableError
from dmsi_rules.text.marks import N_
from dmsi_rules.values.lazy import lazy

T = TypeVar("T")
NEVER = np.iinfo(np.uint32).max
"""
After every day.
"""
Days: TypeAlias = npt.NDArray[np.int32]


class Block:
    """
    Some rows.

    Attributes:
        rows: how many.
        as_of: the given day.
        none: the mask of no row.
        asked: the rows that ask for each service and plan, of those that a column is about.
        services: the rows that ask for each service, in whatever plan.
        quantity: the units that are asked of each, zero where that is not known.
        quotation, printed: the quotations and the printed prices of each, in cents.
        fact: each number of the members.
        perimeter: the rows whose perimeter names each service.
        has_perimeter: those whose perimeter is known.
        nameless: those whose member has no name.
    """

    def __init__(self, columns: Sequence[Column], arrays: Sequence[Any], rows: int, as_of: dt.date) -> None:
        self.rows = rows
        self.as_of = as_of
        self.none = no_row(rows)
        self._values: dict[str, dict[Offer, Values]] = {}
        self._flags: dict[str, dict[Offer, Mask]] = {}
        self._computed: dict[Any, Any] = {}
        self.has_perimeter = self.nameless = self.none
        for column, array in zip(columns, arrays, strict=True):
            self._take(column, array)
        self.quantity = self._values.get("quantity", {})
        self.quotation = self._values.get("quotation", {})
        self.printed = self._values.get("printed", {})
        self.fact = {code: values for (code, _), values in self._values.get("fact", {}).items()}
        self.perimeter = {service: mask for (service, _), mask in self._flags.get("perimeter", {}).items()}
        self.asked = self._asked()
        self.services = self._services()

    def _take(self, column: Column, array: Any) -> None:
        """
        Read one column.
        """
        if column.kind == "text":
            self.nameless = ~self._named(column, array)
        elif column.kind == "flag":
            is_set, is_known = self._flag(column, array)
            self._flags.setdefault(column.part, {})[column.key] = is_set
            if column.part == "perimeter":
                self.has_perimeter = self.has_perimeter | is_known
        elif column.kind in READ:
            self._values.setdefault(column.part, {})[column.key] = self._read(column, array)

    def _named(self, column: Column, array: Any) -> Mask:
        return texts(column.name, array)

    def _flag(self, column: Column, array: Any) -> tuple[Mask, Mask]:
        return flags(column.name, array), known(array)

    def _read(self, column: Column, array: Any) -> Values:
        return values_of(column, array)

    def _asked(self) -> dict[Offer, Mask]:
        asked = dict(self._flags.get("asked", {}))
        for offer, values in self.quantity.items():
            asked[offer] = asked[offer] | values.known if offer in asked else values.known
        return asked

    def _services(self) -> dict[str, Mask]:
        found: dict[str, Mask] = {}
        for (service, _), mask in self.asked.items():
            found[service] = found[service] | mask if service in found else mask
        return found

    @property
    def _opening(self) -> Mapping[Offer, Values]:
        return self._values.get(OF_LINE, {})

    def once(self, work: Callable[[Block, Terms], T], terms: Terms) -> T:
        """
        Return what *work* makes of these rows before *terms*, computed when it is first asked for.
        """
        if (work, terms) not in self._computed:
            self._computed[work, terms] = work(self, terms)
        return self._computed[work, terms]  # type: ignore[no-any-return]

    # ---- what rules ask

    def counted(self, offer: Offer) -> Mask:
        """
        Return the rows in which the quantity of *offer* is known.
        """
        return self.quantity[offer].known if offer in self.quantity else self.none

    @lazy
    def has_lines(self) -> Mask:
        """
        The rows that ask for anything.
        """
        return any_of(self.services.values(), self.none)

    def day(self, part: str) -> Values:
        """
        Return the day of the request, `date`, or of the last signature, `signed`.
        """
        found = self._values.get(part, {}).get(NO_OFFER)
        return found or nothing(self.rows)

    @property
    def has_own_days(self) -> bool:
        """
        Whether services may be wished for on several days.
        """
        return bool(self._opening)

    @property
    def earliest_opening(self) -> int:
        """
        A day before which nothing is wished to open.
        """
        days = [self.day(OPENING), *self._opening.values()]
        return min(each.least for each in days if has_any(each.known, self.rows))

    @property
    def latest_opening(self) -> int:
        """
        A day on or after which nothing is wished to open.
        """
        return max(each.greatest for each in (self.day(OPENING), *self._opening.values()))

    @lazy
    def openings(self) -> Mapping[Offer, Values]:
        """
        The wished openings of what is asked, zero where there is none.
        """
        return {offer: self._wished(offer) for offer in self.asked}

    @lazy
    def wishes(self) -> Mapping[str, Values]:
        """
        The first wished opening of each service, in whatever plan.
        """
        found: dict[str, Values] = {}
        for service in self.services:
            offers = [offer for offer in self.asked if offer[0] == service]
            own = [offer for offer in offers if offer in self._opening]
            others = any_of((self.asked[offer] for offer in offers if offer not in own), self.none)
            days = [self._wished(offer) for offer in own]
            if others is not self.none:
                days.append(_where(self.day(OPENING), others, self.rows))
            found[service] = reduce(_first, days)
        return found

    def _wished(self, offer: Offer) -> Values:
        """
        Return the day wished for what is asked of *offer*: its own, or else that of all.
        """
        own, shared = self._opening.get(offer), self.day(OPENING)
        wished = own or shared
        if own is not None and has_any(shared.known, self.rows):
            array = own.array + shared.array * (own.array == 0)
            wished = Values(array, own.known | shared.known, max(own.greatest, shared.greatest))
        return _where(wished, self.asked[offer], self.rows)

    def dated(self, offer: Offer) -> Mask:
        """
        Return the rows that ask for *offer* and wish for a day.
        """
        own, shared = self._opening.get(offer), self.day(OPENING).known
        return self.asked[offer] & (shared if own is None else own.known | shared)

    @lazy
    def has_dated(self) -> Mask:
        """
        The rows in which an opening is wished for on a day.
        """
        return any_of((self.dated(offer) for offer in self.asked), self.none)

    @lazy
    def eve_of_first(self) -> npt.NDArray[np.uint32]:
        """
        The day before the first wished opening; where there is none, the greatest number that there is.
        """
        if not self.has_own_days:
            shared = self.day(OPENING)
            is_all = not has_any(shared.known & ~self.has_lines, self.rows)
            return _eve(shared.array if is_all else shared.array * unpacked(self.has_lines, self.rows))
        eves = [_eve(each.array) for each in self.wishes.values()]
        return reduce(np.minimum, eves, np.full(self.rows, NEVER, np.uint32))

    @lazy
    def last_opening(self) -> Days:
        """
        The last wished opening, zero where there is none.
        """
        found: Days = reduce(np.maximum, [each.array for each in self.openings.values()])
        return found


def values_of(column: Column, array: Any) -> Values:
    """
    Return the values in a column; units of which the text lets a member have fewer are refused.
    """
    values = READ[column.kind](column.name, array)
    if column.most is not None and values.greatest > column.most:
        row = int((values.array > column.most).argmax())
        facts = {"column": column.name, "row": row, "value": int(values.array[row]), "most": column.most}
        raise TableError(N_("the column `{column}` has {value} in row {row}; the most is {most}"), facts)
    return values


def _eve(array: Days) -> npt.NDArray[np.uint32]:
    return array.view(np.uint32) - np.uint32(1)


def _where(values: Values, there: Mask, rows: int) -> Values:
    """
    Return *values*, zero outside the rows that are *there*.
    """
    if not has_any(values.known & ~there, rows):
        return values
    return Values(values.array * unpacked(there, rows), values.known & there, values.greatest)


def _first(one: Values, other: Values) -> Values:
    array = (np.minimum(_eve(one.array), _eve(other.array)) + np.uint32(1)).view(np.int32)
    return Values(array, one.known | other.known, max(one.greatest, other.greatest))
