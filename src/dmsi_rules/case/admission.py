"""
Admission: a document that fits the convention becomes a case, once; one that does not is refused with every fault.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, overload

from dmsi_rules.case.dossier import Case, case_of
from dmsi_rules.case.fit import hold_against
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.lifecycles import Lifecycles

if TYPE_CHECKING:
    from dmsi_rules.case.readings import AnyCase
    from dmsi_rules.model.governance import Governance


@overload
def admit(document: Dossier, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> Case: ...
@overload
def admit(document: Dossier | Governance, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> AnyCase: ...
def admit(document: Dossier | Governance, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> AnyCase:
    """
    Put *document* before *terms* on the day *as_of*.

    Raises:
        Faults: everything that does not fit, in document order.
    """
    if faults := hold_against(document, terms):
        raise Faults(faults, document=document, own=document.own)
    return admitted(document, terms, as_of, lifecycles)


def admitted(document: Dossier | Governance, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> AnyCase:
    """
    Put a *document* that is known to fit *terms* before them.
    """
    if isinstance(document, Dossier):
        return case_of(document, terms, as_of, lifecycles)
    from dmsi_rules.case.governance import GovernanceCase  # noqa: PLC0415  (rarely met)

    return GovernanceCase(document, terms, as_of)
