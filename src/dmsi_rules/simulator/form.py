"""
What the page shows before anything is asked: its words, the facts that its form takes, the services that it offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.catalogue import place_label, unit_label
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.keys import keys
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.model.codes import SIGNING
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.office.cells import NO, YES
from dmsi_rules.report.sheets import BOOKS
from dmsi_rules.simulator.files import MAKERS
from dmsi_rules.text.marks import N_, THIS_LANGUAGE, Translate

WORDS: Mapping[str, str] = {
    "title": N_("Simulator"),
    "intro": N_(
        "Choose services, quantities and days: the page says what is missing, what it costs in the first year and after, and "
        "until when to ask. What is left empty is not known yet."
    ),
    "private": N_(
        "Everything is computed in this page: what is typed or dropped here goes nowhere. The first answer loads the program, "
        "{size} MB, from this site."
    ),
    "absent": N_("The simulator is not part of this copy of the site: it was built without the parts that run in a browser."),
    "idle": N_(
        "The simulator needs JavaScript, and a site that is served: it does not run in a page that is opened as a file. The "
        "command line says the same."
    ),
    "commune": N_("The commune and its days"),
    "services": N_("Services asked for"),
    "opened": N_("Services that are open already, since when"),
    "day": N_("Judge as of"),
    "opening": N_("Wished opening of all services"),
    "answer": N_("Give the answer"),
    "loading": N_("Loading the program"),
    "starting": N_("Starting the program"),
    "failed": N_("The program could not be loaded: {reason}"),
    "price": N_("Price"),
    "findings": N_("What is missing, and what does not comply"),
    "picture": N_("The dates as a picture"),
    "fill_in": N_("Fill in a request"),
    "prerequisites": N_("Technical prerequisites, as attested"),
    "unknown": N_("not known yet"),
    "whole": N_("every service"),
    "add": N_("Ask for what is missing too"),
    "keep": N_("Keep the dossier:"),
    "forms": N_("Forms of the annexes"),
    "open": N_("Open a file"),
    "opens": N_(
        "A dossier in TOML or JSON, a filled form or a list of workstations in ODS, XLSX or CSV: drop it here or choose it. It "
        "is read in this page, and its text can be changed."
    ),
    "drop": N_("File"),
    "text": N_("Text of the dossier, in TOML or JSON"),
    "try": N_("Try it"),
    "example": N_("A dossier that breaks this rule: change it, and see what becomes of it."),
}
FIELDS = (
    ("commune", "Commune", "name"),
    ("deliberation", "Deliberation", "date"),
    ("request", "Request", "date"),
    *(("signatures", "Signatures", party) for party in SIGNING),
    ("audit", "SecurityAudit", "date"),
)
"""
The facts beside the services: the table of a dossier, its class, the key.
"""
NAME = "name"
PREREQUISITES = (
    ("evidence", "Evidence", "workstations_secured"),
    ("evidence", "Evidence", "os_up_to_date"),
    ("evidence", "Evidence", "local_admin"),
    ("evidence.connection", "Connection", "technology"),
    ("evidence.password_policy", "PasswordPolicy", "compliant"),
)
"""
The prerequisites that can be attested in a word, likewise.
"""


def form(translate: Translate) -> dict[str, Any]:
    """
    Return the form as plain data.
    """
    terms = terms_of(load_convention(), ADOPTED)
    known = keys()["dossier"]
    line = known["Line"]
    return {
        "language": translate(THIS_LANGUAGE),
        "words": {name: translate(sentence) for name, sentence in WORDS.items()},
        "fields": [
            {
                "name": f"{table}.{key}",
                "title": known[made][key].title.in_(translate),
                "means": known[made][key].means.in_(translate),
                "type": "text" if key == NAME else "date",
            }
            for table, made, key in FIELDS
        ],
        "perimeter": {
            "title": known["Deliberation"]["perimeter"].title.in_(translate),
            "means": known["Deliberation"]["perimeter"].means.in_(translate),
            "whole": [*terms.text.services],
        },
        "prerequisites": list(_prerequisites(terms, translate)),
        "kinds": [*MAKERS],
        "forms": [*BOOKS],
        "line": {key: line[key].title.in_(translate) for key in ("quantity", "opening", "quotation")},
        "members": [each.name for each in members.communes] if (members := terms.convention.members) else [],
        "services": list(_services(terms, translate)),
    }


def _prerequisites(terms: Terms, translate: Translate) -> Iterator[dict[str, Any]]:
    """
    Yield each prerequisite with the values that it can have, and what they are called.
    """
    schema = json_schema("dossier", terms.convention, translate)["$defs"]
    for table, made, key in PREREQUISITES:
        shape = schema[made]["properties"][key]
        either = [(True, YES.in_(translate)), (False, NO.in_(translate))]
        yield {
            "name": f"{table}.{key}",
            "title": shape["title"],
            "means": shape["description"],
            "choices": [(each, each) for each in shape["enum"]] if "enum" in shape else either,
        }


def _services(terms: Terms, translate: Translate) -> Iterator[dict[str, Any]]:
    """
    Yield each service with the rows that a request for it takes: one, or one for each of its plans.
    """
    text = terms.text
    plans = {each.code: each.words.in_(translate) for each in terms.convention.catalogue.plans}
    for code, service in text.services.items():
        yield {
            "code": code,
            "title": service.words.in_(translate),
            "place": place_label(terms, service, translate),
            "unit": unit_label(terms, service, translate),
            "is_counted": code != terms.base,
            "is_quoted": service.on_quotation,
            "plans": [{"code": plan, "title": plans.get(plan, plan)} for plan in service.plans],
        }
