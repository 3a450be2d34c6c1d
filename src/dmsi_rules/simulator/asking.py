"""
What the page asks, as one text, and the answer to it, as another: what can be sent between a page and its worker.
"""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any, cast

from dmsi_rules.documents.sources import InputFormat, format_of
from dmsi_rules.simulator.answering import Asked, answered
from dmsi_rules.simulator.language import spoken_in


def ask(question: str) -> str:
    """
    Return the answer to *question*, both JSON.

    A question has the reader's `language`, the given `day`, and a `document`, or the `text` of one, or the bytes of a `file` in
    base 64 under its `name`.
    """
    asked = json.loads(question)
    return json.dumps(answered(_asked(asked)), ensure_ascii=False)


def _asked(asked: Mapping[str, Any]) -> Asked:
    name = asked.get("name")
    content = asked.get("document", asked.get("text"))
    if "file" in asked:
        content = b64decode(asked["file"])
    known = asked.get("format") or (format_of(name) if name else "json")
    return Asked(
        content=content,
        input_format=cast("InputFormat", known),
        day=dt.date.fromisoformat(asked["day"]),
        translate=spoken_in(asked["language"]),
        name=name,
    )
