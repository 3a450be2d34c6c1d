"""
The authorised perimeter: what the deliberation allows to be asked for.
"""

from __future__ import annotations

from dmsi_rules.case.deadlines import is_among
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.dossier import Commune, Opening
from dmsi_rules.rulebook._deeds import day_of_membership, day_of_opening, day_of_request, day_of_signing
from dmsi_rules.rulebook._links import edges_between, inferred_among
from dmsi_rules.rulebook._places import Signing, lines_in_rows, lines_outside_rows, membership, opened_rows, perimeter, signers
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_


@rule(
    code="PER001",
    deed=day_of_request,
    name="outside-perimeter",
    title=N_("A service is asked outside the authorised perimeter"),
    rests_on=("joining.perimeter",),
    force="breach",
    places=lines_in_rows,
    message=N_("`{service}` is outside the perimeter that the deliberation authorises"),
    checks=N_(
        "Every asked service that has a row in the form of the perimeter is authorised by a deliberation; one service "
        "of a row stands for all of it."
    ),
    why=N_("The deliberation sets what {member} may be engaged in; beyond it the request binds nobody."),
    remedy=N_("Have the council authorise the service, or leave it out of the request."),
)
def outside_perimeter(line: NamedLine, case: Case) -> Violated | Unknown | None:
    return _authorised(line.service, case)


def _authorised(service: str, case: Case) -> Violated | Unknown | None:
    if case.perimeter & case.terms.graph.bit[service]:
        return None
    return Unknown(case.facts.no_perimeter) if case.facts.no_perimeter else Violated({"service": service})


@rule(
    code="PER002",
    name="perimeter-lacks-required-service",
    title=N_("The perimeter holds a service without one that it requires"),
    rests_on=("joining.perimeter", "catalogue.edges"),
    force="breach",
    places=perimeter,
    readings=("inferred_edges",),
    message=N_("the perimeter authorises `{service}` without {services} that it requires"),
    checks=N_(
        "Every service of the perimeter comes with all that it requires, directly or through others; one service of a "
        "row stands for all of it."
    ),
    why=N_("A service that is authorised without what it requires could never be opened."),
    remedy=N_("Have the council authorise the required services too."),
)
def perimeter_lacks_required_service(service: str, case: Case) -> Violated | Unknown | None:
    graph = case.terms.graph
    missing = graph.closure[service] & ~case.perimeter
    if not missing:
        return None
    if case.facts.no_perimeter:
        return Unknown(case.facts.no_perimeter)
    services = graph.names(missing)
    links = {service: services}
    clause = case.terms.text.entries("joining.perimeter")
    facts = {"service": service, "services": services}
    edges = edges_between(case, links)
    return Violated(facts | inferred_among(edges), entries=(*clause, *edges))


@rule(
    code="PER003",
    deed=day_of_request,
    name="not-named-in-perimeter",
    title=N_("A service without a row in the perimeter's form is not named in the perimeter"),
    rests_on=("joining.perimeter",),
    force="note",
    places=lines_outside_rows,
    message=N_("`{service}` has no row in the perimeter's form and the deliberation does not name it"),
    checks=N_(
        "An asked service for which the perimeter's form has no row is named in the deliberation's perimeter all the same."
    ),
    why=N_("The form leaves some services of the catalogue out; naming them in the deliberation takes the doubt away."),
    remedy=N_("Name the service in the deliberation."),
)
def not_named_in_perimeter(line: NamedLine, case: Case) -> Violated | None:
    if case.facts.no_perimeter or case.perimeter & case.terms.graph.bit[line.service]:
        return None
    return Violated({"service": line.service})


@rule(
    code="PER004",
    deed=day_of_opening,
    name="opened-outside-perimeter",
    title=N_("A service is opened outside the authorised perimeter"),
    rests_on=("joining.perimeter",),
    force="breach",
    party="both",
    places=opened_rows,
    message=N_("`{service}` is open, outside the perimeter that the deliberation authorises"),
    checks=N_(
        "Every reported opening of a service that has a row in the perimeter's form is of one in the perimeter of a "
        "deliberation."
    ),
    why=N_("An opening engages {member} in services that its council has authorised, and in no others."),
    remedy=N_("Have the council authorise the service, or close it."),
)
def opened_outside_perimeter(opening: Opening, case: Case) -> Violated | Unknown | None:
    return _authorised(opening.service, case)


@rule(
    code="PER005",
    name="signed-by-another",
    title=N_("The convention or a request is signed by somebody who may not"),
    rests_on=("joining.signers|request.form.signers",),
    force="breach",
    places=signers,
    deed=day_of_signing,
    message=N_("signed by `{signer}`, where only these may sign: {allowed}"),
    checks=N_("The convention and each request are signed by one of those whom the text names for it."),
    why=N_("Whoever is not named by the text engages nobody with a signature."),
    remedy=N_("Have one of those sign whom the text names, or correct the dossier."),
)
def signed_by_another(place: tuple[str, Signing], case: Case) -> Violated | None:
    signer, signing = place
    if is_among(signer, signing.allowed, case.terms.convention):
        return None
    return Violated({"signer": signer, "allowed": case.terms.named(signing.allowed)}, entries=(signing.clause,))


@rule(
    code="PER006",
    deed=day_of_membership,
    name="not-a-member",
    title=N_("Who joins is not among the members"),
    rests_on=("members",),
    force="impossible",
    places=membership,
    message=N_("no member has the code {code}"),
    checks=N_("The INSEE code and the SIREN of {member}, as far as they are given, are those of one member of the text."),
    why=N_("The text is for its members: nobody else can be a party to it."),
    remedy=N_("Check the codes: one digit may be wrong."),
)
def not_a_member(commune: Commune, case: Case) -> Violated | None:
    communes = case.terms.text.members or ()
    given = {"insee": commune.insee, "siren": commune.siren}
    found = {key: {each.name for each in communes if getattr(each, key) == code} for key, code in given.items() if code}
    entries = communes[:1]
    for key, names in found.items():
        if not names:
            return Violated(
                {"code": given[key]},
                path=f"/commune/{key}" if key == "siren" and commune.insee is None else None,
                entries=entries,
            )
    if len(found) > 1 and not set.intersection(*found.values()):
        message = N_("the INSEE code {insee} and the SIREN {siren} are those of two members")
        return Violated(given, message=message, entries=entries)
    return None
