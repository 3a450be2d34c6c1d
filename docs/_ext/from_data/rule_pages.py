"""
One page a rule, and the list of all of them.
"""

import json
from collections.abc import Iterator
from itertools import groupby

from dmsi_rules import Finding
from dmsi_rules._model.writing import plain
from dmsi_rules.report.explain import explain_to_dict
from dmsi_rules.rules import RULES, Rule
from from_data.cases import RuleCase, cases_of
from from_data.markdown import block, code, codes, md, table

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


def pages() -> dict[str, str]:
    """
    Return every page of the rules, by its name.
    """
    return {"index": _index()} | {rule.code: "\n".join(_page(rule)) for rule in RULES}


def force_link(rule: Rule) -> str:
    """
    Return the rule's force, with a link to what it means.
    """
    return f"[{rule.force}](#force-{rule.force})" if rule.force else "[invalid](#verdict-invalid)"


def _index() -> str:
    parts = [
        "# Rules\n",
        "Every rule, in the order in which findings are told.",
        "[Forces and verdicts](../../explanation/forces.md) says what a force is.\n",
    ]
    for family, rules in groupby(RULES, key=lambda rule: rule.code[:3]):
        rows = [[f"[{rule.code}]({rule.code}.md)", md(rule.title), force_link(rule), md(rule.source)] for rule in rules]
        parts += [f"## {FAMILIES[family]}\n", table(("Rule", "Reported", "Force", "Source"), rows)]
    parts.append("```{toctree}\n:hidden:\n\n" + "\n".join(f"{rule.code} <{rule.code}>" for rule in RULES) + "\n```\n")
    return "\n".join(parts)


def _page(rule: Rule) -> Iterator[str]:
    readings = explain_to_dict(rule, str)["switches"]
    yield f"# {rule.code}: {md(rule.title)}\n"
    yield table(
        ("", ""),
        [
            ["Name", code(rule.name)],
            ["Source", md(rule.source)],
            ["Force", force_link(rule)],
            ["Owed by", rule.party or "whoever wrote the document"],
            ["Readings", ", ".join(f"[`{name}`](#reading-{name.replace('_', '-')})" for name in readings) or "none"],
            ["Since", rule.since],
        ],
    )
    yield f"## What it checks\n\n{md(rule.checks)}\n"
    yield f"## Why\n\n{md(rule.why)}\n"
    yield f"## What to do\n\n{md(rule.remedy)}\n"
    yield f"## What it says\n\n> {md(rule.message)}\n"
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
