"""
Which readings can matter in a case: the others need not be tried.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dmsi_rules.case.dossier import Case

EXIT = ("start", "term_end", "letter_date", "late_in_last_year")
"""
The readings that move an exit's last day, and with it what is open.
"""


def _rests_on_inferred_edges(case: Case) -> bool:
    return bool(case.terms.moved & (case.asked | case.facts.reported | (case.perimeter or 0)))


def has_exit(case: Case) -> bool:
    """
    Tell whether there is a notice of exit.
    """
    return case.dossier.termination is not None


def _has_days(case: Case) -> bool:
    return bool(case.openings or case.dated)


def _has_start(case: Case) -> bool:
    return case.start is not None


def _is_invoiced(case: Case) -> bool:
    return bool(case.dossier.invoices)


def _is_invoiced_with_part_month(case: Case) -> bool:
    if not _is_invoiced(case):
        return False
    days = [case.start, case.agreed_day, *(opening.date for _, opening in case.openings.values())]
    return any(day.day > 1 for day in days if day)


def _is_counted_from_agreed_day(case: Case) -> bool:
    return bool(case.dossier.snapshots or case.dossier.invoices) and case.agreed_day is not None


def _has_paid_support(case: Case) -> bool:
    evidence = case.dossier.evidence
    return evidence is not None and any(each.paid_support_until for each in evidence.workstations or ())


def _has_later_grid(case: Case) -> bool:
    return len(case.terms.grids) > 1


MATTERS: tuple[tuple[tuple[str, ...], Callable[[Case], bool]], ...] = (
    (("inferred_edges",), _rests_on_inferred_edges),
    (("notice_limit", "notice_counts_to"), _has_days),
    (("start", "term_end"), _has_start),
    (("letter_date", "exit_sender", "late_in_last_year"), has_exit),
    (("network_alone",), _is_invoiced),
    (("billing_from",), _is_counted_from_agreed_day),
    (("opening_month",), _is_invoiced_with_part_month),
    (("grid_start",), _has_later_grid),
    (("paid_support",), _has_paid_support),
)
"""
The switches that rules depend on, each with whether it can matter in a case.
"""
