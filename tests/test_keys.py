"""
What the pages of the documents say of each key: none is without its sentence, no sentence without its key.
"""

import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Literal

import pytest

from dmsi_rules import load_convention, load_lifecycles
from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.schema import json_schema

ROOT = Path(__file__).parents[1]
TOLD: dict[str, dict[str, dict[str, str]]] = tomllib.loads((ROOT / "docs/_ext/from_data/keys.toml").read_text(encoding="utf-8"))
KINDS: tuple[Literal["dossier", "governance", "convention"], ...] = ("dossier", "governance", "convention")
SHORT = 130


def sentences() -> Iterator[tuple[str, str]]:
    """
    Yield each sentence after what it is of.
    """
    for kind, tables in TOLD.items():
        for table, keys in tables.items():
            for key, sentence in keys.items():
                yield f"{kind}.{table}.{key}", sentence


def test_of_each_kind_of_document() -> None:
    """
    There is one part each, and one of the table of lifecycles.
    """
    assert tuple(TOLD) == (*KINDS, "lifecycles")


@pytest.mark.parametrize("kind", KINDS)
def test_each_key_has_its_sentence(kind: Literal["dossier", "governance", "convention"]) -> None:
    """
    In the order of the schema, table by table; none is left over.
    """
    schema = json_schema(kind, load_convention())
    tables = {kind.capitalize(): schema, **schema["$defs"]}
    assert {name: [key for key in table["properties"] if key != SCHEMA] for name, table in tables.items()} == {
        name: list(keys) for name, keys in TOLD[kind].items()
    }


def test_each_key_of_a_table_of_lifecycles_has_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Likewise.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    schema = import_module("from_data.documents").lifecycles_schema()
    tables = {"Lifecycles": schema, **schema["$defs"]}
    assert {name: list(table["properties"]) for name, table in tables.items()} == {
        name: list(keys) for name, keys in TOLD["lifecycles"].items()
    }


@pytest.mark.parametrize(("key", "sentence"), tuple(sentences()))
def test_a_sentence_is_one(key: str, sentence: str) -> None:
    """
    It begins and ends as one, and is short enough for a phone.
    """
    assert sentence[0].isupper(), key
    assert sentence.endswith("."), key
    assert ". " not in sentence.replace("Art. ", "").replace("L. ", ""), key
    assert len(sentence) <= SHORT, key
    assert sentence.count("`") % 2 == 0, key


@pytest.mark.parametrize("kind", KINDS)
def test_the_page(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It holds every sentence, and writes what a key takes as a document does.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    documents = import_module("from_data.documents")
    page = documents.document(kind)
    assert all(documents.md(sentence) in page for keys in TOLD[kind].values() for sentence in keys.values())
    assert "`False`" not in page
    assert "`True`" not in page


def test_the_page_of_operating_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It holds every cycle of the packaged table, every edition and the notice of its licence.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    systems = import_module("from_data.systems")
    lifecycles = load_lifecycles()
    page = systems.systems()
    assert all(f"### `{product.id}`" in page for product in lifecycles.product)
    assert page.count("\n| `") == len(lifecycles.release) + len(lifecycles.product)
    assert all(f"| `{release.cycle}` |" in page for release in lifecycles.release)
    editions = systems.editions()
    assert all(f"| `{release.edition}` |" in editions for release in lifecycles.release if release.edition)
    assert "THE SOFTWARE IS PROVIDED" in systems.source()
