"""
The rules that a caller chooses: an application's own are watched, so that what is wrong with one is told as its own fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from dmsi_rules.errors import RuleError
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.rulebook import BY_CODE, Place, Rule
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_

FAILED = N_("the rule `{code}` fails at `{path}`: {problem}")
ANSWERED = N_("the rule `{code}` answers `{answer}` at `{path}`; a rule answers Violated, Unknown or None")
MISPLACED = N_("the rule `{code}` looks at `{answer}`, which is not a JSON pointer with what stands there")
UNSETTLED = N_("the rule `{code}` answers Unknown at `{path}` without the JSON pointers of what is missing")
TWICE = N_("two rules have the code `{code}`")
NO_RULE = N_("`{answer}` is not a Rule")
LONGEST = 80


def chosen(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """
    Return *rules* as the runner is to ask them.

    Raises:
        RuleError: one is not a rule, or two have one code.
    """
    found: dict[str, Rule] = {}
    for rule in rules:
        if not isinstance(rule, Rule):
            raise RuleError(NO_RULE, {"answer": _short(rule)})
        if rule.code in found:
            raise RuleError(TWICE, {"code": rule.code})
        found[rule.code] = rule if BY_CODE.get(rule.code) is rule else _watched(rule)
    return tuple(found.values())


def _watched(rule: Rule) -> Rule:
    """
    Return *rule*, which raises RuleError where it fails or answers what no rule answers.
    """

    def places(case: Any) -> Sequence[Place]:
        try:
            found: list[Any] = list(rule.places(case))
        except Exception as error:
            raise _failed(rule, "", error) from error
        for each in found:
            if not (isinstance(each, tuple) and len(each) == 2 and isinstance(each[0], str)):  # noqa: PLR2004  (a pair)
                raise RuleError(MISPLACED, {"code": rule.code, "answer": _short(each)})
        return [(path, (path, item)) for path, item in found]

    def check(place: Any, case: Any) -> Violated | Unknown | None:
        path, item = place
        try:
            verdict = rule.check(item, case)
            _show(rule, verdict)
        except Exception as error:
            raise _failed(rule, path, error) from error
        if verdict is not None and type(verdict) not in {Violated, Unknown}:
            raise RuleError(ANSWERED, {"code": rule.code, "path": path or "/", "answer": _short(verdict)})
        if type(verdict) is Unknown and not verdict.missing:
            raise RuleError(UNSETTLED, {"code": rule.code, "path": path or "/"})
        return verdict

    return attrs.evolve(rule, places=places, check=check, deed=_deed_of(rule))


def _deed_of(rule: Rule) -> Callable[[str, Any, Any], dt.date | str]:
    def deed(path: str, place: Any, case: Any) -> dt.date | str:
        try:
            return rule.deed(path, place[1], case)
        except Exception as error:
            raise _failed(rule, path, error) from error

    return deed


def _show(rule: Rule, verdict: object) -> None:
    """
    Fill the sentence of *verdict*: one that lacks a fact could be shown to nobody.
    """
    if type(verdict) is Violated:
        fill(verdict.message or rule.message, verdict.facts, str)
    elif type(verdict) is Unknown and verdict.message:
        fill(verdict.message, {"missing": verdict.missing, **verdict.facts}, str)


def _failed(rule: Rule, path: str, error: Exception) -> RuleError:
    return RuleError(FAILED, {"code": rule.code, "path": path or "/", "problem": problem_of(error)})


def problem_of(error: Exception) -> str:
    """
    Return what *error* says, after the line of the code that raised it.
    """
    said = f"{type(error).__name__}: {error}".removesuffix(": ")
    last = error.__traceback__
    if last is None:
        return said
    while last.tb_next is not None:
        last = last.tb_next
    file = last.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{file}:{last.tb_lineno}: {said}"


def _short(value: object) -> str:
    return repr(value)[:LONGEST]
