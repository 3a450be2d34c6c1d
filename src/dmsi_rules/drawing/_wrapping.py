"""
Words broken into lines that fit a box.
"""

from __future__ import annotations

from collections.abc import Callable

from dmsi_rules.text.width import cell

COLUMNS = 24
MOST = 5
LONGEST_LINE = 200


def wrapped(text: str, limit: float, wide: Callable[[str], float] = cell, most: int = MOST) -> tuple[str, ...]:
    """
    Return *text* in lines no wider than *limit*, as *wide* measures characters; past *most* lines it is cut.
    """
    lines = [""]
    left = limit
    longest = LONGEST_LINE * most
    for word in text[:longest].split(" "):
        length = sum(map(wide, word))
        if lines[-1] and wide(" ") + length <= left:
            lines[-1] += f" {word}"
            left -= wide(" ") + length
            continue
        if lines[-1]:
            lines.append("")
        left = limit
        for char in word:  # a word wider than a line goes on in the next
            if lines[-1] and wide(char) > left:
                lines.append("")
                left = limit
            lines[-1] += char
            left -= wide(char)
    if len(lines) <= most and len(text) <= longest:
        return tuple(lines)
    *whole, last = lines[:most]
    while last and sum(map(wide, f"{last}…")) > limit:
        last = last[:-1]
    return (*whole, f"{last}…")
