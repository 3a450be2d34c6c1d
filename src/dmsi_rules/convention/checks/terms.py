"""
Limits and terms: last days that fit what they stand before, and the keys of one kind of term alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.convention.checks.draft import CODE, Draft
from dmsi_rules.documents.faults import is_known, outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import Limit
from dmsi_rules.text.marks import N_

LONGEST_NOTICE = 120
"""
The most months that a limit may have.
"""
LONGEST_TERM = 99
"""
The most years that a term may have.
"""
BEFORE: Mapping[str, tuple[str, ...]] = {"/request/notice": ("year", "opening"), "/exit/notice": ("year-end", "term-end")}
"""
What the limits of a clause stand before.
"""
OF_KIND: Mapping[str, str] = {"renewals": "mandate", "term_end": "mandate", "years": "fixed"}
"""
The kind of term that each key is for.
"""
START_OF_OPENING_YEAR = "start-of-opening-year"


def term_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is wrong with the accounting year, the limits and the term of the *draft*.
    """
    if is_known(starts := draft.convention.year.starts) and starts[1] != 1:
        yield Fault(CODE, N_("an accounting year starts on the first of a month"), "/year/starts")
    for clause in ("start", "length"):
        if not getattr(draft.convention.term, clause):
            yield Fault(CODE, N_("a term says when it starts and how long it lasts"), f"/term/{clause}")
    for path, before in BEFORE.items():
        for place, clause in draft.places(f"{path}/*"):
            yield from _limit(clause.limit, before, f"{place}/limit")
    for place, clause in draft.places("/request/notice/*"):
        yield from _notice(clause, place)
    for place, clause in draft.places("/term/length/*"):
        yield from _length(clause, place, is_old=draft.is_old)
    yield from _kinds(draft)
    yield from _form(draft)


def _limit(limit: Limit, before: tuple[str, ...], path: str) -> Iterator[Fault]:
    if is_known(limit.before) and limit.before not in before:
        yield outside(limit.before, before, N_("thing that this limit may stand before")).at(f"{path}/before")
    if is_known(limit.months, limit.day):
        yield Fault(CODE, N_("a limit has `months` or a `day`, not both"), f"{path}/day")
    elif limit.months is None and limit.day is None:
        yield Fault(CODE, N_("a limit has so many `months`, or a `day` of the year"), path)
    elif limit.months is not None and limit.months > LONGEST_NOTICE:
        yield Fault(CODE, N_("a limit has {most} months at most"), f"{path}/months", {"most": LONGEST_NOTICE})


def _notice(clause: Any, path: str) -> Iterator[Fault]:
    limit = clause.limit
    if clause.notice_limit is not None and limit.day is not None and limit.months is None:
        message = N_("`notice_limit` says how `months` are counted; a `day` is itself the last one in time")
        yield Fault(CODE, message, f"{path}/notice_limit")
    counts_to = clause.notice_counts_to
    if counts_to is not None and is_known(limit.before) and limit.before != "year":
        yield Fault(CODE, N_("`notice_counts_to` stands only with a limit before the `year`"), f"{path}/notice_counts_to")
    elif counts_to and counts_to[0] != START_OF_OPENING_YEAR:
        facts = {"first": START_OF_OPENING_YEAR}
        message = N_("a limit before the year counts to `{first}` first; one that counts to the opening is `before` it")
        yield Fault(CODE, message, f"{path}/notice_counts_to", facts)


def _length(clause: Any, path: str, *, is_old: bool) -> Iterator[Fault]:
    kind = clause.kind
    for key, only in OF_KIND.items() if is_known(kind) else ():
        if kind != only and getattr(clause, key) not in {None, ()}:
            facts = {"key": key, "only": only, "kind": kind}
            yield Fault(CODE, N_("`{key}` is for a term of the kind `{only}`, not `{kind}`"), f"{path}/{key}", facts)
    if kind == "mandate" and not clause.renewals and not is_old:
        yield Fault(CODE, N_("a term by mandates names the `renewals` of the councils"), f"{path}/renewals")
    if kind == "fixed" and clause.years is None:
        yield Fault(CODE, N_("a fixed term says how many `years` it lasts"), f"{path}/years")
    if clause.years is not None and clause.years > LONGEST_TERM:
        yield Fault(CODE, N_("a term has {most} years at most"), f"{path}/years", {"most": LONGEST_TERM})
    if is_known(*clause.renewals):
        years = [each if isinstance(each, int) else each.year for each in clause.renewals]
        if years != sorted(set(years)):
            yield Fault(CODE, N_("renewals go up, one a year at most"), f"{path}/renewals")


def _kinds(draft: Draft) -> Iterator[Fault]:
    """
    What is for one kind of term stands only while the term has it.
    """
    lengths = list(draft.each_version("/term/length"))
    if not lengths or not is_known(*(length.entry.kind for length in lengths)):
        return
    for version in draft.each_version("/term/reaffirmation"):
        if all(length.entry.kind != "mandate" for length in lengths if length.meets(version)):
            message = N_("membership is reaffirmed at the start of a mandate: the term is not of that kind")
            yield Fault(CODE, message, version.path)
    for version in draft.each_version("/exit/notice"):
        endless = any(length.entry.kind == "unlimited" for length in lengths if length.meets(version))
        if version.entry.limit.before == "term-end" and endless:
            message = N_("a term without limit has no end to give notice before")
            yield Fault(CODE, message, f"{version.path}/limit/before")


def _form(draft: Draft) -> Iterator[Fault]:
    """
    A doubt about who may give notice is about others than those whom the text names.
    """
    for path, clause in draft.places("/exit/form/*"):
        if clause.sender_doubtful and not clause.sender:
            message = N_("a doubtful sender stands beside those whom the text names: `sender`")
            yield Fault(CODE, message, f"{path}/sender")
        for rank, role in enumerate(clause.sender_doubtful):
            if is_known(role) and role in clause.sender:
                message = N_("`{role}` is named by the text: there is no doubt about it")
                yield Fault(CODE, message, f"{path}/sender_doubtful/{rank}", {"role": role})
