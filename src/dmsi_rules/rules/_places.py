"""
The places of a case that rules look at, in document order, each with its JSON pointer.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules._case import Case
from dmsi_rules.rules._rule import Place


def lines(case: Case) -> Sequence[Place]:
    """
    Every line of the request.
    """
    return case.lines


def request(case: Case) -> Sequence[Place]:
    """
    The request, as one place.
    """
    return (("/request", case.dossier.request),) if case.lines else ()


def form_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request that stand in Annexe 7.
    """
    return [place for place in case.lines if place[1].service in case.terms.form]


def lines_in_rows(case: Case) -> Sequence[Place]:
    """
    The lines of the request that have a row in Annexe 6.
    """
    return [place for place in case.lines if place[1].service in case.terms.rows]


def lines_outside_rows(case: Case) -> Sequence[Place]:
    """
    The lines of the request that have no row in Annexe 6.
    """
    return [place for place in case.lines if place[1].service not in case.terms.rows]


def upper_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request for a second level.
    """
    return [place for place in case.lines if place[1].service in case.terms.upper]


def printed_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request on which a price is printed.
    """
    return [place for place in case.lines if place[1].printed_annual_price is not None]


def perimeter(case: Case) -> Sequence[Place]:
    """
    The entries of the authorised perimeter.
    """
    deliberation = case.dossier.deliberation
    entries = deliberation.perimeter if deliberation else None
    return [(f"/deliberation/perimeter/{rank}", service) for rank, service in enumerate(entries or ())]


def opening_days(case: Case) -> Sequence[Place]:
    """
    The wished openings, then the reported ones: each a service with the days to compare it with.
    """
    return [(path, (service, days)) for days in (case.wishes, case.reports) for service, (path, _) in days.items()]


def dated_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request with a wished opening, whose service is not open yet.
    """
    return case.dated


def openings_wished_and_reported(case: Case) -> Sequence[Place]:
    """
    The wished openings of services not open yet, then the reported ones: each its day, and whether it is reported.
    """
    wished = [(f"{path}/opening", (line.opening, False)) for path, line in case.dated]
    return wished + [(f"{path}/date", (opening.date, True)) for path, opening in case.openings.values()]


def partial_exit(case: Case) -> Sequence[Place]:
    """
    The notice of an exit that is not said to be total.
    """
    notice = case.dossier.termination
    return (("/termination", notice),) if notice is not None and notice.scope != "total" else ()
