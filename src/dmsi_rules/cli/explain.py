"""
`explain`: one rule or one reading, its reason and its source; or who owns, who pays, who decides.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention.who import askable, who
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownNatureError
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.report.explain import explain_text, explain_to_dict, reading_text, reading_to_dict
from dmsi_rules.report.who import who_text
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules explain DEP001
  dmsi-rules explain missing-required-service --format json
  dmsi-rules explain term_end                      a reading: what it asks, its values
  dmsi-rules explain commune-cabling               who owns it, who pays for it
  dmsi-rules explain disputes                      who decides
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare what is to be explained.
    """
    command.add_argument(
        "code", metavar="CODE", help=N_("a rule's code (DEP001) or name, a reading, a nature of thing or expense, or a matter")
    )
    own_rules(command)


def run(session: Session, sink: Sink) -> int:
    """
    Explain one rule or one reading, or tell who owns, who pays, who decides.
    """
    asked = session.arguments.code
    rule = next((rule for rule in session.rules or RULES if asked.casefold() in {rule.code.casefold(), rule.name}), None)
    if rule is None:
        return _who(session, sink, asked)
    data = {**session.heading(), **explain_to_dict(rule, session.translate_data, session.terms.on(session.as_of))}
    session.write(sink, data, lambda width: explain_text(rule, session.translate, width, session.terms.on(session.as_of)))
    return 0


def _who(session: Session, sink: Sink, asked: str) -> int:
    try:
        answer = who(asked, convention=session.convention)
    except UnknownNatureError:
        return _reading(session, sink, asked)
    data = {**session.heading(), **answer.to_dict()}
    session.write(sink, data, lambda width: who_text(answer, session.translate, width))
    return 0


def _reading(session: Session, sink: Sink, asked: str) -> int:
    name = asked.casefold().replace("-", "_")
    if name not in SWITCHES:
        return _nothing(session, asked)
    data = {**session.heading(), **reading_to_dict(name, session.translate_data, session.terms.on(session.as_of))}
    session.write(sink, data, lambda width: reading_text(name, session.translate, width, session.terms.on(session.as_of)))
    return 0


def _nothing(session: Session, asked: str) -> int:
    """
    Say that nothing is called *asked*, with what is called nearly so, or else all that there is.
    """
    rules = session.rules or RULES
    codes = tuple(rule.code for rule in rules)
    others = (*SWITCHES, *askable(session.terms))
    # Of a reading's value, the reading.
    hint = next((name for name, values in SWITCHES.items() if asked in values), None)
    hint = hint or hinted(asked, (*codes, *(rule.name for rule in rules), *others)).get("hint")
    if hint:
        session.complain(N_("there is nothing called `{code}` to explain; did you mean `{hint}`?"), code=asked, hint=hint)
    else:
        known = (*codes, *others)
        session.complain(N_("there is nothing called `{code}` to explain; known: {known}"), code=asked, known=known)
    return UNUSABLE


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
)
