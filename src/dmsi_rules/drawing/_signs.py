"""
The signs of a calendar's picture: its colours, its lines of time, the mark of each event.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.text.marks import N_
from dmsi_rules.timeline.events import (
    CODES,
    COMMITTEE_SESSION,
    CONTRACT_END,
    EXIT_LIMIT,
    LATER_SIGNATURE,
    NOTICE_LIMIT,
    REAFFIRMATION_LIMIT,
    SUCCESSOR,
)

# Blue and vermilion stay apart for the colour-blind; in print, each mark has a shape of its own.
STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1b1f24 }
.head, .lane, .year, .today-words { font-weight: bold }
.sub, .past, .note, .axis { fill: #4c5661 }
.flag, .past, .axis, .year { paint-order: stroke; stroke: #ffffff; stroke-width: 3; stroke-linejoin: round }
.paper { fill: #ffffff }
.period { fill: #d5e8f5; stroke: #005a94; stroke-width: 1.25 }
.odd { fill: #f3f8fc }
.open { fill: none; stroke: #005a94; stroke-width: 1.25; stroke-dasharray: 7 5 }
.gone { fill: #ffffff; fill-opacity: .6; stroke: #5f6975; stroke-dasharray: 2 3 }
.hatch { fill: none; stroke: #b04a00; stroke-width: 1.5 }
.line, .pole, .grid { stroke: #5f6975; stroke-width: 1 }
.pole { stroke: #98a2ad }
.grid { stroke: #dfe4ea }
.today { stroke: #1b1f24; stroke-width: 1.5; stroke-dasharray: 2 3 }
.mark { fill: #005a94; stroke: #005a94; stroke-width: 1.5; stroke-linejoin: round }
.limit { fill: #b04a00; stroke: #b04a00 }
.hollow { fill: #ffffff }
.out { fill: #1b1f24; stroke: #1b1f24 }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #eceff3 }
  .sub, .past, .note, .axis { fill: #b3bdc8 }
  .flag, .past, .axis, .year { stroke: #14181d }
  .paper { fill: #14181d }
  .period { fill: #1f3f57; stroke: #63b3e8 }
  .odd { fill: #1a2733 }
  .open { stroke: #63b3e8 }
  .gone { fill: #14181d; stroke: #939ea9 }
  .hatch { stroke: #ff9d57 }
  .line { stroke: #939ea9 }
  .pole { stroke: #5f6975 }
  .grid { stroke: #2b323a }
  .today { stroke: #eceff3 }
  .mark { fill: #63b3e8; stroke: #63b3e8 }
  .limit { fill: #ff9d57; stroke: #ff9d57 }
  .hollow { fill: #14181d }
  .out { fill: #eceff3; stroke: #eceff3 }
}
"""

CONVENTION = "convention"
LANES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    CONVENTION: (N_("Convention"), ("start", SUCCESSOR, REAFFIRMATION_LIMIT, "term-end")),
    "process": (N_("Process"), (COMMITTEE_SESSION, LATER_SIGNATURE)),
    "requests": (N_("Requests"), (NOTICE_LIMIT,)),
    "services": (N_("Services"), ("opening-wished", "opening", "network-billing")),
    "leaving": (N_("Leaving"), (EXIT_LIMIT, "exit-end")),
    "maintenance": (N_("Maintenance"), ("os-end", CONTRACT_END)),
}
"""
The lines of time, each with its name and the codes of the events on it. Renewals are the borders of the band.
"""

CIRCLE = "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"
DOWN, UP, RIGHT = "M-5.5-4.5H5.5L0 5z", "M-5.5 4.5H5.5L0-5z", "M-4.5-5.5L5 0L-4.5 5.5z"
SQUARE, DIAMOND = "M-4.5-4.5h9v9h-9z", "M0-6L6 0L0 6L-6 0z"
PLUS = "M-1.8-5.5h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7v-3.6h3.7z"
CROSS = "M-5-2.6L-2.6-5L0-2.4L2.6-5L5-2.6L2.4 0L5 2.6L2.6 5L0 2.4L-2.6 5L-5 2.6L-2.4 0z"
STEP = ("mark", CIRCLE, N_("step recorded"))
"""
The mark of a step of the process, whatever its code.
"""
MARKS: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys((NOTICE_LIMIT, EXIT_LIMIT, REAFFIRMATION_LIMIT), ("mark limit", DOWN, N_("last day to act"))),
    "start": ("mark", RIGHT, N_("start")),
    SUCCESSOR: ("mark hollow", RIGHT, N_("another text takes over")),
    LATER_SIGNATURE: STEP,
    "term-end": ("mark out", SQUARE, N_("last day of the convention")),
    "opening-wished": ("mark hollow", DIAMOND, N_("wished opening")),
    "opening": ("mark", DIAMOND, N_("opening")),
    "network-billing": ("mark", PLUS, N_("the network is billed")),
    "exit-end": ("mark out", CROSS, N_("last day served before the exit")),
    **dict.fromkeys(("os-end", CONTRACT_END), ("mark limit hollow", UP, N_("last day of maintenance"))),
    COMMITTEE_SESSION: ("mark hollow", CIRCLE, N_("session of the committee")),
}
"""
The mark of each event but those of steps: its class, its shape, what it means.
"""


def mark_of(code: str) -> tuple[str, str, str]:
    """
    Return the mark of an event.
    """
    return MARKS.get(code, STEP)


def lane_of(code: str) -> str | None:
    """
    Return the line of time that an event is on: that of the process, where it is a step of it; None where it is on none.
    """
    named = next((name for name, (_, codes) in LANES.items() if code in codes), None)
    return named or (None if code in CODES else "process")
