"""
Files of headings: how columns are headed where no program that is known has headed them.
"""

from pathlib import Path

import pytest

from dmsi_rules.errors import ColumnsError
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.inventories.columns import load_columns
from dmsi_rules.model.evidence import Workstation
from tests.inventories.formats import as_ods, as_xlsx

NAMES = """\
id = ["N° d'inventaire"]
os_name = ["OS réel", "OS"]
os_version = ["Révision"]
"""
ROWS = [["N° D'INVENTAIRE", "Nom", "os", "Revision"], ["PC-1", "Accueil", "Ubuntu", "22.04"]]
UBUNTU = Workstation(id="PC-1", os="ubuntu", os_version="22.04", os_name="Ubuntu")


def file(folder: Path, text: str) -> Path:
    """
    Return the path of a file of headings.
    """
    path = folder / "columns.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_those_that_the_file_names(tmp_path: Path) -> None:
    """
    Without regard to capitals and accents, in every kind of list; the known ones of the same fact no longer count.
    """
    headings = load_columns(file(tmp_path, NAMES))
    text = "\n".join(";".join(row) for row in ROWS).encode()
    for content in (text, as_xlsx(ROWS), as_ods(ROWS)):
        assert (UBUNTU,) == workstations_in(content, headings)


def test_what_the_file_does_not_name_stays_as_it_is_known(tmp_path: Path) -> None:
    """
    A list of GLPI with one column renamed.
    """
    headings = load_columns(file(tmp_path, 'os_version = ["Révision"]\n'))
    assert (UBUNTU,) == workstations_in("Nom;Système;Révision\nPC-1;Ubuntu;22.04\n".encode(), headings)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("os = ['OS']\n", "/os"),
        ("os_name = 'OS'\n", "/os_name"),
        ("id = [1]\n", "/id/0"),
        ("", ""),
        ("id = [\n", ""),
        ("id = ['Poste']\nos_name = ['OS', ' POSTÉ ']\n", "/os_name/1"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(text: str, place: str, tmp_path: Path) -> None:
    """
    With the place of each fault.
    """
    with pytest.raises(ColumnsError) as told:
        load_columns(file(tmp_path, text))
    assert [place] == [each.path for each in told.value.faults]
