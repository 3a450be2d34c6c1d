"""
Tables of requests, judged and priced a million rows a second by the same convention: needs the extra `batch`.
"""

from dmsi_rules.batch.columns import Column, columns
from dmsi_rules.batch.dossiers import dossiers
from dmsi_rules.batch.judging import judge, stream
from dmsi_rules.errors import TableError

__all__ = ["Column", "TableError", "columns", "dossiers", "judge", "stream"]
