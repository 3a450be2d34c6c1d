"""
JSON, by the standard library: as fast as it goes first, with keys counted and places known when something is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Literal, NoReturn

from dmsi_rules.documents._own import Table, is_own, own_keys, with_own
from dmsi_rules.documents.bounds import OWN, misplaced, too_deep, unreadable_at
from dmsi_rules.documents.faults import DEEPEST, Faults, pointer
from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.record import field, record

# Possessive, and content with an unfinished string: it passes over a hostile text once.
_STRING = re.compile(r'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[^][{}]+")
_SPACE = re.compile(r"[ \t\n\r]*")
_LONGEST_NUMBER = 400
_PASSING_OVER = json.JSONDecoder(parse_int=str, parse_float=str)


@record
class Raw:
    """
    A document as plain data; the text that it was read from, if any, and the format of that.

    Attributes:
        own: the keys at the root that are the caller's own, with their values as plain data.
    """

    data: Any
    text: str | None = None
    repeated: tuple[Fault, ...] = field(default=())
    text_format: Literal["json", "toml"] = "json"
    own: Mapping[str, Any] = field(factory=Frozen)


class _Suspect(ValueError):  # noqa: N818  (a signal between two functions)
    """
    Stops the fast way: something has to be looked at closely.
    """


def parse(text: str) -> Raw:
    """
    Return the data of a JSON document, with the fault of every repeated key (DOC006).

    Raises:
        Faults: DOC000, with line and column.
    """
    _check_depth(text)
    try:
        # A key of the caller's own begins so, unless its x or its hyphen is written as an escape.
        decoder = _LEAVING_OUT if '"x-' in text or "\\" in text else _STRICT
        data = decoder.decode(text)
        return Raw(data, text, own=own_keys(data))
    except (ValueError, RecursionError):
        return _parse_slowly(text)


def _parse_slowly(text: str) -> Raw:
    try:
        data = json.loads(text, object_pairs_hook=_noting_repeats, parse_constant=_refuse, parse_int=_bounded_int)
    except json.JSONDecodeError as error:
        message = N_("not JSON at line {line}, column {column}: {reason}")
        raise misplaced(message, error.lineno, error.colno, error.msg) from None
    except RecursionError:
        raise too_deep() from None
    except _Suspect as error:
        raise _no_number(text, str(error)) from None
    return Raw(data, text, tuple(_repeats(data, "")), own=own_keys(data))


def _no_number(text: str, constant: str) -> Faults:
    """
    The fault of a *constant* that Python reads as a number, where it stands in *text* first outside a string.
    """
    before = text[: _STRING.sub(lambda string: " " * len(string[0]), text).index(constant)]
    where = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = N_("not JSON at line {line}, column {column}: {value} is not a JSON number")
    return unreadable_at(where, message, {"line": where[0], "column": where[1], "value": constant})


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise _Suspect
    return table


def _own_left_out(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept = [pair for pair in pairs if not pair[0].startswith(OWN)]
    table = _table(kept)
    return with_own(table, _own_of(pairs)) if len(kept) < len(pairs) else table


def _own_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if is_own(key)}


def _noting_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept = [pair for pair in pairs if not pair[0].startswith(OWN)]
    table = dict(kept)
    if len(table) == len(pairs):
        return table
    noted = with_own(table, _own_of(pairs))
    seen: set[str] = set()
    twice = [key for key, _ in kept if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    noted.keys_twice = tuple(dict.fromkeys(twice))
    return noted


def _refuse(constant: str) -> NoReturn:
    raise _Suspect(constant)


# Made once: a decoder takes as long to make as a small document to read.
_STRICT = json.JSONDecoder(object_pairs_hook=_table, parse_constant=_refuse)
_LEAVING_OUT = json.JSONDecoder(object_pairs_hook=_own_left_out, parse_constant=_refuse)


def _bounded_int(digits: str) -> int:
    # Past some length Python refuses the conversion; such a number is out of every range anyway.
    return int(digits[:_LONGEST_NUMBER])


def _repeats(data: Any, path: str) -> Iterator[Fault]:
    if isinstance(data, dict):
        for key in data.keys_twice if isinstance(data, Table) else ():
            yield Fault("DOC006", N_("the key `{key}` stands here twice"), pointer(path, key), {"key": key})
        for key, value in data.items():
            yield from _repeats(value, pointer(path, key))
    elif isinstance(data, list):
        for rank, value in enumerate(data):
            yield from _repeats(value, pointer(path, rank))


def _check_depth(text: str) -> None:
    """
    Refuse a text nested too deep before any parser recurses into it.

    With strings left out, the innermost pairs of brackets are struck once a level; what is left after the
    last level is deeper, or unbalanced, which the parser tells better.
    """
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    brackets = _BRACKETS.sub("", _STRING.sub("", text)).translate({ord("["): "(", ord("{"): "(", ord("]"): ")", ord("}"): ")"})
    for _ in range(DEEPEST):
        if "()" not in brackets:
            break
        brackets = brackets.replace("()", "")
    if "()" in brackets or brackets.count("(") > DEEPEST:
        raise too_deep()


# ---- places


def starts(text: str, noted: Container[str], inner: Container[str]) -> dict[str, int]:
    """
    Return where the values at the pointers *noted* start in a JSON *text*; *inner* are those with others below them.
    """
    found = {"": skip(text, 0)}
    waiting = [""]  # not a function in this one that calls itself: it would hold on to the text until garbage is collected
    while waiting:
        path = waiting.pop()
        if path in inner:
            for token, start, _ in entries(text, found[path]):
                if (below := pointer(path, token)) in noted:
                    found[below] = start
                    waiting.append(below)
    return found


def entries(text: str, index: int) -> Iterator[tuple[str | int, int, int]]:
    """
    Yield the key or the rank of each value in the container at *index*, and where the value starts and ends.
    """
    if text[index] not in "{[":
        return
    is_table, rank, index = text[index] == "{", 0, skip(text, index + 1)
    while text[index] not in "}]":
        token: str | int = rank
        if is_table:
            token, index = scanstring(text, index + 1, True)  # noqa: FBT003  (as the standard library has it)
            index = skip(text, skip(text, index) + 1)
        after = end(text, index)
        yield token, index, after
        index = skip(text, after)
        if text[index] == ",":
            index = skip(text, index + 1)
        rank += 1


def skip(text: str, index: int) -> int:
    """
    Return where what follows white space at *index* starts.
    """
    match = _SPACE.match(text, index)
    return match.end() if match else index


def end(text: str, index: int) -> int:
    """
    Return where the value that starts at *index* ends.
    """
    return int(_PASSING_OVER.raw_decode(text, index)[1])
