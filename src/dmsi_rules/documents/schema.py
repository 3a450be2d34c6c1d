"""
JSON Schema (2020-12) of the documents and of a convention, made from the same types that read them.

What needs two values at once (a plan on the wrong service, the same entry twice) no schema says: `check` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.keys import keys
from dmsi_rules.documents.kinds import Schema, class_kind
from dmsi_rules.finding import FORMAT
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.text.marks import N_, Translate

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Kind: TypeAlias = Literal["dossier", "governance", "convention"]
TITLES: Mapping[Kind, str] = {
    "dossier": N_("Dossier of a commune"),
    "governance": N_("Governance document"),
    "convention": N_("Convention"),
}


def json_schema(kind: Kind, convention: Convention, translate: Translate = str) -> dict[str, Any]:
    """
    Return the JSON Schema of a *kind* of document; the closed lists of a dossier are those of *convention*.

    Titles and descriptions are in the language of *translate*.
    """
    definitions: dict[str, Schema] = {}
    root = class_kind(_root(kind)).table_schema(_lists(convention), definitions)
    if kind == "governance":
        root["required"] = ["kind"]  # without it a document is a dossier
    for name, table in {kind.capitalize(): root, **definitions}.items():
        told = keys()[kind][name]
        table["properties"] = {
            key: {"title": told[key].title.in_(translate), "description": told[key].means.in_(translate), **value}
            for key, value in table["properties"].items()
        }
    root["properties"] = {SCHEMA: {"type": "string"}, **root["properties"]}
    head = {"$schema": DRAFT, "$id": schema_id(kind), "title": translate(TITLES[kind])}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def schema_id(kind: str) -> str:
    """
    Return the identifier of the schema of *kind*: a name that leads nowhere, since the site is at no address.
    """
    return f"urn:dmsi-rules:schema:{FORMAT}:{kind}"


def _root(kind: str) -> Any:
    if kind == "governance":
        from dmsi_rules.model.governance import Governance  # noqa: PLC0415  (rarely met)

        return Governance
    return Dossier if kind == "dossier" else Convention


def _lists(convention: Convention) -> Mapping[str, list[str]]:
    services = convention.services
    return {
        "conventions": [convention.id],
        "services": [service.code for service in services],
        "plans": [plan for service in services for plan in service.plans],
        "natures": [nature.nature for nature in convention.natures],
        "units": [
            unit
            for service in services
            if service.code != convention.base
            for unit in ([f"{service.code}/{plan}" for plan in service.plans] or [service.code])
        ],
    }
