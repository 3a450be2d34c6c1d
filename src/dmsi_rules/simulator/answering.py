"""
What there is to say of a request: how it is judged, what it costs, its dates and a picture of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dmsi_rules.answers.placing import located
from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.audit import audited
from dmsi_rules.checking.runner import invalid_report, judge
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import Faults
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.finding import Report
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.pricing.quote import priced
from dmsi_rules.report.json import to_json
from dmsi_rules.report.paper import Paper, Table
from dmsi_rules.report.papers import check_paper, quote_paper
from dmsi_rules.simulator.asked import Asked
from dmsi_rules.simulator.dates import dates_paper
from dmsi_rules.simulator.files import opened
from dmsi_rules.simulator.prerequisites import prerequisites_paper
from dmsi_rules.text.marks import N_
from dmsi_rules.timeline.calendar import calendar_of
from dmsi_rules.values.plain import plain

NEW_LINE = "/request/lines/-"
Outcome = Literal["invalid", "violated", "warned", "unknown", "met"]
OUTCOMES: Mapping[Outcome, str] = {
    "invalid": N_("A value is to be corrected: nothing else can be judged"),
    "violated": N_("This does not comply with the convention"),
    "warned": N_("Nothing makes this impossible, but there are warnings"),
    "unknown": N_("Nothing against it so far: facts are missing"),
    "met": N_("This complies with the convention"),
}


def answered(asked: Asked) -> dict[str, Any]:
    """
    Return what there is to say, as plain data: the `report` as `check` writes it, and the papers that people read.
    """
    terms = terms_of(load_convention(), ADOPTED, asked.day)
    try:
        content = opened(asked, terms)
        document = read_document(content, asked.input_format, None, terms)
    except Faults as error:
        return _judged(invalid_report(error, terms, asked.day, asked.name), asked)
    case = admitted(document, terms, asked.day)
    report = judge(case, asked.name)
    if isinstance(content, str | bytes):
        report = located(report, content, asked.input_format)
    more = _computed(case, report, terms, asked) if isinstance(case, Case) else {}
    read = {} if content is asked.content else {"read": to_json(document.to_dict())}
    return {**_judged(report, asked), **more, **read, "additions": additions(report)}


def additions(report: Report) -> list[dict[str, Any]]:
    """
    Return the lines that the fixes of *report* add to the request, one a service.
    """
    found: dict[Any, dict[str, Any]] = {}
    for each in report.findings:
        for step in each.fix:
            if step["op"] == "add" and step["path"] == NEW_LINE:
                line: dict[str, Any] = plain(step["value"])
                found.setdefault((line["service"], line.get("plan")), line)
    return list(found.values())


def _judged(report: Report, asked: Asked) -> dict[str, Any]:
    outcome = _outcome(report)
    return {
        "outcome": outcome,
        "verdict": asked.translate(OUTCOMES[outcome]),
        "findings": _plain(check_paper(report, asked.translate)),
        "report": report.to_dict(asked.translate),
    }


def _outcome(report: Report) -> Outcome:
    if report.invalid:
        return "invalid"
    if not report.ok:
        return "violated"
    if any(each.severity == "warning" and each.verdict != "unknown" for each in report.findings):
        return "warned"
    return "met" if report.complete else "unknown"


def _computed(case: Case, report: Report, terms: Terms, asked: Asked) -> dict[str, Any]:
    calendar = calendar_of(case, asked.name)
    return {
        "prerequisites": _plain(prerequisites_paper(audited(case, report), asked.translate)),
        "price": _plain(quote_paper(priced(case, asked.name), case.dossier, terms, asked.translate)),
        "dates": _plain(dates_paper(calendar, asked.translate)),
        "picture": calendar_to_svg(calendar, asked.translate),
    }


def _plain(paper: Paper) -> dict[str, Any]:
    """
    Return *paper* as plain data.
    """
    return {
        "title": paper.title,
        "sections": [
            {"title": each.title, "tables": [*map(_table, each.tables)], "sentences": [*each.sentences]}
            for each in paper.sections
        ],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "heads": [*table.heads],
        "rows": [[*row] for row in table.rows],
        "numbers": table.numbers,
        "has_total": table.has_total,
    }
