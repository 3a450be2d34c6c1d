"""
How long the convention lasts: from which day, over which mandates, up to which day. Dates in, dates out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from dmsi_rules.case.parties import is_bound, signed_on
from dmsi_rules.convention.terms import Terms
from dmsi_rules.convention.years import start_of, year_end, year_name, year_start
from dmsi_rules.model.clauses import LengthClause
from dmsi_rules.model.convention import MEMBER, PROVIDER, Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import DAY, MONTHS, months_before
from dmsi_rules.values.record import record

MANDATE = 6  # years, by law (code électoral, L. 227)
ANNIVERSARY = "signature-anniversary"

# ---- start


def _next_year(last: dt.date, convention: Convention) -> dt.date:
    return year_end(last, convention) + DAY


def _signature(last: dt.date, convention: Convention) -> dt.date:  # noqa: ARG001  (the values share a shape)
    return last


START: Mapping[str, Callable[[dt.date, Convention], dt.date]] = {
    "next-year": _next_year,
    "signature": _signature,
    ANNIVERSARY: _signature,
}


def last_signature(dossier: Dossier, terms: Terms) -> dt.date | None:
    """
    Return the day on which the second party signed; None while a signature is not known.
    """
    days = [signed_on(dossier, terms, party) for party in (MEMBER, PROVIDER)]
    return max(day for day in days if day) if all(days) else None


def start_day(dossier: Dossier, terms: Terms) -> dt.date | None:
    """
    Return the day on which the convention starts to be carried out; None while a signature is not known.

    It goes by the text in force on the last signature.
    """
    signed = last_signature(dossier, terms)
    if signed is None:
        return None
    then = terms.on(signed)
    return START[then.readings.start](signed, then.convention)


def original(dossier: Dossier, terms: Terms) -> Convention:
    """
    Return the convention that the dossier began with: that of the day of the last signature, or else the oldest.
    """
    signed = last_signature(dossier, terms)
    return terms.on(signed).convention if signed else terms.timeline.conventions[-1]


def binding(dossier: Dossier, terms: Terms) -> Terms:
    """
    Return the terms of the last text that binds the member: the one that it began with, or one that took its place.

    Of that text what stands on the given day of *terms*, or on the nearest day on which it is in force.
    """
    if len(terms.timeline.conventions) == 1:
        return terms
    texts = [*reversed(terms.timeline.conventions)]
    first = texts.index(original(dossier, terms))
    last = first
    for rank in range(first + 1, len(texts)):
        if not is_bound(dossier, texts[rank]):
            break
        last = rank
    spans = [each for each in terms.all_spans if each.convention is texts[last]]
    return min(spans, key=lambda each: abs(each.span - terms.span))


def term_start(dossier: Dossier, terms: Terms) -> dt.date | None:
    """
    Return the day from which on the text of *terms* is carried out: its own first day, where it took the place of another.
    """
    replaces = terms.convention.replaces
    if replaces is None or original(dossier, terms) == terms.convention:
        return start_day(dossier, terms)
    return replaces.from_  # also where it is signed later


# ---- end of term


def _whole_last_year(renewal: dt.date, start: dt.date, convention: Convention) -> dt.date:  # noqa: ARG001  (one shape)
    return year_end(renewal, convention)


def _last_full_year(renewal: dt.date, start: dt.date, convention: Convention) -> dt.date:
    return max(year_start(renewal, convention) - DAY, year_end(start, convention))


TERM_END = {"whole-last-year": _whole_last_year, "last-full-year": _last_full_year}


LAPSES, CONTINUES = "lapses", "continues"
SILENT_RUNS = {LAPSES: 0, CONTINUES: 1}
"""
Reading `mandate_silence`: how many mandates follow as if reaffirmed where nothing is said.
"""


def years_of(length: LengthClause | None) -> tuple[int, ...]:
    """
    Return the years in which the councils are renewed.
    """
    days = length.renewals if length else ()
    return tuple(day.year if isinstance(day, dt.date) else day for day in days)


def renewals_path(terms: Terms) -> str:
    """
    Return where the years of renewal stand in the convention's file.
    """
    length = terms.text.length
    versions = terms.convention.term.length
    rank = next((rank for rank, each in enumerate(versions) if each is length), 0)
    return f"convention:/term/length/{rank}/renewals"


def window(renewal: int, terms: Terms) -> tuple[dt.date, dt.date]:
    """
    Return the first and the last day on which the adhesion is reaffirmed after the renewal of the year *renewal*.
    """
    day = _renewal_day(renewal, terms)
    return day or dt.date(renewal, 1, 1), year_end(_ending(renewal, terms), terms.convention)


def _renewal_day(renewal: int, terms: Terms) -> dt.date | None:
    """
    Return the day of the renewal of the year *renewal*; None where its year alone is known.
    """
    length = terms.text.length
    return next((day for day in (length.renewals if length else ()) if isinstance(day, dt.date) and day.year == renewal), None)


def _ending(renewal: int, terms: Terms) -> dt.date:
    """
    Return a day of the accounting year that is a mandate's last: that of the renewal, whatever calendar year that is.
    """
    return _renewal_day(renewal, terms) or dt.date(renewal, 12, 31)


def counting(dossier: Dossier, terms: Terms) -> tuple[dt.date, ...]:
    """
    Return the days of the reaffirmations that may count: none is made before the member has signed.
    """
    signed = signed_on(dossier, terms, MEMBER)
    return tuple(each.date for each in dossier.reaffirmations or () if signed is None or each.date >= signed)


@record
class Run:
    """
    The mandates over which the convention runs.

    Attributes:
        renewals: the renewal years with which they end; the last one ends the term. None stands last where it is unknown.
        counted: the reaffirmations that count, one a mandate.
    """

    renewals: tuple[int | None, ...]
    counted: tuple[dt.date, ...] = ()


def mandates_run(start: dt.date, reaffirmed: Iterable[dt.date], terms: Terms, silent: int = 0) -> Run:
    """
    Return the mandates over which a convention runs that starts on the day *start*.

    A reaffirmation from the first day of a renewal to the end of its year adds the next mandate's run; so does silence, as
    often as *silent* says.
    """
    renewals = years_of(terms.text.length)
    first_year = year_start(start, terms.convention).year
    if not renewals or first_year <= renewals[0] - MANDATE:
        return Run((None,))
    days = sorted(reaffirmed)
    run: list[int] = []
    counted: list[dt.date] = []
    for renewal in renewals:
        if year_start(_ending(renewal, terms), terms.convention).year < first_year:
            continue
        run.append(renewal)
        day = _within(days, window(renewal, terms)) if days else None
        if day is not None:
            counted.append(day)
        elif silent:
            silent -= 1
        else:
            return Run(tuple(run), tuple(counted))
    return Run((*run, None), tuple(counted))


def _within(days: Iterable[dt.date], span: tuple[dt.date, dt.date]) -> dt.date | None:
    return next((day for day in days if span[0] <= day <= span[1]), None)


def run_of(dossier: Dossier, terms: Terms) -> Run | None:
    """
    Return the mandates over which *dossier*'s convention runs; None while its start is unknown, and where it has no mandates.
    """
    length = terms.text.length
    start = term_start(dossier, terms) if length is not None and length.kind == "mandate" else None
    if start is None:
        return None
    return mandates_run(start, counting(dossier, terms), terms, SILENT_RUNS[terms.readings.mandate_silence])


def term_end(dossier: Dossier, terms: Terms) -> dt.date | None:
    """
    Return the last day of *dossier*'s convention, tacit renewals included; None while its start or the mandates are unknown.
    """
    return last_day(term_start(dossier, terms), run_of(dossier, terms), terms)


def last_day(start: dt.date | None, run: Run | None, terms: Terms) -> dt.date | None:
    """
    Return the last day of a convention that starts on the day *start* and goes over *run*; None while either is unknown.

    One without end has none; one of so many years ends the day before it has lasted them.
    """
    length = terms.text.length
    if start is None or length is None or length.kind == "unlimited":
        return None
    if length.kind == "fixed":
        return months_before(start, -MONTHS * (length.years or 1)) - DAY
    renewal = run.renewals[-1] if run else None
    if renewal is None:
        return None
    return TERM_END[terms.readings.term_end](_ending(renewal, terms), start, terms.convention)


def is_endless(terms: Terms) -> bool:
    """
    Tell whether the text sets no end.
    """
    return terms.text.length is None or terms.text.length.kind == "unlimited"


def is_silence_settled(readings: Readings) -> bool:
    """
    Tell whether the caller or the text has said what silence at the end of a mandate means.
    """
    return not readings.is_open("mandate_silence")


def may_end_from(dossier: Dossier, terms: Terms) -> int | None:
    """
    Return the first year with which the term may end for all that is known; None where the start is unknown, or the end is not.
    """
    start, run = term_start(dossier, terms), run_of(dossier, terms)
    if start is None or run is None or run.renewals[-1] is not None:
        return None
    *_, before = (None, *run.renewals[:-1])
    return before + 1 if before else year_start(start, terms.convention).year


# ---- periods


@record
class Period:
    """
    One year of the convention.

    Attributes:
        name: what the text calls it: its accounting year, or the two years that one from the signature on lies in.
    """

    start: dt.date
    end: dt.date
    name: str = ""


def periods(start: dt.date, end: dt.date, terms: Terms) -> tuple[Period, ...]:
    """
    Return the periods from *start* to *end*: accounting years, the first one from the start on; or years from the signature.
    """
    by_anniversary = terms.readings.start == ANNIVERSARY
    if by_anniversary:
        firsts = [_anniversary(start, year) for year in range(start.year, end.year + 1)]
    else:
        firsts = [start, *(start_of(year, terms.convention) for year in range(start.year, end.year + 1))]
    firsts = sorted({day for day in firsts if start <= day <= end})
    spans = [(first, after - DAY) for first, after in pairwise((*firsts, end + DAY))]
    return tuple(Period(first, last, _name(first, terms, by_anniversary=by_anniversary)) for first, last in spans)


def _name(first: dt.date, terms: Terms, *, by_anniversary: bool) -> str:
    if by_anniversary and (first.month, first.day) != (1, 1):
        return f"{first.year}-{first.year + 1}"
    return year_name(first, terms.convention)


def _anniversary(start: dt.date, year: int) -> dt.date:
    return months_before(start, -12 * (year - start.year))
