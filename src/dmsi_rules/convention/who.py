"""
Who owns, who pays, who decides: a question answered from the convention's tables, with its source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Self

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.sources import cited
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownNatureError
from dmsi_rules.model.clauses import Nature
from dmsi_rules.model.convention import Convention, Matter
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.record import field, record
from dmsi_rules.values.words import Words

USER = "beneficiary"
MATTER, NATURE = "matter", "nature"


@record
class Who:
    """
    What the convention says of a nature of thing or expense, or of a matter.

    Attributes:
        asked: the nature or the matter.
        kind: which of the two it is.
        what: it in words.
        owner: the word by which documents name who owns it, `beneficiary` for each one's that it uses; None where the text does
            not say.
        borne_by: likewise who bears it: also `shared` (by use, by category where `by_category`), `space` (whose space it is).
        by_category: whether the text puts services into categories.
        decides: who decides the matter; None for a nature.
        reimbursed_during: the absences during which this cost goes on being reimbursed; others are not known.
        source: the articles.
        names: the names of the owner and of the bearer, where they are parties.
    """

    asked: str
    kind: str
    convention: str
    source: str
    what: Words
    owner: str | None = None
    borne_by: str | None = None
    decides: Words | None = None
    reimbursed_during: tuple[Words, ...] = ()
    names: tuple[tuple[str, Words], ...] = field(default=(), repr=False)
    by_category: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the answer that was written as *data*, its names in the language in which they were written.
        """
        kind, decides, what = MATTER if MATTER in data else NATURE, data.get("decides"), data["what"]
        return cls(
            asked=data[kind],
            kind=kind,
            convention=data["convention"],
            source=data["source"],
            what=Words(what["fr"], what["en"]),
            owner=data.get("owner"),
            borne_by=data.get("borne_by"),
            decides=Words(decides, decides) if decides else None,
            reimbursed_during=tuple(Words(each, each) for each in data.get("reimbursed_during", ())),
        )

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the answer as plain data, names through *translate*: of a nature who owns and who bears, of a matter who decides.
        """
        said = {"convention": self.convention, self.kind: self.asked, "what": {"fr": self.what.fr, "en": self.what.en}}
        if self.kind == MATTER:
            return {**said, "decides": self.decides and self.decides.in_(translate), "source": self.source}
        return {
            **said,
            "owner": self.owner,
            "borne_by": self.borne_by,
            "reimbursed_during": [each.in_(translate) for each in self.reimbursed_during],
            "source": self.source,
        }


def who(asked: str, *, convention: Convention | None = None, as_of: dt.date | None = None) -> Who:
    """
    Tell who owns and who bears a nature of thing or expense, or who decides a matter.

    Args:
        asked: a nature (`commune-cabling`) or a matter (`disputes`), in capitals or small letters.
        convention: the convention in use; by default the embedded one.
        as_of: the day whose text is asked; by default the last one.

    Raises:
        UnknownNatureError: the convention says nothing of it; the error names the nearest word that it knows.
    """
    terms = terms_of(convention or load_convention(), ADOPTED, as_of)
    wanted = asked.casefold()
    for code, nature in terms.text.natures.items():
        if code.casefold() == wanted:
            return _of_nature(nature, terms)
    for code, matter in terms.text.matters.items():
        if code.casefold() == wanted:
            return _of_matter(matter, terms)
    known = tuple(askable(terms))
    facts: dict[str, object] = {"code": asked, "known": known, **hinted(asked, known)}
    if "hint" in facts:
        raise UnknownNatureError(N_("the convention says nothing of `{code}`; did you mean `{hint}`?"), facts)
    raise UnknownNatureError(N_("the convention says nothing of `{code}`; known: {known}"), facts)


def askable(terms: Terms) -> Iterable[str]:
    """
    Return the natures and the matters that the text speaks of.
    """
    return (*terms.text.natures, *terms.text.matters)


def _of_nature(nature: Nature, terms: Terms) -> Who:
    text = terms.text
    owned, borne, kept = text.owned.get(nature.code), text.borne.get(nature.code), text.reimbursement.get(nature.code)
    return Who(
        asked=nature.code,
        kind=NATURE,
        convention=terms.convention.id,
        source=cited(each for each in (owned, borne, kept) if each is not None),
        what=nature.words,
        owner=_word(owned.by, terms) if owned else None,
        borne_by=_word(borne.by, terms) if borne else None,
        by_category=any(each.category is not None for each in text.services.values()),
        reimbursed_during=tuple(each.words for each in kept.absences) if kept else (),
        names=_names(terms),
    )


def _word(by: str, terms: Terms) -> str:
    return USER if by == "user" else terms.party(by) or by


def _names(terms: Terms) -> tuple[tuple[str, Words], ...]:
    parties = terms.convention.parties
    return tuple((each.code, each.words) for each in (parties.provider, parties.member))


def _of_matter(matter: Matter, terms: Terms) -> Who:
    return Who(
        asked=matter.code,
        kind=MATTER,
        convention=terms.convention.id,
        source=matter.source,
        what=matter.words,
        decides=decider(matter.by, terms),
        names=_names(terms),
    )


def decider(by: str, terms: Terms) -> Words:
    """
    Return the name of who decides: a party, a role or a committee.
    """
    if by in terms.names:
        return terms.names[by]
    if by in terms.convention.roles:
        return terms.convention.roles[by].words
    committee = terms.text.committees.get(by)
    return committee.words if committee else Words(by, by)
