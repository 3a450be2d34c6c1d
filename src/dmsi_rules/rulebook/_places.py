"""
The places of a case that rules look at, in document order, each with its JSON pointer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dmsi_rules.case.deadlines import end_at, exit_choices, notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.parties import LATER, signature_path, signed_on, signer
from dmsi_rules.case.process import recorded_steps, rounds
from dmsi_rules.case.requests import in_document_order
from dmsi_rules.convention.years import start_of, year_end
from dmsi_rules.documents.structure import document_order
from dmsi_rules.model.convention import MEMBER, PROVIDER
from dmsi_rules.model.dossier import Obligations, Termination
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.given import blank
from dmsi_rules.rulebook._rule import Place
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record

NOTHING_SAID = blank(Obligations)


def lines(case: Case) -> Sequence[Place]:
    """
    Every line of the request.
    """
    return case.lines


def asked_lines(case: Case) -> Sequence[Place]:
    """
    Every line of the request, with the request that it stands in.
    """
    return [(path, (line, each)) for each in in_document_order(case.facts.live) for path, line in each.lines]


def requests(case: Case) -> Sequence[Place]:
    """
    Every live request, with the volumes in force once it stands.
    """
    found = [(each.path, (each, in_force)) for each, in_force in case.facts.volumes if each.lines]
    return found if len(found) < 2 else sorted(found, key=lambda place: document_order(place[0]))  # noqa: PLR2004


def all_requests(case: Case) -> Sequence[Place]:
    """
    Every request, live or dead, as they stand in the document.
    """
    return [(each.path, each) for each in in_document_order(case.requests)]


def form_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request that stand in its form, or may: those without a service; before them, a commune without name.
    """
    form = case.terms.form
    found: list[Place] = [place for place in case.lines if place[1].service in form]
    if any(each.unnamed for each in case.facts.live):
        found += [place for each in case.facts.live for place in each.unnamed]
        found.sort(key=lambda place: document_order(place[0]))
    commune = case.dossier.commune
    return [("/commune/name", commune), *found] if commune.name is None and case.facts.live else found


def lines_in_rows(case: Case) -> Sequence[Place]:
    """
    The lines of the request that have a row in the perimeter's form.
    """
    return [place for place in case.lines if place[1].service in case.terms.rows]


def lines_outside_rows(case: Case) -> Sequence[Place]:
    """
    The lines of the request that have no row in the perimeter's form.
    """
    return [place for place in case.lines if place[1].service not in case.terms.rows]


def levels_asked(case: Case) -> Sequence[Place]:
    """
    Every second level whose volume, or its first level's, a live request sets: with both volumes in force then.
    """
    upper = case.terms.upper
    found: list[Place] = []
    for each, in_force in case.facts.volumes:
        for above, below in upper.items():
            if above not in in_force or below not in in_force:
                continue
            (path, second), (other, first) = in_force[above], in_force[below]
            own = f"{each.path}/"
            if not path.startswith(own):
                path = other
            if path.startswith(own):
                found.append((path, (second, first)))
    return found if len(found) < 2 else sorted(found, key=lambda place: document_order(place[0]))  # noqa: PLR2004


def printed_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request on which a price is printed, of services that the grid in force prices.
    """
    printed = [place for place in case.lines if place[1].printed_annual_price is not None]
    prices = case.prices if printed else {}
    return [(path, (path, line)) for path, line in printed if (line.service, line.plan) in prices]


def perimeter(case: Case) -> Sequence[Place]:
    """
    The entries of each authorised perimeter.
    """
    said = [("", case.dossier.deliberation), *((each.path, each.deliberation) for each in in_document_order(case.requests))]
    return [
        (f"{path}/deliberation/perimeter/{rank}", service)
        for path, deliberation in said
        if deliberation
        for rank, service in enumerate(deliberation.perimeter or ())
    ]


def opened_rows(case: Case) -> Sequence[Place]:
    """
    The reported openings of services that have a row in the perimeter's form.
    """
    return [(path, opening) for path, opening in case.openings.values() if opening.service in case.terms.rows]


def reported_openings(case: Case) -> Sequence[Place]:
    """
    The reported openings.
    """
    return tuple(case.openings.values())


def opening_days(case: Case) -> Sequence[Place]:
    """
    The wished openings, then the reported ones: each a service with the days to compare it with.
    """
    both = (case.wishes, case.reports) if case.openings else (case.wishes,)
    return [(path, (service, days)) for days in both for service, (path, _) in days.items()]


def dated_lines(case: Case) -> Sequence[Place]:
    """
    The lines of the request with a wished opening, whose service is not open yet, each with its request.
    """
    return [(path, (line, case.facts.by_line[path])) for path, line in case.dated]


def lines_within_known_term(case: Case) -> Sequence[Place]:
    """
    The same, without those for which it is unknown whether the convention still runs on the day wished for.
    """
    if case.last_day is not None:
        return case.dated
    year = case.may_end_from
    return [place for place in case.dated if year and (day := known(place[1].opening)) and day.year <= year]


def openings_wished_and_reported(case: Case) -> Sequence[Place]:
    """
    The wished openings of services not open yet, then the reported ones: each its day and, if reported, where that stands.

    With them the given day, where the text in force is not signed: by what anything runs on it is not known.
    """
    wished: list[Place] = [(f"{path}/opening", (line.opening, None)) for path, line in case.dated]
    reported: list[Place] = [(f"{path}/date", (opening.date, f"{path}/date")) for path, opening in case.openings.values()]
    return [*wished, *reported, *([(LATER, (case.as_of, None))] if case.is_unbound else [])]


def notice_of_exit(case: Case) -> Sequence[Place]:
    """
    The notice of an exit.
    """
    notice = case.dossier.termination
    return (("/termination", notice),) if notice is not None else ()


def exit_in_force(case: Case) -> Sequence[Place]:
    """
    The notice of an exit, but for one given after the convention's last day, which is not an exit.
    """
    notice = case.notice
    if notice is None or (case.exit is None and notified(notice, case.terms) and not _is_void(notice, case)):
        return ()
    return (("/termination", notice),)


def _is_void(notice: Termination, case: Case) -> bool:
    """
    Tell whether *notice* is dated before the convention's last day and ends nothing, where a late one is void.
    """
    clause, day = case.terms.text.exit_notice, notified(notice, case.terms)
    if clause is None or clause.late != "void" or day is None:
        return False
    return exit_choices(day, case.start, end_at(day, case.dossier, case.terms), case.terms) is not None


def partial_exit_in_force(case: Case) -> Sequence[Place]:
    """
    The same, but for one that is said to be total.
    """
    return [place for place in exit_in_force(case) if place[1].scope != "total"]


def partial_exit(case: Case) -> Sequence[Place]:
    """
    The notice of an exit that counts and is not said to be total.
    """
    notice = case.notice
    return (("/termination", notice),) if notice is not None and notice.scope != "total" else ()


def lines_after_sessions(case: Case) -> Sequence[Place]:
    """
    The dated lines of services not open yet, each with the second session of the committee after its request, if it is known.
    """
    if not case.sessions:
        return ()
    found: list[Place] = []
    for path, line in case.dated:
        date = case.facts.by_line[path].date
        later = [day for day in case.sessions if date and day > date]
        if len(later) > 1:
            found.append((path, (line, later[1])))
    return found


def exit_that_counts(case: Case) -> Sequence[Place]:
    """
    What a notice that counts says of services to drop and of a decision to hold.
    """
    notice = case.notice
    if notice is None:
        return ()
    return [(f"/termination/{key}", (key, notice)) for key in ("services", "held")]


def mandate(case: Case) -> Sequence[Place]:
    """
    The end of the mandate, where there is a convention to end or a service that runs without one that is known.
    """
    return (("/reaffirmations", None),) if case.start is not None or case.open else ()


def reaffirmations(case: Case) -> Sequence[Place]:
    """
    The day of each reaffirmation.
    """
    return [(f"/reaffirmations/{rank}/date", each.date) for rank, each in enumerate(case.dossier.reaffirmations or ())]


def resting_steps(case: Case) -> Sequence[Place]:
    """
    Every step of the process that took place and rests on others.
    """
    return case.once(_resting_steps)


def _resting_steps(case: Case) -> Sequence[Place]:
    found = [(each.path, each) for each in recorded_steps(case) if each.step.rests_on]
    return sorted(found, key=lambda place: document_order(place[0])) if len(case.requests) > 1 else found


def refusals(case: Case) -> Sequence[Place]:
    """
    The refusal of each request, with the request.
    """
    return [
        (f"{each.round_path}/refusal", (each.committee.refusal, each))
        for each in in_document_order(rounds(case))
        if each.committee.refusal is not None
    ]


def opinion(case: Case) -> Sequence[Place]:
    """
    The staff committee's opinion, once it is recorded or the convention is being signed.
    """
    deliberation, signed = case.dossier.deliberation, case.dossier.signatures
    given = deliberation.staff_committee_opinion if deliberation else None
    is_signed = signed is not None and any(signed_on(case.dossier, case.terms, party) for party in (MEMBER, PROVIDER))
    return (("/deliberation/staff_committee_opinion", given),) if given is not None or is_signed else ()


def signers(case: Case) -> Sequence[Place]:
    """
    Who signed the convention and each request for the commune, where that is given.
    """
    text, found = case.terms.text, list[Place]()
    path, by = signer(case.dossier, case.terms)
    if by and text.signers:
        found.append((path, (by, Signing(text.signers.roles, text.signers, signed_on(case.dossier, case.terms, MEMBER)))))
    for each in in_document_order(case.requests) if text.form and text.form.signers else ():
        if each.request.signed_by and text.form:
            found.append((f"{each.path}/signed_by", (each.request.signed_by, Signing(text.form.signers, text.form, each.date))))
    return found


@record(eq=False)
class Signing:
    """
    Who may sign, by which clause, and the day of the signature, where it is known.
    """

    allowed: tuple[str, ...]
    clause: Entry
    day: dt.date | None


def membership(case: Case) -> Sequence[Place]:
    """
    The commune's official numbers, where one is given and the convention lists its members.
    """
    commune = case.dossier.commune
    if case.terms.text.members is None or (commune.insee is None and commune.siren is None):
        return ()
    return (("/commune/insee" if commune.insee else "/commune/siren", commune),)


def purchases(case: Case) -> Sequence[Place]:
    """
    The purchases, once both parties have signed.
    """
    if not case.is_signed:
        return ()
    return [(f"/purchases/{rank}", (f"/purchases/{rank}", each)) for rank, each in enumerate(case.dossier.purchases or ())]


def commune_signature(case: Case) -> Sequence[Place]:
    """
    The commune's signature, once it is recorded.
    """
    signed = signed_on(case.dossier, case.terms, MEMBER)
    return ((signature_path(MEMBER, case.terms), signed),) if signed else ()


def obligations(case: Case) -> Sequence[Place]:
    """
    The commune's obligations, once both parties have signed.
    """
    return (("/obligations", case.dossier.obligations or NOTHING_SAID),) if case.is_signed else ()


def attested_obligations(case: Case) -> Sequence[Place]:
    """
    The obligations that have a code and no rule of their own, once both parties have signed.
    """
    if not case.is_signed:
        return ()
    entries = [each for each in case.terms.text.obligations.values() if each.code]
    return [(f"/obligations/attested/{each.code}", each) for each in entries]


def projects(case: Case) -> Sequence[Place]:
    """
    Every project that the commune takes part in, once both parties have signed; the list itself where it is not given.
    """
    if not case.is_signed:
        return ()
    said = case.dossier.obligations
    path = "/obligations/projects"
    if said is None or said.projects is None:
        return ((path, (path, None)),)
    return [(f"{path}/{rank}", (f"{path}/{rank}", project)) for rank, project in enumerate(said.projects)]


def census(case: Case) -> Sequence[Place]:
    """
    The full years since the start, up to the end of a total exit or of the term; nothing while there is none.
    """
    if not case.is_signed or case.start is None:
        return ()
    ends = [case.last_day]
    if case.exit and case.dossier.termination and case.dossier.termination.scope == "total":
        ends.append(case.exit.latest)
    convention = case.terms.convention
    firsts = [start_of(year, convention) for year in range(case.start.year, case.as_of.year + 1)]
    years = [first for first in firsts if first >= case.start and year_end(first, convention) < case.as_of]
    due = [first.year for first in years if not any(end and end < first for end in ends)]
    return (("/obligations/census_years", due),) if due else ()
