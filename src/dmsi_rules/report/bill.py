"""
A bill for people: what each month and each service comes to, what is provisional or missing, and what is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from dmsi_rules.pricing.bill import Bill, BillLine
from dmsi_rules.report._numbers import NOT_GIVEN, numbers_missing
from dmsi_rules.report.about_prices import about_prices_words
from dmsi_rules.report.figures import amount, block, count, offer, offer_heads
from dmsi_rules.report.header import header, told_places
from dmsi_rules.report.styled import WIDTH, Line, apart, fitted, paragraph, table
from dmsi_rules.text.fill import code_words, fill, places
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.money import EXACT, ZERO, total
from dmsi_rules.values.record import record


def bill_text(bill: Bill, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *bill* as lines for people.

    Args:
        bill: what a commune owes for a period.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within; a table takes those it needs.
    """
    return apart(
        [
            header(bill, width, translate),
            _months(bill, width, translate),
            _services(bill, width, translate),
            _totals(bill, width, translate),
            remarks(bill, width, translate),
        ]
    )


# ---- tables


def _months(bill: Bill, width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield every line, month by month, each month with its sum.
    """
    yield (("title", translate(N_("Bill for {period}, in euros")).format(period=code_words(bill.period, translate))),)
    if not bill.lines:
        return
    heads = offer_heads(translate)
    rows = [[translate(N_("month")), *heads, *map(translate, (N_("quantity"), N_("unit/month"), N_("amount"))), ""]]
    sums = {0}
    for month, group in groupby(bill.lines, key=lambda line: line.month):
        lines = list(group)
        rows += [
            [code_words(month, translate) if not rank else "", *_cells(line, translate)] for rank, line in enumerate(lines)
        ]
        sums.add(len(rows))
        known = [line.amount for line in lines if line.amount is not None]
        due = total(known) if known else None
        rows.append(["", translate(N_("month's total")), *[""] * (len(heads) + 1), amount(due, translate), ""])
    for rank, row in enumerate(fitted(rows, (-4, -3, -2), width - 2)):
        yield from ((("strong" if rank in sums else "plain", f"  {text}"),) for text in row)


IF: Mapping[str, str] = {
    "held": N_("if held"),
    "mandate": N_("if it goes on"),
    "successor": N_("if the next text is signed"),
}
"""
What an amount waits for, by the cause for which it is undecided.
"""


def line_notes(line: BillLine, translate: Translate) -> str:
    """
    Return what is to be known of a line: that it is provisional or undecided, why it comes to nothing or is not known.
    """
    notes = [
        (line.provisional, N_("provisional")),
        *((cause in line.because, words) for cause, words in IF.items()),
        (line.derived, N_("implied")),
        (not line.priced, N_("no price")),
        (bool(line.missing), NOT_GIVEN),
        (line.priced and line.amount is None and line.grid is None, N_("no grid in force")),
        (
            line.priced and line.amount is None and line.quantity is not None and not (line.missing or line.grid is None),
            N_("price unknown"),
        ),
        (line.quantity is None and not line.missing, N_("volume unknown")),
        (_is_nothing(line) and not line.quantity, N_("no unit counted")),
        (_is_nothing(line) and bool(line.quantity) and not line.unit_monthly, N_("without cost of its own")),
        (_is_nothing(line) and bool(line.quantity) and bool(line.unit_monthly), N_("the network alone costs nothing")),
    ]
    words = [translate(note) for applies, note in notes if applies]
    if line.part_month is not None:
        words.append(translate(N_("{days} of {of} days")).format(days=line.part_month.days, of=line.part_month.of))
    return ", ".join(words)


def _cells(line: BillLine, translate: Translate) -> list[str]:
    return [
        *offer(line.service, line.plan, translate),
        count(line.quantity, translate),
        amount(line.unit_monthly, translate),
        amount(line.amount, translate),
        line_notes(line, translate),
    ]


def _is_nothing(line: BillLine) -> bool:
    return line.amount is not None and not line.amount


def _services(bill: Bill, width: int, translate: Translate) -> Iterator[Line]:
    if not bill.services:
        return
    yield (("title", translate(N_("By service, in euros"))),)
    heads = [*offer_heads(translate), translate(N_("amount"))]
    rows = [[*offer(each.service, each.plan, translate), amount(each.amount, translate)] for each in bill.services]
    yield from block([heads, *rows], right=(-1,), width=width)


def _totals(bill: Bill, width: int, translate: Translate) -> Iterator[Line]:
    rows = [
        [translate(N_("contracted volume")), amount(bill.contracted_total, translate)],
        [translate(N_("adjustment")), amount(bill.adjustment, translate)],
        [translate(N_("total")), amount(bill.total, translate)],
    ]
    *others, last = table(rows, right=(1,))
    for row in others:
        yield (("plain", f"  {row}"),)
    yield (("strong", f"  {last}"),)
    for words in about_prices_words(bill.about_prices, translate):
        yield from paragraph(words, width, style="faint", indent=2, hang=2)
    if bill.lines and bill.adjustment is not None and not bill.adjustment:
        words = translate(N_("No adjustment: what is counted comes to what is contracted."))
        yield from paragraph(words, width, style="faint", indent=2)


# ---- sentences

DUE_ONLY: Mapping[str, str] = {
    "held": N_("Due only if the exit, which is late, is held: {months}."),
    "mandate": N_("Due only if the convention goes on past its end, which nobody has settled: {months}."),
    "successor": N_("Due only if the text that takes over is signed, which is not recorded: {months}."),
}


def cited_in(sources: Mapping[str, str], reason: str, translate: Translate) -> str:
    """
    Return in brackets the place of the text on which it rests that *reason* holds; nothing where no clause says so.
    """
    return f" ({places(sources[reason], translate)})" if reason in sources else ""


def remarks(bill: Bill, width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield what is provisional or missing, and why nothing is due.
    """
    if unopened := tuple(path for path in bill.missing if path not in bill.numbers):
        sentence = N_("Incomplete. It is not known what is open: {missing} is not given.")
        yield from paragraph(
            fill(translate(sentence), {"missing": told_places(unopened, translate)}, translate), width, style="warning"
        )
    elif not bill.lines:
        yield from paragraph(
            translate(
                N_("Nothing is due: by its opening reports, exit and term, the dossier has no service open in the period.")
            ),
            width,
            style="warning",
        )
    yield from numbers_missing(bill.numbers, translate, width)
    unknown = dict.fromkeys(line.month for line in bill.lines if line.priced and line.amount is None)
    remarks: dict[str, tuple[str, Iterable[str]]] = {
        "snapshot": (
            N_("Incomplete. Provisional, on the contracted volume, for want of a snapshot: {months}."),
            bill.missing_months,
        ),
        "": (N_("Incomplete. A volume or a price is not known, and the totals are those of the rest: {months}."), unknown),
        **{cause: (sentence, _of_cause(bill, cause)) for cause, sentence in DUE_ONLY.items()},
    }
    for reason, (sentence, months) in remarks.items():
        if months:
            told = ", ".join(code_words(each, translate) for each in months) + cited_in(bill.sources, reason, translate)
            words = translate(sentence).format(months=told)
            yield from paragraph(words, width, style="warning", hang=2)


# ---- many bills


@record
class Sums:
    """
    What many bills come to together.
    """

    bills: int = 0
    incomplete: int = 0
    total: Decimal = ZERO
    contracted_total: Decimal | None = ZERO
    adjustment: Decimal | None = ZERO

    def plus(self, bill: Bill) -> Sums:
        """
        Return these sums with one bill more.
        """
        return Sums(
            self.bills + 1,
            self.incomplete + (not bill.complete),
            EXACT.add(self.total, bill.total),
            _plus(self.contracted_total, bill.contracted_total),
            _plus(self.adjustment, bill.adjustment),
        )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else EXACT.add(one, other)


def sums_text(sums: Sums, *, translate: Translate = str, width: int = WIDTH) -> Iterator[Line]:
    """
    Yield what many bills come to together, on one line.
    """
    sentence = N_("bills: {bills}, incomplete: {incomplete}; total {total}, contracted {contracted}, adjustment {adjustment}")
    words = translate(sentence).format(
        bills=sums.bills,
        incomplete=sums.incomplete,
        total=amount(sums.total, translate),
        contracted=amount(sums.contracted_total, translate),
        adjustment=amount(sums.adjustment, translate),
    )
    yield from paragraph(words, width, style="strong", hang=2)


def _of_cause(bill: Bill, cause: str) -> tuple[str, ...]:
    """
    Return the months that are undecided for *cause*.
    """
    return tuple(dict.fromkeys(line.month for line in bill.lines if cause in line.because))
