"""
What sharing keeps to, whatever the costs and the units, and against fractions worked out apart.
"""

import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from dmsi_rules import load_convention, share
from dmsi_rules.testing.strategies import (
    Plain,
)

SYNDICATE = load_convention(Path(__file__).parents[2] / "examples" / "conventions" / "sm3r-2026.toml")
CATEGORIES = ("reseau", "postes", "messagerie", "hebergement")
NAMES = st.sampled_from(["Avion", "CALL", "Lens", "Liévin", "éleu"]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4
).filter(lambda name: not name.startswith("x-"))
COUNTS = st.integers(0, 6) | st.integers(0, 10**9)
AMOUNTS = st.integers(0, 300) | st.integers(0, 10**14 - 1)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, Plain]]:
    """
    Return costs in cents, and units of which somebody holds some.
    """
    units = draw(st.dictionaries(NAMES, st.fixed_dictionaries(dict.fromkeys(CATEGORIES, COUNTS)), min_size=1, max_size=6))
    costs = draw(st.dictionaries(st.sampled_from(CATEGORIES), AMOUNTS))
    return {service: cents for service, cents in costs.items() if any(each[service] for each in units.values())}, units


def euros(cents: dict[str, int]) -> dict[str, Any]:
    """
    Return costs as text.
    """
    return {service: f"{amount // 100}.{amount % 100:02}" for service, amount in cents.items()}


@given(sheets())
def test_shares_add_up_exactly(sheet: tuple[dict[str, int], dict[str, Plain]]) -> None:
    """
    The parts of each cost make it up to the cent, and so do the totals of all.
    """
    costs, units = sheet
    answer = share(euros(costs), units)
    for service, cents in costs.items():
        assert Decimal(cents) == 100 * sum(each.get(service, Decimal(0)) for each in answer.shares.values())
    assert Decimal(sum(costs.values())) == 100 * sum(answer.totals.values())
    assert all(sum(each.values(), Decimal(0)) == answer.totals[name] for name, each in answer.shares.items())


@given(sheets())
def test_shares_are_those_of_an_oracle(sheet: tuple[dict[str, int], dict[str, Plain]]) -> None:
    """
    By fractions: each its part rounded down, then a cent at a time to the one farthest below its part, the first of equals.
    """
    costs, units = sheet
    answer = share(euros(costs), units)
    for service, cents in costs.items():
        whole = sum(each[service] for each in units.values())
        exact = {name: Fraction(cents * each[service], whole) for name, each in units.items() if each[service]}
        parts = {name: math.floor(part) for name, part in exact.items()}
        given_one: set[str] = set()
        while sum(parts.values()) < cents:
            name = max(sorted(exact.keys() - given_one), key=lambda name: exact[name] - math.floor(exact[name]))
            parts[name] += 1
            given_one.add(name)
        assert parts == {name: int(100 * each[service]) for name, each in answer.shares.items() if service in each}


@given(sheets(), st.randoms(use_true_random=False))
def test_order_changes_nothing(sheet: tuple[dict[str, int], dict[str, Plain]], chance: Any) -> None:
    """
    Nor that of communes, nor that of costs or units: the answer is the same in every byte.
    """
    costs, units = sheet
    names, services = (chance.sample(list(each), len(each)) for each in (units, costs))
    shuffled = {name: dict(reversed(units[name].items())) for name in names}
    expected = share(euros(costs), units).to_dict()
    assert repr(expected) == repr(share(euros({service: costs[service] for service in services}), shuffled).to_dict())


@given(sheets(), st.integers(1, 50), st.data())
def test_more_units_never_cost_less(sheet: tuple[dict[str, int], dict[str, Plain]], more: int, data: st.DataObject) -> None:
    """
    Who counts more units than before, all others as before, bears as much or more; the others as much or less, to a cent.

    The cent: with the largest remainder, one that others lose may fall to a third who had none.
    """
    costs, units = sheet
    assume(costs)
    name = data.draw(st.sampled_from(sorted(units)))
    service = data.draw(st.sampled_from(sorted(costs)))
    count = min(10**9, units[name][service] + more)
    after = share(euros(costs), units | {name: units[name] | {service: count}}).shares
    zero = Decimal(0)
    for each, before in share(euros(costs), units).shares.items():
        amount, was = after[each].get(service, zero), before.get(service, zero)
        assert amount >= was if each == name else amount <= was + Decimal("0.01")
        assert all(after[each][other] == before[other] for other in before if other != service)


@given(sheets(), st.integers(2, 9))
def test_only_proportions_matter(sheet: tuple[dict[str, int], dict[str, Plain]], factor: int) -> None:
    """
    Twice the units everywhere is the same share for all.
    """
    costs, units = sheet
    assume(all(count * factor <= 10**9 for each in units.values() for count in each.values()))
    scaled = {name: {service: count * factor for service, count in each.items()} for name, each in units.items()}
    assert share(euros(costs), units).shares == share(euros(costs), scaled).shares


@given(st.dictionaries(NAMES, st.tuples(st.integers(1, 6), st.integers(1, 10**6)), min_size=1, max_size=5), AMOUNTS)
def test_weights_split_a_cost_in_parts(members: dict[str, tuple[int, int]], cents: int) -> None:
    """
    Sixty parts by inhabitants, forty by workstations.

    The sum is exact, no share a cent from its fraction, and of two the one that is farther below its own has the cent.
    """
    shared = share(
        euros({"parc": cents}),
        {name: {"parc": held} for name, (held, _) in members.items()},
        year=2026,
        facts={name: {"population": {"2026": people, "2025": 1}} for name, (_, people) in members.items()},
        convention=SYNDICATE,
    )
    held, people = (sum(each[rank] for each in members.values()) for rank in (0, 1))
    exact = {
        name: cents * (Fraction(60, 100) * Fraction(each[1], people) + Fraction(40, 100) * Fraction(each[0], held))
        for name, each in members.items()
    }
    given_to = {name: 100 * amounts["parc"] for name, amounts in shared.shares.items()}
    assert cents == sum(given_to.values())
    assert all(math.floor(part) <= given_to[name] <= math.floor(part) + 1 for name, part in exact.items())
    up = {name: given_to[name] > math.floor(part) for name, part in exact.items()}
    left = {name: part - math.floor(part) for name, part in exact.items()}
    order = sorted(exact, key=lambda name: (-left[name], name))
    assert sorted((up[name] for name in order), reverse=True) == [up[name] for name in order]
