"""
Cells of forms as people fill them in: days, numbers, yes and no, names in place of codes.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from dmsi_rules.convention.glossary import codes_by_name
from dmsi_rules.convention.terms import Terms
from dmsi_rules.text.compared import SPACES, compared
from dmsi_rules.values.words import Words

YES, NO = Words("oui", "yes"), Words("non", "no")
TRUE = frozenset(("oui", "yes", "x", "vrai", "true", "1", "o", "y"))
MONTH = re.compile(r"(?:([0-9]{4})-([0-9]{2})(?:-01)?|(?:01/)?([0-9]{1,2})/([0-9]{4}))")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june"),
            *("juillet july", "aout august", "septembre september", "octobre october", "novembre november"),
            "decembre december",
        ),
        1,
    )
    for name in names.split()
}
AMOUNT = re.compile(r"(-?[0-9]+)[.,]([0-9]{1,2})")


def month_in(cell: str) -> str:
    """
    Return the month of a cell as documents write it: `01/2026`, `janvier 2026` and its first day are `2026-01`.
    """
    text = compared(cell)
    if found := MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return f"{year}-{int(month):02}"
    name, _, year = text.partition(" ")
    return f"{year}-{MONTHS[name]:02}" if name in MONTHS else cell.strip()


def number_in(cell: str) -> int | str:
    """
    Return the whole number of a cell; what is none stays what it is.
    """
    text = SPACES.sub("", cell)
    return int(text) if text.isascii() and text.isdecimal() else cell.strip()


def amount_in(cell: str) -> str:
    """
    Return the amount of a cell as documents write it.
    """
    text = SPACES.sub("", cell).removesuffix("€")
    if found := AMOUNT.fullmatch(text):
        return f"{found[1]}.{found[2]:0<2}"
    return f"{text}.00" if text.isascii() and text.isdecimal() else cell.strip()


def yes_in(cell: str) -> bool:
    """
    Tell whether a cell says yes.
    """
    return compared(cell) in TRUE


def code_in(cell: str, terms: Terms) -> str:
    """
    Return the code of what a cell names; what is not known stays what it is, for the readers of documents to tell.
    """
    return codes_by_name(terms).get(compared(cell), cell.strip())


def offer_in(cell: str, terms: Terms) -> tuple[str, str | None] | None:
    """
    Return the service, and the plan, that a heading names, in words or by their codes.
    """
    codes = codes_by_name(terms)
    text = compared(cell)
    for mark in ("/", ", "):
        service, found, plan = text.rpartition(mark)
        if found and (codes.get(service), codes.get(plan)) in terms.orderable:
            return codes[service], codes[plan]
    code = codes.get(text, "")
    if code in terms.services:
        return code, None
    return next(((service, plan) for service, plan in terms.orderable if plan and plan == code), None)


def amount_cell(value: object) -> Decimal | str | None:
    """
    Return the cell of an amount of a document.
    """
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return str(value)


def day_cell(value: object) -> dt.date | str | None:
    """
    Return the cell of a day of a document.
    """
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return str(value)
