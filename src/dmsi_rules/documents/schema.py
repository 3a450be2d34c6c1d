"""
JSON Schema (2020-12) of the documents and of a convention, made from the same types that read them.

What needs two values at once (a plan on the wrong service, the same entry twice) no schema says: `check` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

from dmsi_rules.documents.structure import types_of
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.scalars import Scalar

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Literal["dossier", "governance", "convention"], convention: Convention) -> dict[str, Any]:
    """
    Return the JSON Schema of a *kind* of document; the closed lists of a dossier are those of *convention*.
    """
    definitions: dict[str, Any] = {}
    root = class_schema(_root(kind), definitions, _lists(convention))
    if kind == "governance":
        root["required"] = ["kind"]  # without it a document is a dossier
    return {"$schema": DRAFT, "title": kind, **root, "$defs": dict(sorted(definitions.items()))}


def _root(kind: str) -> type[Any]:
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


def class_schema(kind: Any, definitions: dict[str, Any], lists: Mapping[str, list[str]]) -> dict[str, Any]:
    """
    Return the schema of a table that is read as a *kind*; those of the tables in it are added to *definitions*.
    """
    types = types_of(kind)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: _schema(type_, definitions, lists) for name, type_ in types.items()},
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
    }
    if required := [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING]:
        schema["required"] = required
    if kind.__doc__:
        schema = {"description": " ".join(kind.__doc__.split()), **schema}
    return schema


def _schema(  # noqa: PLR0911  (one return a kind of type)
    kind: Any, definitions: dict[str, Any], lists: Mapping[str, list[str]]
) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        scalar = next(note for note in arguments if isinstance(note, Scalar))
        return {"enum": lists[scalar.known]} if scalar.known else dict(scalar.schema)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, UnionType}:
        choices = [_schema(each, definitions, lists) for each in arguments if each is not type(None)]
        return choices[0] if len(choices) == 1 else {"anyOf": choices}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions, lists)}
    if origin is not None and issubclass(origin, Mapping):
        keys, values = (_schema(each, definitions, lists) for each in arguments)
        if "enum" in keys:
            keys = {"anyOf": [keys, {"pattern": "^x-"}]}
        return {"type": "object", "propertyNames": keys, "patternProperties": {"^x-": True}, "additionalProperties": values}
    if attrs.has(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = class_schema(kind, definitions, lists)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": "string"}
