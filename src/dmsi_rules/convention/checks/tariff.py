"""
What the grids of a convention must hold together: amounts that add up, brackets that rise, one beginning.
"""

from __future__ import annotations

from collections.abc import Iterator

from dmsi_rules.convention.checks.draft import CODE, Draft
from dmsi_rules.documents.faults import is_known
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import Bracket, Grid, Price
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.money import times, total


def tariff_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield everything that makes the grids of the *draft* unfit for use.
    """
    if not draft.convention.tariff.grids:
        yield Fault(CODE, N_("at least one grid is needed"), "/tariff/grids")
    yield from _in_force(draft)
    for path, price in draft.places("/tariff/grids/*/prices/*"):
        yield from _amounts(price, path)
    for path, grid in draft.places("/tariff/grids/*"):
        yield from _totals(draft, grid, f"{path}/totals")


def _in_force(draft: Draft) -> Iterator[Fault]:
    for rank, grid in enumerate(draft.convention.tariff.grids):
        path = f"/tariff/grids/{rank}/in_force"
        if rank == 0 and grid.in_force is None:
            yield Fault(CODE, N_("the first grid needs `in_force`, the day from which on it prices"), path)
        elif rank and grid.in_force is not None:
            message = N_("only the first grid has `in_force`; a later one says when it was `voted` and `sent`")
            yield Fault(CODE, message, path)


# ---- amounts


def _amounts(price: Price, path: str) -> Iterator[Fault]:
    """
    A price is that of a month, a year or both, or goes by brackets, each of which has one.
    """
    if not price.brackets and price.by is not None:
        yield Fault(CODE, N_("a price `by` something has `brackets`"), f"{path}/brackets")
    elif not price.brackets:
        yield from _amount(price, path)
        if price.marginal:
            yield Fault(CODE, N_("`marginal` speaks of brackets, and there are none here"), f"{path}/marginal")
    else:
        yield from _brackets(price, path)


def _brackets(price: Price, path: str) -> Iterator[Fault]:
    if price.by is None:
        message = N_("`by` says what the brackets go by: `quantity`, or a fact of the member")
        yield Fault(CODE, message, f"{path}/by")
    for key in ("month", "year", "first_year"):
        if getattr(price, key) is not None:
            yield Fault(CODE, N_("where there are brackets each of them has its own `{key}`"), f"{path}/{key}", {"key": key})
    for rank, bracket in enumerate(price.brackets):
        yield from _amount(bracket, f"{path}/brackets/{rank}")
        yield from _rises(price.brackets, rank, f"{path}/brackets/{rank}/up_to")


def _amount(price: Price | Bracket, path: str) -> Iterator[Fault]:
    month, year = price.month, price.year
    if month is None and year is None:
        yield Fault(CODE, N_("the price of a `month`, of a `year` or of both is needed"), path)
    if month is not None and year is not None and year != (twelve := times(MONTHS, month)):
        facts = {"given": year, "computed": twelve}
        yield Fault(CODE, N_("a year is twelve months: {computed}, not {given}"), f"{path}/year", facts)


def _rises(brackets: tuple[Bracket, ...], rank: int, path: str) -> Iterator[Fault]:
    up_to, is_last = brackets[rank].up_to, rank == len(brackets) - 1
    below = brackets[rank - 1].up_to if rank else None
    if is_last and up_to is not None:
        yield Fault(CODE, N_("the last bracket is open: it has no `up_to`"), path)
    elif not is_last and up_to is None:
        yield Fault(CODE, N_("every bracket but the last one says what it goes `up_to`"), path)
    elif up_to is not None and below is not None and up_to <= below:
        facts = {"given": up_to, "below": below}
        yield Fault(CODE, N_("brackets rise: {given} does not come after {below}"), path, facts)


def _totals(draft: Draft, grid: Grid, path: str) -> Iterator[Fault]:
    services = draft.versions("/catalogue/services")
    priced = {price.service for price in grid.prices}
    for rank, row in enumerate(grid.totals):
        for place, service in enumerate(row.services):
            if service in services and is_known(*priced) and service not in priced:
                message = N_("`{service}` has no price in this grid to be added up")
                yield Fault(CODE, message, f"{path}/{rank}/services/{place}", {"service": service})
        if not priced.issuperset(row.services):
            continue
        for period in ("month", "year"):
            given = getattr(row, period)
            added = [getattr(price, period) for price in grid.prices if price.service in row.services]
            if is_known(given, *added) and given != (computed := total(added)):
                facts = {"given": given, "computed": computed}
                message = N_("a total is the sum of its rows: {computed}, not {given}")
                yield Fault(CODE, message, f"{path}/{rank}/{period}", facts)
