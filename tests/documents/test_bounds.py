"""
Bounds: 16 MiB and 64 levels, met exactly, and no text, however built, that takes more than its share of time.
"""

import gc
import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import read_dossier
from dmsi_rules.documents import structure
from tests.documents.documents import NAME, faults, findings

MIB = 2**20
LARGEST = 16 * MIB
DEEPEST = 64
UNREADABLE = [("DOC000", "")]
JSON, TOML = json.dumps(NAME), 'commune.name = "Lens"\n'


def seconds(work: Callable[[], object]) -> float:
    """
    Return how long *work* takes, with nothing remembered of the document before.

    What all other tests hold is no garbage of the reader's: its collector does not look at it.
    """
    structure._placed.cache_clear()
    gc.collect()
    gc.freeze()
    start = time.process_time()
    work()
    return time.process_time() - start


def grows_like_its_size(make: Callable[[int], Any], size: int, **how: Any) -> bool:
    """
    Tell whether reading four times as much takes about four times as long, and not sixteen times.
    """
    least = min(seconds(lambda: faults(make(size), **how)) for _ in range(3))
    bound = 9 * least + 0.2
    # Of the machine's own time, and given a second and a third chance: a busy machine is no quadratic reader.
    return any(seconds(lambda: faults(make(4 * size), **how)) < bound for _ in range(3))


# ---- size


@pytest.mark.parametrize("before", ["", "\ufeff", "\n" * 1000], ids=["", "mark", "breaks"])
def test_a_document_may_have_16_mib(before: str) -> None:
    """
    In bytes and in text, the byte order mark counted; one byte more is too much.
    """
    content = (before + JSON).encode().ljust(LARGEST)
    for source in (content, content.decode()):
        assert faults(source) == []
    for source in (content + b" ", content.decode() + " "):
        assert faults(source) == UNREADABLE


def test_text_is_measured_in_bytes_of_utf_8() -> None:
    """
    Half as many letters of two bytes fill the bound.
    """
    head, tail = '{"commune": {"name": "', '"}}'
    rest = LARGEST - len(head) - len(tail)
    fits = f"{head}{'é' * (rest // 2)}{tail}"
    assert LARGEST - 1 <= len(fits.encode()) <= LARGEST
    assert faults(fits) == faults(fits.encode()) == []
    assert faults(fits + "é") == faults((fits + "é").encode()) == UNREADABLE
    assert faults(fits + " " * 2) == UNREADABLE


def test_toml_has_the_same_bound() -> None:
    """
    The comment fills it.
    """
    content = TOML.encode() + b"#".ljust(LARGEST - len(TOML), b"x")
    for fits, over in ((content, content + b"x"), (content.decode(), content.decode() + "x")):
        assert faults(fits, input_format="toml") == []
        assert faults(over, input_format="toml") == UNREADABLE


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_a_file_has_the_same_bound(tmp_path: Path, suffix: str) -> None:
    """
    A larger one is not even read whole.
    """
    path = tmp_path / f"lens{suffix}"
    content = JSON.encode().ljust(LARGEST) if suffix == ".json" else TOML.encode() + b"#".ljust(LARGEST - len(TOML), b"x")
    path.write_bytes(content)
    assert faults(path) == []
    path.write_bytes(content + content[-1:])
    assert faults(path) == UNREADABLE
    with path.open("r+b") as file:
        file.truncate(2**40)
    assert faults(path) == UNREADABLE


def test_the_message_says_the_bound() -> None:
    """
    People read what was too large, or too deep.
    """
    (found,) = findings(b" " * (LARGEST + 1))
    assert str(LARGEST) in found.message
    (found,) = findings("[" * 65)
    assert "64" in found.message


# ---- depth


def nested_list(levels: int) -> Any:
    """
    Return lists in lists.
    """
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


def nested_table(levels: int) -> Any:
    """
    Return tables in tables.
    """
    value: Any = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


DEEP: Mapping[str, Callable[[int], Any]] = {
    "lists": lambda levels: {"x-own": nested_list(levels - 1)},
    "tables": lambda levels: {"x-own": nested_table(levels - 1)},
    "a wide list": lambda levels: {"x-own": [nested_list(levels - 2)] * 100},
    "after many": lambda levels: {"x-a": [[]] * 1000, "x-own": nested_table(levels - 1)},
    "tuples": lambda levels: {"x-own": (nested_list(levels - 2),)},
}


@pytest.mark.parametrize("make", DEEP.values(), ids=list(DEEP))
def test_a_document_may_have_64_levels(make: Callable[[int], Any]) -> None:
    """
    The document itself is the first; the 65th is too deep, in a mapping and in JSON, even in a key of the caller's own.
    """
    for levels, expected in (
        (DEEPEST - 1, []),
        (DEEPEST, []),
        (DEEPEST + 1, UNREADABLE),
        (DEEPEST + 2, UNREADABLE),
        (200, UNREADABLE),
    ):
        document = NAME | make(levels)
        assert faults(document) == expected
        assert faults(json.dumps(document)) == expected
        assert faults(json.dumps(document, indent=1)) == expected


@pytest.mark.parametrize("levels", [DEEPEST, DEEPEST + 1])
def test_depth_without_own_keys_is_bounded_too(levels: int) -> None:
    """
    At the bound the document is looked at and the key is unknown; past it nothing is.
    """
    document = NAME | {"deep": nested_table(levels - 1)}
    expected = [("DOC002", "/deep")] if levels == DEEPEST else UNREADABLE
    assert faults(document) == faults(json.dumps(document)) == expected
    text = "[" * levels + "]" * levels
    assert faults(text) == ([("DOC001", "")] if levels == DEEPEST else UNREADABLE)


@pytest.mark.parametrize(
    "brackets", ["[" * 100, "]" * 100, "[]" * 50, "{" * 100, r"\"[{" * 50, r"\\", "[" * 64 + r"\u005b"], ids=str
)
def test_brackets_in_text_are_no_levels(brackets: str) -> None:
    """
    Whatever stands between quotes is text, escaped quotes included.
    """
    text = f'{{"commune": {{"name": "{brackets}"}}, "x-own": {json.dumps(nested_list(62))}}}'
    assert faults(text) == []
    assert faults(f'{{"commune": {{"name": "{brackets}"}}, "x-own": {json.dumps(nested_list(64))}}}') == UNREADABLE


TOML_DEEP: Mapping[str, Callable[[int], str]] = {
    "arrays": lambda levels: f"x-own = {'[' * (levels - 1)}{']' * (levels - 1)}\n",
    "inline tables": lambda levels: f"x-own = {'{a = ' * (levels - 2)}{{}}{'}' * (levels - 2)}\n",
    "a dotted key": lambda levels: f"x-own.{'.'.join('a' * (levels - 1))} = 1\n",
    "a dotted key of quoted parts": lambda levels: f"x-own.{' . '.join([chr(34) + 'a.b' + chr(34)] * (levels - 1))} = 1\n",
    "a header": lambda levels: f"[x-own.{'.'.join('a' * (levels - 2))}]\n",
    "a header and a dotted key": lambda levels: f"[x-own.{'.'.join('a' * 30)}]\n{'.'.join('a' * (levels - 31))} = 1\n",
    "a header of tables": lambda levels: f"[[x-own.{'.'.join('a' * (levels - 3))}]]\n",
}


@pytest.mark.parametrize("make", TOML_DEEP.values(), ids=list(TOML_DEEP))
def test_toml_may_have_64_levels(make: Callable[[int], str]) -> None:
    """
    However it is written.
    """
    for levels, expected in ((DEEPEST - 1, []), (DEEPEST, []), (DEEPEST + 1, UNREADABLE), (200, UNREADABLE)):
        assert faults(TOML + make(levels), input_format="toml") == expected


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from(["list", "table"]))
def test_each_branch_has_its_own_depth(first: int, second: int, kind: str) -> None:
    """
    The deepest branch counts, not their sum.
    """
    make = nested_list if kind == "list" else nested_table
    document = NAME | {"x-a": make(first), "x-b": [make(second), make(first)]}
    expected = [] if first + 1 < DEEPEST and second + 2 <= DEEPEST and first + 2 <= DEEPEST else UNREADABLE
    assert faults(document) == expected
    assert faults(json.dumps(document)) == expected


# ---- mappings that no text could hold


def test_a_mapping_in_itself_is_too_deep() -> None:
    """
    Directly, through a list, in a key of the caller's own.
    """
    direct: dict[str, Any] = dict(NAME)
    direct["request"] = direct
    through: dict[str, Any] = dict(NAME)
    through["openings"] = [through, [through]]
    own: dict[str, Any] = dict(NAME)
    own["x-own"] = own
    looped: list[Any] = []
    looped += [looped, looped]
    for document in (direct, through, own, NAME | {"evidence": looped}, {"commune": looped}):
        assert faults(document) == UNREADABLE


class Counted(dict[str, Any]):
    """
    A table that counts how often its entries are gone through.
    """

    visits = 0

    def __iter__(self) -> Iterator[str]:
        Counted.visits += 1
        return super().__iter__()

    def items(self) -> Any:
        """
        Return the entries, and count.
        """
        Counted.visits += 1
        return super().items()

    def values(self) -> Any:
        """
        Return the values, and count.
        """
        Counted.visits += 1
        return super().values()


@pytest.mark.parametrize("own", [{}, {"x-own": 1}], ids=["plain", "with an own key"])
@pytest.mark.parametrize("place", ["unknown", "x-shared"])
def test_a_shared_table_is_not_gone_through_once_for_each_way_to_it(own: dict[str, Any], place: str) -> None:
    """
    Sixteen tables, each twice in the next, are sixteen tables, although there are 2^16 ways to the innermost.
    """
    shared = Counted()
    for _ in range(16):
        shared = Counted(a=shared, b=shared)
    Counted.visits = 0
    expected = [("DOC002", "/unknown")] if place == "unknown" else []
    assert faults(NAME | own | {place: shared}) == expected
    assert Counted.visits < 16 * 64 * 4


def test_a_shared_entry_is_read_wherever_it_stands() -> None:
    """
    Sharing is no fault.
    """
    workstation = {"os": "windows"}
    document = NAME | {"evidence": {"workstations": [workstation] * 1000}}
    assert read_dossier(document).to_dict()["evidence"]["workstations"] == [workstation] * 1000


# ---- time

HOSTILE: Mapping[str, Callable[[int], str]] = {
    "opening brackets": lambda size: "[" * size,
    "closing brackets": lambda size: "]" * size,
    "opening braces": lambda size: "{" * size,
    "tables without end": lambda size: '{"a":' * (size // 5),
    "wrong pairs": lambda size: "[}" * (size // 2),
    "brackets and braces": lambda size: "[{" * (size // 2),
    "empty lists": lambda size: f"[{'[],' * (size // 3)}[]]",
    "towers": lambda size: f"[{','.join(['[' * 63 + ']' * 63] * (size // 127))}]",
    "quotes": lambda size: "[" * 65 + '"' * size,
    "backslashes": lambda size: "[" * 65 + "\\" * size,
    "a string of backslashes": lambda size: "[" * 65 + '"' + "\\" * size,
    "a string of quotes": lambda size: "[" * 65 + '"' + '\\"' * (size // 2),
    "a string of quotes that ends": lambda size: "[" * 65 + '"' + '\\"' * (size // 2) + '"',
    "a string of odd backslashes": lambda size: "[" * 65 + '"' + '\\\\\\"' * (size // 4),
    "a string of brackets": lambda size: "[" * 65 + '"' + "[]" * (size // 2),
    "a string of empty strings": lambda size: "[" * 65 + '"",' * (size // 3) + '"',
    "a number": lambda size: f"[{'9' * size}]",
    "a fraction": lambda size: f"[0.{'9' * size}]",
    "an exponent": lambda size: f"[1e{'9' * size}]",
    "a key": lambda size: json.dumps(NAME | {"k" * size: 1}),
    "a key of slashes": lambda size: json.dumps(NAME | {"~/" * (size // 2): 1}),
    "an own key": lambda size: json.dumps(NAME | {"x-" + "k" * size: 1}),
    "a name": lambda size: json.dumps({"commune": {"name": "-" * size}}),
    "an amount": lambda size: json.dumps(NAME | {"invoices": [{"period": "2026", "total": "1" * size}]}),
    "a number for text": lambda size: json.dumps({"commune": {"name": "Lens", "siren": "2" * size}}),
    "white space": lambda size: JSON + " " * size + "x",
    "line breaks": lambda size: "\n" * size + json.dumps(NAME | {"k": 1}),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_json_takes_no_more_than_its_share(make: Callable[[int], str]) -> None:
    """
    Four times the text takes about four times as long; so 16 MiB end, too.
    """
    assert grows_like_its_size(make, 6_000)
    assert len(findings(make(MIB))) <= 1


HOSTILE_TOML: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "arrays": (20_000, lambda size: "a = " + "[" * size),
    "inline tables": (20_000, lambda size: "a = " + "{a = " * (size // 5)),
    "a dotted key": (4_000, lambda size: f"{'.'.join('a' * (size // 2))} = 1"),
    "a dotted key of quoted parts": (6_000, lambda size: f"{'.'.join([chr(34) * 2] * (size // 3))} = 1"),
    "a dotted key in an inline table": (20_000, lambda size: f"a = {{{'.'.join('a' * (size // 2))} = 1}}"),
    "a header": (20_000, lambda size: f"[{'.'.join('a' * (size // 2))}]"),
    "a header of tables": (20_000, lambda size: f"[[{'.'.join('a' * (size // 2))}]]"),
    "a comment": (20_000, lambda size: "#" * size),
    "line breaks": (20_000, lambda size: "\n" * size),
    "a string of backslashes": (20_000, lambda size: 'a = "' + "\\" * size),
    "a string of quotes": (20_000, lambda size: 'a = "' + '\\"' * (size // 2)),
    "a string of triple quotes": (20_000, lambda size: 'a = """' + '""\\"' * (size // 4)),
    "a literal string": (20_000, lambda size: "a = '" + "\\" * size),
    "a number": (20_000, lambda size: "a = " + "9" * size),
    "a number with underscores": (20_000, lambda size: "a = " + "9_" * (size // 2) + "9"),
    "a hexadecimal number": (20_000, lambda size: "a = 0x" + "f" * size),
    "a time": (20_000, lambda size: "a = 00:00:00." + "0" * size),
    "a key": (20_000, lambda size: "k" * size + " = 1"),
    "a key twice": (20_000, lambda size: f"{'k' * size} = 1\n{'k' * size} = 1\n"),
    "tables": (20_000, lambda size: "[[a]]\n" * (size // 6)),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize(("size", "make"), HOSTILE_TOML.values(), ids=list(HOSTILE_TOML))
def test_hostile_toml_takes_no_more_than_its_share(size: int, make: Callable[[int], str]) -> None:
    """
    The same holds of TOML, whose parser keeps every beginning of a dotted key.
    """
    assert grows_like_its_size(make, size, input_format="toml")


def test_brackets_by_the_million_end() -> None:
    """
    At the full size, those that a careless count of levels would take longest for.
    """
    for text in (
        "[" * LARGEST,
        "[}" * (LARGEST // 2),
        '{"a":' * (LARGEST // 5),
        "[" * 65 + '"' * (LARGEST - 65),
        "[" * 65 + "\\" * (LARGEST - 65),
    ):
        assert faults(text) == UNREADABLE


def test_a_hundred_thousand_faults_are_told() -> None:
    """
    The first thousand are told, each at its place.
    """
    third = 100_000 // 3
    document = {
        "commune": {"name": "Lens"},
        "deliberation": {"perimeter": [1] * third},
        "snapshots": [{"month": "2026-01", "units": {f"u{rank}": -1 for rank in range(third)}}],
        **{f"k{rank}": 1 for rank in range(third + 1)},
    }
    text = json.dumps(document)
    found = findings(text, bare=True)
    assert len(found) == 1000
    assert [found[0].path, found[-1].path] == ["/deliberation/perimeter/0", "/deliberation/perimeter/999"]


@pytest.mark.exhaustive
def test_many_faults_take_no_more_than_their_share() -> None:
    """
    Also where each is in an entry of its own, and where words have hints.
    """

    def lines(count: int) -> str:
        return json.dumps(NAME | {"request": {"lines": [{"quantity": 0, "qty": 1}] * (count // 40)}})

    def services(count: int) -> str:
        return json.dumps(NAME | {"request": {"lines": [{"service": f"poste{rank}"} for rank in range(count // 40)]}})

    assert grows_like_its_size(lines, 24_000)
    assert grows_like_its_size(services, 24_000)
