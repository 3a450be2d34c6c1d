"""
`rules`: every rule in a row.
"""

from __future__ import annotations

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import Session
from dmsi_rules.report.rules import rules_text, rules_to_dict
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules rules
  dmsi-rules rules --format json --lang fr -o rules.json
""")


def run(session: Session, sink: Sink) -> int:
    """
    List the rules.
    """
    rules = session.rules or RULES
    data = {**session.heading(), **rules_to_dict(rules, session.translate_data, session.terms.on(session.as_of))}
    session.write(sink, data, lambda width: rules_text(rules, session.translate, session.terms.on(session.as_of), width))
    return 0


COMMAND = Command(examples=EXAMPLES, run=run, declare=own_rules)
