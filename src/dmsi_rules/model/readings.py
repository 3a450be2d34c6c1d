"""
Readings: named switches where the text allows more than one answer. The first value of each is the adopted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from dmsi_rules.errors import UnknownReadingError
from dmsi_rules.text.marks import N_


def _switch(source: str, asks: str, **values: str) -> Any:
    """
    A switch: what the text leaves open, and each of its values with what it takes the text to say, the adopted one first.

    Values are written with hyphens; here, as keywords, with underscores.
    """
    means = {value.replace("_", "-"): meaning for value, meaning in values.items()}
    return field(default=next(iter(means)), metadata={"source": source, "asks": asks, "means": means})


@frozen(cache_hash=True)
class Readings:
    """
    One value for each switch. A switch that the caller sets is settled: it is used and no alternative is tried.

    Set switches with `Readings.of`; a switch given a value other than the adopted one is settled anyway.
    """

    inferred_edges: str = _switch(
        "Annexe 1",
        N_("The drawing of the dependencies is lost: does a link rebuilt from elsewhere in the text bind?"),
        required=N_("an inferred link binds like an explicit one"),
        ignored=N_("a service with an inferred link rests on the base membership alone (Art. 5.1)"),
    )
    notice_limit: str = _switch(
        "Art. 3.1",
        N_("Six months before the year, and June at the latest: the two differ by one day."),
        june_30=N_("30 June is the last day in time"),
        july_1=N_("a request of 1 July is in time"),
    )
    notice_counts_to: str = _switch(
        "Art. 3.1",
        N_("Notice is given before the following year: the year in which the service opens, or any day on which it opens?"),
        start_of_opening_year=N_("the limit stands before the year in which the service opens"),
        opening_date=N_("the limit is six calendar months before the opening itself"),
    )
    start: str = _switch(
        "Art. 11",
        N_("Article 11 starts the convention with the next accounting year, the deliberation with the signature."),
        next_year=N_("it starts on 1 January after the last signature"),
        signature=N_("it starts on the day of the last signature"),
        signature_anniversary=N_("it starts on that day, and each period is a year from it"),
    )
    term_end: str = _switch(
        "Art. 11",
        N_("It is renewed up to the mandate's last year in its entirety: up to its end, or only if the mandate fills it?"),
        whole_last_year=N_("the year in which the councils are renewed is served to its end"),
        last_full_year=N_("the last year is the one before, the last that the mandate fills"),
    )
    letter_date: str = _switch(
        "Art. 13",
        N_("Is a notice in time by the day on which the letter is sent, or received?"),
        sent=N_("the day of sending decides"),
        received=N_("the day of receipt decides"),
    )
    exit_sender: str = _switch(
        "Art. 13",
        N_("Article 13 names the mayor, the deliberation the mayor or a legal representative."),
        mayor=N_("only the mayor gives notice"),
        mayor_or_representative=N_("a representative may give it too"),
    )
    late_in_last_year: str = _switch(
        "Art. 11, 13",
        N_("A late notice may hold the commune for one more year: also past the term of the mandate?"),
        expires=N_("the term ends all the same"),
        held=N_("the commune may be held past the term"),
    )
    network_alone: str = _switch(
        "Annexe 5",
        N_("The network's price is due once for category 1 or 3: is it due where neither is asked?"),
        charged=N_("the network alone costs its price"),
        free=N_("the network alone costs nothing"),
    )
    network_quantity: str = _switch(
        "Annexe 5",
        N_("Where the network's volume is not given: are the workstations of categories 1 and 3 the same ones?"),
        max=N_("they are: the larger of the two counts"),
        sum=N_("they are not: the two are added"),
    )
    billing_from: str = _switch(
        "Annexe 7, Art. 10.1.4",
        N_("A date is agreed at the foot of Annexe 7, from which the commune accepts to be billed: for what?"),
        network_only=N_("for the network alone"),
        all=N_("for every service asked for"),
    )
    opening_month: str = _switch(
        "Art. 10.1.4",
        N_("A service is billed from its opening on: how is the month of the opening counted?"),
        full=N_("in full"),
        next=N_("not at all, unless the service opens on the 1st"),
        daily=N_("by days, the opening day included"),
    )
    grid_start: str = _switch(
        "Art. 9.2.3",
        N_("A grid may change each year, once voted and sent: does it wait for January?"),
        next_january=N_("where it names no date, it is in force on 1 January after it was sent"),
        when_sent=N_("where it names no date, it is in force from the month after it was sent"),
    )
    abstention: str = _switch(
        "Art. 12",
        N_("Amendments are voted for or against, unanimously: does an abstention break unanimity?"),
        blocks=N_("it does"),
        ignored=N_("it does not count"),
    )
    mandate_silence: str = _switch(
        "Art. 11",
        N_("Reaffirming the adhesion at the start of a mandate is a possibility: what does silence mean?"),
        lapses=N_("renewals stop on the last day of the term"),
        continues=N_("the convention goes on for the next mandate as if reaffirmed"),
    )
    exit_form: str = _switch(
        "Art. 13",
        N_("A notice has a form: does one that is out of form end anything?"),
        proof=N_("the form is there to prove the notice, which counts all the same"),
        validity=N_("a notice out of form is not a notice"),
    )
    network_implied: str = _switch(
        "Annexe 5",
        N_("The network's price is due once for category 1 or 3: also where nobody asks for the network?"),
        due=N_("it is due with the services that its row covers"),
        only_if_asked=N_("it is due only where the network is asked for, or open"),
    )
    billing_day: str = _switch(
        "Art. 10.1.4, Annexe 8",
        N_("A service is billed once its report is drawn up, which says from when it is open: which day counts?"),
        opening=N_("the day on which it opens"),
        report=N_("the later of that day and the day of the report"),
    )
    agreed_date: str = _switch(
        "Annexe 7",
        N_("A date is agreed for billing the network: what if the network opens before it?"),
        only_earlier=N_("it is billed from its opening"),
        always=N_("it is billed from the agreed date"),
    )
    audit_before: str = _switch(
        "Annexe 3",
        N_("The audit comes before any adhesion: before anything opens, or before the convention is signed?"),
        opening=N_("it is made before the first opening"),
        signature=N_("it is made before the signature, too; a later one is noted"),
    )
    paid_support: str = _switch(
        "Annexe 3",
        N_("Is a paid extension of support still the vendor's maintenance?"),
        maintained=N_("it is"),
        not_maintained=N_("it is not"),
    )

    settled: frozenset[str] = field(default=frozenset(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, values in SWITCHES.items():
            if (given := getattr(self, name)) not in values:
                facts = {"name": name, "value": given, "known": values}
                raise UnknownReadingError(N_("the reading `{name}` has no value `{value}`; known: {known}"), facts)
        differing = {name for name, values in SWITCHES.items() if getattr(self, name) != values[0]}
        object.__setattr__(self, "settled", self.settled | differing)

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Readings:
        """
        Return the readings that were written as *data*.
        """
        return cls.of(data)

    def __repr__(self) -> str:
        return f"Readings({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"

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
            facts = {"name": unknown, "known": list(SWITCHES)}
            raise UnknownReadingError(N_("there is no reading {name}; known: {known}"), facts)
        return cls(**dict(switches), settled=frozenset(switches))

    def with_(self, name: str, value: str) -> Readings:
        """
        Return these readings with one switch turned, and settled.
        """
        return attrs.evolve(self, **{name: value}, settled=self.settled | {name})

    def others(self, name: str) -> tuple[str, ...]:
        """
        Return the other values of the switch *name*: while silence at a mandate's end is not settled, both of its values.
        """
        if name == UNSETTLED and name not in self.settled:
            return SWITCHES[name]
        return tuple(value for value in SWITCHES[name] if value != getattr(self, name))

    def to_dict(self) -> dict[str, str]:
        """
        Return the switches that the caller set, in the order of the table.
        """
        return {name: getattr(self, name) for name in SWITCHES if name in self.settled}


SWITCHES: Mapping[str, tuple[str, ...]] = {
    each.name: tuple(each.metadata["means"]) for each in attrs.fields(Readings) if each.metadata
}
"""
Every switch with its values, the adopted one first.
"""

UNSETTLED = "mandate_silence"
"""
The switch that may be unsettled: dates go by its first value, and months past the last day are counted and marked.
"""

ADOPTED = Readings()
