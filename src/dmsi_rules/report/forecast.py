"""
A forecast for people: a table a year, what is due once, and what is not settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dmsi_rules.pricing.forecast import BASES, Forecast, ForecastLine, ForecastYear
from dmsi_rules.report._numbers import numbers_missing
from dmsi_rules.report.bill import IF, cited_in
from dmsi_rules.report.figures import amount, block, offer, offer_heads
from dmsi_rules.report.header import header
from dmsi_rules.report.styled import WIDTH, Line, apart, paragraph
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate

WORDS = dict(zip(BASES, (N_("counted"), N_("contracted"), N_("wished")), strict=True))

WHY: Mapping[str, str] = {
    "held": N_("If held: due only if the exit, which is late, is held{source}."),
    "mandate": N_("If it goes on: due only if the convention goes on past its end, which nobody has settled{source}."),
    "successor": N_("If the next text is signed: due only if the text that takes over is signed, which is not recorded."),
}


def forecast_text(forecast: Forecast, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *forecast* as lines for people.

    Args:
        forecast: what each budget year would come to.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within; a table takes those it needs.
    """
    return apart(
        [
            header(forecast, width, translate),
            *(_year(year, translate, width) for year in forecast.years),
            forecast_remarks(forecast, width, translate),
        ]
    )


def _year(year: ForecastYear, translate: Translate, width: int) -> Iterator[Line]:
    yield (("title", fill(translate(N_("Budget {year}, in euros")), {"year": year.name or str(year.year)}, translate)),)
    if not year.lines and not year.quotations:
        yield from paragraph(translate(N_("Nothing is due.")), width, indent=2)
        return
    heads = offer_heads(translate)
    rows = [
        [*heads, translate(N_("basis")), translate(N_("amount")), ""],
        *(
            [
                *offer(line.service, line.plan, translate),
                translate(WORDS[line.basis]),
                amount(line.amount, translate),
                conditions_of(line, translate),
            ]
            for line in year.lines
        ),
        [translate(N_("total")), *[""] * len(heads), amount(year.total, translate), ""],
    ]
    yield from block(rows, right=(-2,), totals=True, width=width)
    if year.quotations:
        facts = {"amount": year.quotations}
        yield from paragraph(fill(translate(N_("and quotations, due once: {amount}")), facts, translate), width, indent=2)
    if year.partial:
        sentence = N_("Partial: a volume or a price is unknown. The total is that of the rest.")
        yield from paragraph(translate(sentence), width, style="warning", indent=2)


def conditions_of(line: ForecastLine, translate: Translate) -> str:
    """
    Return on what a line rests that is not settled; nothing where all is.
    """
    words = [translate(words) for cause, words in IF.items() if cause in line.undecided_because]
    return ", ".join([*words, *([translate(N_("implied"))] if line.derived else [])]) or ""


def forecast_remarks(forecast: Forecast, width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield what is not settled.
    """
    lines = [line for year in forecast.years for line in year.lines]
    if forecast.quotations_undated:
        sentence = translate(N_("Quotations without a wished day, due once: {amount}"))
        yield from paragraph(sentence.format(amount=amount(forecast.quotations_undated, translate)), width)
    for cause, sentence in WHY.items():
        if any(cause in line.undecided_because for line in lines):
            words = translate(sentence).format(source=cited_in(forecast.sources, cause, translate))
            yield from paragraph(words, width, style="warning")
    if any(line.derived for line in lines):
        sentence = N_("Implied: the network's row, due for the services that it covers though nobody asked for it{source}.")
        words = translate(sentence).format(source=cited_in(forecast.sources, "network", translate))
        yield from paragraph(words, width, style="faint")
    yield from numbers_missing(forecast.numbers, translate, width)
    if forecast.grid is None:
        yield from paragraph(translate(N_("No grid is in force on the given day.")), width, style="warning")
