"""
JSON Schema (2020-12) of the documents and of a convention, made from the same types that read them.

What needs two values at once (a plan on the wrong service, the same entry twice) no schema says: `check` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.kinds import Schema, class_kind
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Literal["dossier", "governance", "convention"], convention: Convention) -> dict[str, Any]:
    """
    Return the JSON Schema of a *kind* of document; the closed lists of a dossier are those of *convention*.
    """
    definitions: dict[str, Schema] = {}
    root = class_kind(_root(kind)).table_schema(_lists(convention), definitions)
    if kind == "governance":
        root["required"] = ["kind"]  # without it a document is a dossier
    root["properties"] = {SCHEMA: {"type": "string"}, **root["properties"]}
    return {"$schema": DRAFT, "title": kind, **root, "$defs": dict(sorted(definitions.items()))}


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
