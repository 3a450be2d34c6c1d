"""
What the page asks, as one text, and the answer to it, as another: what can be sent between a page and its worker.
"""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, cast

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.documents.sources import InputFormat, format_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.simulator.answering import answered
from dmsi_rules.simulator.asked import Asked
from dmsi_rules.simulator.files import made
from dmsi_rules.simulator.language import spoken_in


def ask(question: str) -> str:
    """
    Return the answer to *question*, both JSON.

    A question has the reader's `language`, the given `day`, and a `document`, or the `text` of one, or the bytes of a `file` in
    base 64 under its `name`. One that says what to `make` of it, `toml`, `json`, `ods` or `xlsx`, has a `file` for answer.
    """
    said = json.loads(question)
    asked = _asked(said)
    if "make" in said:
        file = made(asked, terms_of(load_convention(), ADOPTED, asked.day), said["make"])
        return json.dumps({"file": b64encode(file).decode()})
    return json.dumps(answered(asked), ensure_ascii=False)


def _asked(said: Mapping[str, Any]) -> Asked:
    name = said.get("name")
    content = b64decode(said["file"]) if "file" in said else said.get("document", said.get("text"))
    known = said.get("format") or (format_of(name) if name else "json")
    return Asked(
        content=content,
        input_format=cast("InputFormat", known),
        day=dt.date.fromisoformat(said["day"]),
        translate=spoken_in(said["language"]),
        name=name,
    )
