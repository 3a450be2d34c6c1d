"""
The process of joining (Art. 10): what must be there before the next party can act.
"""

from __future__ import annotations

from dmsi_rules._case import Case
from dmsi_rules._deadlines import known
from dmsi_rules._finding import Violated
from dmsi_rules._i18n import N_
from dmsi_rules._model.dossier import Line
from dmsi_rules.rules._places import form_lines
from dmsi_rules.rules._rule import rule


@rule(
    code="LIF003",
    name="incomplete-line",
    title=N_("A line of the request lacks its volume or its wished date"),
    source="Art. 10.1.3",
    force="breach",
    places=form_lines,
    message=N_("the line for `{service}` lacks {lacks}: it cannot go to the committee"),
    checks=N_("Every line of the form of Annexe 7 gives its volume and its wished opening date."),
    why=N_("Article 10.1.3 puts a request before the strategic committee only with its volume and its wished date."),
    remedy=N_("Complete the line."),
    example='{"commune": {"name": "Lens"}, "request": {"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 10}]}}',
)
def incomplete_line(line: Line, _: Case) -> Violated | None:
    if line.quantity is not None and line.opening:
        return None
    lacks = tuple(key for key, value in (("quantity", line.quantity), ("opening", known(line.opening))) if value is None)
    return Violated({"service": line.service, "lacks": lacks})
