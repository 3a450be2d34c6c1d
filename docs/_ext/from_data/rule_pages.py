"""
One page a rule, and the list of all of them.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from itertools import groupby

from dmsi_rules import Finding, Readings, load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.report.check import FORCES, VERDICTS
from dmsi_rules.report.explain import explain_to_dict, owed_by
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.fill import places
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.plain import plain
from from_data.cases import RuleCase, cases_of, findings_of
from from_data.markdown import block, code, codes, md, table

TERMS = terms_of(load_convention(), Readings())
FAMILIES = {
    "DOC": "Documents",
    "DEP": "Dependencies",
    "PER": "Perimeter",
    "PRE": "Technical prerequisites",
    "DLN": "Deadlines and term",
    "TAR": "Tariff",
    "LIF": "Process of joining",
    "OBL": "Obligations",
    "BIL": "Billing",
    "CST": "Owners and payers",
    "GOV": "Governance",
}


def pages(translate: Translate = str) -> dict[str, str]:
    """
    Return every page of the rules, by its name, in the language of *translate*.
    """
    return {"index": _index(translate)} | {rule.code: "\n".join(_page(rule, translate)) for rule in RULES}


def force_link(rule: Rule, translate: Translate = str) -> str:
    """
    Return the rule's force, with a link to what it means.
    """
    if rule.force is None:
        return f"[{translate(VERDICTS['invalid'])}](#verdict-invalid)"
    return f"[{translate(FORCES[rule.force])}](#force-{rule.force})"


def _index(translate: Translate) -> str:
    sentences = (
        "Every rule, in the order in which findings are told.",
        "[Forces and verdicts](../../explanation/forces.md) says what a force is.",
    )
    heads = [translate(head) for head in ("Rule", "Reported", "Force", "Source")]
    parts = [f"# {translate('Rules')}\n", *map(translate, sentences), ""]
    for family, rules in groupby(RULES, key=lambda rule: rule.code[:3]):
        rows = [
            [
                f"[{rule.code}]({rule.code}.md)",
                md(rule.said(rule.title, translate, TERMS)),
                force_link(rule, translate),
                md(places(rule.source_in(TERMS.text), translate) or translate("none")),
            ]
            for rule in rules
        ]
        parts += [f"## {translate(FAMILIES[family])}\n", table(heads, rows)]
    parts.append("```{toctree}\n:hidden:\n\n" + "\n".join(f"{rule.code} <{rule.code}>" for rule in RULES) + "\n```\n")
    return "\n".join(parts)


def _page(rule: Rule, translate: Translate) -> Iterator[str]:
    readings = explain_to_dict(rule, str, TERMS)["switches"]
    links = ", ".join(f"[`{name}`](#reading-{name.replace('_', '-')})" for name in readings)
    rows = {
        "Name": code(rule.name),
        "Source": md(places(rule.source_in(TERMS.text), translate) or translate("none")),
        "Force": force_link(rule, translate),
        "Owed by": owed_by(rule, translate, TERMS) or translate("whoever wrote the document"),
        "Readings": links or translate("none"),
        "Since": rule.since,
    }
    yield f"# {rule.code}{translate(': ')}{md(rule.said(rule.title, translate, TERMS))}\n"
    yield table(("", ""), [[translate(head), cell] for head, cell in rows.items()])
    yield f"## {translate('What it checks')}\n\n{md(rule.said(rule.checks, translate, TERMS))}\n"
    yield f"## {translate('Why')}\n\n{md(rule.said(rule.why, translate, TERMS))}\n"
    yield f"## {translate('What to do')}\n\n{md(rule.said(rule.remedy, translate, TERMS))}\n"
    yield f"## {translate('What it says')}\n\n> {md(translate(rule.message))}\n"
    yield from _cases(rule) if translate is str else _example(rule, translate)


def _example(rule: Rule, translate: Translate) -> Iterator[str]:
    """
    Yield what stands for the cases in another language: the rule's own example, as theirs are in English.
    """
    yield f"## {translate('An example that breaks it')}\n"
    with contextlib.suppress(ValueError):  # one of them cannot be read, on purpose
        yield block("json", json.dumps(json.loads(rule.example), indent=2, ensure_ascii=False))
    yield f"{translate('On 10 January 2026:')}\n"
    for found in findings_of(rule.example, dt.date(2026, 1, 10)):
        if found.code == rule.code:
            said = f"**{translate(VERDICTS[found.verdict])}**{translate(': ')}{md(found.render(translate))}"
            yield f"- {code(found.path or '/')}, {said}"
    yield f"\n[{translate('All its cases')}](../../reference/rules/{rule.code}.md)\n"


def _cases(rule: Rule) -> Iterator[str]:
    yield "## Cases\n"
    yield "Each case is one of the tests of the rule; what is found is what the program answers.\n"
    for case in cases_of(rule):
        yield from _case(rule, case)


def _case(rule: Rule, case: RuleCase) -> Iterator[str]:
    yield f"### {md(case.title)}\n"
    yield f"{md(case.words)}\n"
    if case.text:
        yield block(case.language, case.text)
    else:
        yield "*The document itself is not shown: it is empty, too long, or no text.*\n"
    under = f", under {codes(f'{name}={value}' for name, value in case.readings.items())}" if case.readings else ""
    yield f"On {case.as_of}{under}:\n"
    if case.findings:
        yield "\n".join("\n".join(_finding(rule, found)) for found in case.findings) + "\n"
    else:
        yield "- **met**: nothing is reported.\n" if case.applies else "- The rule has nothing to look at.\n"


def _finding(rule: Rule, found: Finding) -> Iterator[str]:
    force = f", {found.force}" if found.force and found.force != rule.force else ""
    yield f"- **{found.verdict}**{force} at {code(found.path or '/')}: {md(found.message)}"
    if found.missing:
        yield f"  - to settle it: {codes(found.missing)}"
    if found.depends_on:
        how = "violated" if found.verdict == "ambiguous" else "not violated"
        yield f"  - {how} under {codes(found.depends_on)}"
    if found.fix:
        yield "  - fix:\n"
        patch = ",\n".join(json.dumps(plain(step), ensure_ascii=False) for step in found.fix)
        yield "\n".join(f"    {line}" for line in block("json", f"[{patch}]").splitlines())
