"""
`audit`: the state of each technical prerequisite.
"""

from __future__ import annotations

from dmsi_rules.checking.audit import audited
from dmsi_rules.checking.runner import judge
from dmsi_rules.cli._command import Command, one_file_with_evidence
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules audit lens.toml
  dmsi-rules audit lens.toml --as-of 2026-01-10 --format json
  dmsi-rules audit lens.toml --format html -o audit.html
  dmsi-rules audit lens.toml --lifecycles newer.toml
""")
NO_JINJA = N_("pages need the package jinja2: python -m pip install jinja2, in the environment of dmsi-rules")


def run(session: Session, sink: Sink) -> int:
    """
    Draw up the audit of one dossier.
    """
    found = session.only_case(sink)
    if found is None:
        return UNUSABLE
    case, name = found
    answer = audited(case, judge(case, name))
    if session.arguments.format == "html":
        from dmsi_rules.report.audit_page import audit_page  # noqa: PLC0415  (only a page wants it)

        return session.write_made(sink, lambda: audit_page(answer, session.translate), NO_JINJA)
    from dmsi_rules.report.audit import audit_text  # noqa: PLC0415  (only text wants it)

    data = answer.to_dict(session.translate_data)
    session.write(sink, data, lambda width: audit_text(answer, translate=session.translate, width=width))
    return 0


COMMAND = Command(
    does=N_("the state of each technical prerequisite, and which workstations age"),
    examples=EXAMPLES,
    run=run,
    declare=one_file_with_evidence,
    formats=("text", "json", "html"),
)
