"""
Readings: named switches where the text allows more than one answer. The first value of each is the adopted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Annotated, Any

import attrs
from attrs import field, frozen

from dmsi_rules.errors import Fault, UnknownReadingError
from dmsi_rules.model.codes import RENAMED
from dmsi_rules.model.scalars import Scalar, wrong
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate


def _switch(asks: str, **values: str) -> Any:
    """
    A switch: what the text leaves open, and each of its values with what it takes the text to say, the adopted one first.

    Values are written with hyphens; here, as keywords, with underscores.
    """
    means = {value.replace("_", "-"): meaning for value, meaning in values.items()}
    return field(default=next(iter(means)), metadata={"asks": asks, "means": means})


@frozen(cache_hash=True)
class Readings:
    """
    One value for each switch. A switch that the caller sets is settled: it is used and no alternative is tried.

    Set switches with `Readings.of`; a switch given a value other than the adopted one is settled anyway.
    """

    inferred_edges: str = _switch(
        N_("Does a link between services bind that the text does not say, but that follows from elsewhere in it?"),
        required=N_("an inferred link binds like an explicit one"),
        ignored=N_("a service with an inferred link rests on the base membership alone"),
    )
    notice_limit: str = _switch(
        N_("Notice is due so many months before: is the day that this reaches still in time?"),
        eve=N_("the day before that day is the last one in time"),
        day=N_("the day reached is still in time"),
    )
    notice_counts_to: str = _switch(
        N_("Notice is given before the following year: the year in which the service opens, or any day on which it opens?"),
        start_of_opening_year=N_("the limit stands before the year in which the service opens"),
        opening_date=N_("the limit stands before the opening itself"),
    )
    start: str = _switch(
        N_("Does the convention start with the next accounting year, or with the signature?"),
        next_year=N_("it starts with the accounting year after the last signature"),
        signature=N_("it starts on the day of the last signature"),
        signature_anniversary=N_("it starts on that day, and each period is a year from it"),
    )
    term_end: str = _switch(
        N_("It is renewed up to the mandate's last year in its entirety: up to its end, or only if the mandate fills it?"),
        whole_last_year=N_("the year in which the councils are renewed is served to its end"),
        last_full_year=N_("the last year is the one before, the last that the mandate fills"),
    )
    letter_date: str = _switch(
        N_("Is a notice in time by the day on which the letter is sent, or received?"),
        sent=N_("the day of sending decides"),
        received=N_("the day of receipt decides"),
    )
    exit_sender: str = _switch(
        N_("Of somebody the text leaves a doubt whether notice of exit may come from there: does it count?"),
        named=N_("only those whom the text names give notice"),
        named_or_doubtful=N_("those may give it too of whom the text leaves a doubt"),
    )
    late_in_last_year: str = _switch(
        N_("A late notice may be held for one more year: also past the end of the term?"),
        expires=N_("the term ends all the same"),
        held=N_("it may be held past the term"),
    )
    network_alone: str = _switch(
        N_("The network's price is due once for the services that it covers: is it due where none of them is asked?"),
        charged=N_("the network alone costs its price"),
        free=N_("the network alone costs nothing"),
    )
    network_quantity: str = _switch(
        N_("Where the network's volume is not given: are the units of the services that it covers the same ones?"),
        max=N_("they are: the largest number counts"),
        sum=N_("they are not: the numbers are added"),
    )
    billing_from: str = _switch(
        N_("A date is agreed on the request, from which it may be billed: for what?"),
        network_only=N_("for the network alone"),
        all=N_("for every service asked for"),
    )
    opening_month: str = _switch(
        N_("A service is billed from its opening on: how is the month of the opening counted?"),
        full=N_("in full"),
        next=N_("not at all, unless the service opens on the 1st"),
        daily=N_("by days, the opening day included"),
    )
    grid_start: str = _switch(
        N_("Once a new grid is voted and sent: does it wait for the next accounting year?"),
        next_year=N_("where it names no date, it is in force from the accounting year after it was sent"),
        when_sent=N_("where it names no date, it is in force from the month after it was sent"),
    )
    abstention: str = _switch(
        N_("Amendments are voted for or against: does an abstention stand in the way of one?"),
        blocks=N_("it does"),
        ignored=N_("it does not count"),
    )
    mandate_silence: str = _switch(
        N_("Reaffirming the adhesion at the start of a mandate is a possibility: what does silence mean?"),
        lapses=N_("renewals stop on the last day of the term"),
        continues=N_("the convention goes on for the next mandate as if reaffirmed"),
    )
    exit_form: str = _switch(
        N_("A notice has a form: does one that is out of form end anything?"),
        proof=N_("the form is there to prove the notice, which counts all the same"),
        validity=N_("a notice out of form is not a notice"),
    )
    network_implied: str = _switch(
        N_("The network's price is due once for the services that it covers: also where nobody asks for the network?"),
        due=N_("it is due with the services that its row covers"),
        only_if_asked=N_("it is due only where the network is asked for, or open"),
    )
    billing_day: str = _switch(
        N_("A service is billed once its report is drawn up, which says from when it is open: which day counts?"),
        opening=N_("the day on which it opens"),
        report=N_("the later of that day and the day of the report"),
    )
    agreed_date: str = _switch(
        N_("A date is agreed for billing the network: what if the network opens before it?"),
        only_earlier=N_("it is billed from its opening"),
        always=N_("it is billed from the agreed date"),
    )
    audit_before: str = _switch(
        N_("The audit comes before any adhesion: before anything opens, or before the convention is signed?"),
        opening=N_("it is made before the first opening"),
        signature=N_("it is made before the signature, too; a later one is noted"),
    )
    paid_support: str = _switch(
        N_("Is a paid extension of support still the vendor's maintenance?"),
        maintained=N_("it is"),
        not_maintained=N_("it is not"),
    )

    settled: frozenset[str] = field(default=frozenset(), kw_only=True)
    clear: frozenset[str] = field(default=frozenset(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, values in SWITCHES.items():
            if (given := RENAMED.get(getattr(self, name), getattr(self, name))) in values:
                object.__setattr__(self, name, given)
            else:
                facts = {"name": name, "value": given, "known": values}
                raise UnknownReadingError(N_("the reading `{name}` has no value `{value}`; known: {known}"), facts)
        differing = {name for name, values in SWITCHES.items() if getattr(self, name) != values[0]}
        object.__setattr__(self, "settled", self.settled | (differing - self.clear))

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
        if not isinstance(switches, Mapping):
            msg = f"readings are a table of switches, as in {{'start': 'signature'}}, not {type(switches).__name__}"
            raise TypeError(msg)
        if unknown := [str(name) for name in switches if name not in SWITCHES]:
            facts = {"name": unknown, "known": list(SWITCHES)}
            raise UnknownReadingError(N_("there is no reading {name}; known: {known}"), facts)
        values: dict[str, Any] = dict(switches)
        return cls(**values, settled=frozenset(switches))

    def with_(self, name: str, value: str) -> Readings:
        """
        Return these readings with one switch turned, and settled.
        """
        changed: dict[str, Any] = {name: value, "settled": self.settled | {name}}
        return attrs.evolve(self, **changed)

    def before(self, doubts: Mapping[str, tuple[str, ...]]) -> Readings:
        """
        Return these readings before a text that leaves *doubts*: what the caller did not set takes the text's first value.

        A switch of which the text names no second value is `clear`: it is used, and no alternative is tried.
        """
        firsts = {name: values[0] for name, values in doubts.items() if name not in self.settled}
        clear = frozenset(name for name in SWITCHES if len(doubts.get(name, ())) < 2) - self.settled  # noqa: PLR2004
        made = copy(ADOPTED)
        for name, value in {**{name: getattr(self, name) for name in self.settled}, **firsts}.items():
            object.__setattr__(made, name, value)
        object.__setattr__(made, "settled", self.settled)
        object.__setattr__(made, "clear", clear)
        return made

    def is_open(self, name: str) -> bool:
        """
        Tell whether neither the caller nor the text has settled the switch *name*.
        """
        return name not in self.settled and name not in self.clear

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

# ---- in a convention's file


def _doubt(name: str) -> Scalar:
    """
    The values that a text allows of the switch *name*, the adopted one first; a single one is written without a list.
    """

    def parse(value: Any) -> tuple[str, ...]:
        given = value if type(value) in {list, tuple} else [value]
        words = tuple(RENAMED.get(each, each) if type(each) is str else each for each in given)
        if not words:
            raise wrong(N_("a value, or a list of values"), value)
        for each in words:
            if each not in SWITCHES[name]:
                facts = {"name": name, "value": str(each)[:64], "known": SWITCHES[name]}
                raise Fault("DOC003", N_("the reading `{name}` has no value `{value}`; known: {known}"), facts=facts)
        if len(set(words)) < len(words):
            raise Fault("DOC006", N_("{name} stands here a second time"), facts={"name": [*words]})
        return words

    known = {"enum": list(SWITCHES[name])}
    return Scalar(parse, {"oneOf": [known, {"type": "array", "items": known, "minItems": 1, "uniqueItems": True}]})


Abstention = Annotated[tuple[str, ...], _doubt("abstention")]
AgreedDate = Annotated[tuple[str, ...], _doubt("agreed_date")]
AuditBefore = Annotated[tuple[str, ...], _doubt("audit_before")]
BillingDay = Annotated[tuple[str, ...], _doubt("billing_day")]
BillingFrom = Annotated[tuple[str, ...], _doubt("billing_from")]
ExitForm = Annotated[tuple[str, ...], _doubt("exit_form")]
GridStart = Annotated[tuple[str, ...], _doubt("grid_start")]
LateInLastYear = Annotated[tuple[str, ...], _doubt("late_in_last_year")]
LetterDate = Annotated[tuple[str, ...], _doubt("letter_date")]
MandateSilence = Annotated[tuple[str, ...], _doubt("mandate_silence")]
NetworkAlone = Annotated[tuple[str, ...], _doubt("network_alone")]
NetworkImplied = Annotated[tuple[str, ...], _doubt("network_implied")]
NetworkQuantity = Annotated[tuple[str, ...], _doubt("network_quantity")]
NoticeCountsTo = Annotated[tuple[str, ...], _doubt("notice_counts_to")]
NoticeLimit = Annotated[tuple[str, ...], _doubt("notice_limit")]
OpeningMonth = Annotated[tuple[str, ...], _doubt("opening_month")]
PaidSupport = Annotated[tuple[str, ...], _doubt("paid_support")]
Start = Annotated[tuple[str, ...], _doubt("start")]
TermEnd = Annotated[tuple[str, ...], _doubt("term_end")]


def reading_words(switches: str, translate: Translate) -> str:
    """
    Return `NAME=VALUE`, or several, as the reader is told them: as they stand, or what each takes the text to say.
    """
    if reads_codes(translate):
        return visible(switches)
    means = {each.name: each.metadata["means"] for each in attrs.fields(Readings) if each.metadata}
    said = (each.partition("=") for each in switches.split(","))
    return ", ".join(
        translate(means[name][value]) if value in means.get(name, ()) else visible(name) for name, _, value in said
    )
