"""
What depends on the reader's language: sentences marked for translation, and how amounts and days are written.

The ways of writing are samples that stand in a language's catalogue beside its sentences, so that nothing else has to be
known of it: a library of locales takes longer to import than a check takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""
Turns a marked sentence into the reader's language; `str` leaves it in English.
"""


class Settled:
    """
    What translates a sentence today as it did yesterday, so that what was filled in once need not be again.
    """

    __slots__ = ()


def is_settled(translate: Translate) -> bool:
    """
    Tell whether *translate* is such, as is what leaves a sentence as it stands.
    """
    return translate is str or isinstance(translate, Settled)


def N_(sentence: str) -> str:
    """
    Mark *sentence* for translation and return it unchanged.
    """
    return sentence


AMOUNT = N_("1000.00")
TABLE_AMOUNT = N_("1,000.00")
"""
An amount in a sentence and in a table: what stands in it between `1` and `000`, and before the cents, is used.
"""
THIS_LANGUAGE = N_("en")
"""
The language itself, by its code.
"""
DAY = N_("{year}-{month}-{day}")
MONTH_NAMES = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
DAY_OF_YEAR, FIRST_OF_MONTH = N_("{day} {month}"), N_("1 {month}")


def amount(value: Decimal, translate: Translate = str, sample: str = AMOUNT) -> str:
    """
    Return *value* with two decimals, written as *sample* is in the reader's language.
    """
    written = translate(sample)
    return f"{value:,.2f}".translate({ord(","): written[1:-6], ord("."): written[-3]})


def count(value: int, translate: Translate = str) -> str:
    """
    Return *value* with its thousands apart, as in a table.
    """
    return f"{value:,}".replace(",", translate(TABLE_AMOUNT)[1:-6])


def day(value: dt.date, translate: Translate = str) -> str:
    """
    Return *value* as the reader's language writes a day in figures.
    """
    return translate(DAY).format(year=f"{value.year:04}", month=f"{value.month:02}", day=f"{value.day:02}")
