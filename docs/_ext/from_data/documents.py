"""
The documents that the program reads, from the schemas made of the types that read them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from dmsi_rules.answers.schemas import ANSWERS, answer_schema
from dmsi_rules.convention import load_convention
from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.keys import keys
from dmsi_rules.documents.kinds import class_kind
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.model.lifecycles import Lifecycles
from from_data.markdown import code, codes, md, table

Kind = Literal["dossier", "governance", "convention"]
KINDS: tuple[Kind, ...] = ("dossier", "governance", "convention")
REFERENCE = "#/$defs/"
MORE = {
    ("dossier", "Workstation"): "[Operating systems](lifecycles.md) lists what `os`, `os_version`, `os_name`, `os_build` and "
    "`edition` may say."
}
"""
What is to be said of a table besides its description.
"""


def schema_text(kind: str) -> str:
    """
    Return the JSON Schema of the document or answer *kind* as a file holds it.
    """
    schema = answer_schema(kind) if kind in ANSWERS else json_schema(cast("Kind", kind), load_convention())
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def answers() -> str:
    """
    Return the schema of each answer, where it stands.
    """
    rows = (
        (
            code(kind),
            f'<a href="../schemas/{kind}.schema.json">{kind}.schema.json</a>',
            md(shape.get("description") or _either(shape)),
        )
        for kind, (_, shape) in ANSWERS.items()
    )
    return table(("Answer", "Schema", "Holds"), rows)


def _either(shape: Mapping[str, Any]) -> str:
    return " Or: ".join(each["description"] for each in shape["oneOf"])


def document(kind: Kind) -> str:
    """
    Return the keys of a *kind* of document, table by table.
    """
    return _tables(kind, json_schema(kind, load_convention()), "##")


def lifecycles_schema() -> Mapping[str, Any]:
    """
    Return the schema of a table of lifecycles, which is no document: it is made for these pages only.
    """
    definitions: dict[str, Any] = {}
    return {**class_kind(Lifecycles).table_schema({}, definitions), "$defs": definitions}


def lifecycles() -> str:
    """
    Return the keys of a table of lifecycles, table by table.
    """
    return _tables("lifecycles", lifecycles_schema(), "###")


def _tables(kind: str, schema: Mapping[str, Any], heading: str) -> str:
    parts = [_keys(kind, kind.capitalize(), schema)]
    for name, definition in _in_order(schema):
        parts += [
            f"(schema-{kind}-{name.lower()})=\n{heading} {name}\n",
            f"{md(definition.get('description', ''))} {MORE.get((kind, name), '')}".rstrip() + "\n",
            _keys(kind, name, definition),
        ]
    return "\n".join(parts)


def _in_order(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """
    Yield the tables in the order in which a document first names them.
    """
    definitions = schema["$defs"]
    told: dict[str, None] = {}

    def tell(part: Any) -> None:
        if isinstance(part, Mapping):
            name = str(part.get("$ref", "")).removeprefix(REFERENCE)
            if name in definitions and name not in told:
                told[name] = None
                tell(definitions[name])
            for each in part.values():
                tell(each)
        elif isinstance(part, list):
            for each in part:
                tell(each)

    tell(schema["properties"])
    for name in told:
        yield name, definitions[name]


def _keys(kind: str, name: str, schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    means = keys()[kind][name]
    rows = (
        [code(key) + (" (required)" if key in required else ""), _takes(kind, value), md(means[key].means.en)]
        for key, value in schema["properties"].items()
        if key != SCHEMA
    )
    return "{.keys}\n" + table(("Key", "Takes", "Means"), rows)


def _takes(kind: str, schema: Mapping[str, Any]) -> str:  # noqa: PLR0911  (one return a shape)
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        return f"a table: [{name}](#schema-{kind}-{name.lower()})"
    if "enum" in schema:
        return codes(each if isinstance(each, str) else json.dumps(each) for each in schema["enum"])
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return ", or ".join(_takes(kind, each) for each in schema[several])
    if schema["type"] == "array":
        return f"a list; each entry is {_takes(kind, schema['items'])}"
    if schema["type"] == "object":
        names = schema["propertyNames"]
        keys = _takes(kind, names.get("anyOf", [names])[0])  # the other names are the caller's own
        return f"a table; each key is {keys}; each value is {_takes(kind, schema['additionalProperties'])}"
    return _scalar(schema)


def _scalar(schema: Mapping[str, Any]) -> str:
    if schema["type"] == "boolean":
        return "`true` or `false`"
    if schema["type"] == "string":
        if schema.get("format") == "date":
            return "a date"
        return f"text matching `{schema['pattern']}`" if "pattern" in schema else "text"
    whole = "a whole number" if schema["type"] == "integer" else "a number"
    return f"{whole} from {schema['minimum']} to {schema['maximum']}"
