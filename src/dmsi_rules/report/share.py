"""
Shared costs for people: who bears what, service by service, and by what units each cost was split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.pricing.shares import Shares
from dmsi_rules.report.figures import amount, block, count
from dmsi_rules.report.header import header
from dmsi_rules.report.styled import WIDTH, Line, apart, paragraph
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.money import total


def share_text(shares: Shares, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *shares* as lines for people.

    Args:
        shares: costs that have been split.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within; a table takes those it needs.
    """
    return apart(
        [
            header(shares, width, translate),
            _amounts(shares, width, translate) if reads_codes(translate) else _named_amounts(shares, width, translate),
            _steps(shares, width, translate),
            _weights(shares, width, translate),
            [line for note in shares.told(translate) for line in paragraph(note, width, style="warning", hang=2)],
        ]
    )


def _services(shares: Shares) -> Sequence[str]:
    return tuple(dict.fromkeys(line.service for line in shares.lines))


def _amounts(shares: Shares, width: int, translate: Translate) -> Iterator[Line]:
    services = _services(shares)
    yield (("title", translate(N_("Shares, in euros ({source})")).format(source=shares.source)),)
    sums = [total(each[service] for each in shares.shares.values() if service in each) for service in services]
    rows = [
        [translate(N_("participant")), *map(visible, services), translate(N_("total"))],
        *(
            [
                visible(name),
                *(amount(each.get(service), translate) for service in services),
                amount(shares.totals[name], translate),
            ]
            for name, each in shares.shares.items()
        ),
        [
            translate(N_("total")),
            *(amount(each, translate) for each in sums),
            amount(total(shares.totals.values()), translate),
        ],
    ]
    yield from block(rows, right=range(1, len(services) + 2), totals=True, width=width)


def _named_amounts(shares: Shares, width: int, translate: Translate) -> Iterator[Line]:
    """
    Tell the same below each other: names of services are too long to stand side by side.
    """
    yield (("title", translate(N_("Shares, in euros ({source})")).format(source=shares.source)),)
    heads = (N_("participant"), N_("service"), N_("share"))
    rows = [[*map(translate, heads)]]
    for name, each in shares.shares.items():
        parts = [[code_words(service, translate), amount(share, translate)] for service, share in each.items()]
        parts.append([translate(N_("total")), amount(shares.totals[name], translate)])
        rows += [[visible(name) if rank == 0 else "", *part] for rank, part in enumerate(parts)]
    rows.append([translate(N_("in all")), "", amount(total(shares.totals.values()), translate)])
    yield from block(rows, right=(2,), totals=True, width=width)


def _steps(shares: Shares, width: int, translate: Translate) -> Iterator[Line]:
    lines = [line for line in shares.lines if line.units is not None]
    if not lines:
        return
    yield (("title", translate(N_("Split by units held, each cost to the cent"))),)
    heads = (N_("service"), N_("participant"), N_("units"), N_("of"), N_("cost"), N_("share"))
    rows = [
        [translate(head) for head in heads],
        *(
            [
                code_words(line.service, translate),
                visible(line.commune),
                count(line.units, translate),
                count(line.of_units, translate),
                amount(line.cost, translate),
                amount(line.amount, translate),
            ]
            for line in lines
        ),
    ]
    yield from block(rows, right=(2, 3, 4, 5), width=width)


def _weights(shares: Shares, width: int, translate: Translate) -> Iterator[Line]:
    """
    Tell, of costs that the text splits by several units, what each part is split by; a cost and a share stand once.
    """
    weighed = [(line, rank, part) for line in shares.lines for rank, part in enumerate(line.parts)]
    if not weighed:
        return
    yield (("title", translate(N_("Split by the weights of the text, each cost to the cent"))),)
    heads = (N_("service"), N_("participant"), N_("unit"), N_("weight"), N_("units"), N_("of"), N_("cost"), N_("share"))
    rows = [
        [translate(head) for head in heads],
        *(
            [
                *("" if rank else each for each in (code_words(line.service, translate), visible(line.commune))),
                code_words(part.unit, translate),
                translate(N_("{weight} of {of}")).format(weight=part.weight, of=part.of_weight),
                count(part.count, translate),
                count(part.of_count, translate),
                *("" if rank else amount(each, translate) for each in (line.cost, line.amount)),
            ]
            for line, rank, part in weighed
        ),
    ]
    yield from block(rows, right=(3, 4, 5, 6, 7), width=width)
