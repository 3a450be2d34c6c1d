"""
Of each rule a document that breaks it, by the convention that it goes by: data beside the embedded one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from dmsi_rules.documents.sources import packaged


def example_of(code: str, convention: str | None = None) -> str:
    """
    Return a document that breaks the rule *code*, by the *convention* of that id or by any; empty where there is none.
    """
    found = cast("Mapping[str, Mapping[str, str]]", packaged(Path(__file__).with_name("examples.toml")))
    tables = found.values() if convention is None else (found.get(convention, {}),)
    return next((each[code] for each in tables if code in each), "")
