"""
Tables of what the convention and the readings hold as data.
"""

from collections.abc import Iterator, Mapping

import attrs

from dmsi_rules.case.readings import switches_of
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.catalogue import unit_label
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.convention.who import who
from dmsi_rules.finding import SEVERITY
from dmsi_rules.model.readings import ADOPTED, Readings
from dmsi_rules.rulebook import RULES
from from_data.markdown import code, codes, md, table


def readings() -> str:
    """
    Return each reading: what it asks, its values, the rules that depend on it.
    """
    parts = []
    for each in attrs.fields(Readings):
        if each.metadata:
            means: Mapping[str, str] = each.metadata["means"]
            parts += [
                f"(reading-{each.name.replace('_', '-')})=\n## `{each.name}`\n",
                f"{md(terms_shown().source_of_reading(each.name))}. {md(each.metadata['asks'])}\n",
                "\n".join(_values(means)) + "\n",
                _asked_by(each.name),
            ]
    return "\n".join(parts)


def _values(means: Mapping[str, str]) -> Iterator[str]:
    for place, (value, meaning) in enumerate(means.items()):
        yield f"- {code(value)}{' (adopted)' if place == 0 else ''}: {md(meaning)}."


def _asked_by(name: str) -> str:
    rules = [rule.code for rule in RULES if name in switches_of(rule.readings)]
    if not rules:
        return "Rules: none: it changes amounts alone.\n"
    return f"Rules: {', '.join(f'[{rule}](rules/{rule}.md)' for rule in rules)}.\n"


def forces() -> str:
    """
    Return each force with its severity and its rules.
    """
    told = {str(force): severity for force, severity in SEVERITY.items() if force}
    rows = (
        [
            f"[{force}](#force-{force})",
            code(severity),
            ", ".join(f"[{rule}](../reference/rules/{rule}.md)" for rule in _of(force)),
        ]
        for force, severity in told.items()
    )
    return table(("Force", "Severity", "Rules whose own force it is"), rows)


def _of(force: str) -> Iterator[str]:
    return (rule.code for rule in RULES if rule.force == force)


def services() -> str:
    """
    Return the catalogue as entries of the glossary.
    """
    return "\n\n".join(
        f"{each.code}\n  *{md(each.title)}*: {md(each.words.en)} ({md(each.source)})."
        for each in terms_shown().text.services.values()
    )


def terms_shown() -> Terms:
    """
    Return the terms that the site speaks of.
    """
    return terms_of(load_convention(), ADOPTED)


def edges() -> str:
    """
    Return each link of the graph, with its source and its basis.
    """
    rows = ([code(e.service), code(e.requires), e.basis, md(e.source)] for e in terms_shown().graph.edges)
    return table(("Service", "Requires", "Basis", "Source"), rows)


def grid() -> str:
    """
    Return the grids, the latest first.
    """
    terms, parts = terms_shown(), []
    for each in reversed(terms.text.grids):
        rows = (
            [
                " ".join(map(code, filter(None, key))),
                md(unit_label(terms, terms.services[key[0]], str)),
                f"{row.month:.2f}",
                f"{row.year:.2f}",
            ]
            for key, row in terms.prices[each.id].items()
            if key[0] != terms.base and row.month is not None and row.year is not None
        )
        parts += [
            f"## Grid `{each.id}`\n",
            f"{md(each.source)}. Compared with the text on {terms.convention.checked}. Euros for one unit.\n",
            table(("Service, plan", "Unit", "Month", "Year"), rows, right=(2, 3)),
        ]
    return "\n".join(parts)


def unpriced() -> str:
    """
    Return the services that the grid has no price for.
    """
    terms = terms_shown()
    left = [each for each in terms.text.services.values() if each.code not in terms.priced]
    rows = ([code(e.code), md(e.title), "on quotation" if e.kind == "quotation" else "the text gives no price"] for e in left)
    return table(("Service", "Title", "Price"), rows)


def defects() -> str:
    """
    Return the contradictions, gaps and slips of the text.
    """
    return table(("Where", "What"), ([md(each.source), md(each.words.en)] for each in load_convention().defects.found))


def natures() -> str:
    """
    Return who owns and who pays what.
    """
    answers = (who(nature) for nature in terms_shown().text.natures)
    rows = ([code(each.asked), each.owner or "not said", each.borne_by or "not said", md(each.source)] for each in answers)
    return table(("Nature", "Owner", "Borne by", "Source"), rows)


def convention_facts() -> str:
    """
    Return what the site's convention is, in a line.
    """
    convention = load_convention()
    grids = codes(each.id for each in convention.tariff.grids)
    return f"Convention {code(convention.id)}, compared with its text on {convention.checked}; grid {grids}.\n"
