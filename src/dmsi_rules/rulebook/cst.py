"""
Money and things: who bears an expense, whose books a thing is in.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.parties import party_code
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.clauses import Borne, Owned
from dmsi_rules.model.convention import MEMBER, PROVIDER
from dmsi_rules.model.dossier import Asset, Expense
from dmsi_rules.rulebook._rule import Place, rule
from dmsi_rules.text.marks import N_

USER = "beneficiary"


def _word(by: str, case: Case) -> str:
    """
    Return the word by which a document names who owns or pays.
    """
    if by == "user":
        return USER
    return party_code(by, case.terms) if by in {PROVIDER, MEMBER} else by


def _same(word: str, case: Case) -> tuple[str, ...]:
    """
    Return the words that say the same as *word*: in a member's own file, what each uses and pays for itself is the member's.
    """
    return (word, party_code(MEMBER, case.terms)) if word == USER else (word,)


def _expenses(case: Case) -> Sequence[Place]:
    entries = case.dossier.expenses
    if not entries:
        return ()
    places = [(f"/expenses/{rank}", each, case.terms.text.borne.get(each.nature)) for rank, each in enumerate(entries)]
    return [(f"{path}/borne_by", (path, each, row)) for path, each, row in places if row is not None]


def _assets(case: Case) -> Sequence[Place]:
    entries = case.dossier.assets
    if not entries:
        return ()
    places = [(f"/assets/{rank}/owner", each, case.terms.text.owned.get(each.nature)) for rank, each in enumerate(entries)]
    return [(path, (path, each, row)) for path, each, row in places if row is not None]


@rule(
    code="CST001",
    name="borne-by-another",
    title=N_("An expense is borne by someone else than the text says"),
    rests_on=("costs.borne",),
    force="breach",
    party="both",
    places=_expenses,
    message=N_("`{nature}` is recorded as borne by `{given}`, where {source} says `{bearer}`"),
    checks=N_(
        "Each expense is borne by the one whom the text charges with it: {provider} alone, {member}, all who use the "
        "service, each user for its own, or the one whose space it is."
    ),
    why=N_(
        "The text shares out who pays what: what {provider} bears alone is never billed on, what {member} has for "
        "itself is no common cost."
    ),
    remedy=N_("Have the expense borne by the one who is named, or give it the nature that it has."),
)
def borne_by_another(place: tuple[str, Expense, Borne], case: Case) -> Violated | Unknown | None:
    path, expense, row = place
    bearer = expense.space if row.by == "space" else _word(row.by, case)
    known = {"borne_by": expense.borne_by, "space": bearer}
    if missing := tuple(f"{path}/{key}" for key, fact in known.items() if fact is None):
        return Unknown(missing, entries=(row,))
    if bearer is None or expense.borne_by in _same(bearer, case):
        return None
    facts = {"nature": expense.nature, "given": expense.borne_by, "bearer": bearer, "source": row.source}
    return Violated(facts, entries=(row,))


@rule(
    code="CST002",
    name="owned-by-another",
    title=N_("A thing is recorded as owned by someone else than the text says"),
    rests_on=("costs.owned",),
    force="breach",
    party="both",
    places=_assets,
    message=N_("`{nature}` is recorded as owned by `{given}`, where {source} says `{owner}`"),
    checks=N_(
        "Each thing is in the books of the one whom the text makes its owner: {provider}, {member}, or each user for "
        "what it uses."
    ),
    why=N_("The text says to whom each kind of thing belongs; an exit leaves each with its own."),
    remedy=N_("Record the thing with its owner, or give it the nature that it has."),
)
def owned_by_another(place: tuple[str, Asset, Owned], case: Case) -> Violated | Unknown | None:
    path, asset, row = place
    if asset.owner is None:
        return Unknown((path,), entries=(row,))
    owner = _word(row.by, case)
    if asset.owner in _same(owner, case):
        return None
    facts = {"nature": asset.nature, "given": asset.owner, "owner": owner, "source": row.source}
    return Violated(facts, entries=(row,))
