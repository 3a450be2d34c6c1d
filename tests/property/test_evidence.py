"""
What the prerequisites keep to, whatever the evidence (Annexe 3): each property is one consequence of a clause.
"""

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Dossier, check, read_dossier
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.testing.strategies import (
    TECHNOLOGIES,
    Plain,
    dates_or_false,
    flags,
    tables,
)

AS_OF = dt.date(2026, 1, 10)
SYSTEMS = (
    ("windows", "11-24h2-w", dt.date(2026, 10, 13)),
    ("windows", "11-24h2-e", dt.date(2027, 10, 12)),
    ("windows", "10-22h2", dt.date(2025, 10, 14)),
    ("ubuntu", "22.04.3 LTS", dt.date(2027, 4, 1)),
    ("debian", "bookworm", dt.date(2026, 7, 11)),
    ("macos", "15", dt.date(2027, 8, 22)),  # no published end: believed for a year after the table
)
"""
Systems, versions and the last day that each is known to be maintained, written out by hand.
"""

days = st.sampled_from([day + dt.timedelta(days=shift) for _, _, day in SYSTEMS for shift in (-1, 0, 1)])
known_systems = st.sampled_from([{"os": os, "os_version": version} for os, version, _ in SYSTEMS])
unknown_systems = st.sampled_from([{}, {"os": "windows"}, {"os": "windows", "os_build": "10.0.22631"}, {"os": "beos"}])
stated = tables(secured=flags, os_up_to_date=flags, local_admin=flags)
workstations = st.tuples(known_systems | unknown_systems, stated, st.text("ab", max_size=1)).map(
    lambda parts: parts[0] | parts[1] | {"id": f"PC-{parts[2]}"}
)
contracts = tables(holder=st.sampled_from(["commune", "call", "other"]), until=dates_or_false) | st.just(False)
software = tables(name=st.text("ab", max_size=1), compatible=flags, business=flags, maintenance_contract=contracts)
evidence = tables(
    workstations_secured=flags,
    os_up_to_date=flags,
    local_admin=flags,
    connection=tables(technology=st.sampled_from(TECHNOLOGIES)),
    password_policy=tables(compliant=flags),
    workstations=st.lists(workstations, max_size=13),
    software=st.lists(software, max_size=3),
    inventories=st.just(["*.json"]),
)


@st.composite
def asking(draw: st.DrawFn) -> Plain:
    """
    Return dossiers that ask for every category on one day, with some evidence; some are open already.
    """
    opening = draw(days).isoformat()
    services = ("reseau", "postes", "hebergement")
    document: Plain = {"commune": {"name": "Lens"}, "evidence": draw(evidence)}
    if draw(flags):
        document["openings"] = [{"service": service, "date": opening} for service in services]
    else:
        document["request"] = {"lines": [{"service": service, "quantity": 10, "opening": opening} for service in services]}
    return document | draw(tables(audit=tables(date=dates_or_false)))


@st.composite
def inventories(draw: st.DrawFn) -> Collected:
    """
    Return what inventories may say: workstations, some of which leave open who administers them, and files not read.
    """
    found: Any = draw(st.lists(st.tuples(known_systems | unknown_systems, tables(local_admin=flags), flags), max_size=4))
    return Collected(
        tuple(
            Workstation(id=f"INV-{rank}", file=f"{rank}.json", admin_doubt=doubt and not said, **system, **said)
            for rank, (system, said, doubt) in enumerate(found)
        ),
        tuple(draw(st.lists(st.just("damaged.json"), max_size=1))),
    )


def with_inventories(document: Plain, collected: Collected | None) -> Dossier:
    """
    Return the dossier with what its inventories say.
    """
    dossier: Any = read_dossier(document)
    return attrs.evolve(dossier, evidence=attrs.evolve(dossier.evidence, collected=collected))  # type: ignore[no-any-return]


def prerequisites(dossier: Dossier) -> dict[str, Any]:
    """
    Return what is found of each prerequisite.
    """
    found = [each for each in check(dossier, as_of=AS_OF).findings if each.code.startswith("PRE")]
    assert len({each.code for each in found}) == len(found)
    return {each.code: each for each in found}


def verdicts(dossier: Dossier) -> Mapping[str, str]:
    """
    Return the verdict on each prerequisite; what is met is left out.
    """
    return {code: found.verdict for code, found in prerequisites(dossier).items()}


# ---- an oracle, apart from the package


def by_word(word: bool | None, said: list[bool | None], *, good: bool) -> str | None:
    """
    Return the verdict on a fact attested of all, or said of each.
    """
    values = [word if each is None else each for each in said] if said else [word]
    return "violated" if (not good) in values else "unknown" if None in values else None


def by_day(listed: list[Plain], day: dt.date) -> str | None:
    """
    Return the verdict on the maintenance of the workstations.
    """
    ends = {(os, version): last for os, version, last in SYSTEMS}
    found = [ends.get((each.get("os", ""), each.get("os_version", ""))) for each in listed]
    over = [last for last, each in zip(found, listed, strict=True) if last and last < day and each["os"] != "macos"]
    built = [each for each in listed if each.get("os_build")]  # of the two editions one ends a year before the other
    fails = bool(over) or bool(built and day > dt.date(2026, 11, 10))
    settled = built if day <= dt.date(2025, 11, 11) else []
    open_ = not listed or any(
        (last is None and each not in settled) or (last is not None and last < day)
        for last, each in zip(found, listed, strict=True)
    )
    return "violated" if fails else "unknown" if open_ else None


@given(asking())
def test_the_prerequisites_say_what_the_table_says(document: Plain) -> None:
    """
    Against an oracle of its own: flags, maintenance, access and passwords.
    """
    given_evidence = document["evidence"]
    listed = given_evidence.get("workstations", [])
    lines = document.get("openings") or document["request"]["lines"]
    day = dt.date.fromisoformat(lines[0].get("date") or lines[0]["opening"])
    unread = "inventories" in given_evidence
    technology = given_evidence.get("connection", {}).get("technology", "other")
    fibre = {"fibre", "ftth", "ftto", "ftte", "fon"}
    admin = by_word(given_evidence.get("local_admin"), [each.get("local_admin") for each in listed], good=False)
    maintained = by_day(listed, day)
    expected = {
        "PRE101": by_word(given_evidence.get("workstations_secured"), [each.get("secured") for each in listed], good=True),
        "PRE102": "unknown" if technology == "other" else None if technology in fibre else "violated",
        "PRE103": by_word(given_evidence.get("password_policy", {}).get("compliant"), [], good=True),
        "PRE201": by_word(given_evidence.get("os_up_to_date"), [each.get("os_up_to_date") for each in listed], good=True),
        "PRE202": "unknown" if unread and admin is None else admin,
        "PRE203": "unknown" if unread and maintained is None else maintained,
    }
    found = prerequisites(read_dossier(document))
    assert expected == {code: found[code].verdict if code in found else None for code in expected}
    if unread:
        assert all(
            found[code].path == "/evidence/inventories" for code in ("PRE202", "PRE203") if found[code].verdict == "unknown"
        )
    force = "breach" if "openings" in document else "may-refuse"
    assert {force} >= {each.force for code, each in found.items() if code != "PRE001"}


# ---- more evidence


def merged(before: Any, more: Any) -> Any:
    """
    Return *before* with what *more* adds where it says nothing: nothing that is said is changed.
    """
    if isinstance(before, dict) and isinstance(more, dict):
        return {
            key: merged(before[key], more[key]) if key in before and key in more else {**more, **before}[key]
            for key in {**more, **before}
        }
    return before


@given(asking(), evidence, st.none() | inventories())
def test_more_evidence_never_undoes_a_verdict(document: Plain, more: Plain, collected: Collected | None) -> None:
    """
    What is decided stays so where facts that were not given are: it may turn from met to violated or back, never to unknown.

    Left out are lists where there was none: a workstation of which nothing is known says that not all is known.
    """
    more = {key: value for key, value in more.items() if key not in {"workstations", "software", "inventories"}}
    richer = document | {"evidence": merged(document["evidence"], more)}
    for each in (None, collected):
        before, after = (verdicts(with_inventories(one, each)) for one in (document, richer))
        for code, verdict in after.items():
            assert verdict != "unknown" or before.get(code) == "unknown"


@given(asking(), st.lists(workstations, max_size=3), st.none() | inventories())
def test_one_more_workstation_never_saves_the_others(document: Plain, others: list[Plain], collected: Collected | None) -> None:
    """
    One that fails is enough: where listed ones fail, no other one makes that good or doubtful.
    """
    listed = document["evidence"].setdefault("workstations", [])
    more = copy.deepcopy(document)
    more["evidence"]["workstations"] = [*listed, *others]
    before, after = prerequisites(read_dossier(document)), verdicts(with_inventories(more, collected))
    for code, found in before.items():
        if found.verdict == "violated" and found.path == "/evidence/workstations":
            assert "violated" == after[code]


# ---- order


@given(asking(), inventories(), st.randoms(use_true_random=False))
def test_the_order_of_workstations_changes_nothing(document: Plain, collected: Collected, random: Any) -> None:
    """
    Same verdicts, same count of offenders, whatever the order of lists and files.
    """
    shuffled = copy.deepcopy(document)
    for key in ("workstations", "software"):
        random.shuffle(shuffled["evidence"].get(key, []))
    found = list(collected.workstations)
    random.shuffle(found)
    expected = prerequisites(with_inventories(document, collected))
    actual = prerequisites(with_inventories(shuffled, Collected(tuple(found), collected.unread)))
    assert expected.keys() == actual.keys()
    for code, each in expected.items():
        other = actual[code]
        assert (each.verdict, each.force, each.facts.get("more")) == (other.verdict, other.force, other.facts.get("more"))
        assert len(each.missing) == len(other.missing)
        if not each.facts.get("more"):
            names = [sorted(name for name in one.facts.get("offenders", ()) if "/" not in name) for one in (each, other)]
            assert names[0] == names[1]


# ---- inventories


@given(asking(), inventories())
def test_inventories_that_leave_something_open(document: Plain, collected: Collected) -> None:
    """
    A file that could not be read, or that does not say who administers: unknown at the inventories, unless violated.
    """
    found = prerequisites(with_inventories(document, collected))
    doubt = any(each.admin_doubt for each in collected.workstations)
    for code, is_open in (("PRE202", bool(collected.unread) or doubt), ("PRE203", bool(collected.unread))):
        if is_open:
            assert code in found
            assert found[code].verdict == "violated" or found[code].path == "/evidence/inventories"


@given(asking(), inventories())
def test_inventories_say_nothing_of_the_other_prerequisites(document: Plain, collected: Collected) -> None:
    """
    An inventory does not tell what is secured, nor what was brought up to level: a word on all, or on each listed, does.
    """
    document["evidence"].setdefault("workstations", [{"secured": True, "os_up_to_date": True}])
    if document["evidence"]["workstations"]:
        before, after = verdicts(read_dossier(document)), verdicts(with_inventories(document, collected))
        for code in ("PRE001", "PRE102", "PRE103", "PRE301", "PRE302"):
            assert before.get(code) == after.get(code)


@given(asking(), inventories())
def test_no_more_than_ten_offenders_are_named(document: Plain, collected: Collected) -> None:
    """
    The first ten are named, the rest counted; of people nothing is said.
    """
    for found in prerequisites(with_inventories(document, collected)).values():
        if found.verdict == "violated" and "offenders" in found.facts:
            assert len(found.facts["offenders"]) <= 10
            assert not found.facts["more"] or len(found.facts["offenders"]) == 10
        assert "{" not in found.message
