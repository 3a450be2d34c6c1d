"""
One page a rule, and the list of all of them.
"""

import json
from collections.abc import Iterator
from itertools import groupby

import attrs

from dmsi_rules import Finding, Readings
from dmsi_rules.report.check import FORCES, VERDICTS
from dmsi_rules.report.explain import explain_to_dict, owed_by
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import N_, day
from dmsi_rules.values.plain import plain
from from_data.articles import linked
from from_data.cases import RuleCase, cases_of
from from_data.language import Language
from from_data.markdown import block, code, codes, md, reading_anchor, table

FAMILIES = {
    "DOC": N_("Documents"),
    "DEP": N_("Dependencies"),
    "PER": N_("Perimeter"),
    "PRE": N_("Technical prerequisites"),
    "DLN": N_("Deadlines and term"),
    "TAR": N_("Tariff"),
    "LIF": N_("Process of joining"),
    "OBL": N_("Obligations"),
    "BIL": N_("Billing"),
    "CST": N_("Owners and payers"),
    "GOV": N_("Governance"),
}
KINDS = {"met": N_("Met"), "violated": N_("Violated"), "unknown": N_("Unknown"), "ambiguous": N_("Ambiguous")}


def pages(say: Language) -> dict[str, str]:
    """
    Return every page of the rules, by its name.
    """
    return {"index": _index(say)} | {rule.code: "\n".join(_page(rule, say)) for rule in RULES}


def _force(rule: Rule, say: Language) -> str:
    """
    Return the rule's force, with a link to what it means.
    """
    if rule.force is None:
        return f"[{say(VERDICTS['invalid'])}](#verdict-invalid)"
    return f"[{say(FORCES[rule.force])}](#force-{rule.force})"


def _source(rule: Rule, say: Language) -> str:
    source = rule.source_in(say.terms.text)
    return linked(source, say) if source else say("none")


def _index(say: Language) -> str:
    heads = [say("Rule"), say("Reported"), say("Force"), say("Source")]
    told = say("[Forces and verdicts](../../explanation/forces.md) says what a force is.")
    parts = [f"# {say('Rules')}\n", say("Every rule, in the order in which findings are told."), told, ""]
    for family, rules in groupby(RULES, key=lambda rule: rule.code[:3]):
        rows = [
            [f"[{rule.code}]({rule.code}.md)", md(rule.said(rule.title, say, say.terms)), _force(rule, say), _source(rule, say)]
            for rule in rules
        ]
        parts += [f"## {say(FAMILIES[family])}\n", table(heads, rows)]
    parts.append("```{toctree}\n:hidden:\n\n" + "\n".join(rule.code for rule in RULES) + "\n```\n")
    return "\n".join(parts)


def _page(rule: Rule, say: Language) -> Iterator[str]:
    rows = {
        say("Name"): code(rule.name),
        say("Source"): _source(rule, say),
        say("Force"): _force(rule, say),
        say("Owed by"): owed_by(rule, say, say.terms) or say("whoever wrote the document"),
        say("Since"): rule.since,
    }
    yield f"# {rule.code}{say(': ')}{md(rule.said(rule.title, say, say.terms))}\n"
    facts = "\n".join(f"* - {head}\n  - {cell}" for head, cell in rows.items())
    yield f"```{{list-table}}\n:stub-columns: 1\n\n{facts}\n```\n"
    yield f"## {say('What it checks')}\n\n{md(rule.said(rule.checks, say, say.terms))}\n"
    yield f"## {say('Why')}\n\n{md(rule.said(rule.why, say, say.terms))}\n"
    yield f"## {say('What to do')}\n\n{md(rule.said(rule.remedy, say, say.terms))}\n"
    if say.reads_codes:  # to others its blanks are no words; what it says of a case stands below
        yield f"## {say('What it says')}\n\n> {md(say(rule.message))}\n"
    yield from _readings(rule, say)
    yield from _cases(rule, say)


def _readings(rule: Rule, say: Language) -> Iterator[str]:
    fields = attrs.fields_dict(Readings)
    if names := explain_to_dict(rule, str, say.terms)["switches"]:
        asked = ((code(name), md(say(fields[name].metadata["asks"])), reading_anchor(name)) for name in names)
        entries = "\n".join(f"- [{name}](#{anchor}){say(': ')}{asks}" for name, asks, anchor in asked)
        yield f"## {say('What the text leaves open')}\n\n{entries}\n"


def _cases(rule: Rule, say: Language) -> Iterator[str]:
    yield f"## {say('Cases')}\n"
    yield say("Each case is one of the tests of the rule; what is found is what the program answers.") + "\n"
    for kind, cases in groupby(cases_of(rule), key=lambda case: case.kind):
        for rank, case in enumerate(cases, 1):
            yield f"### {say(KINDS[kind])}{f' ({rank})' if rank > 1 else ''}\n"
            yield from _case(rule, case, say)


def _case(rule: Rule, case: RuleCase, say: Language) -> Iterator[str]:
    yield f"{md(say(case.words, 'cases'))}\n"
    if case.text:
        yield block(case.language, case.text)
    else:
        yield say("*The document itself is not shown: it is empty, too long, or no text.*") + "\n"
    under = codes(f"{name}={value}" for name, value in case.readings.items())
    told = say("On {day}, under {readings}:") if under else say("On {day}:")
    yield told.format(day=day(case.as_of, say), readings=under) + "\n"
    if case.findings:
        yield "\n".join("\n".join(_finding(rule, found, say)) for found in case.findings) + "\n"
    else:
        yield f"- {say('**met**: nothing is reported.') if case.applies else say('The rule has nothing to look at.')}\n"


def _place(found: Finding, pointer: str, say: Language) -> str:
    """
    Return what the place at *pointer* is called, to those who are told no pointers.
    """
    return code(pointer or "/") if say.reads_codes else md(found.label(pointer, say))


def _finding(rule: Rule, found: Finding, say: Language) -> Iterator[str]:
    force = f", {say(FORCES[found.force])}" if found.force and found.force != rule.force else ""
    verdict = f"**{say(VERDICTS[found.verdict])}**{force}"
    told = say("{verdict} at {place}").format(verdict=verdict, place=_place(found, found.path, say))
    yield f"- {told}{say(': ')}{md(found.render(say))}"
    if found.missing:
        yield f"  - {say('to settle it')}{say(': ')}{', '.join(_place(found, each, say) for each in found.missing)}"
    if found.depends_on:
        told = say("violated under {readings}") if found.verdict == "ambiguous" else say("not violated under {readings}")
        yield f"  - {told.format(readings=codes(found.depends_on))}"
    if found.fix:
        yield f"  - {say('fix')}{say(': ').rstrip()}\n"
        patch = ",\n".join(json.dumps(plain(step), ensure_ascii=False) for step in found.fix)
        yield "\n".join(f"    {line}" for line in block("json", f"[{patch}]").splitlines())
