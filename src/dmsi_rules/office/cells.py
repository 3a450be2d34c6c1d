"""
Cells of forms as people fill them in: days, numbers, yes and no, names in place of codes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import combining, normalize

from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import Terms
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
SPACES = re.compile(r"[\s\u00a0\u202f]+")
AMOUNT = re.compile(r"(-?[0-9]+)[.,]([0-9]{1,2})")


def plain(text: str) -> str:
    """
    Return *text* as it is compared: small letters, no accents, one space between words.
    """
    bare = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return SPACES.sub(" ", bare.replace("’", "'")).strip(" :*")


def month_in(cell: str) -> str:
    """
    Return the month of a cell as documents write it: `01/2026`, `janvier 2026` and its first day are `2026-01`.
    """
    text = plain(cell)
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
    return plain(cell) in TRUE


@lru_cache(maxsize=16)
def _codes(terms: Terms) -> Mapping[str, str]:
    """
    Return the code of each service, plan and role, by what it is called in either language, and by itself.
    """
    called = glossary(terms)
    plans = tuple(dict.fromkeys(plan for _, plan in terms.orderable if plan))
    codes = (*terms.convention.roles, *terms.services, *plans)
    named = {plain(name): code for code in codes for name in called.get(code, ())}
    return named | {plain(code): code for code in codes}


def code_in(cell: str, terms: Terms) -> str:
    """
    Return the code of what a cell names; what is not known stays what it is, for the readers of documents to tell.
    """
    return _codes(terms).get(plain(cell), cell.strip())


def offer_in(cell: str, terms: Terms) -> tuple[str, str | None] | None:
    """
    Return the service, and the plan, that a heading names: `Messagerie collaborative, boîte PRO 25 Go`, `messagerie/pro-25`.
    """
    codes = _codes(terms)
    text = plain(cell)
    for mark in ("/", ", "):
        service, found, plan = text.rpartition(mark)
        if found and (codes.get(service), codes.get(plan)) in terms.orderable:
            return codes[service], codes[plan]
    code = codes.get(text, "")
    if code in terms.services:
        return code, None
    return next(((service, plan) for service, plan in terms.orderable if plan and plan == code), None)


def day_cell(value: object) -> dt.date | str | None:
    """
    Return the cell of a day of a document.
    """
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return str(value)
