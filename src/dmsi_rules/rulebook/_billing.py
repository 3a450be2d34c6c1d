"""
The places that rules on billing look at. What is due is computed only where a dossier holds a snapshot or an invoice.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import in_document_order
from dmsi_rules.pricing import invoices as billing
from dmsi_rules.rulebook._rule import Place


def _is_counted(case: Case) -> bool:
    return bool(case.dossier.snapshots or case.dossier.invoices)


def uses(case: Case) -> Sequence[Place]:
    """
    Every continuous service that a snapshot counts, then every one that an invoice bills for a period.
    """
    return billing.uses(case) if _is_counted(case) else ()


def invoiced_periods(case: Case) -> Sequence[Place]:
    """
    The period of each invoice, with its months that have no snapshot and should.
    """
    return billing.invoiced_periods(case) if case.dossier.invoices else ()


def amounts(case: Case) -> Sequence[Place]:
    """
    What the invoices of each account come to.
    """
    return billing.amounts(case) if case.dossier.invoices else ()


def levels(case: Case) -> Sequence[Place]:
    """
    In each snapshot the network, and every second level.
    """
    return billing.levels(case) if case.dossier.snapshots else ()


def invoices(case: Case) -> Sequence[Place]:
    """
    The period of every invoice.
    """
    return billing.invoices(case) if case.dossier.invoices else ()


def agreed_dates(case: Case) -> Sequence[Place]:
    """
    The day agreed in each request, live or dead, where the convention bills a service in advance.
    """
    if case.terms.text.advance is None:
        return ()
    return [(f"{each.path}/network_billing_from", each) for each in in_document_order(case.requests) if each.agreed_day]
