"""
Lifecycles of operating systems: which cycles a workstation has, until when they are maintained, and the table itself.
"""

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dmsi_rules
from dmsi_rules import Lifecycles, LifecyclesError, check, load_lifecycles, read_dossier
from dmsi_rules.lifecycles import PACKAGED, lifecycles_of, packaged_date
from dmsi_rules.lifecycles.maintaining import os_ends
from dmsi_rules.lifecycles.matching import candidates, edition_of
from dmsi_rules.model.evidence import Workstation

BUILD = "10.0.26100"


def cycles(**facts: Any) -> set[str] | None:
    """
    Return the cycles that a workstation may have; None where its system is not one of the table's.
    """
    found = candidates(Workstation(**facts), load_lifecycles())
    return None if found is None else {release.cycle for release in found}


# ---- matching


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"os_version": "11-24H2-E"}, {"11-24h2-e"}),
        ({"os_name": "windows 11 24h2 (w)"}, {"11-24h2-w"}),
        ({"os_name": "Windows 11 24H2"}, {"11-24h2-w", "11-24h2-e", "11-24h2-e-lts"}),
        ({"os_name": "Windows 11 24H2 IoT"}, {"11-24h2-iot-lts"}),
        ({"os_build": BUILD}, {"11-24h2-w", "11-24h2-e", "11-24h2-e-lts", "11-24h2-iot-lts"}),
        ({"os_build": f"{BUILD}.2605"}, {"11-24h2-w", "11-24h2-e", "11-24h2-e-lts", "11-24h2-iot-lts"}),
        ({"os_version": "11-24h2"}, {"11-24h2-w", "11-24h2-e", "11-24h2-e-lts", "11-24h2-iot-lts"}),
        ({"os_version": "8.1 Pro"}, {"8.1"}),
        ({"os_version": "10.0.1"}, set()),
    ],
)
def test_the_steps_of_matching(facts: dict[str, str], expected: set[str]) -> None:
    """
    Cycle, label with or without its "(X)", build or build plus patch, cycle without edition, numeric prefix.
    """
    assert expected == cycles(os="windows", **facts)


@pytest.mark.parametrize(
    ("os", "facts", "expected"),
    [
        ("ubuntu", {"os_version": "22.04.3 LTS"}, {"22.04"}),
        ("ubuntu", {"os_version": "22.04.3 LTS (Jammy Jellyfish)"}, {"22.04"}),
        ("ubuntu", {"os_name": "jammy jellyfish"}, {"22.04"}),
        ("ubuntu", {"os_version": "22"}, set()),
        ("debian", {"os_name": "Bookworm"}, {"12"}),
        ("debian", {"os_version": "12.15"}, {"12"}),
        ("debian", {"os_version": "12 (bookworm)"}, {"12"}),
        ("macos", {"os_version": "10.13.6"}, {"10.13"}),
        ("macos", {"os_version": "10.13.2"}, {"10.13"}),
        ("macos", {"os_build": "15G22010"}, set()),
        ("centos", {"os_version": "8 (2111)"}, {"8"}),
        ("fedora", {"os_version": "42 (Adams)"}, {"42"}),
        ("linuxmint", {"os_name": "LMDE 7 'Gigi'"}, {"lmde7"}),
        ("rhel", {"os_version": "9.4", "os_build": "5.14.0-427.el9.x86_64"}, {"9"}),
        ("Windows-Server", {"os_version": "2019"}, {"2019"}),
    ],
)
def test_other_systems(os: str, facts: dict[str, str], expected: set[str]) -> None:
    """
    Codenames, latest versions and prefixes; a kernel's number beside a version is none of a system's.
    """
    assert expected == cycles(os=os, **facts)


def test_the_first_step_that_matches_wins() -> None:
    """
    A cycle is looked for in every string before a build is; a build that it never had contradicts it.
    """
    assert {"10-22h2"} == cycles(os="windows", os_name="10-22H2", os_build="10.0.19045")
    assert set() == cycles(os="windows", os_name="10-22H2", os_build=BUILD)


@pytest.mark.parametrize(
    ("version", "build", "expected"),
    [
        ("10-1709", "10.0.16299.15", {"10-1709-e", "10-1709-w"}),
        ("10-1709", "10.0.19045", set()),
        ("10-2009", "10.0.19045", {"10-22h2"}),
        ("11-24h2", "10.0.26200", set()),
    ],
)
def test_a_build_contradicts_a_version_without_its_edition(version: str, build: str, expected: set[str]) -> None:
    """
    The table may have it by edition only. What it has not at all is not contradicted: 20H2 and its successors share a number.
    """
    assert expected == cycles(os="windows", os_version=version, os_build=build)


def test_strings_that_contradict_each_other_match_both() -> None:
    """
    Every string is tried at each step: what they say is not weighed.
    """
    assert {"22.04", "24.04"} == cycles(os="ubuntu", os_version="22.04", os_name="24.04")


def test_server_and_client_with_one_build() -> None:
    """
    Windows 11 24H2 and Windows Server 2025 have one build: the product tells them apart.
    """
    assert {"2025"} == cycles(os="windows-server", os_build=BUILD)
    assert {"2019", "1809-sac"} == cycles(os="windows-server", os_build="10.0.17763")


def test_without_a_system_of_the_table_nothing_is_matched() -> None:
    """
    A build alone, or under a name that the table does not have, says nothing.
    """
    assert cycles(os_build=BUILD) is None
    assert cycles(os="beos", os_build=BUILD) is None
    assert set() == cycles(os="windows")


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ("pro", {"11-24h2-w"}),
        ("PRO", {"11-24h2-w"}),
        ("enterprise", {"11-24h2-e"}),
        ("enterprise-ltsc", {"11-24h2-e-lts"}),
        ("iot-ltsc", {"11-24h2-iot-lts"}),
        ("iot-core", set()),
        ("Professionnel", {"11-24h2-w", "11-24h2-e", "11-24h2-e-lts", "11-24h2-iot-lts"}),
    ],
)
def test_an_edition_narrows(edition: str, expected: set[str]) -> None:
    """
    One of the table's does; another word narrows nothing.
    """
    assert expected == cycles(os="windows", os_build=BUILD, edition=edition)


def test_an_edition_keeps_the_cycles_of_all_editions() -> None:
    """
    Where no cycle is of that edition alone, those for all editions are it.
    """
    assert {"10-1507"} == cycles(os="windows", os_name="Windows 10 1507", edition="pro")
    assert {"10-1507-e-lts"} == cycles(os="windows", os_name="Windows 10 1507", edition="enterprise-ltsc")
    assert {"10-22h2"} == cycles(os="windows", os_build="10.0.19045", edition="enterprise")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Microsoft Windows 11 Professionnel", "pro"),
        ("Microsoft Windows 10 Famille", "pro"),
        ("Microsoft Windows 7 Édition Familiale Premium", "pro"),
        ("Windows 10 Pro Education", "pro"),
        ("Microsoft Windows 11 Professionnel pour les Stations de travail", "pro"),
        ("Windows 11 Home", "pro"),
        ("Microsoft Windows 11 Entreprise", "enterprise"),
        ("Microsoft Windows 11 \u00c9ducation", "enterprise"),
        ("Microsoft Windows 11 E\u0301ducation", "enterprise"),
        ("Windows 10 IoT Enterprise", "enterprise"),
        ("Microsoft Windows 10 Entreprise LTSC", "enterprise-ltsc"),
        ("Windows 10 Enterprise 2016 LTSB", "enterprise-ltsc"),
        ("Windows 10 IoT Entreprise LTSC 2021", "iot-ltsc"),
        ("Windows 10 IoT Core", "iot-core"),
        ("Microsoft Windows 11", None),
        ("Windows 11 Prototype", None),
    ],
)
def test_an_edition_is_in_the_full_name(name: str, expected: str | None) -> None:
    """
    English or French, accents or none; words, not parts of words.
    """
    assert expected == edition_of(name)


def test_french_names_decide_the_edition() -> None:
    """
    The full name narrows where no edition is given; the key of that name goes before it.
    """
    facts = {"os": "windows", "os_name": "Microsoft Windows 11 Professionnel", "os_build": "10.0.22631"}
    assert {"11-23h2-w"} == cycles(**facts)
    assert {"11-23h2-e"} == cycles(**facts, edition="enterprise")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=10))
def test_any_strings_are_matched_or_not(version: str, name: str, build: str, edition: str) -> None:
    """
    No string is too strange, and the case of letters does not matter where it is no more than that.
    """
    facts = {"os_version": version, "os_name": name, "os_build": build, "edition": edition}
    for os in ("windows", "ubuntu"):
        found = cycles(os=os, **facts)
        assert found is not None
        if "".join(facts.values()).isascii():
            assert found == cycles(os=os.upper(), **{key: text.swapcase() for key, text in facts.items()})


# ---- the last day


@pytest.mark.parametrize("release", load_lifecycles().release, ids=lambda each: f"{each.product}-{each.cycle}")
def test_the_day_before_on_and_after(release: Any) -> None:
    """
    Every cycle of the table, by its own name: maintained up to and with its last day, no more on the next one.
    """
    last = release.security_until or dt.date(2027, 8, 22)
    edition = f'"edition": "{release.edition}", ' if release.edition not in {None, "all"} else ""
    document = (
        '{"commune": {"name": "Lens"}, "request": {"lines": [{"service": "postes"}]}, "evidence": {"workstations": '
        f'[{{"os": "{release.product}", {edition}"os_version": "{release.cycle}"}}]}}}}'
    )

    def said(day: dt.date) -> list[str]:
        found = check(read_dossier(document), as_of=day).findings
        return [each.verdict for each in found if each.code == "PRE203"]

    day = dt.timedelta(days=1)
    after = "violated" if release.security_until else "unknown"
    assert ([], [], [after]) == (said(last - day), said(last), said(last + day))


def test_ends_of_maintenance_for_the_calendar() -> None:
    """
    Each end that is known, by day, with how many workstations have it; what cannot be told has none.
    """
    found = [
        Workstation(os="windows", os_version="11-24h2-w"),
        Workstation(os="debian", os_name="bookworm"),
        Workstation(os="windows", os_version="11-24h2-w"),
        Workstation(os="windows", os_build="10.0.22631"),
        Workstation(os="macos", os_version="26"),
        Workstation(),
    ]
    assert [
        (dt.date(2026, 7, 11), "debian 12", 1),
        (dt.date(2026, 10, 13), "Windows 11 24H2 (W)", 2),
    ] == list(os_ends(found, load_lifecycles()))


# ---- the table


def test_the_packaged_table_names_its_source() -> None:
    """
    Where it is from, of which day, for how long it is believed, under which licence.
    """
    source = load_lifecycles().source
    assert "endoflife.date" == source.name
    assert (dt.date(2026, 8, 22), 365) == (source.snapshot_date, source.tolerance_days)
    assert "MIT, Copyright 2020 endoflife.date contributors" == source.licence
    assert "Copyright 2020 endoflife.date contributors" in PACKAGED.with_name("LICENSE.endoflife.date").read_text()


def test_the_day_of_the_packaged_table_is_read_alone() -> None:
    """
    It is the table's own, and stands in its head.
    """
    assert load_lifecycles().date == packaged_date()
    assert f"\nsnapshot_date = {packaged_date()}" in PACKAGED.read_text(encoding="utf-8").partition("\n[[")[0]


LAZY = """
import datetime, sys
sys.path.insert(0, {source!r})
from dmsi_rules import check, lifecycles, read_dossier

def parsed(document):
    check(read_dossier(document), as_of=datetime.date(2026, 1, 10)).to_dict()
    return lifecycles._packaged.cache_info().currsize

asked = '{{"commune": {{"name": "Lens"}}, "request": {{"lines": [{{"service": "postes"}}]}}%s}}'
print(parsed(asked % ''), parsed(asked % ', "evidence": {{"workstations": [{{}}]}}'))
"""


def test_the_table_is_read_when_a_rule_needs_it() -> None:
    """
    Not at import, nor by a check without workstations.
    """
    source = str(Path(dmsi_rules.__file__).parents[1])
    run = subprocess.run([sys.executable, "-I", "-c", LAZY.format(source=source)], capture_output=True, text=True, check=False)
    assert ("0 1", "") == (run.stdout.strip(), run.stderr)


def table(**changes: Any) -> dict[str, Any]:
    """
    Return a table of one cycle, changed.
    """
    whole: dict[str, Any] = {
        "source": {"snapshot_date": "2027-01-01", "tolerance_days": 10},
        "product": [{"id": "haiku"}],
        "release": [{"product": "haiku", "cycle": "r1", "security_until": "2026-06-30"}],
    }
    return whole | changes


def test_a_newer_table_is_loaded_by_path(tmp_path: Path) -> None:
    """
    It is judged by in place of the packaged one, and the report names its day.
    """
    text = PACKAGED.read_text(encoding="utf-8").replace("= 2026-08-22", "= 2027-02-01", 1).replace("2025-10-14", "2026-10-14")
    (tmp_path / "newer.toml").write_text(text, encoding="utf-8")
    newer = load_lifecycles(tmp_path / "newer.toml")
    document = read_dossier(
        {
            "commune": {"name": "Lens"},
            "request": {"lines": [{"service": "postes"}]},
            "evidence": {"workstations": [{"os": "windows", "os_version": "10-22h2"}]},
        }
    )
    codes = [
        [found.code for found in check(document, as_of=dt.date(2026, 1, 10), lifecycles=each).findings]
        for each in (None, newer)
    ]
    assert ["PRE203" in found for found in codes] == [True, False]
    days = [check(document, as_of=dt.date(2026, 1, 10), lifecycles=each).to_dict()["lifecycles"] for each in (None, newer)]
    assert ["2026-08-22", "2027-02-01"] == days


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"source": {}}, ["/source/snapshot_date", "/source/tolerance_days"]),
        ({"schema_version": 2}, ["/schema_version"]),
        ({"release": []}, ["/release"]),
        ({"products": []}, ["/products"]),
        ({"product": [{"id": "haiku"}, {"id": "haiku"}]}, ["/product/1"]),
        ({"release": [{"product": "haiku", "cycle": "r1"}]}, ["/release/0/security_until"]),
        (
            {
                "release": [
                    {"product": "beos", "cycle": "r5", "open_ended": True},
                    {"product": "haiku", "cycle": "r1", "security_until": "2026-06-30", "open_ended": True},
                    {"product": "haiku", "cycle": "R1", "security_until": "2026-06-30", "extended_until": "2026-06-29"},
                ]
            },
            ["/release/0/product", "/release/1/security_until", "/release/2", "/release/2/extended_until"],
        ),
        (
            {
                "release": [{"product": "beos", "cycle": "r5"}, {"product": "haiku", "cycle": 1, "open_ended": True}],
            },
            ["/release/1/cycle", "/release/0/product", "/release/0/security_until"],
        ),
    ],
)
def test_every_fault_of_a_table_is_told_at_once(changes: dict[str, Any], expected: list[str]) -> None:
    """
    Each at its place.
    """
    with pytest.raises(LifecyclesError) as caught:
        lifecycles_of(table(**changes))
    assert expected == [fault.path for fault in caught.value.faults]
    assert all(path in str(caught.value) for path in expected)


def test_a_tolerance_beyond_all_days() -> None:
    """
    A cycle without published end is then maintained for ever.
    """
    tolerant = lifecycles_of(table(source={"snapshot_date": "2026-08-22", "tolerance_days": 10**9}))
    assert dt.date.max == tolerant.horizon


def test_the_least_that_a_table_holds() -> None:
    """
    A source's day and tolerance, products, and of each cycle its end.
    """
    assert isinstance(lifecycles_of(table()), Lifecycles)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[[release]", b"a = 1"])
def test_what_is_no_table_is_refused(content: bytes, tmp_path: Path) -> None:
    """
    As a convention that cannot be read is.
    """
    (tmp_path / "bad.toml").write_bytes(content)
    with pytest.raises(LifecyclesError):
        load_lifecycles(tmp_path / "bad.toml")
    with pytest.raises(LifecyclesError):
        load_lifecycles(tmp_path / "none.toml")
