"""
What cannot be read says what it seems to be instead: a file's name, TOML where JSON is read, a directory.
"""

import time
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules import InvalidDocumentError, load_convention, read_dossier, read_governance, translator
from dmsi_rules.model.codes import EMBEDDED

NAME = "this is the text to read, not the name of a file: a file is opened where a `Path` is given"
SEEMS_TOML = '; it seems to be TOML, which `--input-format toml` reads (in Python, `input_format="toml"`)'
DIRECTORY = "this is a directory, not a file: name the files in it"


def message(source: Any, input_format: Any = None) -> str:
    """
    Return what is said of a document that cannot be read.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier(source, input_format=input_format)
    (found,) = caught.value.findings
    assert ("DOC000", "") == (found.code, found.path)
    return found.message


# ---- a file's name


@pytest.mark.parametrize("text", ["lens.toml", " a folder/Lens.JSON\n", "C:\\lens.jsonl", "../x.ndjson"])
@pytest.mark.parametrize("input_format", [None, "json", "toml"])
def test_a_name_is_text(text: str, input_format: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whether there is such a file or not: none is looked for.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lens.toml").write_text('commune.name = "Lens"', encoding="utf-8")
    assert NAME == message(text, input_format)
    with pytest.raises(InvalidDocumentError, match="a file is opened where a `Path` is given"):
        read_governance(text, input_format=input_format)


@pytest.mark.parametrize("text", ["lens", "lens.txt", "lens.toml\nlens.toml", '{"a": lens.json', '"lens.json', "a = lens.toml"])
def test_other_text_is_none(text: str) -> None:
    """
    It ends otherwise, has several lines, or begins as a document does.
    """
    assert "not JSON at line" in message(text)


def test_bytes_are_no_name() -> None:
    """
    Nobody names a file so.
    """
    assert "not JSON at line 1, column 1: Expecting value" == message(b"lens.toml")


def test_what_can_be_read_is_read() -> None:
    """
    However it ends.
    """
    assert "Lens" == read_dossier('commune.name = "Lens" # lens.toml', input_format="toml").commune.name


def test_the_facts_stay() -> None:
    """
    Line and column are told where they were.
    """
    for text in ("lens.toml", "[commune]\nname = 1\n"):
        with pytest.raises(InvalidDocumentError) as caught:
            read_dossier(text)
        assert {"line", "column", "reason"} == caught.value.findings[0].facts.keys()


# ---- TOML

TOML = (
    "[commune]\nname = 'Lens'\n",
    "[[meetings]] # each of them\ndate = 2026-01-10\n",
    "\n\n# A commune.\n\n  [commune]\n",
    "# nothing else\n",
    "kind = 'dossier'\n",
    "commune.name = 'Lens'\n",
    "x-own = 1\r\n[commune]\r\n",
    "key = '" + "x" * 100_000,
)
NO_TOML = (
    "junk",
    "commune:\n  name: Lens\n",
    "# YAML\ncommune:\n",
    "---\na: b\n",
    "[1]\n[2",
    "[1, 2",
    '{"a" = 1}',
    "a b",
    '"a=b" c',
)


@pytest.mark.parametrize("text", TOML, ids=range(len(TOML)))
@pytest.mark.parametrize("input_format", [None, "json"])
def test_toml_is_recognised(text: str, input_format: Any) -> None:
    """
    By what stands first in it that is no comment; the place where JSON ends stays.
    """
    assert message(text.encode(), input_format).startswith("not JSON at line ")
    assert message(text.encode(), input_format).endswith(SEEMS_TOML)


@pytest.mark.parametrize("text", NO_TOML, ids=range(len(NO_TOML)))
def test_other_text_is_not_taken_for_toml(text: str) -> None:
    """
    YAML, broken JSON, and what is neither.
    """
    assert "TOML" not in message(text.encode())


def test_bad_toml_is_told_as_such() -> None:
    """
    Where TOML is read, nothing is said of JSON.
    """
    assert message("[commune]\nname = x", "toml") == "not TOML at line 2, column 8: Invalid value"


@pytest.mark.parametrize(
    "text", ["#\n" * 4_000_000, "[" * 60 + "a", "=" * 8_000_000, "a" * 8_000_000 + ".jsom", " " * 8_000_000 + "x"], ids=range(5)
)
def test_hostile_text_is_passed_over_quickly(text: str) -> None:
    """
    What is looked at is bounded, or gone over once.
    """
    start = time.perf_counter()
    message(text)
    assert time.perf_counter() - start < 2


def test_a_directory_says_what_to_name(tmp_path: Path) -> None:
    """
    Whatever was to be read from it.
    """
    assert DIRECTORY == message(tmp_path)
    with pytest.raises(ValueError, match=DIRECTORY):
        load_convention(tmp_path)


def test_in_french() -> None:
    """
    All of it.
    """
    said = []
    for source in ("lens.toml", b"[commune]\n", Path(), Path("*.toml")):
        with pytest.raises(InvalidDocumentError) as caught:
            read_dossier(source)
        said.append(caught.value.findings[0].render(translator("fr")))
    for words, text in zip(("«\u00a0Path\u00a0»", "du TOML", "répertoire", "aucun fichier ne correspond"), said, strict=True):
        assert words in text


# ---- another kind of document

GOVERNANCE = 'this seems to be a governance document, which says `kind = "governance"`'
COSTS = "this seems to be costs to be shared, which `dmsi-rules share` takes"
CONVENTION = "this seems to be a convention, which `dmsi-rules convention check` takes"
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "meetings": ({"meetings": []}, GOVERNANCE),
    "meetings of a convention": ({"convention": "call-dmsi-2024", "meetings": []}, GOVERNANCE),
    "amendments": ({"amendments": [], "communes": ["Lens"]}, GOVERNANCE),
    "a span": ({"observed_from": "2025-01-01", "observed_to": "2025-12-31"}, GOVERNANCE),
    "grids applied": ({"grids": []}, GOVERNANCE),
    "costs": ({"costs": {"postes": "1.00"}, "units": {"Lens": {"postes": 1}}}, COSTS),
    "costs alone": ({"costs": {}}, COSTS),
    "services": ({"catalogue": {}, "tariff": {}}, CONVENTION),
}
NO_KIND: dict[str, dict[str, Any]] = {
    "a dossier, with a key of another kind": {"request": {"lines": []}, "meetings": []},
    "a commune without name": {"commune": {}, "meetings": []},
    "unknown keys": {"frobnicate": 1},
    "one that says its kind": {"kind": "dossier", "meetings": []},
    "one that says a kind that there is not": {"kind": "zzz", "meetings": []},
}


def told(document: Any) -> dict[tuple[str, str], tuple[str, Any]]:
    """
    Return what is said of a document that is none, with its facts, by code and place.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier(document)
    return {(each.code, each.path): (each.message, each.facts) for each in caught.value.findings}


@pytest.mark.parametrize("name", KINDS)
def test_another_kind_is_recognised(name: str) -> None:
    """
    At each key that is its own.
    """
    document, said = KINDS[name]
    for key in document.keys() - {"convention"}:
        assert (f"unknown key `{key}`; {said}", {"key": key}) == told(document)["DOC002", f"/{key}"]
        assert said not in told(document | {"kind": "dossier"})["DOC002", f"/{key}"][0]


@pytest.mark.parametrize("name", NO_KIND)
def test_what_is_of_no_other_kind(name: str) -> None:
    """
    A key is unknown, and that is all.
    """
    assert not [message for message, _ in told(NO_KIND[name]).values() if "seems to be" in message]


def test_the_packaged_convention_is_recognised() -> None:
    """
    As a file.
    """
    path = Path(dmsi_rules.__file__).parent / "convention" / EMBEDDED
    message, facts = told(path)["DOC002", "/catalogue"]
    assert message.endswith(CONVENTION)
    assert "catalogue" == facts["key"]
