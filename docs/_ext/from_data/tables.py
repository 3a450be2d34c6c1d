"""
Tables of what the convention and the readings hold as data.
"""

from collections.abc import Iterator, Mapping

import attrs

from dmsi_rules.case.readings import switches_of
from dmsi_rules.convention.catalogue import unit_label
from dmsi_rules.convention.who import who
from dmsi_rules.finding import SEVERITY
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.check import FORCES
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.codes import called
from dmsi_rules.text.marks import TABLE_AMOUNT, amount, day
from from_data.articles import linked
from from_data.language import Language
from from_data.markdown import code, codes, in_french, md, reading_anchor, table, wide


def readings(say: Language) -> str:
    """
    Return each reading: what it asks, its values, the rules that depend on it.
    """
    parts = []
    for each in attrs.fields(Readings):
        if each.metadata:
            means: Mapping[str, str] = each.metadata["means"]
            parts += [
                f"({reading_anchor(each.name)})=\n## `{each.name}`\n",
                f"{linked(say.terms.source_of_reading(each.name), say)}. {md(say(each.metadata['asks']))}\n",
                "\n".join(_values(means, say)) + "\n",
                _asked_by(each.name, say),
            ]
    return "\n".join(parts)


def _values(means: Mapping[str, str], say: Language) -> Iterator[str]:
    for place, (value, meaning) in enumerate(means.items()):
        adopted = f" ({say('adopted')})" if place == 0 else ""
        yield f"- {code(value)}{adopted}{say(': ')}{md(say(meaning))}."


def _asked_by(name: str, say: Language) -> str:
    rules = [rule.code for rule in RULES if name in switches_of(rule.readings)]
    if not rules:
        return say("Rules: none: it changes amounts alone.") + "\n"
    return f"{say('Rules')}{say(': ')}{', '.join(f'[{rule}](rules/{rule}.md)' for rule in rules)}.\n"


def forces(say: Language) -> str:
    """
    Return each force with its severity and its rules.
    """
    told = {force: severity for force, severity in SEVERITY.items() if force}
    rows = (
        [
            f"[{say(FORCES[force])}](#force-{force})",
            md(say(severity)),
            ", ".join(f"[{rule}](../reference/rules/{rule}.md)" for rule in _of(force)),
        ]
        for force, severity in told.items()
    )
    return table((say("Force"), say("Severity"), say("Rules whose own force it is")), rows)


def _of(force: str) -> Iterator[str]:
    return (rule.code for rule in RULES if rule.force == force)


def services(say: Language) -> str:
    """
    Return the catalogue as entries of the glossary.
    """
    return "\n\n".join(
        f"{each.code}\n  *{in_french(md(each.title))}*{say(': ')}{md(each.words.in_(say))} ({linked(each.source or '', say)})."
        for each in say.terms.text.services.values()
    )


def edges(say: Language) -> str:
    """
    Return each link of the graph, with its source and its basis.
    """
    basis = {"explicit": say("explicit"), "inferred": say("inferred")}
    rows = (
        [say.coded(each.service), say.coded(each.requires), basis[each.basis], linked(each.source, say)]
        for each in say.terms.graph.edges
    )
    return wide(table((say("Service"), say("Requires"), say("Basis"), say("Source")), rows))


def grid(say: Language) -> str:
    """
    Return the grids, the latest first.
    """
    terms, parts, placed = say.terms, [], set()

    def place(service: str) -> str:
        """
        Return the place that the picture of the services leads to: the first row of each.
        """
        if service in placed:
            return ""
        placed.add(service)
        return f'<span id="price-{service}"></span>'

    for each in reversed(terms.text.grids):
        rows = (
            [
                place(key[0]) + say.coded("/".join(filter(None, key))),
                md(unit_label(terms, terms.services[key[0]], say)),
                amount(row.month, say, TABLE_AMOUNT),
                amount(row.year, say, TABLE_AMOUNT),
            ]
            for key, row in terms.prices[each.id].items()
            if key[0] != terms.base and row.month is not None and row.year is not None
        )
        parts += [
            f"## {say('Grid')} `{each.id}`\n",
            f"{linked(each.source or '', say)}. {_checked(say)} {say('Euros for one unit.')}\n",
            table((say("Service, plan"), say("Unit"), say("Month"), say("Year")), rows, right=(2, 3)),
        ]
    return "\n".join(parts)


def _checked(say: Language) -> str:
    return say("Compared with the text on {day}.").format(day=day(say.terms.convention.checked, say))


def unpriced(say: Language) -> str:
    """
    Return the services that the grid has no price for.
    """
    terms = say.terms
    left = [each for each in terms.text.services.values() if each.code not in terms.priced]
    told = {True: say("on quotation"), False: say("the text gives no price")}
    rows = ([code(each.code), in_french(md(each.title)), told[each.kind == "quotation"]] for each in left)
    return table((say("Service"), say("Title"), say("Price")), rows)


def defects(say: Language) -> str:
    """
    Return the contradictions, gaps and slips of the text.
    """
    found = say.terms.convention.defects.found
    return table((say("Where"), say("What")), ([linked(each.source or "", say), md(each.words.in_(say))] for each in found))


def natures(say: Language) -> str:
    """
    Return who owns and who pays what.
    """
    answers = (who(nature) for nature in say.terms.text.natures)
    rows = (
        [say.coded(each.asked), *(md(_named(name, say)) for name in (each.owner, each.borne_by)), linked(each.source, say)]
        for each in answers
    )
    return wide(table((say("Nature"), say("Owner"), say("Borne by"), say("Source")), rows))


def _named(name: str | None, say: Language) -> str:
    return called(name, say) if name else say("not said")


def convention_facts(say: Language) -> str:
    """
    Return what the site's convention is, in a line.
    """
    convention = say.terms.convention
    told = say("Convention {name}, compared with its text on {day}; grid {grids}.")
    grids = codes(each.id for each in convention.tariff.grids)
    return told.format(name=code(convention.id), day=day(convention.checked, say), grids=grids) + "\n"
