"""
The obligations of a member, from the day on which both parties have signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules.case.deadlines import notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import last_signature, renewals_path
from dmsi_rules.case.parties import party_code
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.clauses import Obligation
from dmsi_rules.model.convention import MEMBER
from dmsi_rules.model.dossier import Obligations, Project, Purchase
from dmsi_rules.model.scalars import is_blank
from dmsi_rules.rulebook._places import attested_obligations, census, obligations, projects, purchases
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

CENSUS = "/obligations/census_years"


def _kept(said: object, key: str, code: str, case: Case) -> Violated | Unknown | None:
    """
    Judge what is *said* at *key* of the obligation *code*: absent is unknown, empty or false is not kept.
    """
    if said is None:
        return Unknown((f"/obligations/{key}",))
    is_kept = not is_blank(said) if isinstance(said, str) else bool(said)
    facts = {"what": case.terms.text.obligations[code].words}
    return None if is_kept else Violated(facts, path=f"/obligations/{key}")


@rule(
    code="OBL000",
    name="obligation-not-attested",
    title=N_("An obligation is attested not to be kept"),
    rests_on=("duties.attested",),
    force="breach",
    places=attested_obligations,
    message=N_("not kept, as attested: {what}"),
    checks=N_(
        "What the text asks of {member} from the day on which both parties have signed is attested, where nothing else tells it."
    ),
    why=N_("What was signed is to be kept, and only a word tells whether it is."),
    remedy=N_("See to it that it is kept, and attest it."),
)
def obligation_not_attested(obligation: Obligation, case: Case) -> Violated | Unknown | None:
    code = obligation.code or ""
    said = case.dossier.obligations
    word = ((said.attested if said else None) or {}).get(code)
    facts = {"obligation": code, "what": obligation.words}
    if word is None:
        message = N_("cannot be decided whether it is kept: {what}; {missing} not given")
        return Unknown((f"/obligations/attested/{code}",), facts, message=message, apart=True, entries=(obligation,))
    return None if word else Violated(facts, entries=(obligation,))


@rule(
    code="OBL001",
    name="no-correspondent",
    title=N_("No correspondent is designated"),
    rests_on=("duties.OBL001",),
    force="breach",
    places=obligations,
    message=N_("not kept: {what}"),
    checks=N_("A correspondent of {member} is designated for its systems."),
    why=N_("Whoever runs the systems needs one person to turn to."),
    remedy=N_("Designate a correspondent."),
)
def no_correspondent(said: Obligations, case: Case) -> Violated | Unknown | None:
    return _kept(said.correspondent, "correspondent", "OBL001", case)


@rule(
    code="OBL002",
    name="documents-withheld",
    title=N_("Information for the joint study is not shared"),
    rests_on=("duties.OBL002",),
    force="breach",
    places=obligations,
    message=N_("not kept: {what}"),
    checks=N_("What the joint study of the information system needs is shared."),
    why=N_("The study that comes before joining knows only what it is shown."),
    remedy=N_("Share what the study needs."),
)
def documents_withheld(said: Obligations, case: Case) -> Violated | Unknown | None:
    return _kept(said.documents_shared, "documents_shared", "OBL002", case)


@rule(
    code="OBL003",
    name="abnormal-use",
    title=N_("The systems are not used normally and lawfully"),
    rests_on=("duties.OBL003",),
    force="breach",
    places=obligations,
    message=N_("not kept: {what}"),
    checks=N_("The systems that {provider} provides are used normally and lawfully."),
    why=N_("The use of the systems is tied to their rules and to the law."),
    remedy=N_("Bring the use into line with the rules."),
)
def abnormal_use(said: Obligations, case: Case) -> Violated | Unknown | None:
    return _kept(said.normal_use, "normal_use", "OBL003", case)


@rule(
    code="OBL004",
    name="premises-unfit",
    title=N_("The premises are not accessible and secured"),
    rests_on=("duties.OBL004",),
    force="breach",
    places=obligations,
    message=N_("the premises are not {lacks}"),
    checks=N_("The premises put at the disposal of {department} are accessible and secured, both."),
    why=N_("Whoever works there must be able to get in, and nobody else."),
    remedy=N_("Make the premises accessible and secure."),
)
def premises_unfit(said: Obligations, _: Case) -> Violated | Unknown | None:
    premises = said.premises
    facts = {key: getattr(premises, key, None) for key in ("accessible", "secured")}
    if lacks := tuple(key for key, is_so in facts.items() if is_so is False):
        return Violated({"lacks": lacks}, path=f"/obligations/premises/{lacks[0]}")
    missing = tuple(f"/obligations/premises/{key}" for key, is_so in facts.items() if is_so is None)
    return Unknown(missing) if missing else None


@rule(
    code="OBL005",
    name="project-without-manager",
    title=N_("A project has no business project manager"),
    rests_on=("duties.OBL005",),
    force="breach",
    places=projects,
    key="project_manager",
    message=N_("the project `{project}` has no business project manager"),
    checks=N_("Each project that {member} takes part in has a business project manager of its own."),
    why=N_("A project needs somebody who answers for what it is to do."),
    remedy=N_("Designate a business project manager."),
)
def project_without_manager(place: tuple[str, Project | None], _: Case) -> Violated | Unknown | None:
    path, project = place
    if project is None:
        return Unknown((path,))
    if project.project_manager is None:
        return Unknown((f"{path}/project_manager",))
    is_named = project.project_manager is not False and not is_blank(project.project_manager)
    return None if is_named else Violated({"project": project.name or "?"})


@rule(
    code="OBL006",
    name="investigation-not-authorised",
    title=N_("Investigation after a security incident is not authorised in advance"),
    rests_on=("duties.OBL006",),
    force="breach",
    places=obligations,
    message=N_("not kept: {what}"),
    checks=N_("Whoever provides the systems is authorised in advance to investigate after a security incident."),
    why=N_("After an incident there is no time left to ask."),
    remedy=N_("Give the authorisation."),
)
def investigation_not_authorised(said: Obligations, case: Case) -> Violated | Unknown | None:
    return _kept(said.investigation_authorised, "investigation_authorised", "OBL006", case)


@rule(
    code="OBL007",
    name="census-missing",
    title=N_("The yearly census of needs is missing for a year"),
    rests_on=("duties.OBL007",),
    force="breach",
    places=census,
    readings=("start", "term_end", "letter_date", "late_in_last_year"),
    message=N_("no census of needs for {years}"),
    checks=N_(
        "The census of needs has been taken for every full year since the start, up to the end of the exit or of the term."
    ),
    why=N_("What {member} needs is collected every year: plans and budgets rest on it."),
    remedy=N_("Take the missing census, and record its year."),
)
def census_missing(years: Sequence[int], case: Case) -> Violated | Unknown | None:
    said = case.dossier.obligations
    if said is None or said.census_years is None:
        return Unknown((CENSUS,))
    lacking = [year for year in years if year not in said.census_years]
    doubts = [_doubt(year, case) for year in lacking]
    if certain := tuple(year for year, doubt in zip(lacking, doubts, strict=True) if doubt is None):
        return Violated({"years": certain})
    return Unknown((doubts[0],)) if doubts and doubts[0] else None


def _doubt(year: int, case: Case) -> str | None:
    """
    Return the fact on which it depends whether the convention still ran in *year*, which its term allows.
    """
    if case.may_end_from is not None and year > case.may_end_from:
        return renewals_path(case.bound)
    notice = case.dossier.termination
    if notice is None or notice.scope == "partial":
        return None
    leaving = case.exit
    if leaving is None:
        return None if notified(notice, case.terms) else "/termination/sent"
    if year <= leaving.earliest.year:
        return None
    return "/termination/held" if notice.scope else "/termination/scope"


@rule(
    code="OBL008",
    name="purchase-not-in-order",
    title=N_("A purchase was not validated in time, or was ordered by another"),
    rests_on=("duties.OBL008",),
    force="breach",
    places=purchases,
    message=N_("the purchase of {date} was validated only afterwards"),
    checks=N_(
        "A purchase made since both parties signed is validated, by the one whom the text names, on its day or before, "
        "and ordered by {member}."
    ),
    why=N_("What is validated first fits the common systems; who pays for it orders it."),
    remedy=N_("Have purchases validated before {member} orders them."),
)
def purchase_not_in_order(place: tuple[str, Purchase], case: Case) -> Violated | Unknown | None:
    path, purchase = place
    date, validated = known(purchase.date), purchase.validated
    signed = last_signature(case.dossier, case.terms)
    if date is not None and signed is not None and date < signed:
        return None
    if purchase.ordered_by not in {None, party_code(MEMBER, case.terms)}:
        return Violated(
            {"ordered_by": purchase.ordered_by}, message=N_("the purchase was ordered by `{ordered_by}`, not by {member}")
        )
    if validated is False:
        return Violated({"date": date}, message=N_("the purchase was not validated"))
    if date is not None and validated is not None and validated > date:
        return Violated({"date": date, "validated": validated})
    facts = {"date": date, "validated": validated, "ordered_by": purchase.ordered_by}
    missing = tuple(f"{path}/{key}" for key, fact in facts.items() if fact is None)
    return Unknown(missing) if missing else None
