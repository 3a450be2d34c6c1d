"""
The JSON Schema (2020-12) of every answer, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dmsi_rules.answers._shapes import Shape
from dmsi_rules.answers._shapes_of_amounts import BILL, CALENDAR, FORECAST, QUOTE, SHARES
from dmsi_rules.answers._shapes_of_checks import AUDIT, EXPLANATION, REPORT, RULES
from dmsi_rules.answers._shapes_of_conventions import CATALOGUE, INSPECTION, REVISION
from dmsi_rules.documents.schema import DRAFT
from dmsi_rules.finding import FORMAT
from dmsi_rules.text.marks import N_, Translate

ANSWERS: Mapping[str, tuple[str, Shape]] = {
    "report": (N_("Report"), REPORT),
    "quote": (N_("Quote"), QUOTE),
    "bill": (N_("Bill"), BILL),
    "forecast": (N_("Forecast"), FORECAST),
    "share": (N_("Shares"), SHARES),
    "calendar": (N_("Calendar"), CALENDAR),
    "audit": (N_("Audit"), AUDIT),
    "services": (N_("Catalogue"), CATALOGUE),
    "rules": (N_("Rules"), RULES),
    "explanation": (N_("Explanation"), EXPLANATION),
    "convention-check": (N_("Convention checked"), INSPECTION),
    "convention-diff": (N_("Revision"), REVISION),
}
"""
The title and the shape of each answer; that of `check` is a report, as is any other command's on a document that is unfit.
"""


def answer_schema(kind: str, translate: Translate = str) -> dict[str, Any]:
    """
    Return the JSON Schema of the answer *kind*, its titles and descriptions through *translate*.
    """
    title, shape = ANSWERS[kind]
    schema = {"$schema": DRAFT, "$id": schema_id(kind), "title": title, **shape}
    return _translated(schema, translate)  # type: ignore[no-any-return]  # a table stays one


def schema_id(kind: str) -> str:
    """
    Return the identifier of the schema of *kind*: a name that leads nowhere, since the site is at no address.
    """
    return f"urn:dmsi-rules:schema:{FORMAT}:{kind}"


def _translated(value: Any, translate: Translate) -> Any:
    if isinstance(value, Mapping):
        return {
            key: translate(each) if key in {"title", "description"} and isinstance(each, str) else _translated(each, translate)
            for key, each in value.items()
        }
    return [_translated(each, translate) for each in value] if isinstance(value, list) else value
