"""
An audit as one page that stands by itself: nothing is fetched, it prints on A4, it can be read without seeing colours.

It is for people who read no code: where a terminal sets words apart by backticks, the page has quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dmsi_rules._version import __version__
from dmsi_rules.checking.audit import Audit, PrerequisiteState
from dmsi_rules.model.readings import reading_words
from dmsi_rules.report import audit as words
from dmsi_rules.report import paper
from dmsi_rules.report.header import document_name
from dmsi_rules.report.paper import template
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, commune_words, places
from dmsi_rules.text.marks import N_, THIS_LANGUAGE, Translate, count, day

IN_PRINT = N_("\u201c{}\u201d")
SIGNED_BY = (N_("For the commune"), N_("For whoever made the audit"))
SIGNS = {"met": "✓", "unmet": "✗", "ambiguous": "≈", "unknown": "?", "not-concerned": "–"}
LABELS = paper.LABELS | {
    "title": N_("Technical audit"),
    "document": N_("Document"),
    "convention": N_("Convention"),
    "as_of": N_("As of"),
    "lifecycles": N_("Table of lifecycles"),
    "readings": N_("Readings"),
    "summary": N_("In short"),
    "summary_caption": N_("How many prerequisites are in each state"),
    "prerequisites": words.TITLE,
    "prerequisite": N_("Prerequisite"),
    "code": N_("Code"),
    "state": N_("State"),
    "number": N_("Number"),
    "met": N_("Met"),
    "unmet": N_("Not met"),
    "unknown": N_("Unknown"),
    "rests_on": N_("Rests on"),
    "to_do": words.TO_DO,
    "nothing": words.NOTHING_TO_DO,
    "ageing": words.AGEING,
    "no_workstations": words.NO_WORKSTATIONS,
    "horizons_caption": N_("How many workstations cease to be maintained by their system's vendor, and when"),
    "systems_caption": N_("The systems, by the last day on which their vendor maintains them"),
    "when": N_("When"),
    "system": N_("System"),
    "last_day": N_("Last day"),
    "workstations": N_("Workstations"),
    "which": N_("Which"),
    "word_alone": words.WORD_ALONE,
    "rules": N_("The rules"),
    "who": N_("Who"),
    "by_when": N_("By when"),
}


def audit_page(audit: Audit, translate: Translate = str) -> str:
    """
    Return *audit* as HTML.

    Args:
        audit: the state of the prerequisites of one dossier.
        translate: turns marked sentences into the reader's language.

    Raises:
        ImportError: jinja2 is not installed.
    """
    translate = _in_print(translate)
    found = audit.maintenance
    commune = commune_words(audit.commune, translate)
    return template("audit.html").render(
        language=translate(THIS_LANGUAGE),
        title=f"{translate(LABELS['title'])} - {commune}",
        foot=translate(LABELS["title"]),
        label={name: translate(sentence) for name, sentence in LABELS.items()},
        commune=commune,
        about=list(_about(audit, translate)),
        counts=[
            {"state": state, "sign": SIGNS[state], "words": translate(words.WORDS[state]), "number": number}
            for state, number in audit.counts.items()
        ],
        categories=[_category(rows, audit, translate) for rows in words.by_category(audit)],
        tasks=[_task(row, translate) for row in audit.to_do],
        maintenance=found
        and {
            "horizons": list(words.horizons(found, translate)),
            "systems": [words.ageing(each, translate) for each in found.systems],
            "unknown": found.unknown and words.labelled(words.UNDECIDED, words.named(found.unknown, translate), translate),
        },
        about_machines=list(words.about_machines(audit, translate)),
        rules=[_rule(row, translate) for row in audit.prerequisites],
        signed_by=[translate(party) for party in SIGNED_BY],
        word_alone=audit.on_word_alone and words.word_alone(", ".join(row.label for row in audit.on_word_alone), translate),
        version=__version__,
    )


def _in_print(translate: Translate) -> Translate:
    """
    Return *translate* with quotation marks for backticks.
    """
    if not reads_codes(translate):
        return translate  # such a language has its own
    before, after = translate(IN_PRINT).split("{}")
    return lambda sentence: re.sub(r"`([^`]*)`", rf"{before}\1{after}", translate(sentence))


def _about(audit: Audit, translate: Translate) -> Iterator[tuple[str, str]]:
    yield translate(LABELS["document"]), document_name(audit, translate)
    yield translate(LABELS["convention"]), code_words(audit.convention, translate)
    yield translate(LABELS["as_of"]), day(audit.as_of, translate)
    yield translate(LABELS["lifecycles"]), day(audit.lifecycles, translate)
    if switches := audit.readings.to_dict():
        yield (
            translate(LABELS["readings"]),
            "; ".join(reading_words(f"{name}={value}", translate) for name, value in switches.items()),
        )


def _category(rows: list[PrerequisiteState], audit: Audit, translate: Translate) -> dict[str, Any]:
    return {
        "title": words.category_title(rows, audit, translate),
        "day": words.category_day(rows, translate),
        "rows": [
            {
                "code": row.label,
                "checks": row.asked(translate),
                "state": row.state,
                "sign": SIGNS[row.state],
                "words": translate(words.WORDS[row.state]),
                "force": words.force_words(row, translate),
                "counts": list(_counts(row, translate)),
                "counted": row.counts is not None,
                "basis": words.basis_words(row, translate),
            }
            for row in rows
        ],
    }


def _counts(row: PrerequisiteState, translate: Translate) -> Iterator[tuple[str, str]]:
    for state in ("met", "unmet", "unknown"):
        yield translate(LABELS[state]), count(row.counts[state], translate) if row.counts else "-"


def _rule(row: PrerequisiteState, translate: Translate) -> dict[str, Any]:
    rule = row.rule
    said = {N_("asks"): row.asked(translate)}
    said |= {label: row.said(sentence, translate) for label, sentence in ((N_("why"), rule.why), (N_("to do"), rule.remedy))}
    said |= {N_("source"): places(row.source, translate)}
    return {
        "code": row.label,
        "title": row.said(rule.title, translate),
        "details": [(translate(label), text) for label, text in said.items()],
    }


def _task(row: PrerequisiteState, translate: Translate) -> dict[str, Any]:
    return {
        "code": row.label,
        "title": row.titled(translate),
        "state": row.state,
        "sign": SIGNS[row.state],
        "words": words.state_words(row, translate),
        "details": [(translate(label), text) for label, text in words.details(row, translate)],
    }
