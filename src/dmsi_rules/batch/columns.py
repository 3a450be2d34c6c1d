"""
The columns of a table of requests: what each is called, what it holds, and which a convention gives a meaning.

A row is a request that stands alone, of a member that has nothing open yet:

| column | holds |
|---|---|
| `quantity/KEY` | how many units of a service are asked; null where it is not. `KEY` is the service, or service/plan |
| `asked/KEY` | whether it is asked: for what takes no quantity, and where the quantity is not known yet |
| `opening/KEY` | the day on which it is wished to open |
| `quotation/KEY`, `printed/KEY` | its quotation, and the yearly price printed on the request: exact euros |
| `opening` | the day on which everything is wished to open that has no day of its own |
| `date` | the day of the request |
| `signed` | the day of the last signature, from which the start follows |
| `perimeter/SERVICE` | whether the deliberation's perimeter names a service; null in all of them: it is not known |
| `fact/CODE` | a number of the member's, of the accounting year of each wished opening |
| `name` | the member's name; without the column it is taken to be known |
| `x-…` | the caller's own: kept, and not looked at |

Every column may be left out: what it holds is then not known, or not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Offer, Terms, terms_of
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import TableError
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import field, record

OWN = "x-"
NAME, DATE, SIGNED, OPENING = "name", "date", "signed", "opening"
OF_LINE = "opening of a line"
NO_OFFER: Offer = ("", None)


@record
class Column:
    """
    One column.

    Attributes:
        name: what it is called.
        part: what of a request it holds: `quantity`, `asked`, `perimeter`, …
        kind: how it is read: `quantity`, `count`, `day`, `amount`, `flag`, `text`, or `own` for what is not looked at.
        key: the service and plan, or the code, that it is about.
        most: the greatest quantity, where the text sets one.
    """

    name: str
    part: str
    kind: str
    key: Offer = field(default=NO_OFFER)
    most: int | None = None


@lru_cache(maxsize=64)
def known_columns(terms: Terms) -> Mapping[str, Column]:
    """
    Return the columns that *terms* give a meaning, by their names.
    """
    alone = (Column(NAME, NAME, "text"), *(Column(each, each, "day") for each in (DATE, SIGNED, OPENING)))
    lines = (column for offer in offers_of(terms) for column in _of_line(offer, terms))
    perimeter = (Column(f"perimeter/{code}", "perimeter", "flag", (code, None)) for code in terms.services)
    facts = (Column(f"fact/{code}", "fact", "count", (code, None)) for code in terms.convention.facts)
    return {each.name: each for each in (*alone, *lines, *perimeter, *facts)}


def offers_of(terms: Terms) -> tuple[Offer, ...]:
    """
    Return what a line may ask for, in the order of the catalogue: each service with each plan, or with none.
    """
    return tuple((code, plan) for code, plans in terms.timeline.plans.items() for plan in (None, *plans))


def key_of(offer: Offer) -> str:
    """
    Return the word for a service and its plan.
    """
    return "/".join(part for part in offer if part)


def _of_line(offer: Offer, terms: Terms) -> Iterable[Column]:
    key, service = key_of(offer), offer[0]
    unit = terms.limited.get(service)
    if service != terms.base and (unit is None or unit.fact is None):
        yield Column(f"quantity/{key}", "quantity", "quantity", offer, unit.most if unit else None)
    yield Column(f"asked/{key}", "asked", "flag", offer)
    yield Column(f"opening/{key}", OF_LINE, "day", offer)
    yield Column(f"printed/{key}", "printed", "amount", offer)
    if service not in terms.priced:
        yield Column(f"quotation/{key}", "quotation", "amount", offer)


def columns_in(names: Iterable[str], terms: Terms) -> tuple[Column, ...]:
    """
    Return what each of the columns *names* is, in their order.

    Raises:
        TableError: one stands there twice, or means nothing.
    """
    names, known = tuple(names), known_columns(terms)
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise TableError(N_("the column `{column}` stands in the table more than once"), {"column": twice[0]})
    for name in names:
        if name not in known and not name.startswith(OWN):
            raise _unknown(name, tuple(known))
    return tuple(known.get(name) or Column(name, "own", "own") for name in names)


def _unknown(name: str, known: tuple[str, ...]) -> TableError:
    facts: dict[str, Any] = {"column": name, **hinted(name, known)}
    if "hint" in facts:
        return TableError(N_("there is no column `{column}`; did you mean `{hint}`? The caller's own begin with x-"), facts)
    return TableError(N_("there is no column `{column}` in a table of requests; the caller's own begin with x-"), facts)


def columns(convention: Convention | None = None) -> tuple[Column, ...]:
    """
    Return every column that a table of requests may have before a convention.

    Args:
        convention: the convention in use; by default the embedded one.
    """
    return tuple(known_columns(terms_of(convention or load_convention(), ADOPTED)).values())
