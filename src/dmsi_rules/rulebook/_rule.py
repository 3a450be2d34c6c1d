"""
What a rule is: one small function, and all that is said of it in one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, SupportsIndex, TypeAlias, get_args

from dmsi_rules.case.readings import OPEN, ROWS, not_eased
from dmsi_rules.convention.examples import example_of
from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.convention.limits import UNSET
from dmsi_rules.convention.sources import cited
from dmsi_rules.convention.terms import Terms
from dmsi_rules.errors import RuleError
from dmsi_rules.finding import Force, Unknown, Violated
from dmsi_rules.model.codes import Owing
from dmsi_rules.model.entries import Entry
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import field, record
from dmsi_rules.values.words import Phrase

Place: TypeAlias = tuple[str, Any]
Check: TypeAlias = Callable[[Any, Any], Violated | Unknown | None]
"""
Given the thing at a place, and the case: `Case` for the rules of dossiers, `GovernanceCase` for those of governance.
"""


def _never(item: Any, case: Any) -> None:
    """
    Judge nothing.
    """


def _nowhere(_: Any) -> Sequence[Place]:
    """
    Look at nothing.
    """
    return ()


Kind: TypeAlias = Literal["dossier", "governance"]

ForceBy: TypeAlias = Callable[[TextInForce], Force | None]
"""
Given the text in force: the force that it gives a rule in place of its own; None where it leaves that.
"""


def _unsaid(_text: TextInForce) -> Force | None:
    """
    Leave the force to the rule.
    """


Deed: TypeAlias = Callable[[str, Any, Any], dt.date | str]
"""
Given a place, the thing there and the case: the day of the deed that is judged, or where that day should stand.
"""


def given_day(_path: str, _item: Any, case: Any) -> dt.date:
    """
    Return the given day: what lasts is judged by the text then in force.
    """
    return case.as_of  # type: ignore[no-any-return]


WORDS: Mapping[str, tuple[Any, ...]] = {
    "force": (*get_args(Force), None),
    "party": (*get_args(Owing), None),
    "kind": get_args(Kind),
}
NAMELESS: Mapping[str, Phrase] = {
    "provider": Phrase(N_("the provider")),
    "member": Phrase(N_("the member")),
    "department": Phrase(N_("the provider's department")),
    "request_limit": UNSET,
    "exit_limit": UNSET,
}
"""
What sentences say where no text is given.
"""
TEXTS = ("code", "name", "title", "message", "checks", "why", "remedy")


@record(eq=False, kw_only=True)
class Rule:
    """
    A rule of the convention, of the documents (`DOC`), or an application's own.

    Attributes:
        code: what it is called for good: `DEP001`.
        name: the fault in words joined by hyphens: `missing-required-service`.
        title: the fault in a few words.
        source: where it is written, if that is not in the convention.
        rests_on: the clauses without which it does not run, by their matter, `|` between those of which one will do; a finding
            cites them, where it does not name what it rests on itself.
        also: clauses that it cites too, where the text has them.
        deed: the day of what it judges, by which the text in force is chosen.
        force: how binding the text is; None for a rule of documents, which are then not evaluated.
        force_by: the force that a text gives it in place of that one, by one of its clauses.
        message: the sentence of a violation, with its facts as fields: ``"`{service}` requires {services}"``.
        checks: what is to be so.
        why: the reason.
        remedy: what would put it right.
        example: a document that breaks it; one of the convention's has it beside the convention.
        party: who owes what it checks.
        since: the version that brought it.
        kind: the kind of document that the rule looks at.
        places: the places of a case that the rule looks at, each with its JSON pointer; none: it does not apply.
        key: the key of a place at which findings are reported, where it is not the place itself.
        path: the one pointer at which all findings are reported, where a place is not to be pointed at: a span of time that
            holds nothing. What identifies a place is then a name of its own.
        check: the verdict at one place; None is met. A document rule is applied by the readers, and looks at no place.
        readings: the switches on which the verdict depends, each with its row in `case.readings`; `open` stands for all that
            move what is open.
    """

    code: str
    name: str
    title: str
    force: Force | None
    message: str
    checks: str
    why: str
    remedy: str
    source: str = ""
    rests_on: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    deed: Deed = given_day
    force_by: ForceBy = _unsaid
    _example: str = field(default="", alias="example")
    party: Owing | None = "member"
    since: str = "0.1"
    kind: Kind = "dossier"
    places: Callable[[Any], Sequence[Place]] = _nowhere
    key: str = ""
    path: str | None = None
    readings: tuple[str, ...] = ()
    check: Check = _never

    def __attrs_post_init__(self) -> None:
        """
        Refuse what could not be shown, or would never be asked.

        Raises:
            RuleError: a text that is empty, a word that is not one of the list, a reading that does not exist.
        """
        facts: dict[str, Any] = {"code": self.code}
        for key in TEXTS:
            if type(getattr(self, key)) is not str or not getattr(self, key):
                raise RuleError(N_("the rule `{code}` has no `{key}`: it is text"), facts | {"key": key})
        if not self.source and not self.rests_on:
            raise RuleError(N_("the rule `{code}` has no `{key}`: it is text"), facts | {"key": "source"})
        given = [(key, getattr(self, key), known) for key, known in WORDS.items()]
        given += [("readings", each, (*ROWS, OPEN)) for each in self.readings]
        for key, value, known in given:
            if value not in known:
                facts |= {"key": key, "value": str(value), "known": tuple(map(str, known))}
                raise RuleError(N_("`{key}` of the rule `{code}` is not `{value}`; known: {known}"), facts)

    def lacking_in(self, text: TextInForce) -> tuple[str, ...]:
        """
        Return the clauses that *text* does not have and that the rule judges: it does not run then.
        """
        return tuple(matter for matter in self.rests_on if not any(text.entries(each) for each in matter.split("|")))

    def runs_in(self, text: TextInForce) -> bool:
        """
        Tell whether *text* has what the rule judges.
        """
        return not self.lacking_in(text)

    def source_in(self, text: TextInForce) -> str:
        """
        Return the places of *text* that it rests on, its own source where it has one.
        """
        return self.source or cited(self.cited_in(text))

    def cited_in(self, text: TextInForce) -> tuple[Entry, ...]:
        """
        Return the clauses of *text* that a finding cites; none where the rule has a source of its own.
        """
        return () if self.source else _entries(self, text)

    def force_in(self, text: TextInForce) -> Force | None:
        """
        Return how binding *text* is.
        """
        return self.force_by(text) or self.force

    @property
    def example(self) -> str:
        """
        A document that breaks it.
        """
        return self.example_in(None)

    def example_in(self, convention: str | None) -> str:
        """
        Return a document that goes by the *convention* of that id and breaks it, its own where it has one.
        """
        return self._example or example_of(self.code, convention)

    def said(self, sentence: str, translate: Translate = str, terms: Terms | None = None) -> str:
        """
        Return a *sentence* about the rule where there is no finding, with the names and the limits of *terms* in it.
        """
        return fill(translate(sentence), NAMELESS if terms is None else terms.told, translate)

    @lazy
    def breakable(self) -> tuple[str, ...]:
        """
        Those of its switches that can bring a violation, and not only clear one.
        """
        return not_eased(self.readings, self.code)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """
        Pickle and copy a rule of the convention by its code, one of the caller's own as what it is made of.

        The first is made once, by a decorator that takes the place of its function.
        """
        return (_of_code, (self.code,)) if _of_code(self.code) is self else super().__reduce_ex__(protocol)


@lru_cache(maxsize=1024)
def _entries(rule: Rule, text: TextInForce) -> tuple[Entry, ...]:
    matters = [each for matter in (*rule.rests_on, *rule.also) for each in matter.split("|")]
    return tuple(entry for matter in matters for entry in text.entries(matter))


def _of_code(code: str) -> Rule | None:
    rules = import_module(__package__)  # by name: it collects the families, which import this module
    return rules.BY_CODE.get(code)  # type: ignore[no-any-return]  # a module that is named holds anything


def rule(**metadata: Any) -> Callable[[Check], Rule]:
    """
    Make a rule of the function below: the function checks one place, *metadata* says the rest.
    """
    return lambda check: Rule(check=check, **metadata)
