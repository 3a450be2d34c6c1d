"""
Tables of what the convention and the readings hold as data.
"""

from collections.abc import Iterator, Mapping

import attrs

from dmsi_rules.case.readings import switches_of
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.graph import service_graph
from dmsi_rules.finding import SEVERITY
from dmsi_rules.model.readings import Readings
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
                f"{md(each.metadata['source'])}. {md(each.metadata['asks'])}\n",
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
    convention = load_convention()
    return "\n\n".join(
        f"{each.code}\n  *{md(each.title)}*: {md(each.english)} ({md(each.source)})." for each in convention.services
    )


def edges() -> str:
    """
    Return each link of the graph, with its source and its basis.
    """
    rows = ([code(e.service), code(e.requires), e.basis, md(e.source)] for e in service_graph(load_convention()).edges)
    return table(("Service", "Requires", "Basis", "Source"), rows)


def grid() -> str:
    """
    Return the grids, the latest first.
    """
    convention = load_convention()
    parts = []
    for each in reversed(convention.grids):
        rows = (
            [" ".join(map(code, filter(None, (row.service, row.plan)))), md(row.unit), f"{row.month:.2f}", f"{row.year:.2f}"]
            for row in each.prices
        )
        parts += [
            f"## Grid `{each.id}`\n",
            f"{md(each.source)}. Compared with the text on {each.checked}. Euros for one unit.\n",
            table(("Service, plan", "Unit", "Month", "Year"), rows, right=(2, 3)),
        ]
    return "\n".join(parts)


def unpriced() -> str:
    """
    Return the services that the grid has no price for.
    """
    convention = load_convention()
    priced = {price.service for price in convention.grids[0].prices}
    left = [each for each in convention.services if each.code not in priced and each.code != convention.base]
    rows = ([code(e.code), md(e.title), "on quotation" if e.kind == "quotation" else "the text gives no price"] for e in left)
    return table(("Service", "Title", "Price"), rows)


def defects() -> str:
    """
    Return the contradictions, gaps and slips of the text.
    """
    return table(("Where", "What"), ([md(each.source), md(each.what)] for each in load_convention().defects))


def natures() -> str:
    """
    Return who owns and who pays what.
    """
    rows = (
        [code(each.nature), each.owner or "-", each.borne_by or "not said", md(each.source)]
        for each in load_convention().natures
    )
    return table(("Nature", "Owner", "Borne by", "Source"), rows)


def convention_facts() -> str:
    """
    Return what the site's convention is, in a line.
    """
    convention = load_convention()
    grids = codes(each.id for each in convention.grids)
    return f"Convention {code(convention.id)}, compared with its text on {convention.checked}; grid {grids}.\n"
