"""
What a dossier says of the parties: the days on which they signed, under the words by which the convention names them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.convention import MEMBER, PROVIDER, Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.values.days import known

SIGNATURES, LATER = "/signatures", "/later_signatures"


def party_code(party: str, terms: Terms) -> str:
    """
    Return the word by which documents name *party*, the provider or the member.
    """
    named = getattr(terms.convention.parties, party)
    return named.code  # type: ignore[no-any-return]


def signature(dossier: Dossier, terms: Terms, party: str) -> dt.date | Literal[False] | None:
    """
    Return the day on which *party* signed; False where it did not, None where that is unknown.
    """
    return dossier.signatures.day_of(party_code(party, terms)) if dossier.signatures else None


def signed_on(dossier: Dossier, terms: Terms, party: str) -> dt.date | None:
    """
    Return the day on which *party* signed; None where it is not known, or did not.
    """
    return known(signature(dossier, terms, party))


def signature_path(party: str, terms: Terms) -> str:
    """
    Return where the signature of *party* stands.
    """
    return f"{SIGNATURES}/{party_code(party, terms)}"


def signer(dossier: Dossier, terms: Terms) -> tuple[str, str | None]:
    """
    Return where it stands who signed for the member, and who that is.
    """
    code = party_code(MEMBER, terms)
    return f"{SIGNATURES}/{code}_by", dossier.signatures.signer_of(code) if dossier.signatures else None


def later_signature(dossier: Dossier, convention: Convention) -> dt.date | None:
    """
    Return the day on which the second party signed *convention*, which replaces the one that the dossier began with.

    None while a signature of it is not known.
    """
    signed = later_signatures(dossier, convention)
    return max(signed.values()) if len(signed) > 1 else None


def later_signatures(dossier: Dossier, convention: Convention) -> Mapping[str, dt.date]:
    """
    Return the days on which the parties signed *convention*, which replaces another, as far as they are known, by their words.
    """
    entry = next((each for each in dossier.later_signatures or () if each.convention == convention.id), None)
    parties = (convention.parties.member, convention.parties.provider)
    return {each.code: day for each in parties if entry and (day := known(entry.day_of(each.code)))}


def later_unsigned(dossier: Dossier, convention: Convention) -> tuple[str, ...]:
    """
    Return where the signatures of *convention*, which replaces another, are to stand that are not given.
    """
    ranks = (rank for rank, each in enumerate(dossier.later_signatures or ()) if each.convention == convention.id)
    rank = next(ranks, None)
    if rank is None:
        return (LATER,)
    signed, parties = later_signatures(dossier, convention), convention.parties
    return tuple(f"{LATER}/{rank}/{each.code}" for each in (parties.member, parties.provider) if each.code not in signed)


def is_bound(dossier: Dossier, convention: Convention) -> bool:
    """
    Tell whether *convention*, which replaces another, binds whoever that one bound: as it is, or once both have signed it.
    """
    replaces = convention.replaces
    return replaces is None or not replaces.signed_anew or later_signature(dossier, convention) is not None


def unsigned(dossier: Dossier, terms: Terms) -> tuple[str, ...]:
    """
    Return where the signatures stand that are not given.
    """
    return tuple(signature_path(party, terms) for party in (MEMBER, PROVIDER) if signed_on(dossier, terms, party) is None)
