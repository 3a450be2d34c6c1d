"""
A draft judged, priced and dated, in French: what the page shows, as data.
"""

import datetime as dt
from typing import Any

import dmsi_rules

FRENCH = dmsi_rules.translator("fr")
SHOWN = ("code", "verdict", "severity", "label", "missing_labels", "title", "message", "remedy", "source")


def judged(document: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """
    Return what there is to say of *document* on *day*: of each field, of the whole, its price and its dates.

    A draft lacks facts: that is unknown, and the rest is judged. A wrong value is told at its field, and nothing else.
    """
    try:
        dossier = dmsi_rules.read_dossier(document, convention=dmsi_rules.load_convention())
    except dmsi_rules.InvalidDocumentError as error:
        return {"valid": False, "ok": False, "complete": False, "fields": fields(error.by_path())}
    report = dmsi_rules.check(dossier, as_of=day)
    return {
        "valid": True,
        "ok": report.ok,
        "complete": report.complete,
        "fields": fields(report.by_path()),
        "quote": dmsi_rules.quote(dossier, as_of=day).to_dict(),
        "calendar": dmsi_rules.calendar(dossier, as_of=day).to_dict(FRENCH),
    }


def fields(places: Any) -> dict[str, list[dict[str, Any]]]:
    """
    Return the findings of each field as the page shows them.
    """
    return {
        path: [{key: value for key, value in found.to_dict(FRENCH).items() if key in SHOWN} for found in findings]
        for path, findings in places.items()
    }


def choices() -> dict[str, Any]:
    """
    Return what the form offers: each service with its plans, and what the fields of a line are called.
    """
    convention = dmsi_rules.load_convention()
    words = dmsi_rules.schema("dossier", "fr")["$defs"]["Line"]["properties"]
    graph = dmsi_rules.service_graph().to_networkx()
    plans = {service["code"]: service.get("plans", []) for service in convention.to_dict()["catalogue"]["services"]}
    return {
        "services": [{"code": code, "title": graph.nodes[code]["fr"], "plans": plans[code]} for code in graph],
        "words": {key: {"title": each["title"], "description": each["description"]} for key, each in words.items()},
    }
