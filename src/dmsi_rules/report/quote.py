"""
A quote for people: the priced lines and their total, the one-off quotations apart, and where each price comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.pricing.quote import Quote, QuoteLine
from dmsi_rules.report._numbers import NOT_GIVEN, numbers_missing
from dmsi_rules.report.about_prices import about_prices_words
from dmsi_rules.report.figures import NONE, amount, block, count, offer, offer_heads
from dmsi_rules.report.header import header
from dmsi_rules.report.styled import WIDTH, Line, apart, paragraph
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, places, visible
from dmsi_rules.text.marks import N_, Translate, day

DERIVED = "~"


def quote_text(quote: Quote, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *quote* as lines for people.

    Args:
        quote: a request priced.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within; a table takes those it needs.
    """
    return apart(
        [
            header(quote, width, translate),
            _priced(quote, width, translate),
            _quotations(quote, width, translate),
            _first_year(quote, width, translate),
            _remarks(quote, width, translate),
            _origins(quote, width, translate),
        ]
    )


# ---- tables


def _priced(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    lines = [line for line in quote.lines if line.quotation is None]
    if not lines:
        return
    yield (("title", translate(N_("Continuous services, in euros"))),)
    heads = (N_("quantity"), N_("unit/year"), N_("month"), N_("year"))
    sums = [amount(quote.monthly_total, translate), amount(quote.annual_total, translate)]
    rows = [
        [*offer_heads(translate), *map(translate, heads)],
        *(
            [
                *offer(line.service, line.plan, translate),
                _quantity(line, translate),
                amount(line.unit_annual, translate),
                amount(line.monthly, translate),
                amount(line.annual, translate) if line.annual is not None else translate(_lacking(line)),
            ]
            for line in lines
        ),
        [translate(N_("total")), *[""] * (len(offer_heads(translate)) + 1), *sums],
    ]
    yield from block(rows, right=(-4, -3, -2, -1), totals=True, width=width)
    yield from _zeros(lines, width, translate)
    for line in lines:
        if line.derived:
            quantities = ", ".join(map(visible, line.quantity_from))
            words = N_("{mark} derived from {quantities} (network_quantity={reading})")
            if line.is_fact:
                words = N_("{mark} as {quantities} says")
            elif not reads_codes(translate):
                words = N_("{mark} as many as the services that it covers")
            reading = quote.readings.network_quantity
            legend = translate(words).format(mark=DERIVED, quantities=quantities, reading=reading)
            yield from paragraph(legend, width, style="faint", indent=2, hang=2)


def _lacking(line: QuoteLine) -> str:
    """
    Return why a line has no amount.
    """
    if line.missing:
        return NOT_GIVEN
    return N_("no grid in force") if line.awaits_grid else N_("to be quoted")


def _zeros(lines: Sequence[QuoteLine], width: int, translate: Translate) -> Iterator[Line]:
    """
    Say of each line that comes to nothing why it does.
    """
    reasons: dict[str, list[str]] = {}
    for line in lines:
        if line.annual is not None and not line.annual:
            why = N_("no unit is asked for")
            if not line.unit_annual:
                why = N_("without cost of its own")
            elif line.quantity:
                why = N_("the network alone costs nothing, by the reading in use")
            reasons.setdefault(why, []).append(" ".join(offer(line.service, line.plan, translate)).strip())
    for why, names in reasons.items():
        words = translate(N_("0.00: {names}, {why}")).format(names=", ".join(names), why=translate(why))
        yield from paragraph(words, width, style="faint", indent=2, hang=2)


def _quantity(line: QuoteLine, translate: Translate) -> str:
    return (DERIVED if line.derived else "") + count(line.quantity, translate)


def _quotations(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    lines = [line for line in quote.lines if line.quotation is not None]
    if not lines:
        return
    yield (("title", translate(N_("Quotations, due once, in euros"))),)
    rows = [
        [translate(N_("service")), translate(N_("quotation"))],
        *([code_words(line.service, translate), amount(line.quotation, translate)] for line in lines),
        [translate(N_("total")), amount(quote.quoted_total, translate)],
    ]
    yield from block(rows, right=(1,), totals=True, width=width)


def _first_year(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    """
    What falls in the year of the first wished opening: one that opens in the course of it costs less than a whole year.
    """
    first = quote.first_year
    if first is None:
        return
    words = N_("First year, {year}: {months} euros for the months from each wished day to {end}")
    if first.months_total is None:
        words = N_("First year, {year}: not known, as a day, a volume or a price is not")
    end = day(first.end, translate) if first.end else ""
    sentence = translate(words).format(year=first.name or first.year, months=amount(first.months_total, translate), end=end)
    if quote.quoted_total:
        quoted = translate(N_("{quoted} euros once, for quotations")).format(quoted=amount(first.quoted, translate))
        sentence = f"{sentence}; {quoted}"
    yield from paragraph(f"{sentence}.", width, hang=2)


def _origins(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    traces = [(line, line.price) for line in quote.lines if line.price is not None]
    if not traces:
        return
    sources = ", ".join(dict.fromkeys(places(trace.source, translate) for _, trace in traces))
    title = translate(N_("Prices: grid {grid} ({source}), in euros a unit"))
    words = title.format(grid=code_words(quote.grid, translate) or NONE, source=sources)
    yield from paragraph(words, width, style="title", hang=2)
    has_row = reads_codes(translate) or any(len(trace.brackets_apart()) > 1 for _, trace in traces)
    has_first = any(row.first_year is not None for _, trace in traces for row in trace.brackets_apart())
    heads = (N_("month"), N_("year"), *((N_("first year"),) if has_first else ()), *((N_("row"),) if has_row else ()))
    rows = [
        [*offer_heads(translate), *map(translate, heads)],
        *(
            [
                *offer(line.service, line.plan, translate),
                amount(row.month, translate),
                amount(row.year, translate),
                *([amount(row.first_year, translate)] if has_first else []),
                *([_row(row, trace, translate)] if has_row else []),
            ]
            for line, trace in traces
            for row in trace.brackets_apart()
        ),
    ]
    columns = len(offer_heads(translate))
    yield from block(rows, right=tuple(range(columns, columns + 2 + has_first)), width=width)
    for words in about_prices_words(quote.about_prices, translate):
        yield from paragraph(words, width, style="faint", indent=2, hang=2)


def _row(row: PriceRow, of: PriceRow, translate: Translate) -> str:
    """
    Return where a price stands, and up to what number it holds where it has brackets.
    """
    place = visible(of.row if reads_codes(translate) else places(of.source, translate))
    if not of.brackets:
        return place
    by = visible(of.by_words.in_(translate)) if of.by_words else translate(N_("quantity"))
    if row.up_to is None:
        return translate(N_("{row}, above ({by})")).format(row=place, by=by)
    return translate(N_("{row}, up to {number} ({by})")).format(row=place, number=count(row.up_to, translate), by=by)


# ---- sentences


def quote_remarks(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield what is to be known of a quote beside its tables.
    """
    yield from _zeros([line for line in quote.lines if line.quotation is None], width, translate)
    yield from _remarks(quote, width, translate)
    for words in about_prices_words(quote.about_prices, translate):
        yield from paragraph(words, width)


def _remarks(quote: Quote, width: int, translate: Translate) -> Iterator[Line]:
    if quote.grid is None:
        yield from paragraph(translate(N_("No grid is in force on that day: there is no price.")), width, style="warning")
    yield from numbers_missing(quote.numbers, translate, width)
    awaiting = {line.service for line in quote.lines if line.awaits_grid}
    if to_quote := [each for each in quote.to_quote if each not in awaiting]:
        services = ", ".join(code_words(each, translate) for each in to_quote)
        words = translate(N_("Partial. Still to be quoted: {services}. The totals are those of the rest.")).format(
            services=services
        )
        yield from paragraph(words, width, style="warning", hang=2)
    if quote.unnamed:
        words = N_("Partial. A line of the request does not name its service: it is not priced.")
        yield from paragraph(translate(words), width, style="warning", hang=2)
    elif not quote.lines:
        yield from paragraph(translate(N_("The request has no line: there is nothing to price.")), width, style="warning")
