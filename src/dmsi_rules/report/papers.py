"""
What each answer says as a paper: the quote to sign, the bill to pay, the budget years, the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Finding, Report
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.pricing.bill import Bill
from dmsi_rules.pricing.forecast import Forecast, ForecastYear
from dmsi_rules.pricing.quote import Quote, QuoteLine
from dmsi_rules.report._in_words import judgement, named_places
from dmsi_rules.report.bill import line_notes, remarks
from dmsi_rules.report.check import GROUPS, summary_of
from dmsi_rules.report.figures import amount, count, offer
from dmsi_rules.report.forecast import WORDS, conditions_of, forecast_remarks
from dmsi_rules.report.paper import Paper, Section, Subject, Table, sentences_of, whose
from dmsi_rules.report.quote import quote_remarks
from dmsi_rules.report.styled import UNBOUND
from dmsi_rules.text.fill import code_words, commune_words, places, visible
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.values.money import total

SERVICE, QUANTITY, AMOUNT, TOTAL = N_("service"), N_("quantity"), N_("amount"), N_("total")
FOR = N_("For {party}")


def _named(service: str, plan: str | None, translate: Translate) -> str:
    return " ".join(offer(service, plan, translate)).strip()


def _wished(line: QuoteLine, translate: Translate) -> str:
    return day(line.opening, translate) if line.opening else ""


def _about(answer: Quote | Bill | Forecast, dossier: Dossier, terms: Terms, *matters: str) -> Subject:
    """
    Return whose *answer* it is, and where the text has the *matters* that it rests on.
    """
    return Subject(
        commune=whose(dossier),
        deliberation=dossier.deliberation,
        convention=answer.convention,
        as_of=answer.as_of,
        name=answer.dossier,
        grid=answer.grid,
        rests_on="; ".join(dict.fromkeys(filter(None, map(terms.source_of, matters)))),
    )


def _for(party: str, terms: Terms, translate: Translate) -> str:
    return translate(FOR).format(party=terms.names[party].in_(translate))


# ---- the quote


def quote_paper(quote: Quote, dossier: Dossier, terms: Terms, translate: Translate) -> Paper:
    """
    Return *quote* as a paper that the commune can sign.
    """
    about = _about(quote, dossier, terms, "request.form", "billing.snapshots").rows(translate)
    sections = [
        _asked(quote, translate),
        _once(quote, translate),
        _cost(quote, translate),
        Section(title=translate(N_("To be known")), sentences=sentences_of(quote_remarks(quote, UNBOUND, translate))),
    ]
    signed_by = [_for(party, terms, translate) for party in ("member", "provider")]
    return Paper(title=translate(N_("Quote")), about=about, sections=_filled(sections), signed_by=signed_by)


def _filled(sections: Sequence[Section]) -> list[Section]:
    return [each for each in sections if each.tables or each.sentences]


def _asked(quote: Quote, translate: Translate) -> Section:
    lines = [line for line in quote.lines if line.quotation is None]
    heads = (SERVICE, N_("wished opening"), QUANTITY, N_("unit/year"), N_("month"), N_("year"))
    rows = [
        [
            _named(line.service, line.plan, translate),
            _wished(line, translate),
            count(line.quantity, translate),
            *(amount(each, translate) for each in (line.unit_annual, line.monthly, line.annual)),
        ]
        for line in lines
    ]
    sums = [amount(quote.monthly_total, translate), amount(quote.annual_total, translate)]
    caption = translate(N_("Continuous services, in euros"))
    table = Table(
        caption=caption,
        heads=[*map(translate, heads)],
        rows=[*rows, [translate(TOTAL), "", "", "", *sums]],
        numbers=4,
        has_total=True,
    )
    return Section(title=translate(N_("What is asked for")), tables=[table] if lines else [])


def _once(quote: Quote, translate: Translate) -> Section:
    lines = [line for line in quote.lines if line.quotation is not None]
    rows = [[_named(line.service, line.plan, translate), amount(line.quotation, translate)] for line in lines]
    table = Table(
        caption=translate(N_("Quotations, due once, in euros")),
        heads=[translate(SERVICE), translate(N_("quotation"))],
        rows=[*rows, [translate(TOTAL), amount(quote.quoted_total, translate)]],
        numbers=1,
        has_total=True,
    )
    return Section(title=translate(N_("What is due once")), tables=[table] if lines else [])


def _cost(quote: Quote, translate: Translate) -> Section:
    first, rows = quote.first_year, list[list[str]]()
    if first is not None:
        year = translate(N_("first year, {year}, months from each wished day on")).format(year=first.year)
        rows.append([year, amount(first.months_total, translate)])
        if quote.quoted_total:
            rows.append([translate(N_("first year, quotations, once")), amount(first.quoted, translate)])
    rows.append([translate(N_("each full year after")), amount(quote.annual_total, translate)])
    table = Table(
        caption=translate(N_("What it comes to, in euros")),
        heads=[translate(N_("when")), translate(AMOUNT)],
        rows=rows,
        numbers=1,
    )
    return Section(title=translate(N_("What it costs")), tables=[table] if quote.lines else [])


# ---- the bill


def bill_paper(bill: Bill, dossier: Dossier, terms: Terms, translate: Translate) -> Paper:
    """
    Return *bill* as a paper to be paid by.
    """
    about = _about(bill, dossier, terms, "billing.opening", "billing.snapshots", "billing.periods").rows(translate)
    head = [
        (translate(N_("Number of the bill")), ""),
        (translate(N_("Day of issue")), ""),
        (translate(N_("Creditor")), _numbered(terms.names["provider"].in_(translate), terms.convention.parties.provider.siret)),
        (translate(N_("Debtor")), _numbered(commune_words(dossier.commune.name, translate), dossier.commune.siret)),
    ]
    sums = [
        [translate(N_("contracted volume")), amount(bill.contracted_total, translate)],
        [translate(N_("adjustment")), amount(bill.adjustment, translate)],
        [translate(N_("to be paid")), amount(bill.total, translate)],
    ]
    heads = [translate(SERVICE), translate(AMOUNT)]
    in_all = Table(
        caption=translate(N_("By service, in euros")),
        heads=heads,
        rows=[[_named(each.service, each.plan, translate), amount(each.amount, translate)] for each in bill.services],
        numbers=1,
    )
    summed = Table(
        caption=translate(N_("In all, in euros")),
        heads=[translate(N_("sum")), translate(AMOUNT)],
        rows=sums,
        numbers=1,
        has_total=True,
    )
    sections = [
        Section(title=translate(N_("What is due")), tables=[*([in_all] if bill.services else []), summed]),
        Section(title=translate(N_("To be known")), sentences=sentences_of(remarks(bill, UNBOUND, translate))),
        Section(title=translate(N_("Month by month")), tables=list(_months(bill, translate))),
    ]
    title = translate(N_("Bill for {period}")).format(period=code_words(bill.period, translate))
    return Paper(title=title, about=[*head, *about], sections=_filled(sections), signed_by=[_for("provider", terms, translate)])


def _numbered(name: str, siret: str | None) -> str:
    return f"{name}, SIRET {siret}" if siret else name


def _months(bill: Bill, translate: Translate) -> Iterator[Table]:
    for month, group in groupby(bill.lines, key=lambda line: line.month):
        lines = list(group)
        notes = [line_notes(line, translate) for line in lines]
        has_notes = any(notes)  # most months have nothing to remark
        due = total([line.amount for line in lines if line.amount is not None])
        rows = [
            [
                _named(line.service, line.plan, translate),
                *([note] if has_notes else []),
                count(line.quantity, translate),
                amount(line.unit_monthly, translate),
                amount(line.amount, translate),
            ]
            for line, note in zip(lines, notes, strict=True)
        ]
        heads = (SERVICE, *((N_("remark"),) if has_notes else ()), QUANTITY, N_("unit/month"), AMOUNT)
        blank = [""] * (len(heads) - 2)
        yield Table(
            caption=code_words(month, translate),
            heads=[*map(translate, heads)],
            rows=[*rows, [translate(N_("month's total")), *blank, amount(due, translate)]],
            numbers=3,
            has_total=True,
        )


# ---- the budget years


def forecast_paper(forecast: Forecast, dossier: Dossier, terms: Terms, translate: Translate) -> Paper:
    """
    Return *forecast* as a paper for a budget.
    """
    about = _about(forecast, dossier, terms, "billing.snapshots", "term.length").rows(translate)
    sums = Table(
        caption=translate(N_("By year, in euros")),
        heads=[translate(N_("year")), translate(N_("quotations, once")), translate(N_("months"))],
        rows=[
            [_on_condition(each, translate), amount(each.quotations, translate), amount(each.total, translate)]
            for each in forecast.years
        ],
        numbers=2,
    )
    sections = [
        Section(
            title=translate(N_("In short")),
            tables=[sums],
            sentences=sentences_of(forecast_remarks(forecast, UNBOUND, translate)),
        ),
        Section(title=translate(N_("Year by year")), tables=[_year(each, translate) for each in forecast.years if each.lines]),
    ]
    return Paper(title=translate(N_("Budget forecast")), about=about, sections=_filled(sections))


def _on_condition(year: ForecastYear, translate: Translate) -> str:
    """
    Return the name of *year*, with whatever some of its lines rest on that is not settled.
    """
    conditions = dict.fromkeys(conditions_of(line, translate) for line in year.lines)
    return ", ".join(filter(None, (year.name or str(year.year), *conditions)))


def _year(year: ForecastYear, translate: Translate) -> Table:
    rows = [
        [
            _named(line.service, line.plan, translate),
            ", ".join(filter(None, (translate(WORDS[line.basis]), conditions_of(line, translate)))),
            amount(line.amount, translate),
        ]
        for line in year.lines
    ]
    return Table(
        caption=translate(N_("Budget {year}, in euros")).format(year=year.name or year.year),
        heads=[translate(SERVICE), translate(N_("basis")), translate(AMOUNT)],
        rows=[*rows, [translate(TOTAL), "", amount(year.total, translate)]],
        numbers=1,
        has_total=True,
    )


# ---- the findings


def check_paper(report: Report, translate: Translate) -> Paper:
    """
    Return *report* as a paper to be sent.
    """
    subject = Subject(
        commune=report.commune,
        deliberation=report.commune.deliberation if report.commune else None,
        convention=report.convention,
        as_of=report.as_of,
        name=report.dossier,
        grid=report.grid,
    )
    waiting = [each for each in report.told if each.verdict == "unknown" and each.missing and each.waived is None]
    sections = [Section(title=translate(N_("In short")), sentences=[summary_of(report, translate)])]
    for severity, title in GROUPS.items():
        found = [each for each in report.told if each.severity == severity and each not in waiting]
        if found:
            sections.append(Section(title=translate(title), tables=[_findings(found, translate(title), translate)]))
    if waiting:
        title = translate(N_("What is missing"))
        sections.append(Section(title=title, tables=[_missing(waiting, title, translate)]))
    return Paper(title=translate(N_("Check of a dossier")), about=subject.rows(translate), sections=sections)


def _findings(found: Sequence[Finding], caption: str, translate: Translate) -> Table:
    heads = (N_("rule"), N_("found"), N_("what it means"), N_("what to do"), N_("source"))
    rows = [
        [
            f"{visible(each.code)} {each.filled(each.title, translate)}",
            each.render(translate),
            judgement(each, translate),
            each.filled(each.remedy, translate),
            places(each.source, translate),
        ]
        for each in found
    ]
    return Table(caption=caption, heads=[*map(translate, heads)], rows=rows)


def _missing(found: Sequence[Finding], caption: str, translate: Translate) -> Table:
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for each in found:
        groups.setdefault(each.missing, []).append(each)
    rows = [
        [
            named_places(rules[0], missing, translate),
            "; ".join(f"{visible(each.code)} {each.filled(each.title, translate)}" for each in rules),
            "; ".join(dict.fromkeys(places(each.source, translate) for each in rules)),
        ]
        for missing, rules in groups.items()
    ]
    heads = (N_("missing"), N_("rules that wait for it"), N_("source"))
    return Table(caption=caption, heads=[*map(translate, heads)], rows=rows)
