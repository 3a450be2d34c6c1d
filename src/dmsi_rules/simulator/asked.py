"""
A question of the page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dmsi_rules.documents.sources import InputFormat
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import record


@record(eq=False, kw_only=True)
class Asked:
    """
    What is asked of one document.

    Attributes:
        content: plain data, or a document's text, or its bytes.
        day: the given day.
        name: what the document is called.
    """

    content: Any
    input_format: InputFormat = "json"
    day: dt.date
    translate: Translate
    name: str | None = None
