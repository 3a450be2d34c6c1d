"""
The JSON Schemas: they are ones, take what the program takes, and refuse a misspelt key.
"""

import copy
import datetime as dt
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dmsi_rules import ConventionError, InvalidDocumentError, load_convention, read_dossier, read_governance
from dmsi_rules.convention import convention_of
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.testing.strategies import whole_dossiers
from tests.cli.command import CLEAN, EXAMPLES, OTHER, ROOT, SUCCESSOR, Command, line
from tests.documents.documents import DATA, spoilt

KINDS = ("dossier", "governance", "convention")
EMBEDDED = ROOT / "src" / "dmsi_rules" / "convention" / "call-dmsi-2024.toml"


def as_json(path: Path) -> Any:
    """
    Return the document in a file as JSON holds it: dates as text.
    """
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    return json.loads(json.dumps(data, default=dt.date.isoformat))


CONVENTIONS = (EMBEDDED, *sorted((EXAMPLES / "conventions").glob("*.toml")))
DOCUMENTS = sorted(
    path
    for path in EXAMPLES.rglob("*")
    if path.suffix in {".toml", ".json"} and path.stem != "unreadable" and path not in (*CONVENTIONS, SUCCESSOR)
)
EVERY_KEY = as_json(DATA / "every-key.json")
EVERY_GOVERNANCE_KEY = as_json(DATA / "every-governance-key.json")


@cache
def validator(kind: Any) -> Draft202012Validator:
    """
    Return what judges by the schema of the embedded convention.
    """
    return Draft202012Validator(json_schema(kind, load_convention()))


def is_read(document: Any, kind: str) -> bool:
    """
    Tell whether the reader and the convention take *document*; one that does not say its kind is taken for a dossier.
    """
    try:
        if kind == "governance":
            read_governance(json.dumps(document))
            return isinstance(document, dict) and "kind" in document
        read_dossier(json.dumps(document), convention=load_convention())
    except InvalidDocumentError:
        return False
    return True


def refused(document: Any, kind: str) -> list[str]:
    """
    Return why the schema refuses *document*.
    """
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(document)]


@pytest.mark.parametrize("kind", KINDS)
class TestSchema:
    """
    Each is a schema of the draft that it names.
    """

    def test_it_is_one(self, cli: Command, kind: str) -> None:
        """
        It conforms to the meta-schema, and every reference leads somewhere.
        """
        answer = cli("schema", kind)
        schema = answer.data

        assert (0, b"") == (answer.status, answer.err)
        assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
        Draft202012Validator.check_schema(schema)
        assert [] == [
            each
            for each in references(schema)
            if not each.startswith("#/$defs/") or each.rpartition("/")[2] not in schema["$defs"]
        ]

    def test_both_formats_are_the_same(self, cli: Command, kind: str) -> None:
        """
        A schema is JSON, whichever format is asked for.
        """
        assert cli("schema", kind) == cli("schema", kind, "--format", "json")

    def test_it_is_what_the_tests_below_use(self, cli: Command, kind: str) -> None:
        """
        The command prints the schema of the convention in use.
        """
        assert validator(kind).schema == cli("schema", kind).data

    def test_every_table_is_closed(self, cli: Command, kind: str) -> None:
        """
        An unknown key is refused in every one.
        """
        schema = cli("schema", kind).data
        tables = [schema, *schema["$defs"].values()]

        assert [False] * len(tables) == [table["additionalProperties"] for table in tables]


def references(schema: Any) -> list[str]:
    """
    Return every reference in *schema*.
    """
    if isinstance(schema, dict):
        own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        return own + [each for value in schema.values() for each in references(value)]
    return [each for value in schema for each in references(value)] if isinstance(schema, list) else []


class TestAccepted:
    """
    What is read conforms.
    """

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_the_examples(self, path: Path) -> None:
        """
        All but the one that cannot be read.
        """
        assert [] == refused(as_json(path), "dossier")

    def test_the_unreadable_example(self) -> None:
        """
        That one is refused.
        """
        assert refused(as_json(EXAMPLES / "faults" / "unreadable.json"), "dossier")

    def test_every_key(self) -> None:
        """
        Every key of the contract.
        """
        assert [] == refused(EVERY_KEY, "dossier")
        assert [] == refused(EVERY_GOVERNANCE_KEY, "governance")

    @pytest.mark.parametrize("path", CONVENTIONS, ids=lambda path: path.stem)
    def test_conventions(self, path: Path) -> None:
        """
        The embedded convention, and one that is nothing like it.
        """
        assert [] == refused(as_json(path), "convention")

    def test_the_words_of_another_convention(self, cli: Command) -> None:
        """
        The closed lists are those of the convention in use.
        """
        schema = Draft202012Validator(cli("schema", "dossier", "--convention", str(OTHER)).data)

        assert schema.is_valid(CLEAN | {"request": {"lines": [{"service": "sauvegarde"}]}})
        assert not schema.is_valid(CLEAN | {"request": {"lines": [{"service": "messagerie", "plan": "pro-25"}]}})


def tables(document: Any) -> list[dict[str, Any]]:
    """
    Return every table in *document* whose keys are not names that the document gives.
    """
    if isinstance(document, dict):
        return [document, *(each for key, value in document.items() if key not in {"units", "votes"} for each in tables(value))]
    return [each for value in document for each in tables(value)] if isinstance(document, list) else []


@pytest.mark.parametrize(
    ("kind", "document"), [("dossier", EVERY_KEY), ("governance", EVERY_GOVERNANCE_KEY)], ids=["dossier", "governance"]
)
class TestRefused:
    """
    A misspelt key is refused wherever it stands.
    """

    def test_a_misspelt_key(self, kind: str, document: Any) -> None:
        """
        Each key of each table in turn.
        """
        for rank, table in enumerate(tables(document)):
            for key in table:
                changed = copy.deepcopy(document)
                place = tables(changed)[rank]
                place[f"{key}z"] = place.pop(key)

                assert refused(changed, kind), key

    def test_own_keys(self, kind: str, document: Any) -> None:
        """
        One of the caller's own is taken, in every table.
        """
        changed = copy.deepcopy(document)
        for table in tables(changed):
            table["x-own"] = {"any": [None]}

        assert [] == refused(changed, kind)

    def test_the_name_of_its_schema(self, kind: str, document: Any) -> None:
        """
        An editor writes it at the root, as text; nowhere else is it a key.
        """
        name = {"$schema": "dossier.schema.json"}

        assert is_read(document | name, kind)
        assert [] == refused(document | name, kind)
        for wrong in (document | {"$schema": 1}, document | {"commune": name}, document | {"grids": [name]}):
            assert not is_read(wrong, kind)
            assert refused(wrong, kind)

    def test_no_table(self, kind: str, document: Any) -> None:
        """
        So is what is no table at all.
        """
        assert [True] * 5 == [bool(refused(each, kind)) for each in (None, [document], "x", 1, True)]


class TestAgreement:
    """
    Whatever the schema refuses the reader refuses too: an editor that uses it gives no false alarm.
    """

    @given(whole_dossiers())
    def test_dossiers(self, document: Any) -> None:
        """
        Dossiers that are fine, more or less.
        """
        assert not is_read(document, "dossier") or [] == refused(document, "dossier")

    @given(spoilt(whole_dossiers() | st.just(EVERY_KEY), most=2))
    def test_spoilt_dossiers(self, document: Any) -> None:
        """
        Dossiers with something deleted, replaced, renamed or added.
        """
        assert not is_read(document, "dossier") or [] == refused(document, "dossier")

    @given(spoilt(st.just(EVERY_GOVERNANCE_KEY), most=2))
    def test_spoilt_governance_documents(self, document: Any) -> None:
        """
        The same for the other kind of document.
        """
        assert not is_read(document, "governance") or [] == refused(document, "governance")

    @given(st.sampled_from(CONVENTIONS).map(as_json).flatmap(lambda data: spoilt(st.just(data), most=2)))
    def test_spoilt_conventions(self, document: Any) -> None:
        """
        The same for a convention.
        """
        try:
            convention_of(document)
        except ConventionError:
            return
        assert [] == refused(document, "convention")

    @given(st.sampled_from([True, False]), st.data())
    def test_a_key_deleted(self, governance: bool, choices: st.DataObject) -> None:
        """
        What is left out is unknown, not refused, unless it is what names an entry.
        """
        kind = "governance" if governance else "dossier"
        document = copy.deepcopy(EVERY_GOVERNANCE_KEY if governance else EVERY_KEY)
        table = choices.draw(st.sampled_from([table for table in tables(document) if table]))
        keys = sorted(table.keys() - {"plan"})  # whether a service needs one is the catalogue's matter, not the schema's
        assume(keys)
        del table[choices.draw(st.sampled_from(keys))]

        assert is_read(document, kind) is not bool(refused(document, kind))

    @pytest.mark.parametrize("document", [CLEAN, EVERY_KEY], ids=["small", "large"])
    def test_check_agrees(self, cli: Command, document: Any) -> None:
        """
        So does the command.
        """
        answer = cli("check", "-", "--format", "json", stdin=line(document))

        assert 2 != answer.status
        assert [] == refused(document, "dossier")
