"""
What the schemas of answers are written with: a value of each kind, with the sentence that says what it means.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from dmsi_rules.text.marks import N_

Shape: TypeAlias = dict[str, Any]

TEXT: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
NUMBER: Shape = {"type": "integer", "minimum": 0}
AMOUNT: Shape = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
DAY: Shape = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MONTH: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
POINTER: Shape = {"type": "string", "format": "json-pointer"}
ANYTHING: Shape = {}


def a(kind: Shape, means: str, *, null: bool = False) -> Shape:
    """
    Return the shape of a value of *kind* that *means* something; *null* where it may be unknown or not apply.
    """
    return {"description": means, **kind, **({"type": [kind["type"], "null"]} if null else {})}


def word(means: str, *words: str, null: bool = False) -> Shape:
    """
    Return the shape of one of *words*.
    """
    return {"description": means, "enum": [*words, *([None] if null else [])]}


def listed(means: str, of: Shape, *, null: bool = False) -> Shape:
    """
    Return the shape of a list.
    """
    return {"description": means, "type": ["array", "null"] if null else "array", "items": of}


def keyed(means: str, of: Shape) -> Shape:
    """
    Return the shape of a table whose keys are names.
    """
    return {"description": means, "type": "object", "additionalProperties": of}


def table(means: str, keys: Mapping[str, Shape], *, null: bool = False, optional: Collection[str] = ()) -> Shape:
    """
    Return the shape of a table with *keys*, all of them there but for those *optional*.

    It is left open: a later version may answer more.
    """
    return {
        "description": means,
        "type": ["object", "null"] if null else "object",
        "properties": dict(keys),
        "required": [key for key in keys if key not in optional],
    }


# ---- what many answers hold

SERVICE = a(TEXT, N_("the code of a service"))
PLAN = a(TEXT, N_("its plan, where it has plans"), null=True)
SOURCE = a(TEXT, N_("the place of the text, or the law, that it rests on"))
CODE = a(TEXT, N_("the code of a rule"))
PERIOD = a(TEXT, N_("the year or part of one, such as 2026 or 2026-H1"))
PATH = a(POINTER, N_("the JSON pointer of its place in the document"))
MISSING = listed(
    N_("the facts that would settle what is unknown; `convention:` before one of the convention"), a(TEXT, N_("a JSON pointer"))
)
MISSING_LABELS = listed(N_("what each of the missing facts is called"), a(TEXT, N_("a label")))
DEPENDS_ON = listed(N_("the readings that would change it, one at a time"), a(TEXT, N_("a reading as NAME=VALUE")))
MESSAGE = a(TEXT, N_("the finding in one line"))
REMEDY = N_("what would put it right")
FORCES = ("impossible", "breach", "may-refuse", "discretionary", "note")
FORCE = N_("how strongly the text stands against it; null where the document cannot be evaluated")
PARTY = N_("who owes it: the word of a party of the convention, or `both`")
GRID = a(TEXT, N_("the grid in force on the given day; null before the first one"), null=True)
LIFECYCLES = a(DAY, N_("the day of the table of operating-system lifecycles"), null=True)
ABOUT_PRICES: Mapping[str, Shape] = {
    "vat": table(
        N_("whether prices include value-added tax; null where the grid does not say"),
        {
            "prices": word(N_("whether it is in the prices"), "including", "excluding"),
            "rate": a(TEXT, N_("its rate in percent"), null=True),
            "source": SOURCE,
        },
        null=True,
    ),
    "index": table(
        N_("the index that prices are revised by; null where the grid names none"),
        {"fr": a(TEXT, N_("in French")), "en": a(TEXT, N_("in English")), "source": SOURCE},
        null=True,
    ),
}
"""
What a grid says of all its prices.
"""

HEADING: Mapping[str, Shape] = {
    "format": {"description": N_("the version of this format"), "const": 1},
    "version": a(TEXT, N_("the version of the program")),
    "convention": a(TEXT, N_("the `id` of the convention in use; null where its file cannot be used"), null=True),
    "as_of": a(DAY, N_("the given day; null where none matters"), null=True),
    "readings": keyed(N_("the readings that the caller set"), a(TEXT, N_("its value"))),
}
"""
What every answer has, so that it can be reproduced.
"""
UNIT_PRICE: Mapping[str, Shape] = {
    "month": a(AMOUNT, N_("the price of a unit for a month; null where brackets or a year's price say it"), null=True),
    "year": a(AMOUNT, N_("the price of a unit for a year; null where brackets say it"), null=True),
    "first_year": a(AMOUNT, N_("the price of a unit for its first year, where that is another one")),
}
"""
What a unit costs.
"""
DOSSIER: Mapping[str, Shape] = {
    **HEADING,
    "dossier": a(TEXT, N_("the file's name as given; `-` for standard input, FILE:LINE in JSON Lines"), null=True),
}
"""
What every answer on a document has.
"""
