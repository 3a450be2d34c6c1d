"""
The convention of the DMSI as rules: checked, computed, explained with the article.
"""

from dmsi_rules._documents import read_dossier, read_governance
from dmsi_rules._finding import Finding, Report
from dmsi_rules._model.convention import Convention
from dmsi_rules._model.dossier import Dossier
from dmsi_rules._model.readings import Readings
from dmsi_rules._runner import check, quote
from dmsi_rules._tariff import Quote, QuoteLine
from dmsi_rules._version import __version__
from dmsi_rules.convention import load_convention
from dmsi_rules.errors import ConventionError, DmsiRulesError, InvalidDocumentError, UnknownReadingError

__all__ = [
    "Convention",
    "ConventionError",
    "DmsiRulesError",
    "Dossier",
    "Finding",
    "InvalidDocumentError",
    "Quote",
    "QuoteLine",
    "Readings",
    "Report",
    "UnknownReadingError",
    "__version__",
    "check",
    "load_convention",
    "quote",
    "read_dossier",
    "read_governance",
]
