"""
A convention of a pooled department as rules: checked, computed, explained with the article.

Importing the package loads nothing else: each public name is fetched from its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dmsi_rules._version import __version__

if TYPE_CHECKING:
    from dmsi_rules.answers.applying import AppliedRule
    from dmsi_rules.answers.choices import load_waivers
    from dmsi_rules.answers.computing import (
        audit,
        bill,
        bills,
        calendar,
        check,
        compare_readings,
        forecast,
        quote,
        rules,
        service_graph,
        share,
    )
    from dmsi_rules.answers.reading import read_dossier, read_governance
    from dmsi_rules.answers.schemas import schema
    from dmsi_rules.case.dossier import Case
    from dmsi_rules.checking.alternatives import Alternative
    from dmsi_rules.checking.audit import Audit
    from dmsi_rules.convention import load_convention
    from dmsi_rules.convention.graph import ServiceGraph
    from dmsi_rules.convention.who import Who, who
    from dmsi_rules.errors import (
        ConventionError,
        DmsiRulesError,
        InvalidValueError,
        LifecyclesError,
        RuleError,
        SnapshotsError,
        UnknownLanguageError,
        UnknownNatureError,
        UnknownReadingError,
        UnknownRequestError,
        UnknownRuleError,
        UnknownSchemaError,
        UnknownServiceError,
        WaiversError,
        WrongPeriodError,
    )
    from dmsi_rules.finding import Finding, InvalidDocumentError, Report, Unknown, Violated
    from dmsi_rules.lifecycles import load_lifecycles
    from dmsi_rules.locale import translator
    from dmsi_rules.model.convention import Convention
    from dmsi_rules.model.dossier import (
        Asset,
        Committee,
        Commune,
        Deliberation,
        Dossier,
        Expense,
        Invoice,
        InvoiceLine,
        Line,
        ListedRequest,
        Obligations,
        Opening,
        Premises,
        Project,
        Purchase,
        Reaffirmation,
        Refusal,
        Request,
        SecurityAudit,
        Signatures,
        Snapshot,
        Termination,
    )
    from dmsi_rules.model.evidence import (
        Connection,
        Evidence,
        MaintenanceContract,
        PasswordPolicy,
        Software,
        Workstation,
    )
    from dmsi_rules.model.governance import (
        Amendment,
        AppliedGrid,
        Governance,
        Meeting,
        Member,
    )
    from dmsi_rules.model.lifecycles import Lifecycles
    from dmsi_rules.model.readings import Readings
    from dmsi_rules.model.waivers import Waiver
    from dmsi_rules.pricing.bill import Bill, BillLine
    from dmsi_rules.pricing.forecast import Forecast, ForecastLine, ForecastYear
    from dmsi_rules.pricing.quote import Quote, QuoteLine
    from dmsi_rules.pricing.shares import Share, Shares
    from dmsi_rules.rulebook import Rule
    from dmsi_rules.timeline.calendar import Calendar

_HOMES = {
    "Alternative": "checking.alternatives",
    "Amendment": "model.governance",
    "AppliedGrid": "model.governance",
    "AppliedRule": "answers.applying",
    "Asset": "model.dossier",
    "Audit": "checking.audit",
    "Bill": "pricing.bill",
    "BillLine": "pricing.bill",
    "Calendar": "timeline.calendar",
    "Case": "case.dossier",
    "Committee": "model.dossier",
    "Commune": "model.dossier",
    "Connection": "model.evidence",
    "Convention": "model.convention",
    "ConventionError": "errors",
    "Deliberation": "model.dossier",
    "DmsiRulesError": "errors",
    "Dossier": "model.dossier",
    "Evidence": "model.evidence",
    "Expense": "model.dossier",
    "Finding": "finding",
    "Forecast": "pricing.forecast",
    "ForecastLine": "pricing.forecast",
    "ForecastYear": "pricing.forecast",
    "Governance": "model.governance",
    "InvalidDocumentError": "finding",
    "InvalidValueError": "errors",
    "Invoice": "model.dossier",
    "InvoiceLine": "model.dossier",
    "Lifecycles": "model.lifecycles",
    "LifecyclesError": "errors",
    "Line": "model.dossier",
    "ListedRequest": "model.dossier",
    "MaintenanceContract": "model.evidence",
    "Meeting": "model.governance",
    "Member": "model.governance",
    "Obligations": "model.dossier",
    "Opening": "model.dossier",
    "PasswordPolicy": "model.evidence",
    "Premises": "model.dossier",
    "Project": "model.dossier",
    "Purchase": "model.dossier",
    "Quote": "pricing.quote",
    "QuoteLine": "pricing.quote",
    "Readings": "model.readings",
    "Reaffirmation": "model.dossier",
    "Refusal": "model.dossier",
    "Report": "finding",
    "Request": "model.dossier",
    "Rule": "rulebook",
    "RuleError": "errors",
    "SecurityAudit": "model.dossier",
    "ServiceGraph": "convention.graph",
    "Share": "pricing.shares",
    "Shares": "pricing.shares",
    "Signatures": "model.dossier",
    "Snapshot": "model.dossier",
    "Software": "model.evidence",
    "Termination": "model.dossier",
    "Unknown": "finding",
    "UnknownLanguageError": "errors",
    "UnknownNatureError": "errors",
    "UnknownReadingError": "errors",
    "UnknownRequestError": "errors",
    "UnknownRuleError": "errors",
    "UnknownSchemaError": "errors",
    "UnknownServiceError": "errors",
    "Violated": "finding",
    "Waiver": "model.waivers",
    "SnapshotsError": "errors",
    "WaiversError": "errors",
    "Who": "convention.who",
    "Workstation": "model.evidence",
    "WrongPeriodError": "errors",
    "audit": "answers.computing",
    "bill": "answers.computing",
    "bills": "answers.computing",
    "calendar": "answers.computing",
    "check": "answers.computing",
    "compare_readings": "answers.computing",
    "forecast": "answers.computing",
    "load_convention": "convention",
    "load_lifecycles": "lifecycles",
    "load_waivers": "answers.choices",
    "quote": "answers.computing",
    "read_dossier": "answers.reading",
    "read_governance": "answers.reading",
    "rules": "answers.computing",
    "schema": "answers.schemas",
    "service_graph": "answers.computing",
    "share": "answers.computing",
    "translator": "locale",
    "who": "convention.who",
}

__all__ = [
    "Alternative",
    "Amendment",
    "AppliedGrid",
    "AppliedRule",
    "Asset",
    "Audit",
    "Bill",
    "BillLine",
    "Calendar",
    "Case",
    "Committee",
    "Commune",
    "Connection",
    "Convention",
    "ConventionError",
    "Deliberation",
    "DmsiRulesError",
    "Dossier",
    "Evidence",
    "Expense",
    "Finding",
    "Forecast",
    "ForecastLine",
    "ForecastYear",
    "Governance",
    "InvalidDocumentError",
    "InvalidValueError",
    "Invoice",
    "InvoiceLine",
    "Lifecycles",
    "LifecyclesError",
    "Line",
    "ListedRequest",
    "MaintenanceContract",
    "Meeting",
    "Member",
    "Obligations",
    "Opening",
    "PasswordPolicy",
    "Premises",
    "Project",
    "Purchase",
    "Quote",
    "QuoteLine",
    "Readings",
    "Reaffirmation",
    "Refusal",
    "Report",
    "Request",
    "Rule",
    "RuleError",
    "SecurityAudit",
    "ServiceGraph",
    "Share",
    "Shares",
    "Signatures",
    "Snapshot",
    "SnapshotsError",
    "Software",
    "Termination",
    "Unknown",
    "UnknownLanguageError",
    "UnknownNatureError",
    "UnknownReadingError",
    "UnknownRequestError",
    "UnknownRuleError",
    "UnknownSchemaError",
    "UnknownServiceError",
    "Violated",
    "Waiver",
    "WaiversError",
    "Who",
    "Workstation",
    "WrongPeriodError",
    "__version__",
    "audit",
    "bill",
    "bills",
    "calendar",
    "check",
    "compare_readings",
    "forecast",
    "load_convention",
    "load_lifecycles",
    "load_waivers",
    "quote",
    "read_dossier",
    "read_governance",
    "rules",
    "schema",
    "service_graph",
    "share",
    "translator",
    "who",
]


if not TYPE_CHECKING:  # to a checker of types a name that does not exist is a mistake

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
