"""
The JSON Schema (2020-12) of every answer, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dmsi_rules.answers._shapes import Shape
from dmsi_rules.answers._shapes_of_amounts import BILL, CALENDAR, FORECAST, QUOTE, SHARES
from dmsi_rules.answers._shapes_of_checks import AUDIT, EXPLANATION, FIXED, REPORT, RULES, WAIVERS
from dmsi_rules.answers._shapes_of_conventions import CATALOGUE, INSPECTION, REVISION
from dmsi_rules.convention import load_convention
from dmsi_rules.documents.faults import hinted
from dmsi_rules.documents.schema import DRAFT, TITLES, json_schema, schema_id
from dmsi_rules.errors import UnknownSchemaError
from dmsi_rules.locale import translator
from dmsi_rules.model.convention import Convention
from dmsi_rules.text.marks import N_, Translate

ANSWERS: Mapping[str, tuple[str, Shape]] = {
    "report": (N_("Report"), REPORT),
    "fix": (N_("Fixed document"), FIXED),
    "quote": (N_("Quote"), QUOTE),
    "bill": (N_("Bill"), BILL),
    "forecast": (N_("Forecast"), FORECAST),
    "share": (N_("Shares"), SHARES),
    "calendar": (N_("Calendar"), CALENDAR),
    "audit": (N_("Audit"), AUDIT),
    "services": (N_("Catalogue"), CATALOGUE),
    "rules": (N_("Rules"), RULES),
    "waivers": (N_("Waivers"), WAIVERS),
    "explanation": (N_("Explanation"), EXPLANATION),
    "convention-check": (N_("Convention checked"), INSPECTION),
    "convention-diff": (N_("Revision"), REVISION),
}
"""
The title and the shape of each answer; that of `check` is a report, as is any other command's on a document that is unfit.
"""
KINDS: tuple[str, ...] = (*TITLES, *ANSWERS)
"""
The documents that are read, and the answers.
"""


def schema(kind: str, language: str | None = None, *, convention: Convention | None = None) -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a document or an answer.

    Args:
        kind: `dossier`, `governance`, `convention`, or an answer: `report`, `quote`, `bill` and so on.
        language: that of titles and descriptions, `en` or `fr`; by default English.
        convention: the one whose words a dossier may use; by default the embedded one.

    Raises:
        UnknownLanguageError: there is no such language here.
        UnknownSchemaError: nothing of that kind is read or answered.
    """
    if kind not in KINDS:
        facts = {"given": str(kind), "known": KINDS, **hinted(str(kind), KINDS)}
        message = N_("there is no schema of `{given}`; did you mean `{hint}`?")
        raise UnknownSchemaError(message if "hint" in facts else N_("there is no schema of `{given}`; known: {known}"), facts)
    return schema_of(kind, convention or load_convention(), translator(language or "en"))


def schema_of(kind: str, convention: Convention, translate: Translate) -> dict[str, Any]:
    """
    Return the JSON Schema of *kind*, one of `KINDS`.
    """
    if kind in ANSWERS:
        return answer_schema(kind, translate)
    return json_schema(kind, convention, translate)  # type: ignore[arg-type]  # what is no answer is one of the documents


def answer_schema(kind: str, translate: Translate = str) -> dict[str, Any]:
    """
    Return the JSON Schema of the answer *kind*, its titles and descriptions through *translate*.
    """
    title, shape = ANSWERS[kind]
    schema = {"$schema": DRAFT, "$id": schema_id(kind), "title": title, **shape}
    return _translated(schema, translate)  # type: ignore[no-any-return]  # a table stays one


def _translated(value: Any, translate: Translate) -> Any:
    if isinstance(value, Mapping):
        return {
            key: translate(each) if key in {"title", "description"} and isinstance(each, str) else _translated(each, translate)
            for key, each in value.items()
        }
    return [_translated(each, translate) for each in value] if isinstance(value, list) else value
