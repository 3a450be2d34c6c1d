"""
The rules before one convention: which of them run there, how binding its text is, and on what of it each rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import attrs

from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Force, Party
from dmsi_rules.rulebook import BY_CODE, RULES, Rule
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.record import field, record
from dmsi_rules.values.words import Phrase, Words

SAID = ("title", "checks", "why", "remedy")


@record
class AppliedRule:
    """
    A rule as a convention has it.

    Attributes:
        rule: all that is said of it whatever the convention.
        force: how binding the text is.
        party: the word by which documents name the party that owes what it checks, or `both`.
        source: the places of the text that it rests on, as far as it has them.
        lacks: the clauses, by their matter, that it judges and the text does not have: it does not run then.
        told: the text's own words, for sentences.
    """

    rule: Rule
    force: Force | None
    party: Party | None
    source: str
    lacks: tuple[str, ...]
    told: Mapping[str, Words | Phrase] = field(factory=Frozen, repr=False, hash=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the rule that was written as *data*, its sentences in the language in which they were written.
        """
        rule = attrs.evolve(BY_CODE[data["code"]], **{key: data[key] for key in SAID})
        return cls(rule, data["force"], data["party"], data["source"], tuple(data["lacks"]))

    @property
    def code(self) -> str:
        """
        What the rule is called for good.
        """
        return self.rule.code

    @property
    def runs(self) -> bool:
        """
        Whether the text has what the rule judges.
        """
        return not self.lacks

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return it as data, sentences through *translate*, with the names and the limits of the text in them.
        """
        said = {key: fill(translate(getattr(self.rule, key)), self.told, translate) for key in SAID}
        return {
            "code": self.code,
            "name": self.rule.name,
            "kind": self.rule.kind,
            "runs": self.runs,
            "lacks": list(self.lacks),
            "force": self.force,
            "party": self.party,
            "source": self.source,
            **said,
        }


def applied(terms: Terms, rules: Iterable[Rule] = RULES) -> tuple[AppliedRule, ...]:
    """
    Return *rules* as the text of *terms* has them.
    """
    text = terms.text
    return tuple(
        AppliedRule(each, each.force_in(text), terms.party(each.party), each.source_in(text), each.lacking_in(text), terms.told)
        for each in rules
    )
