"""
Conventions in format 1, which held a catalogue, prices and days alone: read as the embedded text's clauses with those.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_

OLD = N_(
    "this file has format 1: it is read as the clauses of `{id}` with this file's catalogue, prices and days; "
    "format 2 says all of it"
)
TABLES = ("services", "edges", "grids", "notice", "exit", "mandates")


def is_format_1(raw: Any) -> bool:
    """
    Tell whether *raw* says that it has format 1, or is laid out so.
    """
    if not isinstance(raw, Mapping):
        return False
    return raw.get("format") == 1 or ("format" not in raw and any(key in raw for key in TABLES))


def upgraded(raw: Mapping[str, Any], like: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """
    Return *raw* as format 2 writes it, with the clauses of *like* that format 1 had no key for, and a note on it.
    """
    made = deepcopy({key: value for key, value in like.items() if key not in {"catalogue", "defects", "members"}})
    made |= {key: raw[key] for key in ("id", "title", "checked") if key in raw}
    for key in set(made) & {"id", "title", "checked"} - set(raw):
        del made[key]
    units = dict(made["units"])
    _catalogue(raw, made, units)
    _tariff(raw, made, units)
    made["units"] = units
    _days(raw, made)
    _rest(raw, made)
    return made, (Fault("CONVENTION", OLD, "/format", {"id": like["id"]}),)


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = raw.get(key)
    return [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _renamed(entry: dict[str, Any], **names: str) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in entry.items()}


def _catalogue(raw: Mapping[str, Any], made: dict[str, Any], units: dict[str, Any]) -> None:
    lines = {each.get("service"): each.get("names", []) for each in _tables(raw, "lines")}
    counted: dict[Any, str] = {}
    for grid in _tables(raw, "grids"):
        for price in _tables(grid, "prices"):
            if isinstance(price.get("unit"), str):
                counted.setdefault(price.get("service"), price["unit"])
    services, at_most = [], {}
    for each in _tables(raw, "services"):
        code = each.get("code")
        entry = _renamed(each, title="fr", english="en")
        if entry.pop("kind", None) == "quotation":
            entry["on_quotation"] = True
        entry.pop("level", None)
        if "adds_to" in entry:
            at_most[code] = entry.pop("adds_to")
        if code in lines:
            entry["lines"] = lines[code]
        if code in counted:
            entry["unit"] = _unit(counted[code], units)
        services.append(entry)
    edges = []
    for each in _tables(raw, "edges"):
        if each.pop("basis", None) == "inferred":
            each["inferred"] = True
        if each.get("requires") is not None and at_most.get(each.get("service")) == each.get("requires"):
            each["at_most"] = True
        edges.append(each)
    included = [_renamed(each, title="fr", service="with") for each in _tables(raw, "included")]
    made["catalogue"] = {"services": services, "edges": edges, "included": included}
    if "base" in raw:
        made["catalogue"]["base"] = raw["base"]


def _unit(name: str, units: dict[str, Any]) -> str:
    code = "".join(char if char.isalnum() and char.isascii() else "-" for char in name.lower()).strip("-") or "unit"
    known = next((key for key, unit in units.items() if name in {key, unit.get("fr")}), None)
    if known is None:
        units[known := code] = {"fr": name}
    return known


def _tariff(raw: Mapping[str, Any], made: dict[str, Any], units: dict[str, Any]) -> None:
    del units
    network = raw.get("network")
    tariff = {key: value for key, value in made["tariff"].items() if key == "revision"}
    if isinstance(network, Mapping):
        doubts = {key: value for key, value in made["tariff"]["network"][0].items() if key.startswith("network_")}
        tariff["network"] = [doubts | dict(network)]
    tariff["grids"] = []
    for rank, grid in enumerate(_tables(raw, "grids")):
        grid.pop("checked", None)
        date = grid.pop("date", None)
        if rank == 0 and date is not None:
            grid["in_force"] = date
        for price in _tables(grid, "prices"):
            price.pop("unit", None)
        grid["prices"] = [{key: value for key, value in price.items() if key != "unit"} for price in _tables(grid, "prices")]
        grid["totals"] = [_renamed(each, title="fr") for each in _tables(grid, "totals")]
        tariff["grids"].append(grid)
    made["tariff"] = tariff
    if not isinstance(network, Mapping):
        made["billing"] = {key: value for key, value in made["billing"].items() if key != "advance"}
    else:
        made["billing"]["advance"][0]["service"] = network.get("service")


def _days(raw: Mapping[str, Any], made: dict[str, Any]) -> None:
    notice, leaving, mandates = (raw.get(key) for key in ("notice", "exit", "mandates"))
    if isinstance(notice, Mapping):
        clause = made["request"]["notice"][0]
        month, day, months = notice.get("month"), notice.get("day"), notice.get("months", 6)
        if isinstance(month, int) and isinstance(day, int):
            if (month, day, months) == (6, 30, 6):
                clause["limit"] = {"months": 6, "before": "year"}
            else:
                clause["limit"] = {"day": f"{month:02}-{day:02}", "before": "year"}
                del clause["notice_limit"]
                del clause["notice_counts_to"]
        _source(notice, clause)
    if isinstance(leaving, Mapping):
        clause = made["exit"]["notice"][0]
        clause["limit"] = {"months": leaving.get("months"), "before": "year-end"}
        _source(leaving, clause)
    if isinstance(mandates, Mapping):
        clause = made["term"]["length"][0]
        days = {getattr(day, "year", str(day)[:4]): day for day in mandates.get("first_days", [])}
        days = {int(year): day for year, day in days.items() if str(year).isdecimal()}
        clause["renewals"] = [days.get(year, year) for year in mandates.get("renewals", [])]
        _source(mandates, clause)


def _source(old: Mapping[str, Any], clause: dict[str, Any]) -> None:
    if "source" in old:
        clause["source"] = old["source"]


def _rest(raw: Mapping[str, Any], made: dict[str, Any]) -> None:
    """
    Perimeter, form, prerequisites, natures, members, defects: what the file does not say it does not have.
    """
    codes = {each.get("code") for each in made["catalogue"]["services"]}
    rows = _tables(raw, "perimeter_rows")
    if rows:
        clause = made["joining"]["perimeter"][0]
        clause |= {"rows": [each.get("services", []) for each in rows], "source": rows[0].get("source", clause["source"])}
    else:
        del made["joining"]["perimeter"]
    form = raw.get("form")
    if isinstance(form, Mapping):
        made["request"]["form"][0] |= dict(form)
    else:
        del made["request"]["form"]
    made["conditions"] = {
        "prerequisites": [_prerequisite(each, rank) for rank, each in enumerate(_tables(raw, "prerequisites"))]
    }
    _natures(raw, made)
    if isinstance(raw.get("members"), Mapping):
        made["members"] = raw["members"]
    if "defects" in raw:
        made["defects"] = {"found": [_renamed(each, what="en") for each in _tables(raw, "defects")]}
    if "committees" in raw:
        made["governance"]["committees"] = [_committee(each) for each in _tables(raw, "committees")]
        known = {each.get("code") for each in made["governance"]["committees"]}
        made["joining"]["steps"] = [
            {key: value for key, value in each.items() if key != "session_of" or value in known}
            for each in made["joining"]["steps"]
        ]
    if "decisions" in raw:
        made["decisions"] = {"matters": [_decision(each, made) for each in _tables(raw, "decisions")]}
    else:
        del made["decisions"]
    del codes


def _prerequisite(entry: dict[str, Any], rank: int) -> dict[str, Any]:
    entry = _renamed(entry, requires="fr")
    if entry.get("rule") is None:
        entry.pop("rule", None)
        entry["code"] = f"prerequisite-{rank + 1}"
    return entry


OWNERS = {"call": "provider", "commune": "member", "beneficiary": "user"}


def _natures(raw: Mapping[str, Any], made: dict[str, Any]) -> None:
    natures, owned, borne = [], [], []
    for each in _tables(raw, "natures"):
        code, source = each.get("nature"), each.get("source")
        natures.append({"code": code, "fr": ", ".join(each.get("includes", ())) or code, "source": source})
        if "owner" in each:
            owner_source = each.get("owner_source", source)
            owned.append({"by": OWNERS.get(each["owner"], each["owner"]), "natures": [code], "source": owner_source})
        if "borne_by" in each:
            borne.append({"by": OWNERS.get(each["borne_by"], each["borne_by"]), "natures": [code], "source": source})
    sharing = made["costs"]["sharing"]
    made["costs"] = {"natures": natures, "owned": owned, "borne": borne, "sharing": sharing}
    reimbursement = raw.get("reimbursement")
    if isinstance(reimbursement, Mapping):
        absences = [{"en": each} for each in reimbursement.get("absences", ())]
        made["costs"]["reimbursement"] = [dict(reimbursement) | {"absences": absences}]


def _committee(entry: dict[str, Any]) -> dict[str, Any]:
    seats = _tables(entry, "seats")
    made = {
        "code": entry.get("committee"),
        "source": entry.get("source"),
        "fr": entry.get("committee"),
        "seats": [each.get("any_of", []) for each in seats if not each.get("of_each_commune")],
        "member_seats": [each.get("any_of", []) for each in seats if each.get("of_each_commune")],
    }
    if "every_months" in entry:
        made["every_months"] = entry["every_months"]
    if "later_every_months" in entry:
        made |= {"then_every_months": entry["later_every_months"], "then_from": "operational_quarterly_from"}
    return made


def _decision(entry: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """
    Format 1 says in words who decides: a role of its own holds them.
    """
    by = f"decides-{entry.get('code')}"
    words = str(entry.get("decides", ""))
    made["roles"][by] = {"en": words if words.lower().startswith(("the ", "a ")) else f"the {words}"}
    return {"code": entry.get("code"), "by": by, "source": entry.get("source"), "en": entry.get("matter")}
