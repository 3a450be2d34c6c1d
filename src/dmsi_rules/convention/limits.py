"""
The last days that a text sets, told by their shape where there is no dossier to give the day itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.model.clauses import Limit
from dmsi_rules.text.marks import DAY_OF_YEAR, FIRST_OF_MONTH, MONTH_NAMES, N_
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.words import Phrase

WHAT: Mapping[str, str] = {
    "year": N_("the accounting year of the opening"),
    "opening": N_("the opening"),
    "year-end": N_("the end of the accounting year"),
    "term-end": N_("the end of the term"),
}
"""
What a limit stands before.
"""
ITSELF: Mapping[str, str] = {
    "year": N_("on the first day of the accounting year of the opening"),
    "opening": N_("on the day of the opening"),
    "year-end": N_("on the last day of the accounting year"),
    "term-end": N_("on the last day of the term"),
}
"""
The last day of a limit without notice: no month lies between it and what it stands before.
"""
UNSET = Phrase(N_("the limit that the text sets"))


def shape(limit: Limit) -> Phrase:
    """
    Return *limit* in words: six months before the opening, on the last such day before the accounting year.
    """
    what = Phrase(WHAT[limit.before])
    if limit.day is not None:
        month, day = limit.day
        facts = {"month": Phrase(MONTH_NAMES[month - 1]), "day": day}
        written = Phrase(FIRST_OF_MONTH if day == 1 else DAY_OF_YEAR, Frozen(facts))
        return Phrase(N_("on the last {day} before {what}"), Frozen({"day": written, "what": what}))
    if limit.months == 0:
        return Phrase(ITSELF[limit.before])
    sentence = N_("one month before {what}") if limit.months == 1 else N_("{months} months before {what}")
    return Phrase(sentence, Frozen({"months": limit.months, "what": what}))


def limits_in(text: TextInForce) -> Mapping[str, Phrase]:
    """
    Return the limits of *text* in words, by the names that sentences have for them.
    """
    return {
        "request_limit": shape(text.notice.limit) if text.notice else UNSET,
        "exit_limit": shape(text.exit_notice.limit) if text.exit_notice else UNSET,
    }
