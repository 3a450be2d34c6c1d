"""
What a convention, and the documents that go by it, call the codes that they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.keys import keys
from dmsi_rules.text.compared import compared
from dmsi_rules.values.words import Words

KEYS = (
    ("dossier", "Line"),
    ("dossier", "Premises"),
    ("dossier", "Termination"),
    ("dossier", "Commune"),
    ("governance", "AppliedGrid"),
)
"""
The tables of documents whose keys findings name.
"""


def glossary(terms: Terms) -> Mapping[str, Words]:
    """
    Return what each code is called: a plan by its own name, and after its service's as `service/plan`.
    """
    found, text = dict(_of_keys()), terms.text
    for convention in reversed(terms.timeline.conventions):  # of two words for a code, the newest
        found |= {convention.id: Words.of(convention.title, None)}
        found |= {code: each.words for code, each in convention.units.items()}
        for role, named in convention.roles.items():
            found |= dict.fromkeys((role, *named.also), named.words)
        parties = convention.parties
        found |= {each.code: each.words for each in (parties.provider, parties.member, parties.department) if each}
        catalogue = convention.catalogue
        found |= {each.code: each.words for each in catalogue.services}
        found |= {each.code: each.words for each in catalogue.plans}
    for table in (text.natures, text.matters, text.committees):
        found |= {code: each.words for code, each in table.items()}
    found |= {step.code: step.words for step in text.steps}
    found |= {grid.id: _of_grid(grid.id) for grid in text.grids}
    return {**found, **dict(_offers(terms, found))}


def _of_keys() -> Iterator[tuple[str, Words]]:
    for document, table in KEYS:
        yield from ((name, key.title) for name, key in keys()[document].get(table, {}).items())


def _of_grid(name: str) -> Words:
    """
    Return what a grid is called, one that is named by a day as each language writes days.
    """
    try:
        return Words(f"{dt.date.fromisoformat(name):%d/%m/%Y}", name)
    except ValueError:
        return Words(name, name)


def _offers(terms: Terms, found: Mapping[str, Words]) -> Iterator[tuple[str, Words]]:
    for service, plan in terms.orderable:
        if plan is not None:
            words = found[service]
            yield f"{service}/{plan}", found.get(plan, Words(f"{words.fr}, {plan}", f"{words.en}, {plan}"))


@lru_cache(maxsize=16)
def codes_by_name(terms: Terms) -> Mapping[str, str]:
    """
    Return the code of each service, plan and role, by what it is called in either language and by itself, as compared.
    """
    called = glossary(terms)
    plans = tuple(dict.fromkeys(plan for _, plan in terms.orderable if plan))
    codes = (*terms.convention.roles, *terms.services, *plans)
    named = {compared(name): code for code in codes for name in called.get(code, ())}
    return named | {compared(code): code for code in codes}
