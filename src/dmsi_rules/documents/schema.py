"""
JSON Schema (2020-12) of the documents and of a convention, made from the same types that read them.

What needs two values at once (a plan on the wrong service, the same entry twice) no schema says: `check` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.keys import Key, keys
from dmsi_rules.documents.kinds import Schema, class_kind
from dmsi_rules.finding import FORMAT
from dmsi_rules.model.codes import LIKE_DAYS, LIKE_SIGNERS
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.scalars import BESIDE_PARTIES
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
        words = {key: told.get(key) or _like(key, told) for key in table["properties"]}
        table["properties"] = {
            key: {"title": words[key].title.in_(translate), "description": words[key].means.in_(translate), **value}
            for key, value in table["properties"].items()
        }
    if kind == "convention":
        _unions(definitions)
    root["properties"] = {SCHEMA: {"type": "string"}, **root["properties"]}
    head = {"$schema": DRAFT, "$id": schema_id(kind), "title": translate(TITLES[kind])}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def _like(key: str, told: Mapping[str, Key]) -> Key:
    """
    Return the words of a *key* that a convention names: those of the like key of the embedded one.
    """
    likes = LIKE_SIGNERS if key.endswith("_by") else LIKE_DAYS
    return next(told[each] for each in likes if each in told)


def schema_id(kind: str) -> str:
    """
    Return the identifier of the schema of *kind*: a name that leads nowhere, since the site is at no address.
    """
    return f"urn:dmsi-rules:schema:{FORMAT}:{kind}"


_HAS_AMOUNT = {"anyOf": [{"required": ["month"]}, {"required": ["year"]}]}
UNIONS: Mapping[str, Schema] = {
    "Limit": {"oneOf": [{"required": ["months"]}, {"required": ["day"]}]},
    "Price": {
        "oneOf": [
            {**_HAS_AMOUNT, "properties": {"by": False, "brackets": False, "marginal": {"const": False}}},
            {"required": ["by", "brackets"], "properties": {"month": False, "year": False, "first_year": False}},
        ]
    },
    "Bracket": _HAS_AMOUNT,
    "Prerequisite": {"oneOf": [{"required": ["rule"]}, {"required": ["code"]}]},
    "Obligation": {"oneOf": [{"required": ["rule"]}, {"required": ["code"]}]},
}
"""
What a table of a convention is either of, by its name.
"""


def _unions(definitions: dict[str, Schema]) -> None:
    """
    Say in the schemas of tables which of their keys exclude one another, and that words are needed in one language at least.
    """
    for name, schema in definitions.items():
        schema.update(UNIONS.get(name, {}))
        if {"fr", "en"} <= schema["properties"].keys():
            schema.setdefault("allOf", []).append({"anyOf": [{"required": ["fr"]}, {"required": ["en"]}]})


def _root(kind: str) -> Any:
    if kind == "governance":
        from dmsi_rules.model.governance import Governance  # noqa: PLC0415  (rarely met)

        return Governance
    return Dossier if kind == "dossier" else Convention


def _lists(convention: Convention) -> Mapping[str, list[str]]:
    """
    Return the words that close each list, those of every version of *convention* and of the texts that it replaces.
    """
    files = list(_files(convention))
    plans: dict[str, dict[str, None]] = {}
    for each in (service for file in files for service in file.catalogue.services):
        plans.setdefault(each.code, {}).update(dict.fromkeys(each.plans))
    bases = {file.catalogue.base for file in files}
    parties = [party for file in files for party in (file.parties.provider.code, file.parties.member.code)]
    roles = [code for file in files for name, role in file.roles.items() for code in (name, *role.also)]
    members = [file.parties.member.code for file in files]
    lists = {
        "conventions": [file.id for file in files],
        "services": list(plans),
        "plans": [plan for each in plans.values() for plan in each],
        "natures": [nature.code for file in files for nature in file.costs.natures],
        "units": [
            f"{code}/{plan}" if plan else code for code, each in plans.items() if code not in bases for plan in each or (None,)
        ],
        "roles": [*roles, "other"],
        "committees": [each.code for file in files for each in file.governance.committees],
        **{name: [*parties, *beside] for name, beside in BESIDE_PARTIES.items()},
        "Signatures": [*parties, *(f"{code}_by" for code in members)],
        "LaterSignature": [*parties, *(f"{code}_by" for code in members)],
        "Governance": [each.then_from for file in files for each in file.governance.committees if each.then_from],
    }
    return {name: list(dict.fromkeys(words)) for name, words in lists.items()}


def _files(convention: Convention) -> Iterator[Convention]:
    found: Convention | None = convention
    while found is not None:
        yield found
        found = found.older
