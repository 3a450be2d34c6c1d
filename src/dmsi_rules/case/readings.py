"""
The readings of the text in one room: when a switch can matter in a case, what it moves, the case under its other values.

Rules name their switches and nothing else; a switch that cannot matter is not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from dmsi_rules.case.governance import GovernanceCase  # rarely met; its classes take time to make

AnyCase: TypeAlias = "Case | GovernanceCase"

OPEN = "open"
"""
What a rule names that looks at what is open: every switch that moves it, where there is something to move.
"""


@record(eq=False)
class ReadingRow:
    """
    One switch.

    Attributes:
        matters: whether its other values can change anything in a case.
        moves_open: whether it moves an exit's last day, and with it what is open.
        eases: the rules whose violations its other values can clear but never bring: what is met there is not tried.
    """

    matters: Callable[[Any], bool]
    moves_open: bool = False
    eases: tuple[str, ...] = ()


# ---- when a switch can matter


def _rests_on_inferred_edges(case: Case) -> bool:
    return bool(case.terms.moved & (case.asked | case.facts.reported | case.perimeter))


def _has_exit(case: Case) -> bool:
    return case.dossier.termination is not None


def _has_days(case: Case) -> bool:
    return bool(case.openings or case.dated)


def _has_start(case: Case) -> bool:
    return case.start is not None


def _has_mandate(case: Case) -> bool:
    return case.start is not None or bool(case.dossier.reaffirmations)


def _is_counted(case: Case) -> bool:
    return bool(case.dossier.snapshots or case.dossier.invoices)


def _has_later_report(case: Case) -> bool:
    return any(opening.reported and opening.date and opening.reported > opening.date for _, opening in case.openings.values())


def _is_invoiced(case: Case) -> bool:
    return bool(case.dossier.invoices)


def _is_invoiced_with_part_month(case: Case) -> bool:
    if not _is_invoiced(case):
        return False
    days = [case.start, *case.agreed_days, *(opening.date for _, opening in case.openings.values())]
    days += [opening.reported or None for _, opening in case.openings.values()]
    return any(day.day > 1 for day in days if day)


def _is_counted_from_agreed_day(case: Case) -> bool:
    return _is_counted(case) and bool(case.agreed_days)


def _has_audit(case: Case) -> bool:
    return case.dossier.audit is not None and bool(case.dossier.audit.date) and case.start is not None


def _has_paid_support(case: Case) -> bool:
    evidence = case.dossier.evidence
    return evidence is not None and any(each.paid_support_until for each in evidence.workstations or ())


def _has_later_grid(case: AnyCase) -> bool:
    if isinstance(case, Case):
        return len(case.terms.grids) > 1
    return any(grid.applied_from and grid.voted and grid.sent for grid in case.document.grids or ())


def _has_abstention(case: GovernanceCase) -> bool:
    return any("abstain" in each.votes.values() for each in case.document.amendments or () if each.votes)


ROWS: Mapping[str, ReadingRow] = {
    "inferred_edges": ReadingRow(_rests_on_inferred_edges, eases=("DEP001", "DEP002", "DEP003", "PER002")),
    "notice_limit": ReadingRow(_has_days, eases=("DLN001",)),
    "notice_counts_to": ReadingRow(_has_days, eases=("DLN001",)),
    "start": ReadingRow(_has_start, moves_open=True, eases=("DLN002",)),
    "term_end": ReadingRow(_has_start, moves_open=True),
    "letter_date": ReadingRow(_has_exit, moves_open=True),
    "exit_sender": ReadingRow(_has_exit, eases=("DLN004",)),
    "late_in_last_year": ReadingRow(_has_exit, moves_open=True),
    "network_alone": ReadingRow(_is_invoiced),
    "network_quantity": ReadingRow(_is_invoiced),
    "billing_from": ReadingRow(_is_counted_from_agreed_day),
    "opening_month": ReadingRow(_is_invoiced_with_part_month),
    "grid_start": ReadingRow(_has_later_grid, eases=("GOV005",)),
    "abstention": ReadingRow(_has_abstention, eases=("GOV004",)),
    "mandate_silence": ReadingRow(_has_mandate, moves_open=True),
    "exit_form": ReadingRow(_has_exit, moves_open=True),
    "network_implied": ReadingRow(_is_counted),
    "billing_day": ReadingRow(_has_later_report),
    "agreed_date": ReadingRow(_is_counted_from_agreed_day),
    "audit_before": ReadingRow(_has_audit),
    "paid_support": ReadingRow(_has_paid_support),
}
"""
Every switch, in the order of the table of readings.
"""

MOVES_OPEN = tuple(switch for switch, row in ROWS.items() if row.moves_open)
"""
The switches that move what is open.
"""

# ---- what is tried


def switches(case: AnyCase, named: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return those of the *named* switches that the caller left open and that can matter in *case*.
    """
    if OPEN in named:
        named = switches_of(named) if _can_move_open(case) else tuple(each for each in named if each != OPEN)
    return tuple([switch for switch in named if _can_matter(case, switch)])


def breaking(case: AnyCase, named: tuple[str, ...], remaining: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return those of the same switches that can break what a rule finds met; *remaining* are those that do not only ease it.
    """
    if OPEN in named and _can_move_open(case):
        return switches(case, named)
    tried = remaining if others_only_ease(case.terms) else named
    return switches(case, tried) if tried else ()


@lru_cache(maxsize=512)
def others_only_ease(terms: Terms) -> bool:
    """
    Tell whether the other values of the switches that ease a rule do no more than that.

    They do where the values in use are the strictest, which stand first in the table of readings. An inferred link that is
    ignored gives way to one to the base: that asks for nothing more where everything rests on the base already.
    """
    in_use = terms.readings
    easing = [switch for switch, row in ROWS.items() if row.eases and in_use.is_open(switch)]
    return terms.all_rest_on_base and all(getattr(in_use, switch) == SWITCHES[switch][0] for switch in easing)


def not_eased(named: tuple[str, ...], code: str) -> tuple[str, ...]:
    """
    Return those of the *named* switches that can bring a violation of the rule *code*.
    """
    return tuple(switch for switch in named if switch != OPEN and code not in ROWS[switch].eases)


def _can_matter(case: AnyCase, switch: str) -> bool:
    known = case.switches
    if switch not in known:  # many rules name it
        known[switch] = case.terms.readings.is_open(switch) and ROWS[switch].matters(case)
    return known[switch]


def _can_move_open(case: AnyCase) -> bool:
    return isinstance(case, Case) and _has_exit(case) and bool(case.openings)


def switches_of(named: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return every switch that *named* stands for.
    """
    return tuple(dict.fromkeys(each for name in named for each in (MOVES_OPEN if name == OPEN else (name,))))


def alternatives(case: AnyCase, switch: str) -> tuple[tuple[str, Any], ...]:
    """
    Return *case* under each other value of *switch*, as `NAME=VALUE`.
    """
    return case.once(_alternatives, switch)


def _alternatives(case: AnyCase, switch: str) -> tuple[tuple[str, Any], ...]:
    keeps_open = not (ROWS[switch].moves_open and _can_move_open(case))
    return tuple([(label, case.under(terms, keeps_open=keeps_open)) for label, terms in case.terms.others(switch)])
