"""
The documents that the program reads, from the schemas made of the types that read them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from dmsi_rules.answers.schemas import ANSWERS, answer_schema
from dmsi_rules.convention import load_convention
from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.keys import Key, keys
from dmsi_rules.documents.kinds import class_kind
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.text.marks import N_
from from_data.language import Language
from from_data.markdown import code, codes, md, table

Kind = Literal["dossier", "governance", "convention"]
KINDS: tuple[Kind, ...] = ("dossier", "governance", "convention")
REFERENCE = "#/$defs/"
MORE = {
    ("dossier", "Workstation"): N_(
        "[Operating systems](lifecycles.md) lists what `os`, `os_version`, `os_name`, `os_build` and `edition` may say."
    )
}
"""
What is to be said of a table besides its description.
"""


def schema_text(kind: str, say: Language) -> str:
    """
    Return the JSON Schema of the document or answer *kind* as a file holds it.
    """
    schema = answer_schema(kind, say) if kind in ANSWERS else json_schema(cast("Kind", kind), load_convention(), say)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def answers(say: Language) -> str:
    """
    Return the schema of each answer, where it stands.
    """
    rows = (
        (
            code(kind),
            f'<a href="../schemas/{kind}.schema.json">{kind}.schema.json</a>',
            md(_described(shape, say)),
        )
        for kind, (_, shape) in ANSWERS.items()
    )
    return table((say("Answer"), say("Schema"), say("Holds")), rows)


def _described(shape: Mapping[str, Any], say: Language) -> str:
    return say(" Or: ").join(_said(each, say) for each in shape.get("oneOf", [shape]))


def document(kind: Kind, say: Language) -> str:
    """
    Return the keys of a *kind* of document, table by table.
    """
    return _tables(kind, json_schema(kind, load_convention()), "##", say)


def lifecycles_schema() -> Mapping[str, Any]:
    """
    Return the schema of a table of lifecycles, which is no document: it is made for these pages only.
    """
    definitions: dict[str, Any] = {}
    return {**class_kind(Lifecycles).table_schema({}, definitions), "$defs": definitions}


def lifecycles(say: Language) -> str:
    """
    Return the keys of a table of lifecycles, table by table.
    """
    return _tables("lifecycles", lifecycles_schema(), "###", say)


def _tables(kind: str, schema: Mapping[str, Any], heading: str, say: Language) -> str:
    parts = [_keys(kind, kind.capitalize(), schema, say)]
    for name, definition in _in_order(schema):
        parts += [
            f"(schema-{kind}-{name.lower()})=\n{heading} {name}\n",
            " ".join(filter(None, (md(_said(definition, say)), say(MORE.get((kind, name), ""))))) + "\n",
            _keys(kind, name, definition, say),
        ]
    return "\n".join(parts)


def _said(definition: Mapping[str, Any], say: Language) -> str:
    return say(definition.get("description", ""))


def sentences() -> Iterator[str]:
    """
    Yield what the tables of the documents say of themselves, and the answers.
    """
    schemas = [json_schema(kind, load_convention()) for kind in KINDS]
    tables = (table for schema in (*schemas, lifecycles_schema()) for table in schema["$defs"].values())
    shapes = (each for _, shape in ANSWERS.values() for each in shape.get("oneOf", [shape]))
    told = (key for tables_told in keys().values() for table in tables_told.values() for key in table.values())
    yield from (each["description"] for each in (*tables, *shapes) if each.get("description"))
    yield from (key.means.en for key in told if key.means.fr == key.means.en)


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


def _keys(kind: str, name: str, schema: Mapping[str, Any], say: Language) -> str:
    required = schema.get("required", ())
    means = keys()[kind][name]
    rows = (
        [
            code(key) + (f" ({say('required')})" if key in required else ""),
            _takes(kind, value, say),
            _means(means[key], say),
        ]
        for key, value in schema["properties"].items()
        if key != SCHEMA
    )
    return "{.keys}\n" + table((say("Key"), say("Takes"), say("Means")), rows)


def _means(key: Key, say: Language) -> str:
    """
    Return what a key means, after what it is called where that is another language's words than its name.
    """
    means = key.means
    told = md(say(means.en) if means.fr == means.en else means.in_(say))  # with its code, as a document has it
    is_called = not say.reads_codes and key.title.fr != key.title.en
    return f"*{md(key.title.in_(say))}*{say(': ')}{told}" if is_called else told


def _takes(kind: str, schema: Mapping[str, Any], say: Language) -> str:  # noqa: PLR0911  (one return a shape)
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        return say("a table: {name}").format(name=f"[{name}](#schema-{kind}-{name.lower()})")
    if "enum" in schema:
        return codes(each if isinstance(each, str) else json.dumps(each) for each in schema["enum"])
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return say(", or ").join(_takes(kind, each, say) for each in schema[several])
    if schema["type"] == "array":
        return say("a list; each entry is {entry}").format(entry=_takes(kind, schema["items"], say))
    if schema["type"] == "object":
        names = schema["propertyNames"]
        key = _takes(kind, names.get("anyOf", [names])[0], say)  # the other names are the caller's own
        value = _takes(kind, schema["additionalProperties"], say)
        return say("a table; each key is {key}; each value is {value}").format(key=key, value=value)
    return _scalar(schema, say)


def _scalar(schema: Mapping[str, Any], say: Language) -> str:
    if schema["type"] == "boolean":
        return say("{true} or {false}").format(true="`true`", false="`false`")
    if schema["type"] == "string":
        if schema.get("format") == "date":
            return say("a date")
        return say("text matching {pattern}").format(pattern=code(schema["pattern"])) if "pattern" in schema else say("text")
    told = (
        say("a whole number from {least} to {most}") if schema["type"] == "integer" else say("a number from {least} to {most}")
    )
    return told.format(least=schema["minimum"], most=schema["maximum"])
