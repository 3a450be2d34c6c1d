"""
Whether a document names only what the convention in use names: its parties, roles, committees, facts, steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from dmsi_rules.convention.terms import Terms, Timeline
from dmsi_rules.documents.faults import outside, pointer, unknown_key
from dmsi_rules.errors import Fault
from dmsi_rules.model.codes import PARTIES, SIGNER, SIGNING
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.scalars import BESIDE_PARTIES
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

OTHER = "other"


def _roles_in(timeline: Timeline) -> tuple[str, ...]:
    """
    Return the roles that documents may name, older codes included.
    """
    return tuple(dict.fromkeys(code for one in timeline.conventions for code in _roles(one)))


def _roles(convention: Convention) -> Iterator[str]:
    for code, role in convention.roles.items():
        yield code
        yield from role.also


def _parties(timeline: Timeline) -> tuple[str, ...]:
    """
    Return the words by which documents name the parties, the department that does the work left out.
    """
    named = (one.parties for one in timeline.conventions)
    return tuple(dict.fromkeys(code for each in named for code in (each.provider.code, each.member.code)))


def named_misfits(dossier: Dossier, terms: Terms) -> Iterator[Fault]:
    """
    Yield what *dossier* names that the convention does not.
    """
    words = _vocabulary(terms.timeline)
    yield from _signed(dossier, terms, words)
    roles, of = words.roles, words.parties
    requests = [
        ("/request", dossier.request),
        *((f"/requests/{rank}", each) for rank, each in enumerate(dossier.requests or ())),
    ]
    for path, request in requests:
        if request is not None:
            yield from roles.of(f"{path}/signed_by", request.signed_by)
    if dossier.termination is not None:
        if dossier.termination.scope == "partial" and not any(each.exit.partial for each in terms.timeline.conventions):
            yield Fault("DOC003", N_("the text provides for no partial exit: one is of all services"), "/termination/scope")
        yield from roles.of("/termination/sender", dossier.termination.sender)
        yield from roles.of("/termination/addressee", dossier.termination.addressee)
    for rank, software in enumerate((dossier.evidence.software if dossier.evidence else None) or ()):
        if contract := software.maintenance_contract:
            yield from of["holders"].of(f"/evidence/software/{rank}/maintenance_contract/holder", contract.holder)
    for rank, purchase in enumerate(dossier.purchases or ()):
        yield from of["holders"].of(f"/purchases/{rank}/ordered_by", purchase.ordered_by)
    for rank, expense in enumerate(dossier.expenses or ()):
        yield from of["bearers"].of(f"/expenses/{rank}/borne_by", expense.borne_by)
        yield from of["spaces"].of(f"/expenses/{rank}/space", expense.space)
    for rank, asset in enumerate(dossier.assets or ()):
        yield from of["owners"].of(f"/assets/{rank}/owner", asset.owner)
    yield from _keys(dossier, words)


class _Known:
    """
    A closed list.
    """

    def __init__(self, words: tuple[str, ...], what: str) -> None:
        self._words, self._what = words, what

    def of(self, path: str, given: Any) -> Iterator[Fault]:
        """
        Yield the fault of a word *given* at *path* that is outside the list.
        """
        if given is not None and given not in self._words:
            yield outside(given, self._words, self._what).at(path)


@record(eq=False)
class _Vocabulary:
    """
    The words of conventions that follow one another.

    Attributes:
        parties: the words for parties, by where they stand.
        signed: the keys under which signatures and those who signed stand.
        keys: the keys of each table that the conventions name, by its JSON pointer.
    """

    roles: _Known
    parties: Mapping[str, _Known]
    signed: tuple[str, ...]
    keys: Mapping[str, frozenset[str | None]]


@lru_cache(maxsize=16)
def _vocabulary(timeline: Timeline) -> _Vocabulary:
    conventions = timeline.conventions
    parties = _parties(timeline)
    return _Vocabulary(
        _Known((*_roles_in(timeline), OTHER), N_("role")),
        {name: _Known((*parties, *beside), N_("party")) for name, beside in BESIDE_PARTIES.items()},
        (*parties, *dict.fromkeys(f"{one.parties.member.code}_by" for one in conventions)),
        {
            "/commune/facts": frozenset(code for one in conventions for code in one.facts),
            "/steps": frozenset(each.code for one in conventions for each in one.joining.steps if each.at is None),
            "/obligations/attested": frozenset(each.code for one in conventions for each in one.duties.obligations),
            "/evidence/attested": frozenset(each.code for one in conventions for each in one.conditions.prerequisites),
        },
    )


def _signed(dossier: Dossier, terms: Terms, words: _Vocabulary) -> Iterator[Fault]:
    """
    A signature stands under the word of a party, and who signed for the member beside it.
    """
    known, roles = words.signed, words.roles
    later = tuple(enumerate(dossier.later_signatures or ()))
    signed: list[tuple[str, Any]] = [("/signatures", dossier.signatures)]
    signed += [(f"/later_signatures/{rank}", each) for rank, each in later]
    for path, each in signed:
        if each is None:
            continue
        given = {**{key: getattr(each, key) for key in (*SIGNING, SIGNER)}, **each.others}
        for key, value in given.items():
            if value is not None and key not in known:
                yield unknown_key(path, key, known, _here(key, terms.convention, known))
            elif key.endswith("_by"):
                yield from roles.of(f"{path}/{key}", value)
    ids = terms.timeline.ids()
    for rank, each in later:
        if each.convention not in ids:
            yield outside(each.convention, ids, N_("convention here")).at(f"/later_signatures/{rank}/convention")


def _here(key: str, convention: Convention, known: tuple[str, ...]) -> str | None:
    """
    Return the word of *convention* for the party that another text calls as *key* does; None where none is *known*.
    """
    party = PARTIES.get(key.removesuffix("_by"))
    word = party and key.replace(key.removesuffix("_by"), getattr(convention.parties, party).code)
    return word if word in known else None


def _keys(dossier: Dossier, words: _Vocabulary) -> Iterator[Fault]:
    """
    Facts of the member, steps and attestations stand under codes of the convention.
    """
    given: dict[str, Mapping[str, Any] | None] = {
        "/commune/facts": getattr(dossier.commune, "facts", None),
        "/steps": dossier.steps,
        "/obligations/attested": dossier.obligations.attested if dossier.obligations else None,
        "/evidence/attested": dossier.evidence.attested if dossier.evidence else None,
    }
    for path, table in given.items():
        known = words.keys[path]
        for key in table or ():
            if key not in known:
                yield unknown_key(path, key, tuple(sorted(each for each in known if each)))


# ---- governance documents


def governance_misfits(document: Any, terms: Terms) -> Iterator[Fault]:
    """
    Yield what a governance *document* names that neither it nor the convention does.
    """
    conventions = terms.timeline.conventions
    committees = _Known(
        tuple(dict.fromkeys(each.code for one in conventions for each in one.governance.committees)), N_("committee")
    )
    roles = _vocabulary(terms.timeline).roles
    for rank, meeting in enumerate(document.meetings or ()):
        yield from committees.of(f"/meetings/{rank}/committee", meeting.committee)
        for key in ("present", "invited"):
            for place, each in enumerate(getattr(meeting, key) or ()):
                path = f"/meetings/{rank}/{key}/{place}"
                yield from roles.of(path, each) if isinstance(each, str) else roles.of(f"{path}/role", each and each.role)
    turns = {each.then_from for one in conventions for each in one.governance.committees if each.then_from}
    given = {"operational_quarterly_from": document.operational_quarterly_from, **document.others}
    for key, value in given.items():
        if value is not None and key not in turns:
            yield unknown_key("", key, tuple(sorted(turns)))
    yield from _votes(document, terms)


def _votes(document: Any, terms: Terms) -> Iterator[Fault]:
    """
    Only members of the document vote, and the provider, whose word stands in any case.
    """
    if document.communes is None:
        return
    providers = {one.parties.provider.code.casefold() for one in terms.timeline.conventions}
    known = set(document.communes)
    for rank, amendment in enumerate(document.amendments or ()):
        for name in amendment.votes or {}:
            if name not in known and name.casefold() not in providers:
                listed = tuple(each for each in document.communes if isinstance(each, str))
                fault = outside(name, listed, N_("commune here"))
                yield fault.at(pointer(f"/amendments/{rank}/votes", name))
