"""
What the pages of the documents say of each key: none is without its sentence, no sentence without its key.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Literal

import pytest

from dmsi_rules import load_convention, load_lifecycles, translator
from dmsi_rules.documents.bounds import SCHEMA
from dmsi_rules.documents.keys import Key, keys
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.values.words import Words

ROOT = Path(__file__).parents[1]
TOLD = keys()
KINDS: tuple[Literal["dossier", "governance", "convention"], ...] = ("dossier", "governance", "convention")
SHORT = {"en": 130, "fr": 150}
LONGEST_TITLE = 45


def said() -> Iterator[tuple[str, Key]]:
    """
    Yield what is said of each key after what it is of.
    """
    for kind, tables in TOLD.items():
        for table, names in tables.items():
            for name, key in names.items():
                yield f"{kind}.{table}.{name}", key


EACH = pytest.mark.parametrize(("name", "key"), tuple(said()))


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
        name: list(names) for name, names in TOLD[kind].items()
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
        name: list(names) for name, names in TOLD["lifecycles"].items()
    }


@EACH
def test_a_sentence_is_one(name: str, key: Key) -> None:
    """
    It begins and ends as one, and is short enough for a phone, in both languages.
    """
    for language, sentence in key.means._asdict().items():
        assert sentence[0].isupper(), name
        assert sentence.endswith("."), name
        assert ". " not in sentence.replace("Art. ", "").replace("L. ", ""), name
        assert len(sentence) <= SHORT[language], name
        assert sentence.count("`") % 2 == 0, name
    assert not re.search(r" [:;?!]|'", key.means.fr) or key.means.fr == key.means.en, name


@EACH
def test_a_title_can_stand_alone(name: str, key: Key) -> None:
    """
    It is a few words without a full stop, in lower case but for names.
    """
    for title in key.title:
        assert title == title.strip() != "", name
        assert not title.endswith("."), name
        assert len(title) <= LONGEST_TITLE, name


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_says_it(kind: Literal["dossier", "governance", "convention"]) -> None:
    """
    As title and description of each key, in the language asked for, under an identifier.
    """
    french = json_schema(kind, load_convention(), translator("fr"))
    for name, table in {kind.capitalize(): french, **french["$defs"]}.items():
        for key, value in table["properties"].items():
            if key != SCHEMA:
                assert TOLD[kind][name][key] == Key(
                    Words(value["title"], TOLD[kind][name][key].title.en),
                    Words(value["description"], TOLD[kind][name][key].means.en),
                )
    assert f"urn:dmsi-rules:schema:1:{kind}" == french["$id"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page(kind: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It holds every sentence in its language, and writes what a key takes as a document does.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    documents = import_module("from_data.documents")
    say = import_module("from_data.language").Language(language)
    page = documents.document(kind, say)
    means = [key.means for names in TOLD[kind].values() for key in names.values()]
    said = [say(each.en) if each.fr == each.en else getattr(each, language) for each in means]
    assert [each for each in said if documents.md(each) not in page] == []
    assert [each for each in said if "«" in each] == []
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
    say = import_module("from_data.language").Language("en")
    page = systems.systems(say)
    assert all(f"### `{product.id}`" in page for product in lifecycles.product)
    assert page.count("\n| `") == len(lifecycles.release) + len(lifecycles.product)
    assert all(f"| `{release.cycle}` |" in page for release in lifecycles.release)
    editions = systems.editions(say)
    assert all(f"| `{release.edition}` |" in editions for release in lifecycles.release if release.edition)
    assert "THE SOFTWARE IS PROVIDED" in systems.source(say)
