"""
Requests over the years: what they leave in force, against an oracle of its own, and what must not depend on how they are told.
"""

import copy
import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dmsi_rules import bill, calendar, check, forecast, quote, read_dossier
from dmsi_rules.testing.strategies import (
    Plain,
    histories_of_requests,
    switches,
)

FEW = settings(max_examples=max(40, settings().max_examples // 2))
AS_OF = dt.date(2027, 5, 20)
YEARS = range(2023, 2031)
PERIODS = st.sampled_from([f"{year}{half}" for year in YEARS for half in ("", "-H1", "-H2")])
SETTLED = switches.map(lambda chosen: {"mandate_silence": "lapses"} | chosen)

# ---- the oracle: which line is in force


def dead_on(request: Mapping[str, Any]) -> str | None:
    """
    Return the day on which a request died, as the document writes it: withdrawn, or refused without terms since.
    """
    round_ = request.get("committee", {})
    refused = round_.get("refusal", {}).get("date")
    if refused and round_.get("terms_set", "") >= refused:
        refused = None
    return min((day for day in (request.get("withdrawn"), refused) if day), default=None)


def volume_in(document: Plain, service: str, plan: str | None, month: str) -> int | None:
    """
    Return how much of a service is contracted in *month*, as `YYYY-MM`.
    """
    found = []
    for request in sorted(document["requests"], key=lambda each: each["date"]):
        dead = dead_on(request)
        if dead is None or dead[:7] >= month:
            found += [line for line in request["lines"] if (line["service"], line.get("plan")) == (service, plan)]
    early = [line for line in found if line.get("opening", "0000-00")[:7] <= month]
    chosen = early[-1:] or found[:1]
    return chosen[0].get("quantity") if chosen else None


class TestVolumes:
    """
    Annexe 7: a later line for a service and plan is the whole, not an increase, from its wished month on.
    """

    @given(histories_of_requests(), PERIODS)
    def test_bill_without_snapshots(self, document: Plain, period: str) -> None:
        """
        Each line of a bill is computed on the volume that the oracle finds; where it finds none, on none.
        """
        answer = bill(read_dossier(document | {"snapshots": []}), period)

        for line in answer.lines:
            if line.service == "reseau":  # its volume may be derived: tests/property/test_billing.py
                continue
            assert line.provisional
            assert volume_in(document, line.service, line.plan, line.month) == line.quantity

    @given(histories_of_requests())
    def test_forecast_without_snapshots(self, document: Plain) -> None:
        """
        A service that is open and never counted costs in a year what its volumes come to, month by month.
        """
        dossier = read_dossier(document | {"snapshots": []})
        first = dt.date(2026, 1, 1)
        lines = {
            line.service: line.amount
            for year in forecast(dossier, range(2026, 2027), as_of=AS_OF, readings={"mandate_silence": "continues"}).years
            for line in year.lines
            if line.basis == "contracted" and line.plan is None
        }
        for opening in document["openings"]:
            price = {"postes": 17, "support": 11, "hebergement": 12}.get(opening["service"])
            if price is None or document.get("termination"):
                continue
            begun = max(dt.date.fromisoformat(opening["date"]), first)
            months = [f"2026-{month:02}" for month in range(begun.month, 13)] if begun.year == first.year else []
            volumes = [volume_in(document, opening["service"], None, month) for month in months]
            known = sum(volume for volume in volumes if volume is not None)
            expected = None if None in volumes else Decimal(price * known)
            assert (expected if months else None) == lines.get(opening["service"])


class TestTime:
    """
    Art. 11, 13: what is billed lies between the start and a settled end.
    """

    @given(histories_of_requests(), SETTLED)
    def test_nothing_after_a_settled_end(self, document: Plain, readings: dict[str, str]) -> None:
        """
        Once silence ends the convention, no month after its last day is billed, and none is undecided but for a late leaver.
        """
        dossier = read_dossier(document)
        end = calendar(dossier, as_of=AS_OF, readings=readings).end
        assume(end is not None)
        for year in YEARS:
            answer = bill(dossier, str(year), readings=readings)
            assert not [line for line in answer.lines if line.month > f"{end:%Y-%m}"]
            assert {"mandate"}.isdisjoint(answer.undecided_because)

    @given(histories_of_requests(), switches, st.sampled_from(YEARS))
    def test_cuts_add_up(self, document: Plain, readings: dict[str, str], year: int) -> None:
        """
        The two halves are the year: lines, total, months that lack a snapshot and months that are undecided.
        """
        dossier = read_dossier(document)
        first, second, whole = (bill(dossier, f"{year}{half}", readings=readings) for half in ("-H1", "-H2", ""))
        assert whole.lines == first.lines + second.lines
        assert whole.total == first.total + second.total
        assert whole.missing_months == first.missing_months + second.missing_months
        assert whole.undecided_months == first.undecided_months + second.undecided_months


class TestTelling:
    """
    What a dossier says does not depend on how its requests are told.
    """

    @given(histories_of_requests(), switches, st.randoms(use_true_random=False))
    @FEW
    def test_order(self, document: Plain, readings: dict[str, str], draws: Any) -> None:
        """
        Requests of different days in any other order: the same findings but for paths, the same price, bill and forecast.
        """
        order = list(range(len(document["requests"])))
        draws.shuffle(order)
        other = document | {"requests": [document["requests"][rank] for rank in order]}
        places = {old: new for new, old in enumerate(order)}

        assert findings(document, readings, places) == findings(other, readings)
        assert answers(document, readings, places) == answers(other, readings)

    @given(histories_of_requests(), st.data())
    @FEW
    def test_asked_again_on_the_same_day(self, document: Plain, data: st.DataObject) -> None:
        """
        A request withdrawn on its day and made again on that day, before anything is billed: the same price, bill, forecast.
        """
        rank = data.draw(st.integers(0, len(document["requests"]) - 1))
        asked = document["requests"][rank]
        assume(asked.get("network_billing_from", "9999") > asked["date"])
        given_up = copy.deepcopy(asked) | {"withdrawn": asked["date"]}
        given_up.pop("committee", None)
        requests = [*document["requests"][:rank], given_up, *document["requests"][rank:]]
        again = document | {"requests": requests}
        places = {old: old + (old >= rank) for old in range(len(document["requests"]))}

        for readings in ({}, {"billing_from": "all"}):
            assert answers(document, readings, places) == answers(again, readings)


def moved(value: Any, places: Mapping[int, int]) -> Any:
    """
    Return *value* with each request of its paths at its new place.
    """
    if isinstance(value, str):
        return re.sub(r"^/requests/(\d+)", lambda found: f"/requests/{places.get(int(found[1]), found[1])}", value)
    if isinstance(value, Mapping):
        return {key: moved(each, places) for key, each in value.items()}
    return [moved(each, places) for each in value] if isinstance(value, list | tuple) else value


def findings(document: Plain, readings: Mapping[str, str], places: Mapping[int, int] | None = None) -> list[tuple[Any, ...]]:
    """
    Return what `check` says, without its sentences and its order.

    A finding that waits for facts is one for all places, and stands at the first of them in the document: it has no place here.
    """
    report = check(read_dossier(document), as_of=AS_OF, readings=dict(readings))
    found = (
        (
            each.code,
            each.verdict,
            each.force,
            each.source,
            moved(each.path, places or {}) if not each.missing else "",
            sorted(moved(each.missing, places or {})),
        )
        for each in report.findings
    )
    return sorted(found, key=str)


def answers(document: Plain, readings: Mapping[str, str], places: Mapping[int, int] | None = None) -> list[Any]:
    """
    Return price, bills and forecast, what stands where in any order.
    """
    dossier, chosen = read_dossier(document), dict(readings)
    priced = quote(dossier, as_of=AS_OF, readings=chosen)
    billed = [bill(dossier, str(year), readings=chosen) for year in YEARS]
    expected = forecast(dossier, YEARS, as_of=AS_OF, readings=chosen)
    lines = [
        sorted((line.month, line.service, str(line.plan), str(line.quantity), str(line.amount)) for line in each.lines)
        for each in billed
    ]
    sums = [(each.total, each.missing_months, each.contracted_total, each.undecided_months) for each in billed]
    return [moved(priced.to_dict(), places or {}), lines, sums, expected.to_dict()]
