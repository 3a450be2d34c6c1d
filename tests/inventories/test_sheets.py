"""
Lists of computers in spreadsheets: found by what they have in them, no formula computed, archives that lie refused.
"""

import datetime as dt
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories import _lists, _ods
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.inventories._sheets import COMPOUND, LARGEST_UNPACKED, MOST_PARTS
from dmsi_rules.inventories.collect import collect
from dmsi_rules.model.evidence import Workstation
from tests.inventories.formats import as_ods, as_xlsx, part_of, with_part

HEADS = ["Nom", "Système d'exploitation", "Version du système"]
UBUNTU = Workstation(id="PC-1", os="ubuntu", os_version="22.04", os_name="Ubuntu")
WRITERS = {"xlsx": as_xlsx, "ods": as_ods}
SHEET, CONTENT = "xl/worksheets/sheet1.xml", "content.xml"

both = pytest.mark.parametrize("kind", WRITERS)


def read(kind: str, rows: list[list[Any]]) -> tuple[Workstation, ...]:
    """
    Return the workstations in a spreadsheet of *kind*.
    """
    return workstations_in(WRITERS[kind](rows))


@both
def test_a_list_is_read_by_its_headings(kind: str) -> None:
    """
    Whatever stands above and between, in any order, beside any others.
    """
    rows: list[list[Any]] = [
        ["Parc informatique de Lens"],
        [],
        ["Site", *HEADS],
        ["Mairie", "PC-1", "Ubuntu", "22.04"],
        [],
        ["", "PC-2"],
        ["École", "PC-3", "Debian", "12", "", "à remplacer"],
    ]
    assert (
        UBUNTU,
        Workstation(id="PC-2"),
        Workstation(id="PC-3", os="debian", os_version="12", os_name="Debian"),
    ) == read(kind, rows)


@both
@pytest.mark.parametrize(("version", "read_as"), [(22.04, "22.04"), (12, "12"), (True, None)])
def test_a_version_may_be_a_number(kind: str, version: object, read_as: str | None) -> None:
    """
    Spreadsheets make numbers of what looks like one; what is not a version is none.
    """
    (found,) = read(kind, [HEADS, ["PC-1", "Ubuntu", version]])
    assert read_as == found.os_version


@both
def test_a_version_that_became_a_date_is_lost(kind: str) -> None:
    """
    10.04 is the tenth of April to a spreadsheet: nobody knows what it was.
    """
    (found,) = read(kind, [HEADS, ["PC-1", "Ubuntu", dt.date(2026, 4, 10)]])
    assert found.os_version is None


def test_a_number_shows_its_decimals() -> None:
    """
    20.10, not 20.1.
    """
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADS, ["PC-1", "Ubuntu", 20.1]):
        book.active.append(row)
    book.active["C2"].number_format = "0.00"
    book.save(written)
    (found,) = workstations_in(written.getvalue())
    assert found.os_version == "20.10"


def test_formulas_are_text() -> None:
    """
    Whatever they came to when the file was saved: nobody computes them.
    """
    (of_xlsx,) = read("xlsx", [HEADS, ["PC-1", '=CONCATENATE("Ubu","ntu")', "22.04"]])
    assert of_xlsx.os == '=CONCATENATE("Ubu","ntu")'
    content = as_ods([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    cell = b'<table:table-cell office:value-type="string" table:formula="of:=A1"><text:p>Ubuntu</text:p>'
    part = part_of(content, CONTENT).replace(b'<table:table-cell office:value-type="string"><text:p>Ubuntu</text:p>', cell)
    (of_ods,) = workstations_in(with_part(content, CONTENT, part))
    assert of_ods.os == "=A1"


def test_the_first_sheet_with_a_list_counts() -> None:
    """
    Not one with notes before it, nor a copy behind it.
    """
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Lisez-moi"])
    for name in ("Parc", "Copie"):
        sheet = book.create_sheet(name)
        sheet.append(HEADS)
        sheet.append([f"{name}-1", "Ubuntu", "22.04"])
    book.save(written)
    assert ["Parc-1"] == [each.id for each in workstations_in(written.getvalue())]


def test_a_row_of_ods_may_stand_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    And a cell for many cells; what is blank may stand for all that there is room for. A lower bound shows it, faster.
    """
    for module in (_lists, _ods):
        monkeypatch.setattr(module, "MOST_MACHINES", 10)
    content = as_ods([HEADS, ["PC-1", "Ubuntu", "22.04"], [""]])
    start, row, end = part_of(content, CONTENT).rpartition(b"<table:table-row>")
    start, second, middle = start.rpartition(b"<table:table-row>")
    many = b'<table:table-row table:number-rows-repeated="%d">'
    part = (
        start
        + many % 2
        + middle
        + many % 1_048_576
        + end.replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="16384"', 1)
    )
    assert row == second
    assert (UBUNTU, UBUNTU) == workstations_in(with_part(content, CONTENT, part))
    part = start + many % 11 + middle + row + end
    with pytest.raises(Faults, match="more than"):
        workstations_in(with_part(content, CONTENT, part))


def test_a_comment_is_no_text_of_its_cell() -> None:
    """
    What somebody noted stands beside it.
    """
    content = as_ods([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    note = b"<office:annotation><text:p>Debian?</text:p></office:annotation><text:p>Ubuntu</text:p>"
    part = part_of(content, CONTENT).replace(b"<text:p>Ubuntu</text:p>", note)
    assert (UBUNTU,) == workstations_in(with_part(content, CONTENT, part))


def test_a_gap_in_the_rows_takes_no_time() -> None:
    """
    The last row that a sheet can have, and one that none can.
    """
    content = as_xlsx([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    for row in (b"1048576", b"99999999999"):
        part = part_of(content, SHEET).replace(
            b"</sheetData>", b'<row r="%s"><c r="A%s"><v>2</v></c></row></sheetData>' % (row, row)
        )
        assert UBUNTU == workstations_in(with_part(content, SHEET, part))[0]


# ---- what is no list


@both
def test_a_spreadsheet_without_a_list_says_what_is_missing(kind: str) -> None:
    """
    The headings, and how to name others.
    """
    with pytest.raises(Faults, match=r"Name and Operating system.*--columns"):
        read(kind, [["Code", "Montant"], ["socle", 12.5]])


def archive(**parts: bytes) -> bytes:
    """
    Return an archive.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return written.getvalue()


REFUSED = {
    "Excel 97-2003": (COMPOUND + bytes(512), "Excel 97-2003.*password.*XLSX"),
    "binary Excel": (archive(**{"xl/workbook.bin": b""}), "XLSX"),
    "another archive": (archive(**{"inventory.json": b"{}"}), "unpack it"),
    "a text of LibreOffice": (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "unpack it"),
    "ODS without content": (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "damaged"),
    "XLSX without sheets": (archive(**{"xl/workbook.xml": b"<workbook/>"}), "damaged"),
    "cut": (as_xlsx([HEADS])[:-30], "damaged"),
    "a head alone": (b"PK\x03\x04\x14\0\0\0", "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_spreadsheet_is_told_as_what_it_is(name: str) -> None:
    """
    With what to do.
    """
    content, words = REFUSED[name]
    with pytest.raises(Faults, match=words):
        workstations_in(content)


@pytest.mark.parametrize(("kind", "part"), [("xlsx", SHEET), ("ods", CONTENT)])
def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(kind: str, part: str) -> None:
    """
    A small file of which much would come; one of too many small files.
    """
    content = WRITERS[kind]([HEADS])
    with pytest.raises(Faults, match="unpacks to more than"):
        workstations_in(with_part(content, part, part_of(content, part) + b" " * LARGEST_UNPACKED))
    with pytest.raises(Faults, match="of more than"):
        workstations_in(archive(**{str(number): b"" for number in range(MOST_PARTS + 1)}))


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    """
    No more is unpacked than a part says that it comes to.
    """
    content = as_ods([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    part = part_of(content, CONTENT)
    size = len(part).to_bytes(4, "little")
    assert content.count(size) == 2
    with pytest.raises(Faults, match="damaged"):
        workstations_in(content.replace(size, (9).to_bytes(4, "little")))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_entities_are_refused(kind: str) -> None:
    """
    Nothing is expanded.
    """
    name = SHEET if kind == "xlsx" else CONTENT
    content = WRITERS[kind]([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    _, sign, rest = part_of(content, name).rpartition(b"?>")
    part = b'<!DOCTYPE a [<!ENTITY b "c">]>' + rest
    assert sign or kind == "xlsx"
    with pytest.raises(Faults, match="damaged"):
        workstations_in(with_part(content, name, part))


def test_ods_nested_too_deep_is_told() -> None:
    """
    As any other document is.
    """
    content = as_ods([HEADS])
    part = part_of(content, CONTENT).replace(b"<table:table-row>", b"<a>" * 70 + b"<table:table-row>", 1)
    with pytest.raises(Faults, match="nested deeper"):
        workstations_in(with_part(content, CONTENT, part))


def test_xlsx_without_openpyxl_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    And that ODS is read without it.
    """
    content = as_xlsx([HEADS])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(Faults, match="pip install openpyxl"):
        workstations_in(content)
    assert (UBUNTU,) == read("ods", [HEADS, ["PC-1", "Ubuntu", "22.04"]])


@given(st.data())
def test_a_damaged_sheet_ends_in_workstations_or_in_a_fault(data: st.DataObject) -> None:
    """
    Bytes changed in the part that has the cells, where the archive itself is whole.
    """
    kind, name = data.draw(st.sampled_from([("xlsx", SHEET), ("xlsx", "xl/workbook.xml"), ("ods", CONTENT)]))
    content = WRITERS[kind]([HEADS, ["PC-1", "Ubuntu", "22.04"]])
    part = bytearray(part_of(content, name))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(part)))
        part[start : start + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    try:
        found = workstations_in(with_part(content, name, bytes(part)))
    except Faults as error:
        assert str(error.faults[0])  # noqa: PT017  (it may be read as well)
    else:
        assert all(isinstance(each, Workstation) for each in found)


def test_a_folder_stands_for_its_spreadsheets(tmp_path: Path) -> None:
    """
    Beside the other formats.
    """
    for kind, write in WRITERS.items():
        (tmp_path / f"parc.{kind}").write_bytes(write([HEADS, [f"PC-{kind}", "Ubuntu", "22.04"]]))
    assert ["PC-ods", "PC-xlsx"] == [each.id for each in collect(None, (), [str(tmp_path)]).workstations]
