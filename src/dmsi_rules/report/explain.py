"""
One rule explained: what it checks, why, where it stands, what to do, and an example that breaks it. One reading: what it asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from dmsi_rules.case.readings import switches_of
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.codes import PARTIES
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.check import FORCES
from dmsi_rules.report.styled import Line, beside, paragraph
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill, places
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.width import cells

NOT_HERE = N_("It does not run in this convention, which has no {lacks}.")
NO_DOUBT = N_("This convention leaves no doubt on it.")
LABELS = (
    ("checks", N_("what it checks")),
    ("why", N_("why")),
    ("remedy", N_("what to do")),
)


def explain_to_dict(rule: Rule, translate: Translate, terms: Terms) -> dict[str, Any]:
    """
    Return what is to be said of *rule* as data, in the words of the text that *terms* are made of.
    """
    return {
        "code": rule.code,
        "name": rule.name,
        "title": rule.said(rule.title, translate, terms),
        "source": rule.source_in(terms.text),
        "force": rule.force_in(terms.text),
        "party": terms.party(rule.party),
        "since": rule.since,
        "message": translate(rule.message),
        **{key: rule.said(getattr(rule, key), translate, terms) for key, _ in LABELS},
        "switches": list(_readings(rule, terms)),
        "lacks": list(rule.lacking_in(terms.text)),
        "example": rule.example_in(terms.convention.id),
    }


def explain_text(rule: Rule, translate: Translate, width: int, terms: Terms) -> Iterator[Line]:
    """
    Yield what is to be said of *rule*, for people.
    """
    yield from paragraph(f"{rule.code}  {rule.said(rule.title, translate, terms)}", width, style="title", hang=8)
    since = N_("{name}, since {version}") if reads_codes(translate) else N_("since version {version}")
    yield (("faint", translate(since).format(name=rule.name, version=rule.since)),)
    if lacks := rule.lacking_in(terms.text):
        yield ()
        yield from paragraph(fill(translate(NOT_HERE), {"lacks": lacks}, translate), width, style="warning")
    for key, label in LABELS:
        yield ()
        yield (("strong", translate(label)),)
        yield from paragraph(rule.said(getattr(rule, key), translate, terms), width, indent=2)
    yield ()
    force = rule.force_in(terms.text)
    facts = {
        N_("source"): places(rule.source_in(terms.text), translate) or translate(N_("none")),
        N_("force"): translate(FORCES[force] if force else N_("none: the document cannot be evaluated")),
        N_("owed by"): owed_by(rule, translate, terms) or translate(N_("whoever wrote the document")),
    }
    readings = _readings(rule, terms)
    if reads_codes(translate) or not readings:
        facts |= {N_("readings"): ", ".join(readings) or translate(N_("none"))}
    yield from _labelled(facts, width, translate)
    if not reads_codes(translate) and readings:
        yield ()
        yield (("strong", translate(N_("what the text leaves open of it"))),)
        for name in readings:
            yield from paragraph(translate(_asks(name)), width, indent=2, hang=2)
    if example := rule.example_in(terms.convention.id):
        yield ()
        yield (("strong", translate(N_("an example that breaks it"))),)
        for line in _laid_out(example).splitlines():
            yield (("faint", f"  {line}"),)


def owed_by(rule: Rule, translate: Translate, terms: Terms) -> str:
    """
    Return who owes what *rule* checks, by the name that the text has; nothing where nobody does.
    """
    if rule.party is None:
        return ""
    party = PARTIES.get(rule.party)
    return terms.names[party].in_(translate) if party else translate(N_("both parties"))


def _asks(name: str) -> str:
    return getattr(attrs.fields(Readings), name).metadata["asks"]  # type: ignore[no-any-return]  # metadata holds anything


def _readings(rule: Rule, terms: Terms) -> tuple[str, ...]:
    """
    Return the readings on which *rule* depends, of those that the text leaves open.
    """
    return tuple(each for each in switches_of(rule.readings) if len(terms.doubts.get(each, ())) > 1)


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


def reading_to_dict(name: str, translate: Translate, terms: Terms) -> dict[str, Any]:
    """
    Return what is to be said of the reading *name* as data: the values that the text allows, the one that it takes first.
    """
    metadata = getattr(attrs.fields(Readings), name).metadata
    allowed = terms.doubts.get(name, ())
    return {
        "reading": name,
        "asks": translate(metadata["asks"]),
        "values": [
            {"value": value, "means": translate(metadata["means"][value]), "adopted": rank == 0}
            for rank, value in enumerate(dict.fromkeys((*allowed, *metadata["means"])))
        ],
        "rules": [rule.code for rule in RULES if name in switches_of(rule.readings)],
        "source": terms.source_of_reading(name),
    }


def reading_text(name: str, translate: Translate, width: int, terms: Terms) -> Iterator[Line]:
    """
    Yield what is to be said of the reading *name*, for people.
    """
    data = reading_to_dict(name, translate, terms)
    if reads_codes(translate):
        yield (("title", name),)
    yield from paragraph(data["asks"], width, style="plain" if reads_codes(translate) else "title")
    if len(terms.doubts.get(name, ())) < 2:  # noqa: PLR2004
        yield ()
        yield from paragraph(translate(NO_DOUBT), width, style="warning")
    yield ()
    yield (("strong", translate(N_("its values"))),)
    for each in data["values"]:
        sentence = N_("{value} (adopted)") if each["adopted"] else "{value}"
        if reads_codes(translate):
            yield (("plain", "  " + translate(sentence).format(value=each["value"])),)
            yield from paragraph(each["means"], width, style="faint", indent=4)
        else:
            yield from paragraph(translate(sentence).format(value=each["means"]), width, indent=2, hang=2)
    yield ()
    facts = {
        N_("source"): places(data["source"], translate) or translate(N_("none")),
        N_("rules"): ", ".join(data["rules"]) or translate(N_("none: it changes amounts alone")),
    }
    yield from _labelled(facts, width, translate)
