"""
What is worth knowing of a convention, and forbids nothing: what it says in vain, or against the order of things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.convention.checks.draft import CODE, Draft
from dmsi_rules.convention.checks.times import pricing_days
from dmsi_rules.convention.years import year_name
from dmsi_rules.errors import Fault
from dmsi_rules.model.codes import RENAMED
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.text.marks import N_

NEW_ONLY = ("/catalogue/edges", "/conditions/prerequisites")
"""
The lists whose entries may spare what was there before them.
"""
FOR_RULE = {"accepts": "PRE102", "paid_support": "PRE203", "by": "OBL008"}
"""
The keys that one rule alone reads.
"""


def notes_of(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is worth knowing of the *draft*, and forbids nothing.
    """
    yield from _spared(draft)
    yield from _unread(draft)
    if len(draft.convention.tariff.grids) > 1:
        yield from _yearly(draft)
        yield from _grids(draft)


def old_words(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """
    Yield the values of readings that *raw* writes with an older word.
    """
    for table, lists in raw.items():
        for key, entries in lists.items() if isinstance(lists, Mapping) else ():
            for rank, entry in enumerate(entries) if isinstance(entries, list) else ():
                for name in sorted(SWITCHES.keys() & entry.keys()):
                    given = entry[name] if isinstance(entry[name], list) else [entry[name]]
                    for word in RENAMED.keys() & given:
                        facts = {"old": word, "now": RENAMED[word]}
                        message = N_("`{old}` is an older word for `{now}`")
                        yield Fault(CODE, message, f"/{table}/{key}/{rank}/{name}", facts)


def _spared(draft: Draft) -> Iterator[Fault]:
    """
    `new_only` spares what was there before an entry: something, and what no earlier version of the entry has bound already.
    """
    for path in NEW_ONLY:
        for versions in draft.versions(path).values():
            for rank, version in enumerate(versions):
                if version.entry.new_only and rank:
                    message = N_("an earlier version bound what `new_only` spares from {day} on: neither binds it then")
                    yield Fault(CODE, message, f"{version.path}/new_only", {"day": version.first})
                elif version.entry.new_only and version.entry.from_ is None and draft.convention.replaces is None:
                    message = N_("`new_only` spares nothing where the entry has no first day: nothing came before it")
                    yield Fault(CODE, message, f"{version.path}/new_only")


def _unread(draft: Draft) -> Iterator[Fault]:
    for pattern in ("/conditions/prerequisites/*", "/duties/obligations/*"):
        for path, entry in draft.places(pattern):
            for key, rule in FOR_RULE.items():
                if getattr(entry, key, None) not in {None, ()} and entry.rule != rule:
                    yield Fault(CODE, N_("`{key}` is read for {rule} alone"), f"{path}/{key}", {"key": key, "rule": rule})


def _yearly(draft: Draft) -> Iterator[Fault]:
    """
    More than one grid voted in an accounting year, where the text speaks of a yearly revision.
    """
    clauses = list(draft.each_version("/tariff/revision"))
    voted = [grid.voted for grid in draft.convention.tariff.grids[1:] if grid.voted]
    yearly = (day for day in voted if any(each.entry.yearly and each.first <= day <= each.last for each in clauses))
    for year, revisions in sorted(Counter(year_name(day, draft.convention) for day in yearly).items()):
        if revisions > 1:
            facts = {"year": year, "count": revisions}
            message = N_("{count} grids were voted in {year}, and the text speaks of a yearly revision")
            yield Fault(CODE, message, "/tariff/grids", facts)


def _grids(draft: Draft) -> Iterator[Fault]:
    """
    What a later grid says of its beginning without effect, or against the order of things.
    """
    days = pricing_days(draft)
    for rank, grid in enumerate(draft.convention.tariff.grids[1:], 1):
        path = f"/tariff/grids/{rank}"
        if rank not in days:
            message = N_("it prices on no day: it is not voted and sent, or another grid is in force in its place")
            yield Fault(CODE, message, path)
        if grid.voted and grid.sent and grid.sent < grid.voted:
            message = N_("it was sent on {sent}, before it was voted: it counts from the vote on, {voted}")
            yield Fault(CODE, message, f"{path}/sent", {"sent": grid.sent, "voted": grid.voted})
        if grid.named_start and rank in days and grid.named_start < (start := days[rank][0]):
            facts = {"named": grid.named_start, "start": start}
            yield Fault(CODE, N_("it names {named} and comes into force on {start}"), f"{path}/named_start", facts)
