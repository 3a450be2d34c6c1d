"""
Every set of services, 2^11 of them, against an oracle written apart: a table of its own, no graph, no data of the package.
"""

import datetime as dt
import itertools
from collections.abc import Collection
from functools import cache
from typing import Any, TypeAlias

import pytest

from dmsi_rules import check, read_dossier

pytestmark = pytest.mark.exhaustive

Finding: TypeAlias = dict[str, Any]

AS_OF = dt.date(2026, 1, 10)
IGNORED = "inferred_edges=ignored"
JUDGED = ("DEP", "PER", "TAR", "LIF003")
"""
The rules that the oracle knows.
"""

# ---- Annexe 1 by hand. Each service rests directly on one other; marked are the links that are only inferred.

RESTS_ON = {
    "socle": None,
    "reseau": "socle",
    "postes": "reseau",
    "support": "postes",
    "serveurs": "reseau",
    "messagerie": "socle",
    "hebergement": "reseau",
    "administration": "hebergement",
    "conseil": "socle",
    "amoa": "socle",
    "acces-call": "socle",
}
INFERRED = {"postes", "serveurs", "hebergement"}
UNPRICED = {"serveurs", "acces-call"}
ON_QUOTATION = {"conseil", "amoa"}

EVERY_SET = [
    [service for service, chosen in zip(RESTS_ON, choice, strict=True) if chosen]
    for choice in itertools.product((False, True), repeat=len(RESTS_ON))
]


@cache
def chain(service: str, reading: str) -> tuple[str, ...]:
    """
    Return the services from *service* down to the base.
    """
    below = "socle" if service in INFERRED and reading == "ignored" else RESTS_ON[service]
    return (service, *chain(below, reading)) if below else (service,)


@cache
def required(service: str, reading: str) -> frozenset[str]:
    """
    Return all that *service* rests on.
    """
    return frozenset(chain(service, reading)) - {service}


def in_opening_order(missing: Collection[str], service: str, reading: str) -> list[str]:
    """
    Return the services *missing* below *service*, the lowest first.
    """
    return [each for each in reversed(chain(service, reading)) if each in missing]


# ---- the documents: complete lines, everything authorised, so that only dependencies are at fault


def line(service: str) -> dict[str, Any]:
    """
    Return the complete line of one service.
    """
    if service == "socle":
        return {"service": service}
    if service in ON_QUOTATION:
        return {"service": service, "quotation": "1500.00"}
    plan = {"plan": "pro-25"} if service == "messagerie" else {}
    return {"service": service, **plan, "quantity": 10, "opening": "2027-01-01"}


def findings(document: dict[str, Any], **readings: str) -> list[Finding]:
    """
    Return the package's findings of the rules that the oracle knows, as data.
    """
    dossier = read_dossier({"commune": {"name": "Lens"}, **document})
    return check(dossier, as_of=AS_OF, readings=readings, select=JUDGED).to_dict()["findings"]  # type: ignore[no-any-return]


def told(findings_: list[Finding]) -> list[tuple[Any, ...]]:
    """
    Return what is compared of findings, in their order.
    """
    return [
        (each["code"], each["verdict"], each["path"], each["facts"].get("services"), each["depends_on"]) for each in findings_
    ]


# ---- what the oracle expects


def expected_of_request(asked: list[str], reading: str, *, settled: bool) -> list[tuple[Any, ...]]:
    """
    Return the findings of a request, in the order of the rules and then of its lines.
    """
    expected: list[tuple[Any, ...]] = []
    for rank, service in enumerate(asked):
        if missing := required(service, reading) - set(asked):
            depends = not settled and not required(service, "ignored") - set(asked)
            services = in_opening_order(missing, service, reading)
            expected.append(("DEP001", "violated", f"/request/lines/{rank}", services, [IGNORED] if depends else []))
    if "reseau" in asked and not {"postes", "hebergement"} & set(asked):
        expected.append(("TAR003", "violated", f"/request/lines/{asked.index('reseau')}/quantity", None, []))
    expected += [
        ("TAR005", "violated", f"/request/lines/{rank}", None, []) for rank, service in enumerate(asked) if service in UNPRICED
    ]
    return expected


def expected_additions(asked: list[str], reading: str) -> list[dict[str, Any]]:
    """
    Return the lines that would put a request right.

    Nothing sets the network's quantity where only the servers need it.
    """
    missing = {each for service in asked for each in required(service, reading)} - set(asked)
    network_is_counted = {"postes", "hebergement"} & (missing | set(asked))
    return [
        {key: value for key, value in line(service).items() if service != "reseau" or network_is_counted or key != "quantity"}
        for service in RESTS_ON
        if service in missing
    ]


READINGS = [
    pytest.param("required", {}, id="adopted"),
    pytest.param("required", {"inferred_edges": "required"}, id="required"),
    pytest.param("ignored", {"inferred_edges": "ignored"}, id="ignored"),
]


@pytest.mark.parametrize(("reading", "readings"), READINGS)
def test_every_request(reading: str, readings: dict[str, str]) -> None:
    """
    Whatever set of services is asked, each line has its missing services told, and whether an inferred link decides.
    """
    for asked in EVERY_SET:
        document = {"deliberation": {"perimeter": list(RESTS_ON)}, "request": {"lines": [line(service) for service in asked]}}
        actual = findings(document, **readings)
        assert expected_of_request(asked, reading, settled=bool(readings)) == told(actual), asked
        for each in actual:
            if each["code"] == "DEP001":
                service = asked[int(each["path"].rpartition("/")[2])]
                way = chain(service, reading)
                assert list(way[: way.index(each["facts"]["services"][0]) + 1]) == each["facts"]["chain"], asked
        patches = [patch for each in actual for patch in each["fix"]]
        assert expected_additions(asked, reading) == sorted(
            (patch["value"] for patch in patches), key=lambda value: list(RESTS_ON).index(value["service"])
        ), asked
        assert {("add", "/request/lines/-")} >= {(patch["op"], patch["path"]) for patch in patches}


@pytest.mark.parametrize(("reading", "readings"), READINGS)
def test_every_set_held(reading: str, readings: dict[str, str]) -> None:
    """
    Whatever is open already, asking for everything else at a stroke is never impossible, and asking for one is judged by it.
    """
    for held in EVERY_SET:
        opened = [{"service": service, "date": "2025-01-06"} for service in held]
        present = {*held, "socle"} if held else set()
        asked = [service for service in ("support", "serveurs", "messagerie", "administration") if service not in held]
        document = {
            "deliberation": {"perimeter": list(RESTS_ON)},
            "request": {"lines": [line(service) for service in asked]},
            "openings": opened,
        }
        expected = []
        for rank, service in enumerate(asked):
            if missing := required(service, reading) - present - set(asked):
                depends = not readings and not required(service, "ignored") - present - set(asked)
                services = in_opening_order(missing, service, reading)
                expected.append(("DEP001", "violated", f"/request/lines/{rank}", services, [IGNORED] if depends else []))
        actual = [each for each in told(findings(document, **readings)) if each[0] == "DEP001"]
        assert expected == actual, held


@pytest.mark.parametrize(("reading", "readings"), READINGS)
def test_every_perimeter(reading: str, readings: dict[str, str]) -> None:
    """
    Whatever is authorised, each entry that lacks something it requires is told. Base and network are one row of Annexe 6.
    """
    row = {"socle", "reseau"}
    for perimeter in EVERY_SET:
        held = set(perimeter) | (row if row & set(perimeter) else set())
        expected = []
        for rank, service in enumerate(perimeter):
            if missing := required(service, reading) - held:
                depends = not readings and not required(service, "ignored") - held
                services = in_opening_order(missing, service, reading)
                path = f"/deliberation/perimeter/{rank}"
                expected.append(("PER002", "violated", path, services, [IGNORED] if depends else []))
        assert expected == told(findings({"deliberation": {"perimeter": perimeter}}, **readings)), perimeter


@pytest.mark.parametrize(("reading", "readings"), READINGS)
def test_every_partial_exit(reading: str, readings: dict[str, str]) -> None:
    """
    Whatever is dropped while everything is open, what is kept and rests on it is told; dropping the base is a total exit.
    """
    opened = [{"service": service, "date": "2025-01-06"} for service in RESTS_ON]
    authorised = {"perimeter": list(RESTS_ON)}

    def stranded(dropped: list[str], under: str) -> set[str]:
        return {service for service in RESTS_ON if service not in dropped and required(service, under) & set(dropped)}

    for dropped in EVERY_SET:
        notice = {"scope": "partial", "services": dropped, "sent": "2026-05-02"}
        actual = told(findings({"deliberation": authorised, "openings": opened, "termination": notice}, **readings))
        if "socle" in dropped:
            place = f"/termination/services/{dropped.index('socle')}"
            assert actual == [("DEP004", "violated", place, None, [])], dropped
        elif services := stranded(dropped, reading):
            depends = not readings and not stranded(dropped, "ignored")
            ((code, verdict, path, facts, depends_on),) = actual
            assert (code, verdict, path) == ("DEP003", "violated", "/termination/services"), dropped
            assert services == set(facts), dropped
            assert len(services) == len(facts), dropped
            assert not any(later in required(earlier, reading) for earlier, later in itertools.combinations(facts, 2)), dropped
            assert ([IGNORED] if depends else []) == depends_on, dropped
        else:
            assert actual == [], dropped
