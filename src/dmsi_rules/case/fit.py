"""
Whether a document fits the convention in use: its words are in the catalogue, its values on the services that take them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dmsi_rules.case.fit_names import governance_misfits, named_misfits
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Bounded, outside, pointer
from dmsi_rules.documents.kinds import class_kind
from dmsi_rules.documents.structure import document_order
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Service
from dmsi_rules.model.dossier import Committee, Commune, Dossier, Request
from dmsi_rules.text.marks import N_

OTHER = "other"


FITS = "_fits"


def hold_against(document: Any, terms: Terms) -> Bounded:
    """
    Return every fault of a whole *document* before the convention of *terms*; one without is not held against it again.
    """
    if document.__dict__.get(FITS) is terms.convention:
        return Bounded()
    faults = misfits(document, terms)
    if not faults:
        document.__dict__[FITS] = terms.convention
    return faults


def misfits(document: Any, terms: Terms) -> Bounded:
    """
    Return every fault of *document* before the convention of *terms* (DOC003, DOC005, DOC006), in document order.

    The document may be one of which only a part could be read: what is None is told elsewhere.
    """
    faults = Bounded(_misfits(document, terms))
    if not faults:
        return faults  # nearly always
    return Bounded(sorted(faults, key=lambda fault: document_order(fault.path, type(document))), faults.more)


def _misfits(document: Any, terms: Terms) -> Iterator[Fault]:
    if document.convention is not None and document.convention not in (ids := terms.timeline.ids()):
        yield outside(document.convention, ids, N_("convention here")).at("/convention")
    if document.kind == "governance":
        yield from governance_misfits(document, terms)
    if isinstance(document, Dossier):
        if document.commune.siret:
            yield from _identified(document.commune)
        yield from _asked(document, terms)
        yield from named_misfits(document, terms)
        if document.openings or document.snapshots:
            yield from _reported(document, terms)
        if document.invoices:
            yield from _invoiced(document, terms)
        if document.termination or document.purchases or document.expenses or document.assets:
            yield from _named(document, terms)


def _identified(commune: Commune) -> Iterator[Fault]:
    """
    An establishment's number begins with that of whose it is.
    """
    if commune.siret and commune.siren and not commune.siret.startswith(commune.siren):
        message = N_("the establishment `{siret}` is not one of `{siren}`: a SIRET begins with the SIREN")
        yield Fault("DOC005", message, "/commune/siret", {"siret": commune.siret, "siren": commune.siren})


def _asked(dossier: Dossier, terms: Terms) -> Iterator[Fault]:
    if dossier.deliberation is not None and not terms.services.keys() >= set(dossier.deliberation.perimeter or ()):
        yield from _services("/deliberation/perimeter", dossier.deliberation.perimeter, terms)
    if dossier.request is not None and not _is_fit(dossier.request, terms):
        yield from _lines("/request", dossier.request, terms)
    for rank, each in enumerate(dossier.requests or ()):
        if not _is_fit(each, terms):
            yield from _lines(f"/requests/{rank}", each, terms)
        if each.deliberation is not None:
            yield from _services(f"/requests/{rank}/deliberation/perimeter", each.deliberation.perimeter, terms)
    if dossier.requests is not None and dossier.request is None and dossier.committee is not None:
        yield from _without_request(dossier.committee)


def _without_request(committee: Committee) -> Iterator[Fault]:
    """
    Where all requests are listed, each has a round of its own: only the sessions stand at the top.
    """
    message = N_("`{key}` belongs to a request here: move it into the request's own `committee`")
    for key in class_kind(Committee).names:
        if key != "sessions" and getattr(committee, key) is not None:
            yield Fault("DOC002", message, f"/committee/{key}", {"key": key})


def _is_fit(request: Request, terms: Terms) -> bool:
    """
    Tell whether the lines of *request* are such as can be asked, nearly always at once.
    """
    lines = request.lines or ()
    keys = {(line.service, line.plan) for line in lines}
    if len(keys) < len(lines) or not keys <= terms.orderable:
        return False
    base, priced, limited = terms.base, terms.priced, terms.limited
    for line in lines:
        if line.service in limited and line.quantity is not None:
            return False
        if (line.quotation is not None and line.service in priced) or (line.service == base and line.quantity is not None):
            return False
    return True


def _lines(path: str, request: Request, terms: Terms) -> Iterator[Fault]:
    seen: set[tuple[str | None, str | None]] = set()
    for rank, line in enumerate(request.lines or ()):
        key, service = (line.service, line.plan), terms.services.get(line.service or "")
        yield from _line(f"{path}/lines/{rank}", line, service, terms)
        if key in seen and _is_complete(key, terms):
            yield _twice(f"{path}/lines/{rank}", key)
        seen.add(key)
    lines = enumerate(request.lines or ())
    yield from above_most(((f"{path}/lines/{rank}/quantity", line.service, line.quantity) for rank, line in lines), terms)


def _is_complete(key: tuple[str | None, str | None], terms: Terms) -> bool:
    """
    Tell whether a service is named and, where it takes one, its plan.
    """
    service = terms.services.get(key[0] or "")
    return key[0] is not None and (key[1] is not None or service is None or not service.plans)


def _line(path: str, line: Any, service: Service | None, terms: Terms) -> Iterator[Fault]:
    yield from _planned(path, line, service, terms)
    if service is None:
        return
    if service.code == terms.base and line.quantity is not None:
        yield _base_quantity(f"{path}/quantity", terms)
    if line.quantity is not None:
        yield from _of_fact(f"{path}/quantity", service, terms)
    if line.quotation is not None and service.code in terms.priced:
        message = N_("`{service}` has a price and takes no quotation")
        yield Fault("DOC005", message, f"{path}/quotation", {"service": service.code})


def _planned(path: str, line: Any, service: Service | None, terms: Terms) -> Iterator[Fault]:
    """
    The service of *line* is in the catalogue, with a plan just where it takes one.
    """
    fault = None
    if service is not None:
        fault = _plan_fault(service, line.plan, terms)
    elif line.service is not None:
        yield no_such(line.service, terms.services, N_("service"), terms).at(f"{path}/service")
    if service is None and line.plan is not None:
        plans = tuple(plan for each in terms.timeline.plans.values() for plan in each)
        fault = None if line.plan in plans else no_such(line.plan, plans, N_("plan"), terms)
    if fault:
        yield fault.at(f"{path}/plan")


def no_such(word: str, known: Iterable[str], what: str, terms: Terms) -> Fault:
    """
    Return the fault of a *word* that is no code; where it is near what one is called, that may be the one meant.
    """
    from dmsi_rules.convention.glossary import codes_by_name  # noqa: PLC0415  (only a faulty document wants it)

    known = tuple(known)
    return outside(word, known, what, {name: code for name, code in codes_by_name(terms).items() if code in known})


def _plan_fault(service: Service, plan: str | None, terms: Terms) -> Fault | None:
    plans = terms.timeline.plans[service.code]
    if plan is not None and not plans:
        return Fault("DOC005", N_("`{service}` takes no plan"), "", {"service": service.code})
    if plan is not None and plan not in plans:
        return no_such(plan, plans, N_("plan"), terms)
    return None


def _of_fact(path: str, service: Service, terms: Terms) -> Iterator[Fault]:
    """
    Yield that units of *service* are neither ordered nor counted, where they are a fact of the member.
    """
    unit = terms.limited.get(service.code)
    if unit is not None and unit.fact is not None:
        message = N_("`{service}` takes no quantity: it is the member's `{fact}`")
        yield Fault("DOC005", message, path, {"service": service.code, "fact": unit.fact})


def above_most(counts: Iterable[tuple[str, str | None, int | None]], terms: Terms) -> Iterator[Fault]:
    """
    Yield where the *counts* of one member, each a path, a service and its units, have more of a service than a member can have.

    The plans of a service count together.
    """
    held: Counter[str] = Counter()
    for path, code, count in counts:
        unit = terms.limited.get(code or "")
        if code is None or count is None or unit is None or unit.most is None:
            continue
        held[code] += count
        if held[code] > unit.most:
            facts = {"value": held[code], "service": code, "least": 1, "most": unit.most}
            yield Fault("DOC004", N_("a member has at most {most} of `{service}`, not {value}"), path, facts)


def units_above_most(path: str, units: Mapping[str, int | None], terms: Terms) -> Iterator[Fault]:
    """
    Yield where *units*, by service or plan, are more than a member can have.
    """
    if terms.limited:
        yield from above_most(((pointer(path, key), key.partition("/")[0], units[key]) for key in units), terms)


def _base_quantity(path: str, terms: Terms) -> Fault:
    if terms.network is None:
        return Fault("DOC005", N_("`{service}` takes no quantity"), path, {"service": terms.base})
    facts = {"service": terms.base, "hint": terms.network}
    return Fault("DOC005", N_("`{service}` takes no quantity; the units go on `{hint}`"), path, facts)


def _reported(dossier: Dossier, terms: Terms) -> Iterator[Fault]:
    seen: set[str] = set()
    for rank, opening in enumerate(dossier.openings or ()):
        if opening.service is None:
            continue
        if opening.service not in terms.services:
            yield no_such(opening.service, terms.services, N_("service"), terms).at(f"/openings/{rank}/service")
        if opening.service in seen:
            yield _twice(f"/openings/{rank}", (opening.service,))
        seen.add(opening.service)
    seen = set()
    for rank, snapshot in enumerate(dossier.snapshots or ()):
        if snapshot.month in seen and isinstance(snapshot.month, str):
            yield _twice(f"/snapshots/{rank}", (snapshot.month,))
        seen.add(snapshot.month)
        units = snapshot.units or {}
        for key in () if terms.countable.issuperset(units) and not terms.limited else units:
            yield from unit_misfits(pointer(f"/snapshots/{rank}/units", key), key, terms, is_counted=units[key] is not None)
        yield from units_above_most(f"/snapshots/{rank}/units", units, terms)


def unit_misfits(path: str, key: str, terms: Terms, *, is_counted: bool = False) -> Iterator[Fault]:
    """
    Yield what is wrong with counting units of *key*, a service or one of its plans.
    """
    code, slash, plan = key.partition("/")
    service = terms.services.get(code)
    if service is None:
        yield no_such(code, terms.services, N_("service"), terms).at(path)
    elif service.code == terms.base:
        yield _base_quantity(path, terms)
    elif terms.timeline.plans[code] and not slash:
        facts = {"service": code, "known": list(terms.timeline.plans[code])}
        yield Fault("DOC005", N_("`{service}` needs a plan; known: {known}"), path, facts)
    elif fault := _plan_fault(service, plan if slash else None, terms):
        yield fault.at(path)
    elif is_counted:
        yield from _of_fact(path, service, terms)


def _invoiced(dossier: Dossier, terms: Terms) -> Iterator[Fault]:
    for rank, invoice in enumerate(dossier.invoices or ()):
        seen: set[tuple[str | None, str | None]] = set()
        for place, line in enumerate(invoice.lines or ()):
            path = f"/invoices/{rank}/lines/{place}"
            yield from _planned(path, line, terms.services.get(line.service), terms)
            key = (line.service, line.plan)
            if key in seen and _is_complete(key, terms):
                yield _twice(path, key)
            seen.add(key)


def _named(dossier: Dossier, terms: Terms) -> Iterator[Fault]:
    if dossier.termination is not None:
        yield from _services("/termination/services", dossier.termination.services, terms)
    natures = tuple(terms.text.natures)
    named = {
        "purchases": [purchase.nature for purchase in dossier.purchases or ()],
        "expenses": [expense.nature for expense in dossier.expenses or ()],
        "assets": [asset.nature for asset in dossier.assets or ()],
    }
    for section, entries in named.items():
        for rank, nature in enumerate(entries):
            if nature not in natures and isinstance(nature, str):
                yield outside(nature, natures, N_("nature")).at(f"/{section}/{rank}/nature")


def _services(path: str, services: Iterable[Any] | None, terms: Terms) -> Iterator[Fault]:
    known = terms.services
    for rank, service in enumerate(services or ()):
        if service not in known and service is not None:
            yield no_such(service, known, N_("service"), terms).at(f"{path}/{rank}")


def _twice(path: str, names: Iterable[str | None]) -> Fault:
    return Fault("DOC006", N_("{name} stands here a second time"), path, {"name": [name for name in names if name]})
