"""
The authorised perimeter (Art. 10.1, Annexe 6): what the deliberation lets the mayor ask for.
"""

from __future__ import annotations

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.dossier import Commune, Opening
from dmsi_rules.rulebook._links import inferred
from dmsi_rules.rulebook._places import lines_in_rows, lines_outside_rows, membership, opened_rows, perimeter, signers
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_


@rule(
    code="PER001",
    name="outside-perimeter",
    title=N_("A service is asked outside the authorised perimeter"),
    source="Art. 10.1, Annexe 6",
    force="breach",
    places=lines_in_rows,
    message=N_("`{service}` is outside the perimeter that the deliberation authorises"),
    checks=N_(
        "Every asked service that has a row in Annexe 6 is in the perimeter of the deliberation; base and network are one row."
    ),
    why=N_(
        "The deliberation sets what the commune's representative may engage it in (Art. 10.1); beyond it the request binds nobody."
    ),
    remedy=N_("Have the council authorise the service, or leave it out of the request."),
    example=(
        '{"commune": {"name": "Lens"}, "deliberation": {"perimeter": ["socle"]}, '
        '"request": {"lines": [{"service": "socle"}, {"service": "messagerie", "plan": "pro-25", "quantity": 5}]}}'
    ),
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
    source="Annexe 6",
    force="breach",
    places=perimeter,
    readings=("inferred_edges",),
    message=N_("the perimeter authorises `{service}` without {services} that it requires"),
    checks=N_(
        "Every service of the perimeter comes with all that it requires, directly or through others; base and network are one row."
    ),
    why=N_("Annexe 6 says of a second level that it needs the first: authorised alone, it could never be opened."),
    remedy=N_("Have the council authorise the required services too."),
    example='{"commune": {"name": "Lens"}, "deliberation": {"perimeter": ["socle", "support"]}}',
)
def perimeter_lacks_required_service(service: str, case: Case) -> Violated | Unknown | None:
    graph = case.terms.graph
    missing = graph.closure[service] & ~case.perimeter
    if not missing:
        return None
    if case.facts.no_perimeter:
        return Unknown(case.facts.no_perimeter)
    services = graph.names(missing)
    return Violated({"service": service, "services": services} | inferred(case, {service: services}))


@rule(
    code="PER003",
    name="not-named-in-perimeter",
    title=N_("A service without a row in Annexe 6 is not named in the perimeter"),
    source="Annexe 6",
    force="note",
    places=lines_outside_rows,
    message=N_("`{service}` has no row in Annexe 6 and the deliberation does not name it"),
    checks=N_(
        "An asked service for which the form of Annexe 6 has no row is named in the deliberation's perimeter all the same."
    ),
    why=N_("The form leaves some services of the catalogue out; naming them in the deliberation takes the doubt away."),
    remedy=N_("Name the service in the deliberation."),
    example='{"commune": {"name": "Lens"}, "deliberation": {"perimeter": ["socle"]}, "request": {"lines": [{"service": "socle"}, {"service": "conseil"}]}}',
)
def not_named_in_perimeter(line: NamedLine, case: Case) -> Violated | None:
    if case.facts.no_perimeter or case.perimeter & case.terms.graph.bit[line.service]:
        return None
    return Violated({"service": line.service})


@rule(
    code="PER004",
    name="opened-outside-perimeter",
    title=N_("A service is opened outside the authorised perimeter"),
    source="Annexe 6, Art. 10.1",
    force="breach",
    party="both",
    places=opened_rows,
    message=N_("`{service}` is open, outside the perimeter that the deliberation authorises"),
    checks=N_("Every reported opening of a service that has a row in Annexe 6 is of one in the perimeter of a deliberation."),
    why=N_("Annexe 6 engages the commune in the opening of the services that its council has authorised, and of no others."),
    remedy=N_("Have the council authorise the service, or close it."),
    example=(
        '{"commune": {"name": "Lens"}, "deliberation": {"perimeter": ["socle"]}, '
        '"openings": [{"service": "messagerie", "date": "2026-01-05"}]}'
    ),
)
def opened_outside_perimeter(opening: Opening, case: Case) -> Violated | Unknown | None:
    return _authorised(opening.service, case)


@rule(
    code="PER005",
    name="signed-by-another",
    title=N_("The convention or a request is signed by somebody who may not"),
    source="Art. 10.1.2, Annexe 7",
    force="breach",
    places=signers,
    message=N_("signed by `{signer}`, where the mayor or the representative signs"),
    checks=N_("The convention and each request are signed by the mayor or by the representative whom the deliberation names."),
    why=N_("Article 10.1.2 has the mayor sign, the deliberation lets a representative do so: nobody else engages the commune."),
    remedy=N_("Have the mayor or the representative sign, or correct the dossier."),
    example='{"commune": {"name": "Lens"}, "signatures": {"commune": "2024-12-20", "commune_by": "correspondent"}}',
)
def signed_by_another(signer: str, _: Case) -> Violated | None:
    return None if signer in {"mayor", "representative"} else Violated({"signer": signer})


@rule(
    code="PER006",
    name="not-a-member",
    title=N_("The commune is not a member of the agglomeration"),
    source="Preamble, CGCT L. 5211-4-2",
    force="impossible",
    places=membership,
    message=N_("no member of the agglomeration has the code {code}"),
    checks=N_("The commune's INSEE code and SIREN, as far as they are given, are those of one member of the agglomeration."),
    why=N_("The convention is between the agglomeration and its member communes: no other one can be a party to it."),
    remedy=N_("Check the codes: one digit may be wrong."),
    example='{"commune": {"name": "Arras", "insee": "62041"}}',
)
def not_a_member(commune: Commune, case: Case) -> Violated | None:
    members = case.terms.convention.members
    communes = members.communes if members else ()
    given = {"insee": commune.insee, "siren": commune.siren}
    found = {key: {each.name for each in communes if getattr(each, key) == code} for key, code in given.items() if code}
    source = members.source if members else None
    for key, names in found.items():
        if not names:
            return Violated(
                {"code": given[key]},
                path=f"/commune/{key}" if key == "siren" and commune.insee is None else None,
                source=source,
            )
    if len(found) > 1 and not set.intersection(*found.values()):
        message = N_("the INSEE code {insee} and the SIREN {siren} are those of two members")
        return Violated(given, message=message, source=source)
    return None
