"""
The names of periods as people type them: in French a half year is `2026-S1`, a quarter `2026-T1`.
"""

from __future__ import annotations

import re

from dmsi_rules.cli._session import Session
from dmsi_rules.errors import WrongPeriodError
from dmsi_rules.text.codes import reads_codes

FRENCH_PERIOD = re.compile(r"([0-9]{4}(?:-[0-9]{4})?)-([ST])([0-9])", re.IGNORECASE)


def period_in(text: str) -> str:
    """
    Return the name of a period, one that is written in French too: `2026-S1` is `2026-H1`, `2026-T1` is `2026-Q1`.
    """
    found = FRENCH_PERIOD.fullmatch(text)
    return f"{found[1]}-{'H' if found[2] in 'sS' else 'Q'}{found[3]}" if found else text


def complain_of_period(session: Session, error: WrongPeriodError) -> None:
    """
    Say that a period has no such name, and how the reader may write those that there are.
    """
    facts = dict(error.facts)
    known = facts.get("known")
    if isinstance(known, tuple) and not reads_codes(session.translate):
        facts["known"] = tuple(str(each).replace("-H", "-S").replace("-Q", "-T") for each in known)
    session.complain(error.message, **facts)
