"""
An audit for people: each prerequisite by category, what is left to do or to say, which workstations age.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dmsi_rules.case.evidence import MOST, Basis
from dmsi_rules.checking.audit import NAMED, Ageing, Audit, MaintenanceOutlook, PrerequisiteState
from dmsi_rules.checking.machines import State
from dmsi_rules.report._in_words import named_places
from dmsi_rules.report.check import FORCES, readings_words
from dmsi_rules.report.header import header
from dmsi_rules.report.styled import WIDTH, Line, Style, apart, pad, paragraph, table
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import commune_words, fill, visible
from dmsi_rules.text.marks import N_, Translate, count, day
from dmsi_rules.text.width import cells

SIGNS: Mapping[State, str] = {"met": "+", "unmet": "x", "ambiguous": "~", "unknown": "?", "not-concerned": "-"}
WORDS: Mapping[State, str] = {
    "met": N_("met"),
    "unmet": N_("not met"),
    "ambiguous": N_("ambiguous"),
    "unknown": N_("unknown"),
    "not-concerned": N_("not concerned"),
}
STYLES: Mapping[State, Style] = {
    "met": "good",
    "unmet": "error",
    "ambiguous": "warning",
    "unknown": "warning",
    "not-concerned": "faint",
}
BASES: Mapping[Basis, str] = {
    "attested": N_("attested only: {count}"),
    "listed": N_("listed: {count}"),
    "inventory": N_("inventory: {count}"),
}
ATTESTED = N_("attested")
TITLE = N_("Technical prerequisites")
AT_ALL = N_("Before anything opens")
TO_DO = N_("What is left to do")
AGEING = N_("Workstations that cease to be maintained")
UNDECIDED = N_("Of these nothing can be told")
WORD_ALONE = N_("What rests on a word alone")
NOTHING_TO_DO = N_("Nothing: every prerequisite that is concerned is met.")
NO_WORKSTATIONS = N_("No workstation is listed, nor told of by an inventory: nothing can be said.")


def audit_text(audit: Audit, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *audit* as lines for people.

    Args:
        audit: the state of the prerequisites of one dossier.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within.
    """
    return apart(
        [
            header(audit, width, translate),
            *(_category(rows, audit, width, translate) for rows in by_category(audit)),
            _to_do(audit, width, translate),
            _ageing(audit, width, translate),
            _word_alone(audit, width, translate),
            paragraph(summary(audit, translate), width, style=_gravest(audit)),
        ]
    )


# ---- words that the text and the page share


def by_category(audit: Audit) -> list[list[PrerequisiteState]]:
    """
    Return the prerequisites of each category, in their order.
    """
    groups: dict[tuple[str, ...], list[PrerequisiteState]] = {}
    for each in audit.prerequisites:
        groups.setdefault(each.services, []).append(each)
    return list(groups.values())


def category_title(rows: Sequence[PrerequisiteState], audit: Audit, translate: Translate) -> str:
    """
    Return the name of the category that *rows* are about.
    """
    services = rows[0].services
    return ", ".join(visible(audit.titles[code]) for code in services) or translate(AT_ALL)


def category_day(rows: Sequence[PrerequisiteState], translate: Translate) -> str:
    """
    Return the day that the prerequisites of *rows* are judged on, and why that one.
    """
    category = rows[0].category
    if category is None:
        return translate(N_("neither asked nor open")) if rows[0].state == "not-concerned" else ""
    if category.is_open:
        sentence = N_("open: judged on {day}, the day of its report")
    elif category.is_wished:
        sentence = N_("asked: judged on {day}, the day wished for")
    else:
        sentence = N_("no opening day is known: judged on {day}, the given day")
    return fill(translate(sentence), {"day": category.day}, translate)


def state_words(row: PrerequisiteState, translate: Translate) -> str:
    """
    Return the state of *row*, with the force of the text where it is not met.
    """
    return ", ".join(filter(None, (translate(WORDS[row.state]), force_words(row, translate))))


def force_words(row: PrerequisiteState, translate: Translate) -> str:
    """
    Return the force of the text where *row* is not met.
    """
    return translate(FORCES[row.force]) if row.state == "unmet" and row.force else ""


def basis_words(row: PrerequisiteState, translate: Translate) -> str:
    """
    Return what the state of *row* rests on.
    """
    bases = row.tally.bases if row.tally else {}
    if bases and row.counts is None:
        return translate(ATTESTED)
    told = ((word, bases.get(basis, 0)) for basis, word in BASES.items())
    return ", ".join(translate(word).format(count=count(number, translate)) for word, number in told if number)


def named(names: Sequence[str], translate: Translate, most: int = NAMED) -> str:
    """
    Return the first of *names*, and how many more there are.
    """
    words = ", ".join(map(visible, names[:most]))
    more = len(names[most:])
    return words + (translate(N_(" and {more} more")).format(more=count(more, translate)) if more else "")


def details(row: PrerequisiteState, translate: Translate) -> Iterator[tuple[str, str]]:
    """
    Yield what there is to do or to say for *row*, each with its label.
    """
    finding, tally = row.finding, row.tally
    if finding is None:
        return
    if row.state != "unknown" or "{missing}" not in finding.template:
        yield N_("found"), finding.render(translate)
    if row.state != "unknown":
        yield N_("to do"), row.to_be_done(translate)
    elif reads_codes(translate):
        yield N_("to say"), named(finding.missing, translate, MOST)
    else:
        yield N_("to say"), named_places(finding, finding.missing, translate)
    if tally and len(tally.failing) > MOST:
        yield N_("which"), named(tally.failing, translate)
    if tally and len(tally.undecided) > (MOST if "{undecided}" in finding.template else 0):
        yield N_("undecided"), named(tally.undecided, translate)
    if finding.depends_on:
        yield N_("depends on"), readings_words(finding.depends_on, translate)


def summary(audit: Audit, translate: Translate) -> str:
    """
    Return the counts of the states in one sentence.
    """
    counts = audit.counts
    told = ", ".join(labelled(WORDS[state], str(number), translate) for state, number in counts.items() if number)
    commune = commune_words(audit.commune, translate)
    return f"{commune} - {told}"


def labelled(label: str, words: str, translate: Translate) -> str:
    """
    Return *words* after their *label*.
    """
    return translate(N_("{label}: {words}")).format(label=translate(label), words=words)


def horizons(found: MaintenanceOutlook, translate: Translate) -> Iterator[tuple[str, str]]:
    """
    Yield each span of time with how many workstations cease to be maintained in it.
    """
    yield translate(N_("already")), count(found.over, translate)
    for each in found.horizons:
        words = translate(N_("in the next {months} months, before {day}"))
        yield words.format(months=each.months, day=day(each.before, translate)), count(each.count, translate)
    yield translate(N_("no end published")), count(found.unpublished, translate)
    yield translate(N_("unknown")), count(len(found.unknown), translate)


def about_machines(audit: Audit, translate: Translate) -> Iterator[str]:
    """
    Yield what is to be said of all workstations: that there are none, how old the table is, what was let go.
    """
    if audit.maintenance is None:
        yield translate(NO_WORKSTATIONS)
    elif (age := (audit.as_of - audit.lifecycles).days) > 0:
        words = translate(N_("By the table of lifecycles of {day}, {age} days old on the given day."))
        yield words.format(day=day(audit.lifecycles, translate), age=count(age, translate))
    else:
        yield translate(N_("By the table of lifecycles of {day}.")).format(day=day(audit.lifecycles, translate))
    if audit.others:
        words = translate(N_("Inventories let go, of what is not a workstation: {count}."))
        yield words.format(count=count(audit.others, translate))


def ageing(each: Ageing, translate: Translate) -> tuple[str, str, str, str]:
    """
    Return a system, its last day, how many workstations have it, and which.
    """
    number = count(len(each.workstations), translate)
    return visible(each.system), day(each.until, translate), number, named(each.workstations, translate)


# ---- lines


def _category(rows: Sequence[PrerequisiteState], audit: Audit, width: int, translate: Translate) -> Iterator[Line]:
    judged = category_day(rows, translate)
    title = category_title(rows, audit, translate)
    if cells(title) + 2 + cells(judged) <= width:
        yield (("title", title), ("faint", f"  {judged}" if judged else ""))
    else:
        yield (("title", title),)
        yield from paragraph(judged, width, style="faint", indent=2, hang=2)
    states = {row.label: state_words(row, translate) for row in rows}
    column = max(map(cells, states.values()))
    for row in rows:
        head = f"  {SIGNS[row.state]} {row.label}  {pad(states[row.label], column)}"
        numbers = _numbers(row, translate)
        if cells(head) + 2 + cells(numbers) <= width:
            yield ((STYLES[row.state], head), ("faint", f"  {numbers}" if numbers else ""))
        else:
            yield ((STYLES[row.state], head),)
            yield from paragraph(numbers, width, style="faint", indent=12)
        yield from paragraph(row.asked(translate), width, style="faint", indent=12)


def _numbers(row: PrerequisiteState, translate: Translate) -> str:
    basis = basis_words(row, translate)
    if row.counts is None:
        return basis
    words = translate(N_("met {met}, not met {unmet}, unknown {unknown}"))
    told = words.format(**{name: count(number, translate) for name, number in row.counts.items()})
    return f"{told} ({basis})" if basis else told


def _to_do(audit: Audit, width: int, translate: Translate) -> Iterator[Line]:
    yield (("title", translate(TO_DO)),)
    if not audit.to_do:
        yield from paragraph(translate(NOTHING_TO_DO), width, indent=2)
    for row in audit.to_do:
        for rank, (label, words) in enumerate(details(row, translate)):
            head = row.label if rank == 0 else " " * len(row.label)
            first, *others = paragraph(labelled(label, words, translate), width - 10)
            yield ((STYLES[row.state], f"  {head}  "), *first)
            for line in others:
                yield (("plain", " " * 12), *line)


def _ageing(audit: Audit, width: int, translate: Translate) -> Iterator[Line]:
    found = audit.maintenance
    yield (("title", translate(AGEING)),)
    for sentence in about_machines(audit, translate):
        yield from paragraph(sentence, width, indent=2)
    if found is None:
        return
    yield ()
    for text in table(list(horizons(found, translate)), right=(1,)):
        yield (("plain", f"  {text}"),)
    if found.systems:
        heads = tuple(translate(head) for head in (N_("system"), N_("last day"), N_("workstations")))
        first, *rows = table([heads, *(ageing(each, translate)[:3] for each in found.systems)], right=(2,))
        yield ()
        yield (("strong", f"  {first}"),)
        for text in rows:
            yield (("plain", f"  {text}"),)
    if found.unknown:
        words = fill(translate(N_("unknown: {names}")), {"names": named(found.unknown, translate)}, translate)
        yield ()
        yield from paragraph(words, width, indent=2, hang=2)


def _word_alone(audit: Audit, width: int, translate: Translate) -> Iterator[Line]:
    if audit.on_word_alone:
        yield (("title", translate(WORD_ALONE)),)
        codes = ", ".join(row.label for row in audit.on_word_alone)
        yield from paragraph(word_alone(codes, translate), width, indent=2)


def word_alone(codes: str, translate: Translate) -> str:
    """
    Return the sentence on the prerequisites that are met by attestation.
    """
    return translate(N_("{codes}: met as attested; no list and no inventory says so of each workstation.")).format(codes=codes)


def _gravest(audit: Audit) -> Style:
    counts = audit.counts
    return next((STYLES[state] for state in ("unmet", "ambiguous", "unknown") if counts[state]), "good")
