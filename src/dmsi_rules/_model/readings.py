"""
Readings: named switches where the text allows more than one answer. The first value of each is the adopted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from dmsi_rules.errors import UnknownReadingError


def _switch(*values: str, source: str) -> Any:
    """
    A switch of these values, the adopted one first.
    """
    return field(default=values[0], metadata={"values": values, "source": source})


@frozen(cache_hash=True)
class Readings:
    """
    One value for each switch. A switch that the caller sets is settled: it is used and no alternative is tried.

    Set switches with `Readings.of`; a switch given a value other than the adopted one is settled anyway.
    """

    # Annexe 1's drawing is lost: does an edge rebuilt from elsewhere bind?
    inferred_edges: str = _switch("required", "ignored", source="Annexe 1")
    # "Six months before the year" and "in June at the latest" differ by one day.
    notice_limit: str = _switch("june-30", "july-1", source="Art. 3.1")
    # "The following year": of the request, or before the opening itself?
    notice_counts_to: str = _switch("start-of-opening-year", "opening-date", source="Art. 3.1")
    # Article 11 says the next accounting year, the deliberation the signature.
    start: str = _switch("next-year", "signature", source="Art. 11")
    # The mandate's last year "in its entirety": included, or the last one that is full?
    term_end: str = _switch("whole-last-year", "last-full-year", source="Art. 11")
    # Is a letter in time when sent or when received?
    letter_date: str = _switch("sent", "received", source="Art. 13")
    # Article 13 names the mayor, the deliberation also his representative.
    exit_sender: str = _switch("mayor", "mayor-or-representative", source="Art. 13")
    # A late notice in the mandate's last year: does the term end all the same?
    late_in_last_year: str = _switch("expires", "held", source="Art. 11, 13")
    # The row "socle + connexion" is due for category 1 or 3: and for the network alone?
    network_alone: str = _switch("charged", "free", source="Annexe 5")
    # Do the workstations of categories 1 and 3 coincide when the network's quantity is derived?
    network_quantity: str = _switch("max", "sum", source="Annexe 5")
    # From the date agreed at the foot of Annexe 7: the network alone, or all that was asked?
    billing_from: str = _switch("network-only", "all", source="Annexe 7, Art. 10.1.4")
    # Is the opening's month billed in full, from the next month, or by days?
    opening_month: str = _switch("full", "next", "daily", source="Art. 10.1.4")
    # Does a new grid wait for January?
    grid_start: str = _switch("next-january", "when-sent", source="Art. 9.2.3")
    # Does an abstention break unanimity?
    abstention: str = _switch("blocks", "ignored", source="Art. 12")
    # Is a paid extension still the vendor's maintenance?
    paid_support: str = _switch("maintained", "not-maintained", source="Annexe 3")

    settled: frozenset[str] = field(default=frozenset(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, values in SWITCHES.items():
            if (given := getattr(self, name)) not in values:
                msg = f"reading {name} has no value {given!r}; it is one of {', '.join(values)}"
                raise UnknownReadingError(msg)
        differing = {name for name, values in SWITCHES.items() if getattr(self, name) != values[0]}
        object.__setattr__(self, "settled", self.settled | differing)

    @classmethod
    def of(cls, switches: Readings | Mapping[str, str] | None) -> Readings:
        """
        Return the readings in which exactly *switches* are set.

        Raises:
            UnknownReadingError: a name or value does not exist.
        """
        if isinstance(switches, Readings):
            return switches
        if not switches:
            return ADOPTED
        if unknown := [str(name) for name in switches if name not in SWITCHES]:
            msg = f"there is no reading {', '.join(unknown)}; there are {', '.join(SWITCHES)}"
            raise UnknownReadingError(msg)
        return cls(**dict(switches), settled=frozenset(switches))

    def with_(self, name: str, value: str) -> Readings:
        """
        Return these readings with one switch turned.
        """
        return attrs.evolve(self, **{name: value})  # type: ignore[arg-type]

    def to_dict(self) -> dict[str, str]:
        """
        Return the switches that the caller set, in the order of the table.
        """
        return {name: getattr(self, name) for name in SWITCHES if name in self.settled}


SWITCHES: Mapping[str, tuple[str, ...]] = {
    each.name: each.metadata["values"] for each in attrs.fields(Readings) if "values" in each.metadata
}
"""
Every switch with its values, the adopted one first.
"""

ADOPTED = Readings()
