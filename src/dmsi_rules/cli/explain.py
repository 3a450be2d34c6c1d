"""
`explain`: one rule, its reason and its source.
"""

from __future__ import annotations

import argparse

from dmsi_rules._i18n import N_
from dmsi_rules._structure import hinted
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.report.explain import explain_text, explain_to_dict
from dmsi_rules.rules import RULES

EXAMPLES = N_("""\
examples:
  dmsi-rules explain DEP001
  dmsi-rules explain missing-required-service --format json
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare what is to be explained.
    """
    command.add_argument("code", metavar="CODE", help=N_("a rule's code (DEP001) or name"))


def run(session: Session, sink: Sink) -> int:
    """
    Explain one rule.
    """
    asked = session.arguments.code
    rule = next((rule for rule in RULES if asked.casefold() in {rule.code.casefold(), rule.name}), None)
    if rule is None:
        codes = tuple(rule.code for rule in RULES)
        hint = hinted(asked, (*codes, *(rule.name for rule in RULES))).get("hint")
        if hint:
            session.complain(N_("there is no rule `{code}`; did you mean `{hint}`?"), code=asked, hint=hint)
        else:
            session.complain(N_("there is no rule `{code}`; known: {known}"), code=asked, known=codes)
        return UNUSABLE
    data = {**session.heading(), **explain_to_dict(rule, session.translate_data)}
    session.write(sink, data, lambda width: explain_text(rule, session.translate, width))
    return 0


COMMAND = Command(does=N_("one rule: what it checks, why, its source"), examples=EXAMPLES, run=run, declare=declare)
