"""
The forms of the annexes in one workbook, with the monthly photographs: empty, filled from a dossier, read back.

What stands where is found by the labels and headings, in either language, so that sheets may be moved, and columns too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dmsi_rules.convention.catalogue import place_label, unit_label
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.keys import keys
from dmsi_rules.model.scalars import typed_day
from dmsi_rules.office.cells import (
    NO,
    YES,
    amount_cell,
    amount_in,
    code_in,
    day_cell,
    month_in,
    number_in,
    offer_in,
    yes_in,
)
from dmsi_rules.report.sheets import Cell
from dmsi_rules.text.compared import compared
from dmsi_rules.text.fill import places
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.words import Words

Row = list[Cell]
Rows = list[Row]
Text = Sequence[str]

INCLUDED = Words("compris dans le périmètre (oui ou non)", "in the perimeter (yes or no)")
ASKED = Words("demandé (oui ou non)", "asked for (yes or no)")
CATEGORY, UNIT = Words("catégorie", "category"), Words("unité", "unit")
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("commune", "Commune", "name"),
    ("commune", "Commune", "insee"),
    ("commune", "Commune", "siren"),
    ("commune", "Commune", "siret"),
    ("deliberation", "Deliberation", "number"),
    ("deliberation", "Deliberation", "date"),
    ("deliberation", "Deliberation", "received"),
    ("deliberation", "Deliberation", "staff_committee_opinion"),
    ("request", "Request", "date"),
    ("request", "Request", "signed_by"),
    ("request", "Request", "network_billing_from"),
)
"""
What stands beside its label: the table of a dossier, its class, the key.
"""
DAYS = frozenset(("date", "received", "staff_committee_opinion", "network_billing_from", "opening", "reported"))
AMOUNTS = frozenset(("printed_annual_price", "quotation"))
IDENTITY = ("siren", "insee", "name")
MONTH, WHOSE = "month", "whose "
MONTHS = ("mois", "month")
LINE = ("service", "plan", "quantity", "opening", "printed_annual_price", "quotation")
OPENING = ("service", "date", "reported")
TITLES = {
    "perimeter": N_("Authorised perimeter"),
    "request": N_("Request for services"),
    "openings": N_("Opening of services"),
    "snapshots": N_("Photographs, month by month"),
}
HINTS = {
    "perimeter": N_("The deliberation authorises the services for which yes is written."),
    "request": N_("A service is asked for where yes, a quantity, a day or a quotation stands in its row; days: 15/05/2026."),
    "openings": N_("A service is open where its day is filled in; the day of the report, where it is another."),
    "snapshots": N_("A row a month, a column a service; what is empty counts nothing."),
}
THE_LAST = N_("The dossier has {count} requests: this form is the last one; a form holds one request.")
SIGNED = N_("For {party}, date, name and signature:")
SHEETS = {"perimeter": N_("Perimeter"), "request": N_("Request"), "openings": N_("Openings"), "snapshots": N_("Photographs")}
CLAUSES = {"perimeter": "joining.perimeter", "request": "request.form", "openings": "joining.steps.openings"}
"""
The clause that each form rests on, whose place its title has.
"""


def title_of(table: str, key: str) -> Words:
    """
    Return what a key of a dossier is called.
    """
    return keys()["dossier"][table][key].title


# ---- written


def forms_of(given: Mapping[str, Any], terms: Terms, translate: Translate) -> dict[str, Rows]:
    """
    Return the rows of each sheet of the forms, filled from the dossier *given* as plain data, as far as it goes.
    """
    write = _Writer(given, terms, translate)
    parts = {"perimeter": write.perimeter, "request": write.request, "openings": write.openings, "snapshots": write.snapshots}
    return {
        translate(SHEETS[name]): [[_title(name, terms, translate)], [translate(HINTS[name])], [], *rows()]
        for name, rows in parts.items()
    }


def _title(name: str, terms: Terms, translate: Translate) -> str:
    """
    Return what the form *name* is about, and where the text asks for it.
    """
    place = terms.source_of(CLAUSES[name]) if name in CLAUSES else ""
    return f"{translate(TITLES[name])} ({places(place, translate)})" if place else translate(TITLES[name])


class _Writer:
    def __init__(self, given: Mapping[str, Any], terms: Terms, translate: Translate) -> None:
        self.given = given
        self.terms = terms
        self.translate = translate
        self.called = glossary(terms)
        requests = given.get("requests") or [given.get("request") or {}]
        self.asked: Mapping[str, Any] = requests[-1]
        self.requests = len(requests)

    def word(self, code: str) -> str:
        """
        Return what *code* is called.
        """
        words = self.called.get(code)
        return words.in_(self.translate) if words else code

    def heads(self, table: str, names: Iterable[str]) -> Iterator[str]:
        """
        Yield what the keys *names* are called.
        """
        return (title_of(table, name).in_(self.translate) for name in names)

    def fields(self, *tables: str) -> Iterator[Row]:
        """
        Yield each field of *tables* beside its label.
        """
        for table, made, key in FIELDS:
            if table in tables:
                value = (self.asked if table == "request" else self.given.get(table) or {}).get(key)
                cell = day_cell(value) if key in DAYS else self.word(value) if key == "signed_by" and value else value
                yield [title_of(made, key).in_(self.translate), cell]
        yield []

    def perimeter(self) -> Iterator[Row]:
        """
        Yield the form of the authorised perimeter.
        """
        yield from self.fields("commune", "deliberation")
        yield [*(each.in_(self.translate) for each in (CATEGORY, title_of("Line", "service"), INCLUDED))]
        perimeter = (self.given.get("deliberation") or {}).get("perimeter")
        for code, service in self.terms.text.services.items():
            said = None if perimeter is None else (YES if code in perimeter else NO).in_(self.translate)
            yield [place_label(self.terms, service, self.translate), self.word(code), said]

    def request(self) -> Iterator[Row]:
        """
        Yield the form of a request, with a row for each service and plan.
        """
        if self.requests > 1:
            yield [self.translate(THE_LAST).format(count=self.requests)]
        yield from self.fields("request")
        ends = (each.in_(self.translate) for each in (UNIT, ASKED))
        yield [CATEGORY.in_(self.translate), *self.heads("Line", LINE), *ends]
        lines = list(self.asked.get("lines") or ())
        prices = self.terms.prices[self.terms.grids[-1][1].id] if self.terms.grids else {}
        for code, service in self.terms.text.services.items():
            for plan in service.plans or (None,):
                asked = [each for each in lines if (each.get("service"), each.get("plan")) == (code, plan)]
                price = prices.get((code, plan))
                printed = f"{price.year:.2f}" if price and price.year and not self.asked.get("lines") else None
                yield from (self._line(each, YES) for each in asked)
                if not asked:
                    yield self._line({"service": code, "plan": plan, "printed_annual_price": printed})
                lines = [each for each in lines if each not in asked]
        yield from (self._line(each, YES) for each in lines)
        yield from self.signed("member")

    def signed(self, *parties: str) -> Iterator[Row]:
        """
        Yield a place where each of *parties* signs.
        """
        for party in parties:
            yield []
            yield [self.translate(SIGNED).format(party=self.terms.names[party].in_(self.translate))]

    def _line(self, line: Mapping[str, Any], asked: Words | None = None) -> Row:
        service = self.terms.text.services.get(line.get("service") or "")
        place = place_label(self.terms, service, self.translate) if service else ""
        unit = unit_label(self.terms, service, self.translate) if service and service.unit else ""
        cells: Row = [self.word(line["service"]) if line.get("service") else None]
        cells += [self.word(line["plan"]) if line.get("plan") else None]
        for key in LINE[2:]:
            value = line.get(key)
            cells.append(day_cell(value) if key in DAYS else amount_cell(value) if key in AMOUNTS else value)
        return [place, *cells, unit, asked.in_(self.translate) if asked else None]

    def openings(self) -> Iterator[Row]:
        """
        Yield the form of opening reports.
        """
        yield [*self.heads("Opening", OPENING)]
        there = list(self.given.get("openings") or ())
        for code in self.terms.text.services:
            for opening in [each for each in there if each.get("service") == code] or [{"service": code}]:
                yield [self.word(code), day_cell(opening.get("date")), day_cell(opening.get("reported"))]
        yield from self.signed("member", "provider")

    def snapshots(self) -> Iterator[Row]:
        """
        Yield the photographs.
        """
        counted = list(_counted(self.terms))
        yield [title_of("Snapshot", "month").in_(self.translate), *map(self._heading, counted)]
        for each in self.given.get("snapshots") or ():
            units = each.get("units") or {}
            yield [each.get("month"), *map(units.get, counted)]

    def _heading(self, key: str) -> str:
        service, _, plan = key.partition("/")
        return f"{self.word(service)}, {self.word(plan)}" if plan else self.word(service)


def _counted(terms: Terms) -> Iterator[str]:
    """
    Yield the keys of the units of a photograph, in the order of the catalogue.
    """
    for code, service in terms.text.services.items():
        if code != terms.base:
            yield from (f"{code}/{plan}" for plan in service.plans) if service.plans else (code,)


# ---- read


def dossier_in(sheets: Iterable[Iterable[Text]], terms: Terms) -> dict[str, Any]:
    """
    Return the dossier that filled forms say, as plain data; what they say wrong is for the readers of documents to tell.
    """
    reader = _Reader(terms)
    for rows in sheets:
        reader.table = None
        for row in rows:
            reader.read([cell.strip() for cell in row])
    found = {key: value for key, value in reader.found.items() if value}
    commune = found.get("commune", {})
    mine = [each for whose, each in reader.counted if not whose or is_of(whose, commune)]
    return {**found, **({"snapshots": mine} if mine else {})}


def snapshots_in(sheets: Iterable[Iterable[Text]], terms: Terms) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """
    Return the photographs of many communes, each with whose it is, as plain data.
    """
    reader = _Reader(terms)
    for rows in sheets:
        for row in rows:
            reader.read([cell.strip() for cell in row])
    return reader.counted


def is_of(whose: Mapping[str, str], commune: Mapping[str, Any]) -> bool:
    """
    Tell whether what is said of *whose* a photograph is names *commune*: its SIREN, else its INSEE code, else its name.
    """
    for key in IDENTITY:
        if (said := whose.get(key)) and (known := commune.get(key)):
            return compared(said) == compared(str(known))
    return False


def _labels(table: str, names: Iterable[str]) -> dict[str, str]:
    return {compared(word): name for name in names for word in title_of(table, name)}


class _Reader:
    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.found: dict[str, Any] = {"commune": {}, "deliberation": {}, "request": {}, "openings": []}
        self.table: str | None = None
        self.columns: dict[int, str] = {}
        self.labelled = {compared(word): (table, key) for table, made, key in FIELDS for word in title_of(made, key)}
        self.heads = {
            "lines": {**_labels("Line", LINE), **dict.fromkeys(map(compared, ASKED), "asked")},
            "openings": _labels("Opening", OPENING),
            "perimeter": {**_labels("Line", ("service",)), **dict.fromkeys(map(compared, INCLUDED), "included")},
        }
        self.month = frozenset(map(compared, (*title_of("Snapshot", "month"), *MONTHS)))
        self.whose = _labels("Commune", IDENTITY) | {"commune": "name", "insee": "insee"}
        self.counted: list[tuple[dict[str, str], dict[str, Any]]] = []

    def read(self, row: Text) -> None:
        """
        Read a row: the heads of a table, a row of one, or a field beside its label.
        """
        if self._is_head(row):
            return
        first = next((cell for cell in row if cell), "")
        if (named := self.labelled.get(compared(first))) and first == row[0]:
            self.table = None
            self._field(*named, row[1] if len(row) > 1 else "")
        elif self.table is not None:
            cells = {name: row[rank] for rank, name in self.columns.items() if rank < len(row) and row[rank]}
            if cells:
                getattr(self, f"_{self.table}")(cells)

    def _is_head(self, row: Text) -> bool:
        said = [compared(cell) for cell in row]
        for table, heads in self.heads.items():
            columns = {rank: heads[cell] for rank, cell in enumerate(said) if cell in heads}
            if len(columns) > 1:
                self.table, self.columns = table, columns
                return True
        if month := {rank: MONTH for rank, cell in enumerate(said) if cell in self.month}:
            offers = {rank: offer_in(cell, self.terms) for rank, cell in enumerate(row)}
            units = {rank: "/".join(filter(None, offer)) for rank, offer in offers.items() if offer}
            whose = {rank: f"{WHOSE}{self.whose[cell]}" for rank, cell in enumerate(said) if cell in self.whose}
            self.table, self.columns = "snapshots", {**units, **whose, **month}
            return True
        return False

    def _field(self, table: str, key: str, cell: str) -> None:
        if cell:
            value = typed_day(cell) if key in DAYS else code_in(cell, self.terms) if key == "signed_by" else cell
            self.found[table][key] = value

    def _entry(self, cells: Mapping[str, str]) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        for key, cell in cells.items():
            if key in DAYS:
                entry[key] = typed_day(cell)
            elif key in AMOUNTS:
                entry[key] = amount_in(cell)
            else:
                entry[key] = number_in(cell) if key == "quantity" else code_in(cell, self.terms)
        return entry

    def _perimeter(self, cells: Mapping[str, str]) -> None:
        if "included" not in cells:
            return
        named = self.found["deliberation"].setdefault("perimeter", [])
        if yes_in(cells["included"]) and "service" in cells:
            named.append(code_in(cells["service"], self.terms))

    def _lines(self, cells: Mapping[str, str]) -> None:
        if yes_in(cells.get("asked", "")) or cells.keys() & {"quantity", "opening", "quotation"}:
            line = self._entry({key: cell for key, cell in cells.items() if key != "asked"})
            self.found["request"].setdefault("lines", []).append(line)

    def _openings(self, cells: Mapping[str, str]) -> None:
        if "date" in cells:
            self.found["openings"].append(self._entry(cells))

    def _snapshots(self, cells: Mapping[str, str]) -> None:
        if MONTH in cells:
            whose = {key.removeprefix(WHOSE): cell for key, cell in cells.items() if key.startswith(WHOSE)}
            units = {key: number_in(cell) for key, cell in cells.items() if not key.startswith((WHOSE, MONTH))}
            self.counted.append((whose, {"month": month_in(cells[MONTH]), "units": units}))
