"""
`quote`: the request priced.
"""

from __future__ import annotations

from dmsi_rules.cli._command import Command, one_file
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.pricing.quote import priced
from dmsi_rules.report.quote import quote_text
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules quote lens.toml
  dmsi-rules quote lens.toml --as-of 2026-01-10 --format json
  dmsi-rules quote lens.toml --reading network_quantity=sum
""")


def run(session: Session, sink: Sink) -> int:
    """
    Price the request of one dossier.
    """
    found = session.only_case(sink)
    if found is None:
        return UNUSABLE
    answer = priced(*found)
    session.write(sink, answer.to_dict(), lambda width: quote_text(answer, translate=session.translate, width=width))
    return 0


COMMAND = Command(does=N_("the request priced, line by line"), examples=EXAMPLES, run=run, declare=one_file)
