"""
Money and things (Art. 6 to 9): who bears an expense, whose books a thing is in.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules.case.dossier import Case
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import Nature
from dmsi_rules.model.dossier import Asset, Expense
from dmsi_rules.rulebook._rule import Place, rule
from dmsi_rules.text.marks import N_

SAME = {"beneficiary": ("beneficiary", "commune")}
"""
In a commune's own file, what each beneficiary pays or owns for itself is the commune's.
"""


def _natures(case: Case) -> dict[str, Nature]:
    return {each.nature: each for each in case.terms.convention.natures}


def _expenses(case: Case) -> Sequence[Place]:
    entries = case.dossier.expenses
    if not entries:
        return ()
    natures = _natures(case)
    places = [(f"/expenses/{rank}", each, natures[each.nature]) for rank, each in enumerate(entries)]
    return [(f"{path}/borne_by", (path, each, nature)) for path, each, nature in places if nature.borne_by is not None]


def _assets(case: Case) -> Sequence[Place]:
    entries = case.dossier.assets
    if not entries:
        return ()
    natures = _natures(case)
    places = [(f"/assets/{rank}/owner", each, natures[each.nature]) for rank, each in enumerate(entries)]
    return [(path, (path, each, nature)) for path, each, nature in places if nature.owner is not None]


@rule(
    code="CST001",
    name="borne-by-another",
    title=N_("An expense is borne by someone else than the text says"),
    source="Art. 6.2, 7, 8.1, 9.2",
    force="breach",
    party="both",
    places=_expenses,
    message=N_("`{nature}` is recorded as borne by `{given}`, where {source} says `{bearer}`"),
    checks=N_(
        "Each expense is borne by the one whom the convention charges with it: the CALL alone, the commune, all who use the service, "
        "each beneficiary, or the collectivity whose space it is."
    ),
    why=N_(
        "Articles 6 to 9 share out who pays what; what the CALL bears alone is never billed on, what is a commune's own is no common cost."
    ),
    remedy=N_("Have the expense borne by the one who is named, or give it the nature that it has."),
    example='{"commune": {"name": "Lens"}, "expenses": [{"nature": "dmsi-premises", "borne_by": "shared"}]}',
)
def borne_by_another(place: tuple[str, Expense, Nature], _: Case) -> Violated | Unknown | None:
    path, expense, nature = place
    bearer = expense.space if nature.borne_by == "space" else nature.borne_by
    known = {"borne_by": expense.borne_by, "space": bearer}
    if missing := tuple(f"{path}/{key}" for key, fact in known.items() if fact is None):
        return Unknown(missing)
    if bearer is None or expense.borne_by in SAME.get(bearer, (bearer,)):
        return None
    facts = {"nature": nature.nature, "given": expense.borne_by, "bearer": bearer, "source": nature.source}
    return Violated(facts, source=nature.source)


@rule(
    code="CST002",
    name="owned-by-another",
    title=N_("A thing is recorded as owned by someone else than the text says"),
    source="Art. 7, 9.2.2",
    force="breach",
    party="both",
    places=_assets,
    message=N_("`{nature}` is recorded as owned by `{given}`, where {source} says `{owner}`"),
    checks=N_(
        "Each thing is in the books of the one whom the convention makes its owner: the CALL, the commune, each beneficiary for what it uses."
    ),
    why=N_(
        "Article 7 leaves a collectivity what it alone uses; article 9.2.2 puts pooled hardware in the CALL's assets, a commune's own in the commune's."
    ),
    remedy=N_("Record the thing with its owner, or give it the nature that it has."),
    example='{"commune": {"name": "Lens"}, "assets": [{"nature": "pooled-infrastructure", "owner": "commune"}]}',
)
def owned_by_another(place: tuple[str, Asset, Nature], _: Case) -> Violated | Unknown | None:
    path, asset, nature = place
    if asset.owner is None:
        return Unknown((path,))
    owner = nature.owner
    if owner is None or asset.owner in SAME.get(owner, (owner,)):
        return None
    source = nature.owner_source or nature.source
    return Violated({"nature": nature.nature, "given": asset.owner, "owner": owner, "source": source}, source=source)
