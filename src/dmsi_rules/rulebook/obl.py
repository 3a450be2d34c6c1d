"""
The commune's obligations (Art. 3), from the day on which both parties have signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from dmsi_rules.case.deadlines import notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import last_signature, renewals_path
from dmsi_rules.case.parties import party_code
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import MEMBER
from dmsi_rules.model.dossier import Obligations, Project, Purchase
from dmsi_rules.model.scalars import is_blank
from dmsi_rules.rulebook._places import census, obligations, projects, purchases
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

CENSUS = "/obligations/census_years"
SIGNED = '"signatures": {"commune": "2024-12-20", "call": "2024-12-23"}'


def _kept(said: object, key: str) -> Violated | Unknown | None:
    """
    Judge what is *said* of an obligation at *key*: absent is unknown, empty or false is not kept.
    """
    if said is None:
        return Unknown((f"/obligations/{key}",))
    is_kept = not is_blank(said) if isinstance(said, str) else bool(said)
    return None if is_kept else Violated(path=f"/obligations/{key}")


@rule(
    code="OBL001",
    name="no-correspondent",
    title=N_("No local IT correspondent is designated"),
    rests_on=("duties.OBL001",),
    force="breach",
    places=obligations,
    message=N_("no local IT correspondent is designated"),
    checks=N_("The commune has designated its local IT correspondent."),
    why=N_("Article 3 makes the correspondent the DMSI's partner in every commune."),
    remedy=N_("Designate a correspondent."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"correspondent": false}}}}',
)
def no_correspondent(said: Obligations, _: Case) -> Violated | Unknown | None:
    return _kept(said.correspondent, "correspondent")


@rule(
    code="OBL002",
    name="documents-withheld",
    title=N_("Information for the joint study is not shared"),
    rests_on=("duties.OBL002",),
    force="breach",
    places=obligations,
    message=N_("information that the joint study needs is not shared"),
    checks=N_("The commune shares what the joint study of its information system needs."),
    why=N_("Article 3 has the commune share all information and documents for the study that comes before joining."),
    remedy=N_("Share what the study needs."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"documents_shared": false}}}}',
)
def documents_withheld(said: Obligations, _: Case) -> Violated | Unknown | None:
    return _kept(said.documents_shared, "documents_shared")


@rule(
    code="OBL003",
    name="abnormal-use",
    title=N_("The systems are not used normally and lawfully"),
    rests_on=("duties.OBL003",),
    force="breach",
    places=obligations,
    message=N_("the systems provided are not used normally and lawfully"),
    checks=N_("The systems that the DMSI provides are used normally and lawfully."),
    why=N_("Article 3 ties the use of the systems to their rules and to the law on information technology."),
    remedy=N_("Bring the use into line with the rules."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"normal_use": false}}}}',
)
def abnormal_use(said: Obligations, _: Case) -> Violated | Unknown | None:
    return _kept(said.normal_use, "normal_use")


@rule(
    code="OBL004",
    name="premises-unfit",
    title=N_("The premises are not accessible and secured"),
    rests_on=("duties.OBL004",),
    force="breach",
    places=obligations,
    message=N_("the premises are not {lacks}"),
    checks=N_("The premises put at the disposal of the DMSI's staff are accessible and secured, both."),
    why=N_("Article 3 asks for premises that are accessible and secured."),
    remedy=N_("Make the premises accessible and secure."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"premises": {{"accessible": true, "secured": false}}}}}}',
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
    checks=N_("Each project that the commune takes part in has a business project manager of its own."),
    why=N_("Article 3 has the commune designate one for the projects that it takes part in."),
    remedy=N_("Designate a business project manager."),
    example=(
        f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"projects": [{{"name": "GED", "project_manager": false}}]}}}}'
    ),
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
    message=N_("investigation after a security incident is not authorised in advance"),
    checks=N_("The commune authorises the DMSI in advance to investigate after a security incident."),
    why=N_("Article 3 asks for this authorisation, within the ethics of the civil service."),
    remedy=N_("Give the authorisation."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"investigation_authorised": false}}}}',
)
def investigation_not_authorised(said: Obligations, _: Case) -> Violated | Unknown | None:
    return _kept(said.investigation_authorised, "investigation_authorised")


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
        "The correspondent has taken the census of needs for every full year since the start, up to the end of the exit or of the term."
    ),
    why=N_("Article 3.2 has the correspondent collect the commune's needs every year."),
    remedy=N_("Take the missing census, and record its year."),
    example=f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "obligations": {{"census_years": []}}}}',
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
    title=N_("A purchase was not validated by the correspondent, or not ordered by the commune"),
    rests_on=("duties.OBL008",),
    force="breach",
    places=purchases,
    message=N_("the purchase of {date} was validated by the correspondent only afterwards"),
    checks=N_(
        "A purchase made since both parties signed is validated by the correspondent on its day or before, and ordered by the commune."
    ),
    why=N_("Article 3.2 has the correspondent validate purchases, article 9.2.2 the commune order them."),
    remedy=N_("Have the correspondent validate purchases before the commune orders them."),
    example=(
        f'{{"commune": {{"name": "Lens"}}, {SIGNED}, "purchases": [{{"nature": "commune-workstation", '
        '"date": "2025-03-02", "validated": false, "ordered_by": "commune"}]}'
    ),
)
def purchase_not_in_order(place: tuple[str, Purchase], case: Case) -> Violated | Unknown | None:
    path, purchase = place
    date, validated = known(purchase.date), purchase.validated
    signed = last_signature(case.dossier, case.terms)
    if date is not None and signed is not None and date < signed:
        return None
    if purchase.ordered_by not in {None, party_code(MEMBER, case.terms)}:
        return Violated(
            {"ordered_by": purchase.ordered_by}, message=N_("the purchase was ordered by `{ordered_by}`, not by the commune")
        )
    if validated is False:
        return Violated({"date": date}, message=N_("the purchase was not validated by the correspondent"))
    if date is not None and validated is not None and validated > date:
        return Violated({"date": date, "validated": validated})
    facts = {"date": date, "validated": validated, "ordered_by": purchase.ordered_by}
    missing = tuple(f"{path}/{key}" for key, fact in facts.items() if fact is None)
    return Unknown(missing) if missing else None
