"""
Conventions in format 1, which held a catalogue, prices and days alone: read as the embedded text's clauses with those.

What is ill-formed is handed on as it is, for the reader of format 2 to refuse; faults are told at the places of the old file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from typing import Any

from dmsi_rules.errors import Fault
from dmsi_rules.model.codes import OWNERS
from dmsi_rules.text.marks import N_

OLD = N_(
    "this file has format 1: it is read as the clauses of `{id}` with this file's catalogue, prices and days; "
    "format 2 says all of it"
)
IN_VAIN = N_("only the first grid begins on its own `date`; a later one when it has been voted and sent")
Table = dict[str, Any]

HEAD = ("id", "title", "checked")
OWN = ("catalogue", "defects", "members", "decisions")
"""
The tables of format 2 that say nothing that a file of format 1 leaves to others.
"""
KEYS = frozenset(
    {
        *HEAD,
        "format",
        "agglomeration",
        "base",
        "notice",
        "exit",
        "mandates",
        "network",
        "form",
        "reimbursement",
        "members",
        "services",
        "edges",
        "lines",
        "included",
        "grids",
        "perimeter_rows",
        "prerequisites",
        "natures",
        "committees",
        "decisions",
        "defects",
    }
)


def is_format_1(raw: Any) -> bool:
    """
    Tell whether *raw* says that it has format 1, or is laid out so.
    """
    if not isinstance(raw, Mapping):
        return False
    return raw.get("format") == 1 or (
        "format" not in raw and any(key in raw for key in ("services", "edges", "grids", "notice"))
    )


def upgraded(raw: Mapping[str, Any], like: Mapping[str, Any]) -> tuple[Table, tuple[Fault, ...]]:
    """
    Return *raw* as format 2 writes it, with the clauses of *like* that format 1 had no key for, and a note on it.
    """
    made = deepcopy({key: value for key, value in like.items() if key not in {*OWN, *HEAD}})
    made |= {key: raw[key] for key in raw if key in HEAD}
    _catalogue(raw, made)
    _tariff(raw, made)
    _days(raw, made)
    _joining(raw, made)
    _costs(raw, made)
    _people(raw, made)
    if "members" in raw:
        made["members"] = raw["members"]
    if "defects" in raw:
        made["defects"] = {"found": _each(raw, "defects", lambda each: _renamed(each, what="en"))}
    made |= {key: raw[key] for key in raw if key not in KEYS}
    told = [Fault("CONVENTION", IN_VAIN, f"/grids/{rank}/date") for rank in _dated(raw)]
    return made, (Fault("CONVENTION", OLD, "/format", {"id": like["id"]}), *told)


# ---- tables


def _each(raw: Mapping[str, Any], key: str, convert: Callable[[Table], Any]) -> Any:
    """
    Return the tables of the list under *key*, converted.
    """
    value = raw.get(key, [])
    if not isinstance(value, list):
        return value
    return [convert(dict(each)) if isinstance(each, Mapping) else each for each in value]


def tables_of(raw: Mapping[str, Any], key: str) -> list[Table]:
    """
    Return the tables of the list that *raw* has under *key*.
    """
    value = _each(raw, key, dict)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _renamed(entry: Table, **names: str) -> Table:
    return {names.get(key, key): value for key, value in entry.items()}


def _without(entry: Mapping[str, Any], *keys: str) -> Table:
    return {key: value for key, value in entry.items() if key not in keys}


def word_of(entry: Mapping[str, Any], key: str) -> str:
    """
    Return the text that *entry* has under *key*; nothing where it is no text.
    """
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _sourced(clause: Table, old: Mapping[str, Any]) -> None:
    if "source" in old:
        clause["source"] = old["source"]


# ---- the catalogue and its prices


def _catalogue(raw: Mapping[str, Any], made: Table) -> None:
    lines = {word_of(each, "service"): each.get("names", []) for each in tables_of(raw, "lines")}
    at_most = {(word_of(each, "code"), word_of(each, "adds_to")) for each in tables_of(raw, "services") if "adds_to" in each}
    counted: dict[str, str] = {}
    for grid in tables_of(raw, "grids"):
        for price in tables_of(grid, "prices"):
            counted.setdefault(word_of(price, "service"), _unit(word_of(price, "unit"), made["units"]))

    made["catalogue"] = {
        "services": _each(raw, "services", lambda each: _service(each, lines, counted)),
        "edges": _each(raw, "edges", lambda each: _edge(each, at_most)),
        "included": _each(raw, "included", lambda each: _renamed(each, title="fr", service="with")),
    }
    if "base" in raw:
        made["catalogue"]["base"] = raw["base"]


def _service(entry: Table, lines: Mapping[str, Any], counted: Mapping[str, str]) -> Table:
    code, kind = word_of(entry, "code"), entry.pop("kind", None)
    found = _without(_renamed(entry, title="fr", english="en"), "level", "adds_to")
    if kind == "quotation":
        found["on_quotation"] = True
    elif kind != "continuous":
        found["kind"] = kind
    if lines.get(code):
        found["lines"] = lines[code]
    if counted.get(code):
        found["unit"] = counted[code]
    return found


def _edge(entry: Table, at_most: Collection[tuple[str, str]]) -> Table:
    basis = entry.pop("basis", None)
    if basis == "inferred":
        entry["inferred"] = True
    elif basis != "explicit":
        entry["basis"] = basis
    if (word_of(entry, "service"), word_of(entry, "requires")) in at_most:
        entry["at_most"] = True
    return entry


def _unit(name: str, units: dict[str, Any]) -> str:
    """
    Return the code of the unit called *name*, which is added to *units* where it is a new one.
    """
    known = next((code for code, unit in units.items() if name in {code, unit.get("fr")}), None)
    if known is None and name:
        known = "-".join("".join(char if char.isascii() and char.isalnum() else " " for char in name.lower()).split()) or "unit"
        units[known] = {"fr": name}
    return known or ""


def _tariff(raw: Mapping[str, Any], made: Table) -> None:
    clauses = made["tariff"]
    made["tariff"] = {"revision": clauses["revision"], "grids": _each(raw, "grids", _grid)}
    for rank in _dated(raw):
        del made["tariff"]["grids"][rank]["date"]
    for first in tables_of(made["tariff"], "grids")[:1]:
        if "date" in first:
            made["tariff"]["grids"][0] = _renamed(first, date="in_force")
    advance = made["billing"].pop("advance")
    network = raw.get("network")
    if isinstance(network, Mapping):
        doubts = {key: value for key, value in clauses["network"][0].items() if key.startswith("network_")}
        made["tariff"]["network"] = [{**doubts, **network}]
        made["billing"]["advance"] = [advance[0] | {"service": network.get("service")}]
    elif "network" in raw:
        made["tariff"]["network"] = network


def _dated(raw: Mapping[str, Any]) -> list[int]:
    """
    Return the ranks of the later grids that give a day of their own, which was never read.
    """
    grids = raw.get("grids")
    later = enumerate(grids) if isinstance(grids, list) else ()
    return [rank for rank, grid in later if rank and isinstance(grid, Mapping) and "date" in grid]


def _grid(entry: Table) -> Table:
    found = _without(entry, "checked")
    found["prices"] = _each(entry, "prices", lambda price: _without(price, "unit"))
    found["totals"] = _each(entry, "totals", lambda row: _renamed(row, title="fr"))
    return found


# ---- days


def _days(raw: Mapping[str, Any], made: Table) -> None:
    notice, leaving, mandates = (raw.get(key) for key in ("notice", "exit", "mandates"))
    if isinstance(notice, Mapping):
        clause = made["request"]["notice"][0]
        _sourced(clause, notice)
        month, day = notice.get("month"), notice.get("day")
        if (month, day, notice.get("months", 6)) != (6, 30, 6):
            limit = {"day": f"{month:02}-{day:02}" if type(month) is type(day) is int else day, "before": "year"}
            made["request"]["notice"] = [_without(clause, "notice_limit", "notice_counts_to") | {"limit": limit}]
    if isinstance(leaving, Mapping):
        clause = made["exit"]["notice"][0]
        _sourced(clause, leaving)
        clause["limit"] = {"months": leaving.get("months"), "before": "year-end"}
    if isinstance(mandates, Mapping):
        clause = made["term"]["length"][0]
        _sourced(clause, mandates)
        clause["renewals"] = _renewals(mandates)


def _renewals(mandates: Mapping[str, Any]) -> Any:
    """
    Return the years of the renewals, and their days in place of those that are known.
    """
    years, days = mandates.get("renewals", []), mandates.get("first_days", [])
    if not isinstance(years, list) or not isinstance(days, list):
        return years
    known: dict[int, Any] = {day.year: day for day in days if isinstance(day, dt.date)}
    known |= {int(day[:4]): day for day in days if isinstance(day, str) and day[:4].isdecimal()}
    return [known.get(year, year) if isinstance(year, int) else year for year in years]


# ---- joining, costs, people


def _joining(raw: Mapping[str, Any], made: Table) -> None:
    """
    A perimeter, a form or prerequisites that the file does not speak of there are not.
    """
    (perimeter,) = made["joining"].pop("perimeter")
    if rows := tables_of(raw, "perimeter_rows"):
        _sourced(perimeter, rows[0])
        made["joining"]["perimeter"] = [perimeter | {"rows": _each(raw, "perimeter_rows", lambda row: row.get("services", []))}]
    (form,) = made["request"].pop("form")
    if isinstance(raw.get("form"), Mapping):
        made["request"]["form"] = [{**form, **raw["form"]}]
    ranks = iter(range(1, len(tables_of(raw, "prerequisites")) + 1))
    made["conditions"] = {"prerequisites": _each(raw, "prerequisites", lambda each: _prerequisite(each, next(ranks)))}


def _prerequisite(entry: Table, rank: int) -> Table:
    entry = _renamed(entry, requires="fr")
    return entry if "rule" in entry else entry | {"code": f"prerequisite-{rank}"}


def _costs(raw: Mapping[str, Any], made: Table) -> None:
    owned: list[Table] = []
    borne: list[Table] = []
    for each in tables_of(raw, "natures"):
        code, source = each.get("nature"), each.get("source")
        for rows, key, place in ((owned, "owner", each.get("owner_source", source)), (borne, "borne_by", source)):
            if key in each:
                rows.append({"by": OWNERS.get(word_of(each, key), each[key]), "natures": [code], "source": place})
    made["costs"] = {
        "natures": _each(raw, "natures", _nature),
        "owned": owned,
        "borne": borne,
        "sharing": made["costs"]["sharing"],
    }
    if isinstance(reimbursement := raw.get("reimbursement"), Mapping):
        absences = reimbursement.get("absences", ())
        words = [{"en": each} for each in absences] if isinstance(absences, list) else absences
        made["costs"]["reimbursement"] = [{**reimbursement, "absences": words}]


def _nature(entry: Table) -> Table:
    things = entry.get("includes", [])
    words = ", ".join(map(str, things)) if isinstance(things, list) else things
    return {"code": entry.get("nature"), "fr": words or entry.get("nature"), "source": entry.get("source")}


def _people(raw: Mapping[str, Any], made: Table) -> None:
    if "committees" in raw:
        made["governance"]["committees"] = _each(raw, "committees", _committee)
        known = {word_of(each, "committee") for each in tables_of(raw, "committees")}
        made["joining"]["steps"] = [
            step if step.get("session_of") in known else _without(step, "session_of") for step in made["joining"]["steps"]
        ]
    if "decisions" in raw:
        made["decisions"] = {"matters": _each(raw, "decisions", lambda each: _decision(each, made["roles"]))}


def _committee(entry: Table) -> Table:
    found = _without(entry, "committee", "seats", "later_every_months") | {"code": entry.get("committee")}
    found["fr"] = entry.get("committee")
    seats = tables_of(entry, "seats")
    found["seats"] = [seat.get("any_of", []) for seat in seats if not seat.get("of_each_commune")]
    found["member_seats"] = [seat.get("any_of", []) for seat in seats if seat.get("of_each_commune")]
    if "later_every_months" in entry:
        found |= {"then_every_months": entry["later_every_months"], "then_from": "operational_quarterly_from"}
    return found


def _decision(entry: Table, roles: dict[str, Any]) -> Table:
    """
    Format 1 says in words who decides: a role of its own holds them.
    """
    by, words = f"decides-{word_of(entry, 'code')}", word_of(entry, "decides")
    roles[by] = {"en": words if words.lower().startswith(("the ", "a ")) else f"the {words}"}
    return _renamed(_without(entry, "decides"), matter="en") | {"by": by}
