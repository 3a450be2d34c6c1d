"""
The audit machine by machine: as CSV for programs, as a spreadsheet for people.
"""

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from dmsi_rules import Audit, audit, read_dossier, translator
from dmsi_rules.inventories._ods import rows_in
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.report.csv import DIALECTS, csv_table
from dmsi_rules.report.machines import COLUMNS, machine_rows, machine_sheet
from dmsi_rules.report.sheets import to_ods, to_xlsx
from tests.inventories.formats import part_of
from tests.property.test_evidence import with_inventories

AS_OF = dt.date(2026, 1, 10)
LISTED = [
    {"id": "PC-1", "os": "windows", "os_version": "10-22h2", "local_admin": False, "secured": True},
    {"id": "=cmd|' /C calc'!A0", "os": "windows", "os_version": "99"},
    {"id": "PC-3", "os": "windows", "os_version": "10-22h2", "paid_support_until": "2028-10-10", "local_admin": True},
]
MAC = Workstation(id="\uff1dMAC\x1b", file="parc/mac.json", os="macos", os_version="15", admin_silence="macos")


def drawn() -> Audit:
    """
    Return the audit of a dossier that asks for `postes` alone.
    """
    document: dict[str, Any] = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "postes", "opening": "2026-01-01"}]},
        "evidence": {"workstations": LISTED, "os_up_to_date": True},
    }
    return audit(with_inventories(document, Collected((MAC,), (), 2)), as_of=AS_OF)


def test_each_machine_has_a_row_of_codes() -> None:
    """
    What it is, until when its system is maintained, how it stands to each prerequisite, and why that is unknown.
    """
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in machine_rows(drawn())]
    assert {"", "2026-01-10", "2026-08-22"} == {row[key] for row in rows for key in ("dossier", "as_of", "lifecycles")}
    told = ("workstation", "maintained_until", "PRE101", "PRE201", "PRE202", "PRE202_reason", "PRE203", "PRE203_reason")
    assert [
        ("PC-1", "2025-10-14", "met", "met", "met", "", "unmet", ""),
        ("'=cmd|' /C calc'!A0", "", "unknown", "met", "unknown", "unsaid", "unknown", "newer"),
        ("PC-3", "2025-10-14", "unknown", "met", "unmet", "", "ambiguous", ""),
        ("'\uff1dMAC\\x1b", "", "unknown", "met", "unknown", "macos", "met", ""),
    ] == [tuple(row[key] for key in told) for row in rows]
    assert ["", "", "", "parc/mac.json"] == [row["file"] for row in rows]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_csv_is_read_back(dialect: str) -> None:
    """
    In either dialect.
    """
    table = csv_table([COLUMNS, *machine_rows(drawn())], DIALECTS[dialect])
    read = list(csv.reader(io.StringIO(table), delimiter=DIALECTS[dialect].delimiter))
    assert [len(COLUMNS)] * 5 == [len(row) for row in read]


def test_what_is_not_concerned_is_so_for_each() -> None:
    """
    A commune of mailboxes alone.
    """
    document: dict[str, Any] = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "messagerie", "plan": "pro-25"}]},
        "evidence": {"workstations": LISTED},
    }
    found = audit(read_dossier(document), as_of=AS_OF)
    assert {"not-concerned"} == {state for each in found.machines for state in each.states.values()}


def test_a_reading_that_is_settled_settles_the_machine() -> None:
    """
    Whether a paid extension counts.
    """
    document: dict[str, Any] = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "postes", "opening": "2026-01-01"}]},
        "evidence": {"workstations": LISTED[2:]},
    }
    for value, state in (("maintained", "met"), ("not-maintained", "unmet")):
        (machine,) = audit(read_dossier(document), as_of=AS_OF, readings={"paid_support": value}).machines
        assert state == machine.states["PRE203"]


def test_a_spreadsheet_is_in_words() -> None:
    """
    Of the reader's language, days as days, and no cell is a formula.
    """
    rows = list(machine_sheet(drawn(), translator("fr")))
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, "postes"))).active
    read = list(sheet.iter_rows())
    assert list(rows[0]) == [cell.value for cell in read[0]]
    assert ["poste", "non rempli"] == [read[0][3].value, read[1][10].value]
    assert "2025-10-14" == str(read[1][6].value)[:10]
    assert ("=cmd|' /C calc'!A0", "s") == (read[2][3].value, read[2][3].data_type)
    assert "table des fins de maintenance du 22/08/2026" in str(read[2][12].value)
    assert not {cell.data_type for row in read for cell in row} & {"f"}


def test_the_same_as_ods() -> None:
    """
    As text of each cell.
    """
    rows = list(machine_sheet(drawn(), str))
    content = part_of(to_ods(rows, "workstations"), "content.xml")
    read = [row for _, row in rows_in(io.BytesIO(content))]
    assert b"formula" not in content
    assert list(rows[0]) == read[0]
    assert ["PC-1", "=cmd|' /C calc'!A0", "PC-3", "\uff1dMAC\\x1b"] == [row[3] for row in read[1:]]


@pytest.mark.parametrize("translate", [str, translator("fr")])
def test_a_sheet_of_answers_is_no_inventory(translate: Any) -> None:
    """
    Left in the folder of the inventories it is told, and no machine counts twice.
    """
    from dmsi_rules.documents.faults import Faults  # noqa: PLC0415
    from dmsi_rules.inventories._formats import workstations_in  # noqa: PLC0415

    with pytest.raises(Faults, match="without a list of computers"):
        workstations_in(to_xlsx(list(machine_sheet(drawn(), translate)), "x"))
