"""
JSON Lines: one document a line, each with its number, whatever stands around it.
"""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import InvalidDocumentError, read_dossier
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import LARGEST, lines_of
from tests.documents.documents import NAME, faults

LINE = json.dumps(NAME).encode()


def numbered(content: bytes) -> list[tuple[int, Any]]:
    """
    Return the lines that *content* holds: number, and the document as data or the codes of its faults.
    """
    return [
        (number, _codes(line) if isinstance(line, Faults) else _read(line)) for number, line in lines_of(io.BytesIO(content))
    ]


def _codes(faults: Faults) -> list[str]:
    return [fault.code for fault in faults.faults]


def _read(line: bytes) -> Any:
    try:
        return read_dossier(line).commune.name
    except InvalidDocumentError as error:
        return [found.code for found in error.findings]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", []),
        (b"\r\n \t\r\n\n", []),
        (b"\xef\xbb\xbf", []),
        (b"\xef\xbb\xbf\r\n", []),
        (LINE, [(1, "Lens")]),
        (LINE + b"\n", [(1, "Lens")]),
        (LINE + b"\r\n", [(1, "Lens")]),
        (LINE + b"\n" + LINE, [(1, "Lens"), (2, "Lens")]),
        (LINE + b"\r\n" + LINE + b"\r\n", [(1, "Lens"), (2, "Lens")]),
        (b"\n\n" + LINE + b"\n \t \n" + LINE + b"\n\n", [(3, "Lens"), (5, "Lens")]),
        (b"\xef\xbb\xbf" + LINE + b"\n" + LINE, [(1, "Lens"), (2, "Lens")]),
        (b"  " + LINE + b"  \n", [(1, "Lens")]),
        (LINE + b"\n{\n" + LINE, [(1, "Lens"), (2, ["DOC000"]), (3, "Lens")]),
        (LINE + b"\n\xff\n" + LINE, [(1, "Lens"), (2, ["DOC000"]), (3, "Lens")]),
        (b"\x00\n" + LINE, [(1, ["DOC000"]), (2, "Lens")]),
        (LINE + b"\n{}\n[]\n" + LINE, [(1, "Lens"), (2, None), (3, ["DOC001"]), (4, "Lens")]),
        (LINE + b" " + LINE, [(1, ["DOC000"])]),
        (LINE + b"\r" + LINE, [(1, ["DOC000"])]),
        ('{"commune": {"name": "a\u2028b\u0085c\u2029d"}}\n'.encode() + LINE, [(1, "a\u2028b\u0085c\u2029d"), (2, "Lens")]),
        (b'{"commune": {"name": "a\x0cb\x0b"}}\n' + LINE, [(1, ["DOC000"]), (2, "Lens")]),
    ],
    ids=[
        "nothing",
        "a break",
        "blank",
        "a mark",
        "a mark and a break",
        "no final break",
        "a final break",
        "CRLF",
        "two",
        "two with CRLF",
        "blank lines between",
        "a mark first",
        "spaces around",
        "one cut short",
        "one not UTF-8",
        "a NUL byte",
        "no dossiers",
        "two on a line",
        "a lone carriage return",
        "other separators in text",
        "form feeds in text",
    ],
)
def test_lines_are_numbered_from_one(content: bytes, expected: list[tuple[int, Any]]) -> None:
    """
    Blank lines are counted and left out, a bad line does not stop the good ones, only a line feed ends a line.
    """
    assert numbered(content) == expected


def test_numbers_go_on_where_the_caller_stopped() -> None:
    """
    The first line may have been read already.
    """
    file = io.BytesIO(LINE + b"\n\n" + LINE)
    assert file.readline() == LINE + b"\n"
    assert [(3, LINE)] == list(lines_of(file, 1))


@pytest.mark.parametrize("surplus", [0, 1, 2, LARGEST, 2 * LARGEST + 1], ids=str)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_line_too_long_is_one_fault_and_the_next_is_read(surplus: int, end: bytes) -> None:
    """
    A line of 16 MiB is read, a longer one is told as too large, and reading goes on after it. Its end does not count.
    """
    long = LINE.ljust(LARGEST + surplus)
    expected = "Lens" if surplus == 0 else ["DOC000"]
    assert numbered(LINE + end + long + end + LINE) == [(1, "Lens"), (2, expected), (3, "Lens")]


@pytest.mark.parametrize("surplus", [b"\r", b"\r\r", b"\r\r\r", b"\rx", b"\r\r{}"], ids=ascii)
def test_a_line_ends_once_wherever_its_surplus_stands(surplus: bytes) -> None:
    """
    Carriage returns at the bound make no line of their own.
    """
    numbers = [number for number, _ in numbered(LINE.ljust(LARGEST) + surplus + b"\n" + LINE)]
    assert numbers == [1, 2]


@pytest.mark.parametrize("surplus", [0, 1, LARGEST], ids=str)
def test_a_last_line_without_end_may_be_too_long(surplus: int) -> None:
    """
    Reading ends with the file.
    """
    assert numbered(LINE.rjust(LARGEST + surplus)) == [(1, "Lens" if surplus == 0 else ["DOC000"])]


def test_blanks_too_long_are_a_line_too_long() -> None:
    """
    A line of spaces is blank however long a line may be; a longer one is too large.
    """
    assert numbered(b" " * LARGEST + b"\n" + LINE) == [(2, "Lens")]
    assert numbered(b" " * (LARGEST + 1) + b"\n" + LINE)[-1] == (2, "Lens")


@given(
    st.lists(st.sampled_from([LINE, b"", b" \t", b"{", b"\xff", b"[]", b"\xef\xbb\xbf" + LINE])),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
)
def test_each_line_is_read_as_it_is_by_itself(lines: list[bytes], end: bytes, ended: bool) -> None:
    """
    What comes before and after a line changes nothing.
    """
    content = end.join(lines) + (end if ended else b"")
    expected = [(number, _read(line)) for number, line in enumerate(lines, 1) if line.strip()]
    assert numbered(content) == expected


def test_json_lines_are_no_single_document() -> None:
    """
    Two dossiers in one text are no dossier.
    """
    assert faults(LINE + b"\n" + LINE) == [("DOC000", "")]
