"""
What of a dossier each rule looks at: two documents of which that is equal are told the same.

Nothing of the convention is said here, only on what a rule's code hangs. A rule that is not in the table is asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import reduce
from operator import attrgetter, or_
from typing import Any, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.rulebook import Place, Rule
from dmsi_rules.values.record import record

ABSENT = (
    *("requests", "openings", "snapshots", "invoices", "termination", "reaffirmations", "later_signatures"),
    *("purchases", "expenses", "assets", "commune.facts"),
)
LISTED = ("workstations", "software", "inventories", "collected")
"""
What a dossier has not whose projections are known, nor its evidence.
"""
BESIDE = ("deliberation", "signatures", "steps", "obligations", "audit", "committee", "evidence")
OF_REQUEST = ("signed_by", "withdrawn", "works_started", "network_billing_from")
"""
What it may have beside the commune's name, the lines and the day of its request: all rules are taken to look at all of that.
"""
_absent, _listed, _beside, _of_request = (attrgetter(*names) for names in (ABSENT, LISTED, BESIDE, OF_REQUEST))
_NO_ABSENT, _NO_LISTED = (None,) * len(ABSENT), (None,) * len(LISTED)


def beside(dossier: Dossier) -> tuple[Any, ...] | None:
    """
    Return what *dossier* says beside its commune, the lines and the day of its request; None for what no projection knows of.
    """
    request, evidence = dossier.request, dossier.evidence
    if evidence is not None and _listed(evidence) != _NO_LISTED:
        return None
    if _absent(dossier) != _NO_ABSENT or dossier.own or request is None or dossier.commune.name is None:
        return None
    if any(line.service is None for line in request.lines or ()):
        return None
    return (*_beside(dossier), *_of_request(request))


# ---- of the lines of the request

Whole: TypeAlias = Callable[[Case], Hashable]
Each: TypeAlias = Callable[[Place, Case], Hashable]


@record(eq=False)
class Projection:
    """
    What one rule looks at in the lines of a request, and of its commune.

    Attributes:
        whole: of all of them together; none, where it looks at no line, nor at whose they are.
        each: of the line at a place; none, where it judges no line by itself.
        is_dated: whether it looks at the day of the request.
        together: where it has something to say of all together, though it judges each line: what is unknown of several.
    """

    whole: Whole | None = None
    each: Each | None = None
    is_dated: bool = False
    together: Callable[[Case], bool] = lambda _: False


def _any(case: Case) -> Hashable:
    return bool(case.lines)


def _days(case: Case) -> Hashable:
    return tuple([(path, line.service, line.plan, line.opening) for path, line in case.dated]) if case.dated else None


def _asked(case: Case) -> Hashable:
    return case.asked, _days(case)


def _requests(case: Case) -> Hashable:
    return tuple([(each.asked, each.request.lines is None) for each in case.requests])


def _numbers(case: Case) -> Hashable:
    commune = case.dossier.commune
    return commune.insee, commune.siren


def _bare(place: Place, _: Case) -> Hashable:
    path, line = place
    return path, line.service, line.plan


def _form(place: Place, _: Case) -> Hashable:
    path, line = place
    return path, line.service, line.plan, line.quantity is None, line.opening


def _price(place: Place, _: Case) -> Hashable:
    path, line = place
    return path, line.service, line.plan, line.quotation is None, line.opening


def _in_rows(case: Case) -> Hashable:
    return any(line.service in case.terms.rows for _, line in case.lines)


def closures_of(terms: Terms) -> Sequence[Mapping[str, int]]:
    """
    Return the mask of what each service requires, under the reading of the edges in use, then under each other one.
    """
    return [each.graph.closure for each in (terms, *(other for _, other in terms.others("inferred_edges")))]


def _needed_in(terms: Terms) -> Each:
    """
    Return what is asked of that which a line requires, under any reading of the edges.
    """
    closures = closures_of(terms)
    needed = {code: reduce(or_, (closure[code] for closure in closures)) for code in terms.graph}

    def each(place: Place, case: Case) -> Hashable:
        path, (line, _) = place
        return path, line.service, line.plan, case.asked & needed[line.service]

    return each


BESIDE_LINES = Projection()
"""
Of the lines nothing.
"""
PREREQUISITES = "PRE"
DUTIES = ("OBL", "CST")


def projections_of(rules: Iterable[Rule], terms: Terms) -> tuple[tuple[Rule, Projection | None], ...]:
    """
    Return each of *rules* with what it looks at under *terms*; None where that is not known.
    """
    dated = Projection(is_dated=True)
    known: Mapping[str, Projection] = {
        "DEP001": Projection(each=_needed_in(terms)),
        "DEP002": Projection(whole=_days),
        "PER001": Projection(whole=_in_rows, each=_bare, together=lambda case: bool(case.facts.no_perimeter)),
        "PER003": Projection(each=_bare),
        "PER006": Projection(whole=_numbers),
        "TAR005": Projection(each=_price),
        "TAR006": Projection(whole=_any),
        "BIL007": Projection(whole=_requests, is_dated=True),
        "LIF003": Projection(each=_form),
        **dict.fromkeys(("DLN001", "DLN002", "DLN006", "LIF010"), Projection(whole=_days, is_dated=True)),
        **dict.fromkeys(("PER002", "PER004", "PER005"), BESIDE_LINES),
        **dict.fromkeys(("DEP003", "DEP004", "DEP005"), BESIDE_LINES),
        **dict.fromkeys(("BIL001", "BIL002", "BIL003", "BIL004", "BIL005", "BIL006"), BESIDE_LINES),
        **dict.fromkeys(("DLN003", "DLN004", "DLN005", "DLN007", "DLN008", "DLN009", "LIF001", "LIF002"), dated),
        **dict.fromkeys(("LIF004", "LIF005", "LIF006", "LIF007", "LIF008"), dated),
    }
    # What spares those who asked before a day looks at that of the request.
    prerequisites = Projection(whole=_asked, is_dated=any(each.new_only for each in terms.prerequisites.values()))

    def of(code: str) -> Projection | None:
        if code.startswith(PREREQUISITES):
            return prerequisites
        return BESIDE_LINES if code.startswith(DUTIES) else known.get(code)

    return tuple((rule, of(rule.code)) for rule in rules)


@record(eq=False)
class Step:
    """
    Rules that are told one after the other and look at the same; a single one that judges each line, or is to be asked.
    """

    rules: tuple[Rule, ...]
    projection: Projection | None


def steps_of(rules: Iterable[Rule], terms: Terms) -> tuple[Step, ...]:
    """
    Return *rules* in steps, in their order.
    """
    steps: list[Step] = []
    for rule, projection in projections_of(rules, terms):
        last = steps[-1] if steps else None
        if last and last.projection and projection and not (last.projection.each or projection.each):
            wholes = {each for each in (last.projection.whole, projection.whole) if each}
            days = {last.projection.is_dated, projection.is_dated}
            if len(wholes) < 2 and len(days) < 2:  # noqa: PLR2004  (what looks at no line goes with any)
                steps[-1] = Step((*last.rules, rule), Projection(next(iter(wholes), None), is_dated=projection.is_dated))
                continue
        steps.append(Step((rule,), projection))
    return tuple(steps)
