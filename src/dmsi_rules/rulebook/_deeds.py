"""
The days of what rules judge, by which the text in force is chosen; a day that is not known is said by where it should stand.

And the force that the grounds of refusal give.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dmsi_rules.case.deadlines import notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import last_signature
from dmsi_rules.case.parties import signature_path, signed_on
from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.model.clauses import Ground
from dmsi_rules.model.convention import MEMBER
from dmsi_rules.rulebook._rule import ForceBy
from dmsi_rules.values.days import known


def is_ground(ground: Ground, text: TextInForce) -> bool:
    """
    Tell whether *text* lets a request be declined on *ground*.
    """
    return text.refusal is not None and ground in text.refusal.grounds


def unless_ground(ground: Ground) -> ForceBy:
    """
    Make the force of what a request may be declined for on *ground*: where a text does not give that ground, it is broken.
    """
    return lambda text: None if is_ground(ground, text) else "breach"


def day_of_request(path: str, _item: Any, case: Case) -> dt.date | str:
    """
    Return the day of the request whose line, or part, stands at *path*.
    """
    for each in case.requests:
        if path == each.path or path.startswith((f"{each.path}/", f"{each.round_path}/")):
            return each.date or f"{each.path}/date"
    return case.as_of


def day_of_notice(_path: str, _item: Any, case: Case) -> dt.date | str:
    """
    Return the day that decides of the notice of exit.
    """
    notice = case.dossier.termination
    return (notified(notice, case.terms) if notice else None) or "/termination/sent"


def day_of_last_signature(_path: str, _item: Any, case: Case) -> dt.date | str:
    """
    Return the day on which the second party signed.
    """
    return last_signature(case.dossier, case.terms) or signature_path(MEMBER, case.terms)


def day_of_signing(path: str, item: Any, _case: Case) -> dt.date | str:
    """
    Return the day of a signature, or of the request that bears it.
    """
    return item[1].day or path.removesuffix("_by").replace("signed_by", "date")


def day_of_membership(_path: str, _item: Any, case: Case) -> dt.date:
    """
    Return the day of the member's signature; the given day where it has not signed.
    """
    return signed_on(case.dossier, case.terms, MEMBER) or case.as_of


def day_of_opening(_path: str, opening: Any, case: Case) -> dt.date:
    """
    Return the day on which a service opened.
    """
    return known(opening.date) or case.as_of


def day_of_running(_path: str, opening: Any, case: Case) -> dt.date:
    """
    Return the last day, up to the given one, on which a service ran: links bind as long as it is open.
    """
    return max(known(opening.date) or case.as_of, case.as_of)


def day_of_step(_path: str, recorded: Any, _case: Case) -> dt.date:
    """
    Return the day of a recorded step.
    """
    day: dt.date = recorded.date
    return day


def day_of_opening_order(path: str, item: Any, case: Case) -> dt.date | str:
    """
    Return the day on which a reported service opened; of one that is wished for, the day of its request.
    """
    service, days = item
    day: dt.date | str = days[service][1] if path.startswith("/openings") else day_of_request(path, item, case)
    return day
