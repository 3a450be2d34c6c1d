"""
Every rule of the convention, in the order in which findings are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.documents.labels import Labels
from dmsi_rules.errors import Fault
from dmsi_rules.finding import About, Finding
from dmsi_rules.rulebook import bil, cst, dep, dln, doc, gov, lif, obl, per, pre, tar
from dmsi_rules.rulebook._fixes import additions_at
from dmsi_rules.rulebook._rule import Check, Place, Rule

__all__ = ["BY_CODE", "RULES", "Check", "Place", "Rule", "additions_at", "finding_of"]

RULES: tuple[Rule, ...] = (
    # documents
    doc.unreadable_input,
    doc.wrong_type,
    doc.unknown_key,
    doc.unknown_word,
    doc.wrong_quantity,
    doc.misplaced_value,
    doc.repeated_entry,
    doc.wrong_identifier,
    # dependencies and perimeter
    dep.missing_required_service,
    dep.opens_before_required_service,
    dep.exit_strands_service,
    dep.runs_without_required_service,
    dep.partial_exit_drops_base,
    per.outside_perimeter,
    per.perimeter_lacks_required_service,
    per.opened_outside_perimeter,
    per.signed_by_another,
    per.not_a_member,
    per.not_named_in_perimeter,
    # prerequisites
    pre.audit_missing_or_late,
    pre.prerequisite_not_attested,
    pre.workstations_not_secured,
    pre.access_not_fibre,
    pre.password_policy_not_compliant,
    pre.systems_not_up_to_date,
    pre.user_administers_workstation,
    pre.system_not_maintained,
    pre.software_not_compatible,
    pre.software_without_contract,
    # deadlines and term
    dln.request_too_late,
    dln.opens_before_convention,
    dln.exit_notified_late,
    dln.exit_notice_out_of_form,
    dln.partial_exit_without_amendment,
    dln.opens_after_term,
    dln.neither_reaffirmed_nor_left,
    dln.reaffirmed_without_effect,
    dln.exit_says_too_much,
    # tariff
    tar.second_level_exceeds_first,
    tar.network_below_workstations,
    tar.network_above_workstations,
    tar.printed_price_differs,
    tar.not_on_offer,
    tar.no_price,
    # process
    lif.step_without_basis,
    lif.step_before_basis,
    lif.incomplete_line,
    lif.staff_committee_too_late,
    lif.refused_on_other_ground,
    lif.opened_after_refusal,
    lif.reported_after_opening,
    lif.ground_contradicted,
    lif.opens_before_second_session,
    lif.signed_before_receipt,
    # obligations
    obl.obligation_not_attested,
    obl.no_correspondent,
    obl.documents_withheld,
    obl.abnormal_use,
    obl.premises_unfit,
    obl.project_without_manager,
    obl.investigation_not_authorised,
    obl.purchase_not_in_order,
    obl.census_missing,
    # billing
    bil.counted_while_not_open,
    bil.month_without_snapshot,
    bil.amount_differs,
    bil.snapshot_contradicts_itself,
    bil.period_of_no_invoice,
    bil.periods_overlap,
    bil.network_billed_too_soon,
    # money and things, governance
    cst.borne_by_another,
    cst.owned_by_another,
    gov.no_strategic_meeting,
    gov.no_operational_meeting,
    gov.member_not_invited,
    gov.amendment_not_in_order,
    gov.grid_applied_too_soon,
)

BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}


def finding_of(fault: Fault, about: About | None = None, fingerprint: str = "", labels: Labels | None = None) -> Finding:
    """
    Return a document's fault as a finding: what it is about and its identity come from the document.
    """
    rule = BY_CODE[fault.code]
    line, column = fault.where or (None, None)
    return Finding(
        code=rule.code,
        name=rule.name,
        verdict="invalid",
        force=None,
        severity="error",
        party=None,
        source=rule.source,
        path=fault.path,
        template=fault.message,
        title=rule.title,
        remedy=rule.remedy,
        facts=fault.facts,
        line=line,
        column=column,
        about=about or {},
        fingerprint=fingerprint,
        labels=labels.of((fault.path,)) if labels else {},
    )
