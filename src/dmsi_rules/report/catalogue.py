"""
The catalogue, for people at a terminal and as data for programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dmsi_rules.convention.catalogue import (
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
from dmsi_rules.convention.grids import about_prices
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge, Included, Service
from dmsi_rules.report.about_prices import about_prices_words
from dmsi_rules.report.styled import Line, table
from dmsi_rules.text.fill import line, places
from dmsi_rules.text.marks import N_, Translate, amount
from dmsi_rules.text.width import cells
from dmsi_rules.values.plain import plain

MARK = "~"
KINDS = {"continuous": N_("continuous"), "quotation": N_("quotation")}
NONE = "-"


def catalogue_text(terms: Terms, grid: Grid | None, translate: Translate = str) -> Iterator[Line]:
    """
    Yield the catalogue as aligned tables: services, prices by plan, what comes with a service, lines, links.
    """
    yield (("title", line(terms.convention.title)),)
    yield (("faint", heading(terms, grid, translate)),)
    yield from ((("plain", words),) for words in about_prices_words(about_prices((grid,)), translate))
    blocks = {
        N_("Services"): table(_services(terms, grid, translate)),
        N_("Prices by plan, euros a year"): table(_plans(terms, grid, translate)),
        N_("Included, never ordered or priced"): table(_included(terms)),
        N_("Lines of service"): list(_lines(terms)),
        N_("Links"): [*table(_links(terms, translate)), *_legend(terms, translate)],
    }
    for title, rows in blocks.items():
        if rows:
            words = translate(title)
            yield from ((), (("strong", words),), (("faint", "-" * cells(words)),))
            yield from ((("plain", row),) for row in rows)


def _services(terms: Terms, grid: Grid | None, translate: Translate) -> list[list[str]]:
    heads = (N_("code"), N_("kind"), N_("category"), N_("price"), N_("requires"), N_("title"))
    rows = [[translate(head) for head in heads]]
    rows += (
        [
            service.code,
            translate(KINDS[service.kind]),
            place_label(terms, service, translate) or NONE,
            price_label(terms, service, grid, translate),
            ", ".join(map(_required, requirements(terms, service.code))) or NONE,
            line(service.title),
        ]
        for service in terms.text.services.values()
    )
    return rows


def _required(edge: Edge) -> str:
    return f"{MARK}{edge.requires}" if edge.basis == "inferred" else edge.requires


def _plans(terms: Terms, grid: Grid | None, translate: Translate) -> Iterator[list[str]]:
    rows = [
        (service, plan, price)
        for service in terms.text.services.values()
        for plan, price in prices_of(terms, service, grid).items()
        if plan and price.year is not None
    ]
    years = [amount(price.year, translate) for *_, price in rows if price.year is not None]
    digits = max(map(len, years), default=0)
    for (service, plan, _), year in zip(rows, years, strict=True):
        yield [service.code, str(plan), f"{year:>{digits}} / {line(unit_label(terms, service, translate))}"]


def _included(terms: Terms) -> Iterator[list[str]]:
    for each in terms.text.included:
        yield [each.with_, each.code, line(each.title), line(each.source)]


def _lines(terms: Terms) -> Iterator[str]:
    for each in terms.text.services.values():
        if each.lines:
            yield f"{each.code} ({line(each.source)})"
            yield from (f"    {line(name)}" for name in each.lines)


def _links(terms: Terms, translate: Translate) -> Iterator[list[str]]:
    for edge in terms.shown.edges:
        yield [edge.service, _required(edge), line(places(edge.source, translate))]


def _legend(terms: Terms, translate: Translate) -> Iterator[str]:
    """
    Some are inferred: whoever reads the links is told which of them the text does not say.
    """
    if inferred(terms.shown.edges):
        yield from ("", f"{MARK} {translate(INFERRED)}")
    if words := left_out(terms, translate):
        yield from ("", words)


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
