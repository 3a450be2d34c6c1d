"""
Limits told by their shape, in both languages, where there is no dossier to give the day.
"""

import pytest

from dmsi_rules import Readings, load_convention, translator
from dmsi_rules.convention.limits import UNSET, shape
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.clauses import Limit
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.fill import said
from dmsi_rules.values.days import DayOfYear
from dmsi_rules.values.plain import plain

FRENCH = translator("fr")


@pytest.mark.parametrize(
    ("limit", "english", "french"),
    [
        (
            Limit(months=6, before="year"),
            "6 months before the accounting year of the opening",
            "6 mois avant l’exercice de l’ouverture",
        ),
        (Limit(months=1, before="opening"), "one month before the opening", "un mois avant l’ouverture"),
        (
            Limit(day=DayOfYear(6, 30), before="year-end"),
            "on the last 30 June before the end of the accounting year",
            "le dernier 30 juin avant la fin de l’exercice",
        ),
        (
            Limit(day=DayOfYear(9, 1), before="year-end"),
            "on the last 1 September before the end of the accounting year",
            "le dernier 1er septembre avant la fin de l’exercice",
        ),
        (Limit(months=0, before="year-end"), "on the last day of the accounting year", "le dernier jour de l’exercice"),
        (Limit(months=0, before="term-end"), "on the last day of the term", "le dernier jour de la durée"),
        (Limit(months=0, before="opening"), "on the day of the opening", "le jour de l’ouverture"),
        (
            Limit(months=0, before="year"),
            "on the first day of the accounting year of the opening",
            "le premier jour de l’exercice de l’ouverture",
        ),
        (Limit(months=3, before="term-end"), "3 months before the end of the term", "3 mois avant la fin de la durée"),
    ],
)
def test_shapes(limit: Limit, english: str, french: str) -> None:
    """
    So many months before something, or the last such day before it.
    """
    assert (english, french) == (said(shape(limit), str), said(shape(limit), FRENCH))
    assert english == plain(shape(limit))


def test_where_no_text_is_given() -> None:
    """
    A rule told before no convention speaks of the parties and the limits in general.
    """
    late = BY_CODE["DLN001"]
    assert f"{said(UNSET, str)} at the latest." in late.said(late.checks)
    assert "agree on the date with the provider's department." in late.said(late.remedy)
    assert "agree on the date with the DMSI." in late.said(late.remedy, str, terms_of(load_convention(), Readings()))
