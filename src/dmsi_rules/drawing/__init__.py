"""
Pictures drawn from the data, one small module a format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.drawing.dot import catalogue_to_dot
from dmsi_rules.drawing.mermaid import catalogue_to_mermaid
from dmsi_rules.drawing.svg import catalogue_to_svg
from dmsi_rules.model.convention import Convention, Grid
from dmsi_rules.text.marks import Translate

__all__ = ["DRAWINGS"]

Drawing: TypeAlias = Callable[[Convention, ServiceGraph, Grid | None, Translate], str]

DRAWINGS: Mapping[str, Drawing] = {
    "mermaid": catalogue_to_mermaid,
    "dot": catalogue_to_dot,
    "svg": catalogue_to_svg,
}
"""
The pictures of the catalogue, by the name that the command line gives them.
"""
