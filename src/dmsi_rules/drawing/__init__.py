"""
Pictures drawn from the data, one small module a format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from dmsi_rules.convention.terms import Terms
from dmsi_rules.drawing.dot import catalogue_to_dot
from dmsi_rules.drawing.mermaid import catalogue_to_mermaid
from dmsi_rules.drawing.svg import catalogue_to_svg
from dmsi_rules.model.clauses import Grid
from dmsi_rules.text.marks import Translate

__all__ = ["DRAWINGS"]

Drawing: TypeAlias = Callable[[Terms, Grid | None, Translate], str]

DRAWINGS: Mapping[str, Drawing] = {
    "mermaid": catalogue_to_mermaid,
    "dot": catalogue_to_dot,
    "svg": catalogue_to_svg,
}
"""
The pictures of the catalogue, by the name that the command line gives them.
"""
