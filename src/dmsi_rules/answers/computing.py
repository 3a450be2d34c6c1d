"""
The computations that a caller asks for, each on a document that fits the convention.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeVar, overload

from dmsi_rules.answers.reading import read_cost_sheet
from dmsi_rules.case.admission import admit
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.runner import invalid_report, judge
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import Faults
from dmsi_rules.finding import InvalidDocumentError, Report
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.readings import ADOPTED, Readings
from dmsi_rules.pricing.periods import LAST, first_day, wanted_period
from dmsi_rules.pricing.quote import Quote, priced
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.values.days import DAY, given_day

if TYPE_CHECKING:
    from dmsi_rules.answers.applying import AppliedRule
    from dmsi_rules.case.readings import AnyCase
    from dmsi_rules.checking.alternatives import Alternative
    from dmsi_rules.checking.audit import Audit
    from dmsi_rules.convention.graph import ServiceGraph
    from dmsi_rules.model.governance import Governance
    from dmsi_rules.model.waivers import Waiver
    from dmsi_rules.pricing.bill import Bill
    from dmsi_rules.pricing.forecast import Forecast
    from dmsi_rules.pricing.shares import Shares
    from dmsi_rules.timeline.calendar import Calendar

T = TypeVar("T")


def check(  # noqa: PLR0913  (each is a choice of the caller's own)
    document: Dossier | Governance,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    lifecycles: Lifecycles | None = None,
    rules: Iterable[Rule] | None = None,
    select: Collection[str] | None = None,
    ignore: Collection[str] | None = None,
    waivers: Iterable[Waiver] | None = None,
    name: str | None = None,
) -> Report:
    """
    Ask every rule of *document* on the day *as_of*.

    Args:
        document: a dossier or a governance document.
        as_of: the given day: what is open, which grid prices.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; a set switch is settled.
        lifecycles: how long operating systems are maintained; by default the packaged table.
        rules: those to ask, in their order; by default every rule of the convention. `[*dmsi_rules.rules(), mine]` adds one.
        select: the codes of rules, or their beginnings: no other is asked.
        ignore: likewise of rules that are not asked.
        waivers: findings that are accepted: shown as such, they fail nothing. One that is over on the given day does not hold.
        name: the document's name in the report.

    Returns:
        The findings, in the order of the rules, then of the document. A document that does not fit the
        convention has only DOC findings.

    Raises:
        RuleError: one of *rules* is not a rule, fails, or answers what no rule answers.
        TypeError: *document* is not one that has been read, *as_of* not a day, or one of *waivers* not a waiver.
        UnknownReadingError: a reading's name or value does not exist.
        UnknownRuleError: no rule has one of *select* or *ignore*.
    """
    terms = _terms(as_of, convention, readings)
    asked = None if rules is None else _chosen(rules)
    if select is not None or ignore is not None:
        from dmsi_rules.checking.choice import selected  # noqa: PLC0415  (few choose)

        asked = selected(asked or RULES, select, ignore)
    try:
        report = judge(_any_case(document, terms, as_of, lifecycles), name, asked)
        if waivers is None:
            return report
        from dmsi_rules.checking.choice import waive  # noqa: PLC0415  (as above)

        return waive(report, waivers)
    except Faults as error:
        return invalid_report(error, terms, as_of, name, lifecycles)


@overload
def rules(convention: None = None) -> tuple[Rule, ...]: ...
@overload
def rules(convention: Convention, *, as_of: dt.date | None = None) -> tuple[AppliedRule, ...]: ...
def rules(convention: Convention | None = None, *, as_of: dt.date | None = None) -> tuple[Rule, ...] | tuple[AppliedRule, ...]:
    """
    Return every rule with all that is said of it, in the order in which findings are told.

    Args:
        convention: where one is given, the rules come as its text has them: whether they run there, and if not what it lacks,
            how binding it is, what they rest on.
        as_of: the day whose text is asked; by default the last one.
    """
    if convention is None:
        return RULES
    from dmsi_rules.answers.applying import applied  # noqa: PLC0415  (few want it)

    return applied(terms_of(convention, ADOPTED, as_of))


def _chosen(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    from dmsi_rules.checking.own_rules import chosen  # noqa: PLC0415  (few choose)

    return chosen(rules)


def service_graph(convention: Convention | None = None, readings: Readings | Mapping[str, str] | None = None) -> ServiceGraph:
    """
    Return which service rests on which.

    Args:
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets: `inferred_edges` decides what the text only implies.

    Raises:
        UnknownReadingError: a reading's name or value does not exist.
    """
    return terms_of(_in_use(convention), Readings.of(readings)).graph


def compare_readings(  # noqa: PLR0913  (as above)
    document: Dossier | Governance,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    lifecycles: Lifecycles | None = None,
    name: str | None = None,
) -> tuple[Alternative, ...]:
    """
    Check *document* under each other value of each switch that the caller has not settled, one at a time.

    Args:
        document: a dossier or a governance document.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; these are not tried.
        lifecycles: how long operating systems are maintained; by default the packaged table.
        name: the document's name in the reports.

    Returns:
        Every reading tried, in the order of the table, with the findings that it changes, often none.

    Raises:
        InvalidDocumentError: the document does not fit the convention.
        TypeError: *document* is not one that has been read, or *as_of* not a day.
        UnknownReadingError: a reading's name or value does not exist.
    """
    from dmsi_rules.checking.alternatives import compared  # noqa: PLC0415  (few want it)

    terms = _terms(as_of, convention, readings)
    try:
        case = _any_case(document, terms, as_of, lifecycles).remembering()
    except Faults as error:
        raise _unfit(error, terms, as_of) from None
    return compared(case, judge(case, name))


def quote(  # noqa: PLR0913  (one keyword a thing that a caller may set)
    dossier: Dossier,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    request: int | None = None,
    name: str | None = None,
) -> Quote:
    """
    Price a request of *dossier* on the grid in force on the day *as_of*, in euros a month and a year.

    Args:
        dossier: the commune's file.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets.
        request: which one, counted from 1 in the order of their dates; by default the last one that stands.
        name: the document's name in the quote.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
        UnknownRequestError: the dossier has no such request.
    """
    if request is not None:
        _of_kind(request, Integral, "request is the rank of one, a whole number")
    return priced(_case(dossier, as_of, convention, readings), name, request)


def bill(  # noqa: PLR0913  (one keyword a thing that a caller may set)
    dossier: Dossier,
    period: str | int,
    *,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    as_of: dt.date | None = None,
    name: str | None = None,
) -> Bill:
    """
    Compute what the commune of *dossier* owes for *period*, month by month.

    Args:
        dossier: the commune's file.
        period: a year (2026) or half of one (`2026-H1`, `2026-H2`).
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets.
        as_of: the given day, which the bill only carries: each month has its own grid. By default the period's last.
        name: the document's name in the bill.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
        WrongPeriodError: *period* is neither a year nor half of one.
    """
    (answer,) = bills(dossier, (period,), convention=convention, readings=readings, as_of=as_of, name=name)
    return answer


def bills(  # noqa: PLR0913  (as above)
    dossier: Dossier,
    periods: Iterable[str | int] | str | int,
    *,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    as_of: dt.date | None = None,
    name: str | None = None,
) -> Iterator[Bill]:
    """
    Yield a `bill` for each of *periods*: what the dossier says is computed once for all of them.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
        WrongPeriodError: one of *periods* is neither a year nor half of one.
    """
    from dmsi_rules.pricing.bill import billed  # noqa: PLC0415  (a quote has no use for it)

    terms = terms_of(_in_use(convention), Readings.of(readings))
    wanted = [wanted_period(each, terms) for each in ((periods,) if isinstance(periods, str | int) else periods)]
    last = first_day(min(LAST, max((each.last for each in wanted), default=LAST)) + 1) - DAY
    day = last if as_of is None else as_of
    case = _case(dossier, day, convention, readings)
    return (billed(case, period, name) for period in wanted)


def forecast(  # noqa: PLR0913  (as above)
    dossier: Dossier,
    years: Iterable[int],
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    name: str | None = None,
) -> Forecast:
    """
    Compute what each budget year would come to if every line asked for opened on its wished day.

    Args:
        dossier: the commune's file.
        years: the budget years.
        as_of: the given day: a wish that has passed is taken for its month.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets.
        name: the document's name in the forecast.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
    """
    from dmsi_rules.pricing.forecast import forecast_of  # noqa: PLC0415  (few want it)

    wanted = [_of_kind(year, Integral, "years are whole numbers") for year in _of_kind(years, Iterable, "years are several")]
    return forecast_of(_case(dossier, as_of, convention, readings), wanted, name)


def calendar(  # noqa: PLR0913  (as above)
    dossier: Dossier,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    lifecycles: Lifecycles | None = None,
    name: str | None = None,
) -> Calendar:
    """
    Lay out the dates of *dossier* as they stand on the day *as_of*: its life, its limits, what comes next.

    Args:
        dossier: the commune's file.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets.
        lifecycles: how long operating systems are maintained; by default the packaged table.
        name: the document's name in the calendar.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
    """
    from dmsi_rules.timeline.calendar import calendar_of  # noqa: PLC0415  (as above)

    return calendar_of(_case(dossier, as_of, convention, readings, lifecycles), name)


def audit(  # noqa: PLR0913  (as above)
    dossier: Dossier,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    lifecycles: Lifecycles | None = None,
    name: str | None = None,
) -> Audit:
    """
    Draw up the state of each technical prerequisite of *dossier*, and which workstations age.

    Args:
        dossier: the commune's file.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets.
        lifecycles: how long operating systems are maintained; by default the packaged table.
        name: the document's name in the audit.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        UnknownReadingError: a reading's name or value does not exist.
    """
    from dmsi_rules.checking.audit import audited  # noqa: PLC0415  (few want it)

    case = _case(dossier, as_of, convention, readings, lifecycles)
    return audited(case, judge(case, name))


def share(  # noqa: PLR0913  (as above)
    costs: Mapping[str, Decimal | str | int],
    units: Mapping[str, Mapping[str, int]],
    *,
    as_of: dt.date | None = None,
    convention: Convention | None = None,
    year: int | None = None,
    facts: Mapping[str, Mapping[str, Mapping[str, int]]] | None = None,
    name: str | None = None,
) -> Shares:
    """
    Split the real cost of each category of service between those that hold it, in proportion to their units.

    Where the text gives weights to several units, a part of the cost is split by each: by what those that hold the service have
    of it. Each cost is split to the cent and its parts add up to it exactly: the cents that the division leaves over go to the
    largest remainders, of equal ones to the first name in the order of code points.

    Args:
        costs: the cost of each service, in euros.
        units: for each commune, the units of each service, or of each plan of it, as `service/plan`. The provider may be one
            of the participants, named by the word that documents have for it.
        as_of: the given day, by whose text costs are split; by default the last that there is.
        convention: the convention in use; by default the embedded one.
        year: the one in which the accounting year of the costs starts; only wanted where they are split by facts.
        facts: for each commune, the numbers that the text splits costs by, such as its population, by code, then by year.
        name: the document's name in the answer.

    Raises:
        InvalidDocumentError: something is not what it should be, or a cost is not to be shared: one that the provider bears
            alone, one that is on quotation, one of a service that nobody holds, one that goes by a fact that is not given.
    """
    from dmsi_rules.pricing.shares import shared  # noqa: PLC0415  (few want it)

    day = None if as_of is None else given_day(as_of)
    terms = terms_of(_in_use(convention), ADOPTED, day)  # no reading bears on it
    given = {"costs": costs, "units": units, "year": year, "facts": facts}
    sheet = {key: value for key, value in given.items() if value is not None or key in {"costs", "units"}}
    return shared(read_cost_sheet(sheet, terms), terms, day, name)


def _terms(as_of: dt.date, convention: Convention | None, readings: Readings | Mapping[str, str] | None) -> Terms:
    """
    Return the terms that the caller names.

    Raises:
        TypeError: *as_of* is not a day.
        UnknownReadingError: a reading's name or value does not exist.
    """
    given_day(as_of)
    return terms_of(_in_use(convention), Readings.of(readings), as_of)


def _in_use(convention: Convention | None) -> Convention:
    if convention is None:
        return load_convention()
    return _of_kind(convention, Convention, "convention is one that load_convention has loaded")


def _loaded(lifecycles: Lifecycles | None) -> None:
    if lifecycles is not None:
        _of_kind(lifecycles, Lifecycles, "lifecycles are a table that load_lifecycles has loaded")


def _of_kind(given: T, kind: type[Any], what: str) -> T:
    if not isinstance(given, kind):
        msg = f"{what}, not {type(given).__name__}"
        raise TypeError(msg)
    return given


def _case(
    dossier: Dossier,
    as_of: dt.date,
    convention: Convention | None,
    readings: Readings | Mapping[str, str] | None,
    lifecycles: Lifecycles | None = None,
) -> Case:
    """
    Put *dossier* before the terms that the caller names.

    Raises:
        InvalidDocumentError: the dossier does not fit the convention.
        TypeError: *dossier* is not one that has been read, or *as_of* not a day.
        UnknownReadingError: a reading's name or value does not exist.
    """
    _of_kind(dossier, Dossier, "this takes a dossier that read_dossier has read")
    terms = _terms(as_of, convention, readings)
    _loaded(lifecycles)
    try:
        return admit(dossier, terms, as_of, lifecycles)
    except Faults as error:
        raise _unfit(error, terms, as_of) from None


def _unfit(error: Faults, terms: Terms, as_of: dt.date) -> InvalidDocumentError:
    return InvalidDocumentError(invalid_report(error, terms, as_of).findings)


def _any_case(document: Dossier | Governance, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None) -> AnyCase:
    """
    Put *document* before *terms*.

    Raises:
        Faults: it does not fit.
        TypeError: *document* is not one that has been read.
    """
    if getattr(document, "kind", None) not in {"dossier", "governance"}:
        msg = f"check takes a document that read_dossier or read_governance has read, not {type(document).__name__}"
        raise TypeError(msg)
    _loaded(lifecycles)
    return admit(document, terms, as_of, lifecycles)
