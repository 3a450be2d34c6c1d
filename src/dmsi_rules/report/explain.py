"""
One rule explained: what it checks, why, where it stands, what to do, and an example that breaks it. One reading: what it asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from dmsi_rules.case.readings import switches_of
from dmsi_rules.finding import Party
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.check import FORCES
from dmsi_rules.report.styled import Line, beside, paragraph
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.width import cells

PARTIES: Mapping[Party, str] = {"commune": N_("the commune"), "call": N_("the CALL"), "both": N_("both parties")}
LABELS = (
    ("checks", N_("what it checks")),
    ("why", N_("why")),
    ("remedy", N_("what to do")),
)


def explain_to_dict(rule: Rule, translate: Translate) -> dict[str, Any]:
    """
    Return what is to be said of *rule* as data.
    """
    return {
        "code": rule.code,
        "name": rule.name,
        "title": translate(rule.title),
        "source": rule.source,
        "force": rule.force,
        "party": rule.party,
        "since": rule.since,
        "message": translate(rule.message),
        **{key: translate(getattr(rule, key)) for key, _ in LABELS},
        "switches": list(_readings(rule)),
        "example": rule.example,
    }


def explain_text(rule: Rule, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield what is to be said of *rule*, for people.
    """
    yield (("title", f"{rule.code}  {translate(rule.title)}"),)
    yield (("faint", translate(N_("{name}, since {version}")).format(name=rule.name, version=rule.since)),)
    for key, label in LABELS:
        yield ()
        yield (("strong", translate(label)),)
        yield from paragraph(translate(getattr(rule, key)), width, indent=2)
    yield ()
    facts = {
        N_("source"): translate(rule.source),
        N_("force"): translate(FORCES[rule.force] if rule.force else N_("none: the document cannot be evaluated")),
        N_("owed by"): translate(PARTIES[rule.party] if rule.party else N_("whoever wrote the document")),
        N_("readings"): ", ".join(_readings(rule)) or translate(N_("none")),
    }
    yield from _labelled(facts, width, translate)
    yield ()
    yield (("strong", translate(N_("an example that breaks it"))),)
    for line in _laid_out(rule.example).splitlines():
        yield (("faint", f"  {line}"),)


def _readings(rule: Rule) -> tuple[str, ...]:
    return switches_of(rule.readings)


def _labelled(facts: Mapping[str, str], width: int, translate: Translate) -> Iterator[Line]:
    column = 2 + max(cells(translate(label)) for label in facts)
    for label, value in facts.items():
        yield from beside(translate(label), value, width, column)


def _laid_out(example: str) -> str:
    try:
        return json.dumps(json.loads(example), indent=2, ensure_ascii=False)
    except ValueError:
        return example


# ---- readings


def reading_to_dict(name: str, translate: Translate) -> dict[str, Any]:
    """
    Return what is to be said of the reading *name* as data.
    """
    metadata = getattr(attrs.fields(Readings), name).metadata
    return {
        "reading": name,
        "asks": translate(metadata["asks"]),
        "values": [
            {"value": value, "means": translate(means), "adopted": rank == 0}
            for rank, (value, means) in enumerate(metadata["means"].items())
        ],
        "rules": [rule.code for rule in RULES if name in _readings(rule)],
        "source": metadata["source"],
    }


def reading_text(name: str, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield what is to be said of the reading *name*, for people.
    """
    data = reading_to_dict(name, translate)
    yield (("title", name),)
    yield from paragraph(data["asks"], width)
    yield ()
    yield (("strong", translate(N_("its values"))),)
    for each in data["values"]:
        sentence = N_("{value} (adopted)") if each["adopted"] else "{value}"
        yield (("plain", "  " + translate(sentence).format(value=each["value"])),)
        yield from paragraph(each["means"], width, style="faint", indent=4)
    yield ()
    facts = {
        N_("source"): data["source"],
        N_("rules"): ", ".join(data["rules"]) or translate(N_("none: it changes amounts alone")),
    }
    yield from _labelled(facts, width, translate)
