"""
Findings for those who read neither codes nor pointers: each a few sentences, those that wait for the same facts told together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dmsi_rules.finding import Finding, Force, Verdict
from dmsi_rules.report.styled import Line, paragraph
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.fill import places, spoken, visible
from dmsi_rules.text.marks import N_, Translate

JUDGED: Mapping[Verdict, str] = {
    "violated": N_("not respected: {force}"),
    "unknown": N_("not known yet; if it is not respected, {force}"),
    "ambiguous": N_("not respected by one reading of the text: {force}"),
    "invalid": N_("to be put right: the document cannot be evaluated"),
}
BINDING: Mapping[Force | None, str] = {
    "impossible": N_("what is asked is impossible as it stands"),
    "breach": N_("it is a breach of the text"),
    "may-refuse": N_("the request may be refused"),
    "discretionary": N_("it is for a party to decide"),
    "note": N_("the text attaches no consequence to it"),
}
WAITING = N_("What is missing")
WAIT = (N_("{missing}: one rule waits for it"), N_("{missing}: {count} rules wait for it"))
MOST_NAMED = 6


def judgement(found: Finding, translate: Translate) -> str:
    """
    Return the verdict and the force of *found* in one sentence.
    """
    return translate(JUDGED[found.verdict]).format(force=translate(BINDING[found.force]) if found.force else "")


def is_waiting(found: Finding) -> bool:
    """
    Tell whether all that there is to say of *found* is which facts it waits for.
    """
    return found.verdict == "unknown" and bool(found.missing) and found.waived is None and found.template.startswith(PLAIN)


PLAIN = "cannot be decided: {missing}"
"""
How the sentence begins of a finding that waits for facts.
"""


def waiting(findings: Sequence[Finding], width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield the facts that *findings* wait for, each once, with the rules that wait for the same.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        groups.setdefault(found.missing, []).append(found)
    if groups:
        yield ()
        yield (("title", translate(WAITING)),)
    for rank, (missing, rules) in enumerate(groups.items()):
        if rank:
            yield ()
        one, more = WAIT
        words = translate(one if len(rules) == 1 else more)
        named = named_places(rules[0], missing, translate)
        yield from paragraph(words.format(missing=named, count=len(rules)), width, style="warning", indent=2, hang=2)
        for found in rules:
            yield from _ruled(found, width, translate)


def named_places(found: Finding, missing: Sequence[str], translate: Translate) -> str:
    """
    Return what the places *missing* are called, some of many.
    """
    labels = tuple(dict.fromkeys(spoken(found.label(each, translate)) for each in missing))
    more = len(labels) - MOST_NAMED
    told = ", ".join(labels[:MOST_NAMED])
    return told + (translate(N_(" and {more} more")).format(more=more) if more > 0 else "")


def _ruled(found: Finding, width: int, translate: Translate) -> Iterator[Line]:
    rule = BY_CODE.get(found.code)
    checks = found.filled(rule.checks if rule else found.title, translate)
    source = places(found.source, translate)
    yield from paragraph(f"{visible(found.code)}  {checks} ({source})", width, indent=4, hang=8)
    if found.force:
        words = translate(N_("if it is not respected, {force}")).format(force=translate(BINDING[found.force]))
        yield from paragraph(words, width, style="faint", indent=12)
