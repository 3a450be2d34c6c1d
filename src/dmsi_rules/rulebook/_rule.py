"""
What a rule is: one small function, and all that is said of it in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Literal, TypeAlias

from dmsi_rules.case.readings import not_eased
from dmsi_rules.finding import Force, Party, Unknown, Violated
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import record

Place: TypeAlias = tuple[str, Any]
Check: TypeAlias = Callable[[Any, Any], Violated | Unknown | None]
"""
Given the thing at a place, and the case: `Case` for the rules of dossiers, `GovernanceCase` for those of governance.
"""


def _never(item: Any, case: Any) -> None:
    """
    Judge nothing: a rule of documents is applied by the readers.
    """


@record(eq=False, kw_only=True)
class Rule:
    """
    A rule of the convention, or of the documents (`DOC`).

    Attributes:
        kind: the kind of document that the rule looks at.
        places: the places of a case that the rule looks at, each with its JSON pointer; none: it does not apply.
        check: the verdict at one place; None is met. A document rule is applied by the readers, and looks at no place.
        key: the key of a place at which findings are reported, where it is not the place itself.
        path: the one pointer at which all findings are reported, where a place is not to be pointed at: a span of time that
            holds nothing. What identifies a place is then a name of its own.
        readings: the switches on which the verdict depends, each with its row in `case.readings`; `open` stands for all that
            move what is open.
    """

    code: str
    name: str
    title: str
    source: str
    force: Force | None
    message: str
    checks: str
    why: str
    remedy: str
    example: str = ""
    party: Party | None = "commune"
    since: str = "0.1"
    kind: Literal["dossier", "governance"] = "dossier"
    places: Callable[[Any], Sequence[Place]] = lambda _: ()
    key: str = ""
    path: str | None = None
    readings: tuple[str, ...] = ()
    check: Check = _never

    @lazy
    def breakable(self) -> tuple[str, ...]:
        """
        Those of its switches that can bring a violation, and not only clear one.
        """
        return not_eased(self.readings, self.code)

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        """
        Pickle and copy by the code: a rule is made once, by a decorator that takes the place of its function.
        """
        return _of_code, (self.code,)


def _of_code(code: str) -> Rule:
    rules = import_module(__package__)  # by name: it collects the families, which import this module
    return rules.BY_CODE[code]  # type: ignore[no-any-return]  # a module that is named holds anything


def rule(**metadata: Any) -> Callable[[Check], Rule]:
    """
    Make a rule of the function below: the function checks one place, *metadata* says the rest.
    """
    return lambda check: Rule(check=check, **metadata)
