"""
A revision for people: what changes in the convention, what services cost before and after, and what communes owe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from dmsi_rules.answers.comparison import DossierChange, DueChange, VerdictChange, comparable_sum, sum_of
from dmsi_rules.answers.revision import Amounts, PriceSpan, Revision
from dmsi_rules.convention.changes import NAMED_BY_WORDS, Change, naming
from dmsi_rules.report.figures import NONE, amount, block, offer, offer_heads
from dmsi_rules.report.styled import Line, paragraph
from dmsi_rules.text.fill import code_words, commune_words, visible
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.values.words import Words

SENTENCES: Mapping[str, str] = {
    "added": N_("added: {new}"),
    "removed": N_("removed: {old}"),
    "changed": N_("{key}: {old} -> {new}"),
    "renamed": N_("renamed, {key}: {old} -> {new}"),
}
BARE: Mapping[str, str] = {"added": N_("added"), "removed": N_("removed")}
"""
The same of an entry of which there is nothing more to tell than its name.
"""
MEMBERS: Mapping[str, str] = {
    "added": N_("{key}, added: {new}"),
    "removed": N_("{key}, removed: {old}"),
}
"""
The same of one member of a list.
"""

PROVISIONAL, LOPSIDED = "~", "!"
VERDICTS: Mapping[str, str] = {
    "met": N_("nothing found"),
    "violated": N_("violated"),
    "unknown": N_("unknown"),
    "ambiguous": N_("ambiguous"),
    "invalid": N_("invalid"),
}


def revision_text(revision: Revision, *, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield what *revision* changes, for people.
    """
    if not revision.changes and not revision.spans:
        yield ()
        yield from paragraph(translate(N_("Nothing changes.")), width, style="good")
    for section, changes in groupby(revision.changes, key=lambda change: change.section):
        yield ()
        yield (("title", visible(section)),)
        for change in changes:
            yield from paragraph(_sentence(change, translate), width, indent=2, hang=2)
    for span in revision.spans:
        yield ()
        yield from _prices(span, width, translate)
    if revision.without_effect:
        yield ()
        grids = ", ".join(map(visible, revision.without_effect))
        words = translate(N_("In force on no day, and so without effect: {grids}.")).format(grids=grids)
        yield from paragraph(words, width, style="warning", hang=2)


def _sentence(change: Change, translate: Translate) -> str:
    kinds = SENTENCES if change.key is None or change.kind not in MEMBERS else MEMBERS
    old, new = (_words(each, translate, naming(change.section)) for each in (change.old, change.new))
    sentence = kinds[change.kind] if old and new else BARE.get(change.kind, kinds[change.kind])
    words = translate(sentence).format(key=visible(change.key or ""), old=old, new=new)
    entry = ", ".join(map(visible, _name(change, translate)))
    return f"{entry} - {words}" if entry else words


def _name(change: Change, translate: Translate) -> tuple[str, ...]:
    """
    Return what names the entry that is changed; of one that its words name, those of the reader's language.
    """
    if change.section != NAMED_BY_WORDS:
        return change.entry
    said = change.old or change.new
    return said["source"], Words.of(said.get("fr"), said.get("en")).in_(translate)


def _words(value: Any, translate: Translate, named_by: Collection[str] = ()) -> str:
    """
    Return a datum on one visible line: a table as its keys, each with its value, but for those that it is *named_by*.
    """
    if isinstance(value, Mapping):
        told = {key: _words(each, translate) for key, each in value.items() if key not in named_by and each != []}
        return ", ".join(f"{visible(key)} {words}" for key, words in told.items())
    if isinstance(value, list):
        return " + ".join(_words(each, translate) for each in value)
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    return NONE if value is None else visible(str(value))


# ---- prices


def _prices(span: PriceSpan, width: int, translate: Translate) -> Iterator[Line]:
    facts = {
        "first": day(span.first, translate),
        "last": day(span.last, translate) if span.last else "",
        "old": code_words(span.old_grid, translate) or NONE,
        "new": code_words(span.new_grid, translate) or NONE,
    }
    title = N_("Prices from {first} to {last}, in euros: grid {old} -> {new}") if span.last else None
    title = title or N_("Prices from {first} on, in euros: grid {old} -> {new}")
    yield from paragraph(translate(title).format(**facts), width, style="title", hang=2)
    heads = (N_("month before"), N_("after"), N_("year before"), N_("after"), N_("change"), "%")
    rows = [
        [*offer_heads(translate), *map(translate, heads)],
        *(
            [
                *offer(each.service, each.plan, translate),
                amount(each.month.old, translate),
                amount(each.month.new, translate),
                *_cells(each.year, translate),
            ]
            for each in span.prices
        ),
    ]
    yield from block(rows, right=range(-6, 0), width=width)


def _cells(amounts: Amounts, translate: Translate) -> list[str]:
    return [
        amount(amounts.old, translate),
        amount(amounts.new, translate),
        signed(amounts.change, translate),
        signed(amounts.percent, translate),
    ]


def signed(value: Decimal | None, translate: Translate) -> str:
    """
    Return *value* as an amount that says that it is added, too.
    """
    return ("+" if value is not None and value > 0 else "") + amount(value, translate)


# ---- bills


def bills_text(found: Sequence[DossierChange], *, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield what communes owe before and after, and all of them together, for people.
    """
    if not found:
        return
    yield ()
    title = translate(N_("Bills of {period}, in euros")).format(period=code_words(found[0].period, translate))
    yield (("title", title),)
    heads = (N_("commune"), N_("before"), N_("after"), N_("change"), "%")
    rows = [
        [translate(head) for head in heads],
        *([_commune(each, translate), *_cells(each.total, translate)] for each in found),
        [translate(N_("total")), *_cells(sum_of(found), translate)],
    ]
    yield from block(rows, right=range(1, 5), totals=True, width=width)
    yield from _legends(found, translate, width)
    yield from _services(found, width, translate)
    yield from _verdicts(found, translate, width)


def _commune(found: DossierChange, translate: Translate) -> str:
    marks = [mark for mark, applies in ((PROVISIONAL, found.provisional), (LOPSIDED, not found.total.comparable)) if applies]
    return " ".join([commune_words(found.commune, translate), *marks])


def _legends(found: Sequence[DossierChange], translate: Translate, width: int) -> Iterator[Line]:
    legends = []
    if any(each.provisional for each in found):
        words = N_("{mark} incomplete: months without snapshot are computed on the contracted volume, where it is known")
        legends.append(translate(words).format(mark=PROVISIONAL))
    if not all(each.total.comparable for each in found):
        both = comparable_sum(found)
        words = N_(
            "{mark} one side cannot price all that the other does; what both price: {before} before, {after} after, {change}"
        )
        facts = {"before": amount(both.old, translate), "after": amount(both.new, translate)}
        legends.append(translate(words).format(mark=LOPSIDED, change=signed(both.change, translate), **facts))
    for legend in legends:
        yield from paragraph(legend, width, style="faint", indent=2, hang=2)


def _services(found: Sequence[DossierChange], width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield the services whose amounts differ, or are not known on a side, with the reason.
    """
    told = [(each.commune, line) for each in found for line in each.lines if line.differs]
    if not told:
        return
    yield ()
    yield (("title", translate(N_("Line by line, in euros"))),)
    heads = (N_("before"), N_("after"), N_("change"), "%", N_("why"))
    rows = [
        [translate(N_("commune")), *offer_heads(translate), *map(translate, heads)],
        *(
            [
                commune_words(commune, translate),
                *offer(line.service, line.plan, translate),
                *_cells(line.due, translate),
                _why(line, translate),
            ]
            for commune, line in told
        ),
    ]
    yield from block(rows, right=range(-5, -1), width=width)


def _why(line: DueChange, translate: Translate) -> str:
    sides = ((N_("before: {why}"), line.old_lacks), (N_("after: {why}"), line.new_lacks))
    return "; ".join(translate(words).format(why=lack.render(translate)) for words, lack in sides if lack is not None)


def _verdicts(found: Sequence[DossierChange], translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield the verdicts that change, dossier by dossier.
    """
    for each in found:
        if not each.verdicts:
            continue
        yield ()
        yield (
            ("title", translate(N_("Verdicts that change: {commune}")).format(commune=commune_words(each.commune, translate))),
        )
        for change in each.verdicts:
            yield from paragraph(_verdict_change(change, translate), width, indent=2, hang=2)


def _verdict_change(change: VerdictChange, translate: Translate) -> str:
    old, new = (translate(VERDICTS[side.verdict if side else "met"]) for side in (change.old, change.new))
    told = change.new or change.old
    words = told.render(translate) if told else ""
    return f"{change.code} {visible(change.path)}: {old} -> {new} - {words}"
