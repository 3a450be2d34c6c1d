"""
The public names as a user writes them. Checked by mypy and by pyright, never run.

An ignored error is one that both must find: each tells when it no longer does.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, assert_type

import attrs

import dmsi_rules
from dmsi_rules import (
    Alternative,
    Audit,
    Bill,
    BillLine,
    Calendar,
    Convention,
    ConventionError,
    DmsiRulesError,
    Dossier,
    Finding,
    Governance,
    InvalidDocumentError,
    Lifecycles,
    Quote,
    QuoteLine,
    Readings,
    Report,
    ServiceGraph,
    Share,
    Shares,
    UnknownNatureError,
    UnknownReadingError,
    Who,
    WrongPeriodError,
    audit,
    bill,
    bills,
    calendar,
    check,
    compare_readings,
    load_convention,
    load_lifecycles,
    quote,
    read_dossier,
    read_governance,
    service_graph,
    share,
    translator,
    who,
)

DAY = dt.date(2026, 1, 10)


def reading(path: Path, text: str, content: bytes, table: Mapping[str, Any]) -> None:
    """
    Every kind of source ends in the same class.
    """
    assert_type(read_dossier(path), Dossier)
    assert_type(read_dossier(text), Dossier)
    assert_type(read_dossier(content, input_format="toml"), Dossier)
    assert_type(read_dossier(table, input_format="json"), Dossier)
    assert_type(read_dossier({"commune": {"name": "Lens"}}), Dossier)
    assert_type(read_governance(path), Governance)
    assert_type(read_governance(table), Governance)


def speaking(finding: Finding) -> None:
    """
    A finding is said in any language that there is.
    """
    assert_type(finding.render(translator("fr")), str)
    translator(1)  # type: ignore[arg-type]


def reading_wrongly(name: list[str]) -> None:
    """
    What is no source is refused before it runs.
    """
    read_dossier(name)  # type: ignore[arg-type]
    read_dossier(None)  # type: ignore[arg-type]
    read_dossier("", "toml")  # type: ignore[call-arg]
    read_dossier("", input_format="yaml")  # type: ignore[arg-type]
    read_governance(1)  # type: ignore[arg-type]


def walking(dossier: Dossier, governance: Governance) -> None:
    """
    A document's facts are typed, with None for what is unknown.
    """
    assert_type(dossier.commune.name, str | None)
    assert_type(dossier.commune.siren, str | None)
    assert_type(dossier.kind, Literal["dossier"])
    if dossier.request is not None:
        for line in dossier.request.lines or ():
            assert_type(line.service, str | None)
            assert_type(line.quantity, int | None)
            assert_type(line.opening, dt.date | Literal[False] | None)
            assert_type(line.printed_annual_price, Decimal | None)
    for snapshot in dossier.snapshots or ():
        assert_type(snapshot.units, Mapping[str, int] | None)
    for opening in dossier.openings or ():
        assert_type(opening.date, dt.date | None)
    assert_type(governance.communes, tuple[str, ...] | None)
    assert_type(dossier.to_dict(), dict[str, Any])
    assert_type(governance.to_dict(), dict[str, Any])
    assert_type(attrs.evolve(dossier, purchases=()), Dossier)
    dossier.commune = dossier.commune  # type: ignore[misc]
    len(dossier.request.lines)  # type: ignore[union-attr, arg-type]
    str(dossier.mayor)  # type: ignore[attr-defined]


def checking(dossier: Dossier, governance: Governance, convention: Convention, readings: Readings) -> None:
    """
    A report holds findings, which are data.
    """
    report = check(dossier, as_of=DAY)
    assert_type(report, Report)
    assert_type(check(governance, as_of=DAY), Report)
    assert_type(check(dossier, as_of=DAY, convention=None, readings=None), Report)
    assert_type(check(dossier, as_of=DAY, convention=convention, readings=readings), Report)
    assert_type(check(dossier, as_of=DAY, readings={"start": "signature"}), Report)
    assert_type(report.ok, bool)
    assert_type(report.as_of, dt.date)
    assert_type(report.findings, tuple[Finding, ...])
    assert_type(report.to_dict(), dict[str, Any])
    for found in report.findings:
        assert_type(found.code, str)
        assert_type(found.message, str)
        assert_type(found.path, str)
        assert_type(found.severity, Literal["error", "warning", "info"])
        assert_type(found.verdict, Literal["violated", "unknown", "ambiguous", "invalid"])
        assert_type(found.force, Literal["impossible", "breach", "may-refuse", "discretionary", "note"] | None)
        assert_type(found.party, str | None)
        assert_type(found.missing, tuple[str, ...])
        assert_type(found.depends_on, tuple[str, ...])
        assert_type(found.to_dict(), dict[str, Any])


def checking_wrongly(dossier: Dossier, report: Report) -> None:
    """
    The day is always said, by name, and is a date; only documents are checked.
    """
    check(dossier)  # type: ignore[call-arg]
    check(dossier, DAY)  # type: ignore[call-arg]
    check(dossier, as_of="2026-01-10")  # type: ignore[arg-type]
    check(dossier, as_of=DAY, readings=[("start", "signature")])  # type: ignore[arg-type]
    check({"commune": {"name": "Lens"}}, as_of=DAY)  # type: ignore[arg-type]
    check(report, as_of=DAY)  # type: ignore[arg-type]
    report.findings = ()  # type: ignore[misc]


def pricing(dossier: Dossier, governance: Governance) -> None:
    """
    A quote is made of lines, in decimals, with None for what has no price.
    """
    priced = quote(dossier, as_of=DAY)
    assert_type(priced, Quote)
    assert_type(priced.lines, tuple[QuoteLine, ...])
    assert_type(priced.annual_total, Decimal)
    assert_type(priced.monthly_total, Decimal)
    assert_type(priced.quoted_total, Decimal)
    assert_type(priced.partial, bool)
    assert_type(priced.to_dict(), dict[str, Any])
    for line in priced.lines:
        assert_type(line.annual, Decimal | None)
        assert_type(line.quantity, int | None)
        assert_type(line.plan, str | None)
    quote(governance, as_of=DAY)  # type: ignore[arg-type]


def billing(dossier: Dossier, governance: Governance) -> None:
    """
    A bill is made of lines, one a month and service; the day is not needed, each month has its own grid.
    """
    due = bill(dossier, "2026-H1")
    assert_type(due, Bill)
    assert_type(bill(dossier, "2026", as_of=DAY, readings={"opening_month": "daily"}), Bill)
    assert_type(bills(dossier, ["2025", "2026"]), Iterator[Bill])
    assert_type(due.lines, tuple[BillLine, ...])
    assert_type(due.total, Decimal)
    assert_type(due.adjustment, Decimal | None)
    assert_type(due.missing_months, tuple[str, ...])
    assert_type(due.complete, bool)
    assert_type(due.to_dict(), dict[str, Any])
    for line in due.lines:
        assert_type(line.quantity, int | None)
        assert_type(line.amount, Decimal | None)
    bill(dossier, 2026)
    bill(dossier, 2026.5)  # type: ignore[arg-type]
    bill(governance, "2026")  # type: ignore[arg-type]
    try:
        bill(dossier, "2026-H3")
    except WrongPeriodError as error:
        base: DmsiRulesError = error
        str(base)


def scheduling(dossier: Dossier, governance: Governance) -> None:
    """
    A calendar holds dates, with None for what is not known.
    """
    dates = calendar(dossier, as_of=DAY, readings={"start": "signature"})
    assert_type(dates, Calendar)
    assert_type(dates.start, dt.date | None)
    if dates.notice is not None and dates.exit is not None:
        assert_type(dates.notice.limit, dt.date)
        assert_type(dates.notice.opening_year, int)
        assert_type(dates.exit.end_if_late, dt.date | None)
    assert_type(dates.to_dict(), dict[str, Any])
    for event in dates.events:
        assert_type(event.date, dt.date)
        assert_type(event.code, str)
        assert_type(event.what, str)
    dates.termination.on_time  # type: ignore[union-attr]  # noqa: B018
    calendar(governance, as_of=DAY)  # type: ignore[arg-type]


def sharing() -> None:
    """
    Costs are decimals, text or whole numbers; shares are decimals.
    """
    shared = share({"postes": Decimal("100.00"), "reseau": "10.00", "serveurs": 3}, {"Lens": {"postes": 3}})
    assert_type(shared, Shares)
    assert_type(shared.shares, Mapping[str, Mapping[str, Decimal]])
    assert_type(shared.totals, Mapping[str, Decimal])
    assert_type(shared.notes, tuple[str, ...])
    assert_type(shared.lines, tuple[Share, ...])
    assert_type(shared.to_dict(), dict[str, Any])
    share({"postes": 1.5}, {})  # type: ignore[dict-item]
    share({"postes": 1}, {"Lens": {"postes": "3"}})  # type: ignore[dict-item]
    share({}, {}, DAY)  # type: ignore[call-arg]


def auditing(dossier: Dossier, governance: Governance, table: Lifecycles) -> None:
    """
    An audit holds the prerequisites, judged by a table of lifecycles.
    """
    found = audit(dossier, as_of=DAY, lifecycles=table)
    assert_type(found, Audit)
    assert_type(found.lifecycles, dt.date)
    assert_type(found.to_dict(), dict[str, Any])
    for each in found.to_do:
        assert_type(each.services, tuple[str, ...])
    audit(governance, as_of=DAY)  # type: ignore[arg-type]


def comparing(dossier: Dossier, governance: Governance) -> None:
    """
    Each other reading comes with the findings that it changes.
    """
    assert_type(compare_readings(governance, as_of=DAY), tuple[Alternative, ...])
    for other in compare_readings(dossier, as_of=DAY, readings={"start": "signature"}):
        assert_type(other.reading, str)
        for change in other.changes:
            assert_type(change.before, Finding | None)


def looking_up() -> None:
    """
    Who owns, who pays: words, with None for what the text does not say.
    """
    assert_type(who("commune-cabling"), Who)
    assert_type(who("commune-cabling").borne_by, str | None)
    try:
        who("moon")
    except UnknownNatureError as error:
        base: DmsiRulesError = error
        str(base)


def drawing_on_the_graph(convention: Convention) -> None:
    """
    The graph answers in service codes.
    """
    graph = service_graph(convention, {"inferred_edges": "ignored"})
    assert_type(graph, ServiceGraph)
    assert_type(graph.requires("postes"), tuple[str, ...])


def lifecycles(path: Path) -> None:
    """
    The packaged table needs no path; a newer one is a file.
    """
    assert_type(load_lifecycles(), Lifecycles)
    assert_type(load_lifecycles(path).source.snapshot_date, dt.date)
    load_lifecycles("table.toml")  # type: ignore[arg-type]


def conventions(path: Path) -> None:
    """
    The embedded convention needs no path; another is a file.
    """
    assert_type(load_convention(), Convention)
    assert_type(load_convention(path), Convention)
    assert_type(load_convention().id, str)
    load_convention("call.toml")  # type: ignore[arg-type]


def failing(text: str) -> str:
    """
    Errors have one base, and tell what they hold.
    """
    try:
        check(read_dossier(text), as_of=DAY, readings={"start": "now"})
    except InvalidDocumentError as error:
        assert_type(error.findings, tuple[Finding, ...])
        assert_type(error.name, str | None)
        return str(error)
    except UnknownReadingError as error:
        base: DmsiRulesError = error
        return str(base)
    except ConventionError as error:
        assert_type(error.name, str | None)
        return "; ".join(fault.path for fault in error.faults)
    except DmsiRulesError as error:
        value_error: ValueError = error
        return str(value_error)
    return dmsi_rules.__version__


def switching() -> None:
    """
    Readings are words, judged when they are set.
    """
    assert_type(Readings(start="signature"), Readings)
    assert_type(Readings().start, str)
    assert_type(Readings.of({"start": "signature"}), Readings)
    Readings(start=1)  # type: ignore[arg-type]
    Readings(tomorrow="next-year")  # type: ignore[call-arg]
    Readings().start = "signature"  # type: ignore[misc]
