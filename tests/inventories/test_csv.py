"""
Lists of computers: the headings of GLPI and OCS, separators, encodings, rows that are damaged.
"""

from collections.abc import Mapping

import pytest

from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories import _lists
from dmsi_rules.inventories._csv import data_in
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.inventories._lists import HEADINGS
from dmsi_rules.model.evidence import Workstation

WINDOWS = Workstation(id="PC-1", os="windows", os_version="10-22h2", os_name="Microsoft Windows 10 Pro", os_build="10.0.19045")
UBUNTU = Workstation(id="PC-1", os="ubuntu", os_version="22.04", os_name="Ubuntu")

LISTS: Mapping[str, tuple[str, Workstation]] = {
    "GLPI in French": (
        (
            '"Nom";"Entité";"Système d\'exploitation - Nom";"Système d\'exploitation - Version";'
            '"Système d\'exploitation - Version du noyau";\n'
            '"PC-1";"Lens";"Microsoft Windows 10 Pro";"22H2";"10.0.19045";\n'
        ),
        WINDOWS,
    ),
    "GLPI in English": (
        (
            '"Name","Operating system - Name","Operating system - Version","Operating system - Kernel version"\r\n'
            '"PC-1","Microsoft Windows 10 Pro","22H2","10.0.19045"\r\n'
        ),
        WINDOWS,
    ),
    "GLPI with dictionaries": (
        (
            "Nom;Système d’exploitation – Nom;Système d’exploitation – Version;Système d’exploitation – Édition\n"
            "PC-1;Windows;10;Professionnel\n"
        ),
        Workstation(id="PC-1", os="windows", os_version="10", os_name="Windows 10 Professionnel"),
    ),
    "OCS in French": (
        (
            "Dernier inventaire\tMachine\tUtilisateur connecté\tSystème\tRAM (Mo)\tVersion du système\n"
            "2026-01-05\tPC-1\tagent1\tMicrosoft Windows 10 Pro\t7,9\t10.0.19045\n"
        ),
        Workstation(id="PC-1", os="windows", os_version="10", os_name="Microsoft Windows 10 Pro", os_build="10.0.19045"),
    ),
    "OCS in English": (
        (
            "Account info: TAG,Last inventory,Computer,Connected user,Operating system,OS Version,Service pack\n"
            "Lens,2026-01-05,PC-1,agent1,Windows 7 Pro,6.1.7601,Service Pack 1\n"
        ),
        Workstation(id="PC-1", os="windows", os_version="7-sp1", os_name="Windows 7 Pro", os_build="6.1.7601"),
    ),
    "a decimal comma": ("Nom;Système;Version du système\nPC-1;Ubuntu;22,04\n", UBUNTU),
    "a decimal comma in a release": (
        "Nom;Système;Version du système\nPC-1;Windows;8,1\n",
        Workstation(id="PC-1", os="windows", os_version="8.1", os_name="Windows 8.1"),
    ),
    "a separator that is named": ("sep=;\r\nNom;Système;Version du système\r\nPC-1;Ubuntu;22.04\r\n", UBUNTU),
    "a title above": ("Parc de Lens;;\n;;\nNom;Système;OS version\nPC-1;Ubuntu;22.04\n", UBUNTU),
    "lines before and between": ("\n;;\nNom;Système;OS version\n\nPC-1;Ubuntu;22.04\n;;\n", UBUNTU),
    "headings in capitals": ("NOM;SYSTEME D'EXPLOITATION;OS VERSION\nPC-1;Ubuntu;22.04\n", UBUNTU),
    "no version": (
        "Nom;Système\nPC-1;Fedora Linux 40\n",
        Workstation(id="PC-1", os="fedora", os_version="40", os_name="Fedora Linux 40"),
    ),
    "old ends of lines": ("Nom;Système;OS version\rPC-1;Ubuntu;22.04\r", UBUNTU),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_it_is_exported(name: str) -> None:
    """
    By its headings, whatever the separator, the order and the other columns.
    """
    text, expected = LISTS[name]
    assert (expected,) == workstations_in(text.encode())


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_an_encoding_is_found_out(name: str, encoding: str) -> None:
    """
    With a mark, as spreadsheets write in France, and as they write Unicode.
    """
    text, expected = LISTS[name]
    assert (expected,) == workstations_in(text.encode(encoding))


def test_headings_are_those_that_are_compared() -> None:
    """
    In small letters, without accents, each of one fact only.
    """
    every = [heading for headings in HEADINGS.values() for heading in headings]
    assert every == [each.casefold() for each in every if each.isascii()]
    assert len(every) == len(set(every))


DAMAGED = {
    "a cell too few": "PC-1;Ubuntu",
    "a cell too many": "PC-1;Ubuntu;22.04;x",
    "two systems": 'PC-1;"Ubuntu\nDebian GNU/Linux";22.04',
    "two versions": 'PC-1;Ubuntu;"22.04\n24.04"',
    "no system": "PC-1;;",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_row_leaves_its_machine_unknown(name: str) -> None:
    """
    And the others as they are: a version that may be another's is not believed.
    """
    text = f"Nom;Système;Version du système\nPC-0;Debian;12\n{DAMAGED[name]}\nPC-2;Debian;12\n"
    found = workstations_in(text.encode())
    assert ["PC-0", "PC-1", "PC-2"] == [each.id for each in found]
    assert Workstation(id="PC-1") == found[1]
    assert [("debian", "12")] * 2 == [(each.os, each.os_version) for each in (found[0], found[2])]


@pytest.mark.parametrize("row", ['"PC-1;Ubuntu;22.04', '"PC-1"x;Ubuntu;22.04'])
def test_quotes_that_do_not_match_are_told(row: str) -> None:
    """
    Nobody knows where such a row ends, so that machines might be lost without a word.
    """
    with pytest.raises(Faults, match="not CSV at line"):
        workstations_in(f"Nom;Système;OS version\n{row}\n".encode())


def test_a_list_of_too_many_machines_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each of them is kept, and short rows may be millions. A lower bound shows it, faster.
    """
    monkeypatch.setattr(_lists, "MOST_MACHINES", 10)
    most = b"Nom;Systeme\n" + b"a;b\n" * 10
    assert len(workstations_in(most)) == 10
    with pytest.raises(Faults, match="more than"):
        workstations_in(most + b"a;b\n")


def test_a_list_without_machines_has_none() -> None:
    """
    It is read all the same.
    """
    assert workstations_in(b"Nom;Systeme\n") == ()


@pytest.mark.parametrize("text", ["", "Nom\nPC-1\n", "Nom;Lieu\nPC-1;Mairie\n", "Système;OS version\nUbuntu;22.04\n", '"Nom'])
def test_another_list_is_none_of_these(text: str) -> None:
    """
    One without machines, or without systems.
    """
    assert data_in(text.encode()) is None


def test_no_login_is_kept() -> None:
    """
    Columns that are not looked at are let go.
    """
    machines = data_in(LISTS["OCS in French"][0].encode())
    assert machines is not None
    assert "PC-1" in (kept := str(list(machines)))
    assert "agent1" not in kept
