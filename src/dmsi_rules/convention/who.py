"""
Who owns, who pays, who decides (Art. 6 to 9, 14): a question answered from the convention's tables, with its source.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dmsi_rules.convention import load_convention
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownNatureError
from dmsi_rules.model.convention import Convention, Decision, Nature
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record


@record
class Who:
    """
    What the convention says of a nature of thing or expense, or of a matter.

    Attributes:
        asked: the nature or the matter.
        kind: which of the two it is.
        what: a matter in words; None for a nature.
        includes: the things that the text names as being of this nature.
        owner: `call`, `commune` or `beneficiary` (each, for what it uses); None where nothing is owned.
        borne_by: `call` (alone), `commune`, `beneficiary`, `shared` (by use, per category) or `space` (the collectivity
            whose space it is); None where the text does not say.
        decides: who decides the matter; None for a nature.
        reimbursed_during: the absences during which this cost goes on being reimbursed; others are not known.
        source: the articles.
    """

    asked: str
    kind: str
    convention: str
    source: str
    what: str | None = None
    includes: tuple[str, ...] = ()
    owner: str | None = None
    borne_by: str | None = None
    decides: str | None = None
    reimbursed_during: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """
        Return the answer as plain data: of a nature who owns and who bears, of a matter who decides.
        """
        if self.kind == "matter":
            return {self.kind: self.asked, "what": self.what, "decides": self.decides, "source": self.source}
        return {
            self.kind: self.asked,
            "includes": list(self.includes),
            "owner": self.owner,
            "borne_by": self.borne_by,
            "reimbursed_during": list(self.reimbursed_during),
            "source": self.source,
        }


def who(asked: str, *, convention: Convention | None = None) -> Who:
    """
    Tell who owns and who bears a nature of thing or expense, or who decides a matter.

    Args:
        asked: a nature (`commune-cabling`) or a matter (`disputes`), in capitals or small letters.
        convention: the convention in use; by default the embedded one.

    Raises:
        UnknownNatureError: the convention says nothing of it; the error names the nearest word that it knows.
    """
    convention = convention or load_convention()
    wanted = asked.casefold()
    for nature in convention.natures:
        if nature.nature == wanted:
            return _of_nature(nature, convention)
    for decision in convention.decisions:
        if decision.code == wanted:
            return _of_matter(decision, convention)
    known = tuple(askable(convention))
    facts: dict[str, object] = {"code": asked, "known": known, **hinted(asked, known)}
    if "hint" in facts:
        raise UnknownNatureError(N_("the convention says nothing of `{code}`; did you mean `{hint}`?"), facts)
    raise UnknownNatureError(N_("the convention says nothing of `{code}`; known: {known}"), facts)


def askable(convention: Convention) -> Iterable[str]:
    """
    Return the natures and the matters of *convention*.
    """
    return (*(each.nature for each in convention.natures), *(each.code for each in convention.decisions))


def _of_nature(nature: Nature, convention: Convention) -> Who:
    reimbursement = convention.reimbursement
    is_reimbursed = reimbursement is not None and reimbursement.nature == nature.nature
    return Who(
        asked=nature.nature,
        kind="nature",
        convention=convention.id,
        source=nature.source,
        includes=nature.includes,
        owner=nature.owner,
        borne_by=nature.borne_by,
        reimbursed_during=reimbursement.absences if reimbursement and is_reimbursed else (),
    )


def _of_matter(decision: Decision, convention: Convention) -> Who:
    return Who(
        asked=decision.code,
        kind="matter",
        convention=convention.id,
        source=decision.source,
        what=decision.matter,
        decides=decision.decides,
    )
