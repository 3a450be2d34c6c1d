"""
The catalogue, for people at a terminal and as data for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dmsi_rules.convention.catalogue import (
    FIRST_YEAR,
    INFERRED,
    bracketed,
    heading,
    inferred,
    is_offered,
    left_out,
    level_of,
    place_label,
    price_label,
    prices_of,
    pricing,
    requirements,
    unit_label,
)
from dmsi_rules.convention.grids import about_prices, first_priced
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge, Included, Service
from dmsi_rules.report.about_prices import about_prices_words
from dmsi_rules.report.figures import offer
from dmsi_rules.report.styled import UNBOUND, Line, fitted, paragraph, to_plain
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, fill, line, places
from dmsi_rules.text.marks import N_, Translate, amount
from dmsi_rules.text.width import cells
from dmsi_rules.values.plain import plain

MARK = "~"
KINDS = {"continuous": N_("continuous"), "quotation": N_("quotation")}
NONE = "-"


def catalogue_text(terms: Terms, grid: Grid | None, translate: Translate = str, width: int = UNBOUND) -> Iterator[Line]:
    """
    Yield the catalogue as aligned tables: services, prices by plan, what comes with a service, lines, links.
    """
    yield (("title", line(terms.convention.title)),)
    yield from paragraph(heading(terms, grid, translate), width, style="faint", hang=2)
    for words in about_prices_words(about_prices((grid,)), translate):
        yield from paragraph(words, width, hang=2)
    blocks = {
        N_("Services"): _fitted(_services(terms, grid, translate), width),
        N_("Prices by plan, euros a year"): _fitted(_plans(terms, grid, translate), width),
        N_("Included, never ordered or priced"): _fitted(_included(terms, translate), width),
        N_("Lines of service"): list(_lines(terms, width, translate)),
        N_("Links"): [*_fitted(_links(terms, translate), width), *_legend(terms, width, translate)],
    }
    for title, rows in blocks.items():
        if rows:
            words = translate(title)
            yield from ((), (("strong", words),), (("faint", "-" * cells(words)),))
            yield from ((("plain", row),) for row in rows)


def _fitted(rows: Iterable[Sequence[str]], width: int) -> list[str]:
    return [text for row in fitted(rows, width=width) for text in row]


def _services(terms: Terms, grid: Grid | None, translate: Translate) -> list[list[str]]:
    heads = (N_("code"), N_("kind"), N_("category"), N_("price"), N_("requires"), N_("title"))
    is_coded = reads_codes(translate)
    rows = [[translate(head) for head in (heads if is_coded else (N_("service"), *heads[2:5]))]]
    for service in terms.text.services.values():
        about = [
            place_label(terms, service, translate) or NONE,
            price_label(terms, service, grid, translate),
            ", ".join(_required(edge, translate) for edge in requirements(terms, service.code)) or NONE,
        ]
        title = line(service.title)
        rows.append([service.code, translate(KINDS[service.kind]), *about, title] if is_coded else [title, *about])
    return rows


def _required(edge: Edge, translate: Translate) -> str:
    service = code_words(edge.requires, translate)
    return f"{MARK}{service}" if edge.basis == "inferred" else service


def _plans(terms: Terms, grid: Grid | None, translate: Translate) -> Iterator[list[str]]:
    rows = [
        (service, plan, price)
        for service in terms.text.services.values()
        for plan, price in prices_of(terms, service, grid).items()
        if plan and price.year is not None
    ]
    years = [amount(price.year, translate) for *_, price in rows if price.year is not None]
    digits = max(map(len, years), default=0)
    firsts = [
        "" if price.first_year is None else fill(translate(FIRST_YEAR), {"year": price.first_year}, translate)
        for *_, price in rows
    ]
    for (service, plan, _), year, first in zip(rows, years, firsts, strict=True):
        price = f"{year:>{digits}} / {line(unit_label(terms, service, translate))}"
        yield [*offer(service.code, plan, translate), price, *([first] if any(firsts) else [])]


def _included(terms: Terms, translate: Translate) -> Iterator[list[str]]:
    for each in terms.text.included:
        code = [each.code] if reads_codes(translate) else []
        yield [code_words(each.with_, translate), *code, line(each.title), line(each.source)]


def _lines(terms: Terms, width: int, translate: Translate) -> Iterator[str]:
    for each in terms.text.services.values():
        if each.lines:
            yield f"{code_words(each.code, translate)} ({line(each.source)})"
            for name in each.lines:
                yield from to_plain(paragraph(line(name), width, indent=4, hang=2)).splitlines()


def _links(terms: Terms, translate: Translate) -> Iterator[list[str]]:
    for edge in terms.shown.edges:
        yield [code_words(edge.service, translate), _required(edge, translate), line(places(edge.source, translate))]


def _legend(terms: Terms, width: int, translate: Translate) -> Iterator[str]:
    """
    Some are inferred: whoever reads the links is told which of them the text does not say.
    """
    if inferred(terms.shown.edges):
        yield from ("", *to_plain(paragraph(f"{MARK} {translate(INFERRED)}", width, hang=2)).splitlines())
    if words := left_out(terms, translate):
        yield from ("", *to_plain(paragraph(words, width)).splitlines())


# ---- for programs


def catalogue_to_dict(terms: Terms, grid: Grid | None) -> dict[str, Any]:
    """
    Return the services of *convention*, priced on *grid*, and what they require under the reading of *graph*.

    `pricing` tells a price of the `grid` from its absence: the base is `free`, some services go by `quotation`, for some
    the text has `none`, and without a grid it is `unknown`.
    """
    about = next((each.to_dict() for each in about_prices((grid,))), {})
    return {
        "title": terms.convention.title,
        "base": terms.base,
        "vat": about.get("vat"),
        "index": about.get("index"),
        "services": [_service(terms, grid, service) for service in terms.text.services.values()],
        "edges": [_edge(edge) for edge in terms.shown.edges],
        "lines": [
            {"service": each.code, "names": list(each.lines), "source": each.source}
            for each in terms.text.services.values()
            if each.lines
        ],
        "included": [_brought(each) for each in terms.text.included],
        "order": list(terms.shown.order),
    }


def _service(terms: Terms, grid: Grid | None, service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "title": service.title,
        "english": service.english,
        "kind": service.kind,
        "category": service.category,
        "level": level_of(terms, service),
        "adds_to": terms.upper.get(service.code),
        "unit": service.unit,
        "plans": list(service.plans),
        "requires": [edge.requires for edge in requirements(terms, service.code)],
        "closure": list(terms.shown.requires(service.code)),
        "opening_order": terms.shown.order.index(service.code),
        "offered": is_offered(terms, service),
        "from": plain(service.from_),
        "until": plain(service.until),
        "pricing": pricing(terms, service, grid),
        "prices": [
            {
                "plan": plan,
                "unit": service.unit,
                "month": plain(price.month),
                "year": plain(price.year),
                **first_priced(price),
                **bracketed(price),
            }
            for plan, price in prices_of(terms, service, grid).items()
        ],
        "source": service.source,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {"service": edge.service, "requires": edge.requires, "basis": edge.basis, "source": edge.source}


def _brought(included: Included) -> dict[str, Any]:
    return {"code": included.code, "title": included.title, "service": included.with_, "source": included.source}
