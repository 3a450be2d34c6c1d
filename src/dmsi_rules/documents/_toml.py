"""
TOML, by the standard library.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from dmsi_rules.documents.bounds import misplaced, too_deep, unreadable
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.text.marks import N_

_PLACE = re.compile(r"^(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)
_AT_END = " (at end of document)"


# A key of many dotted parts costs the parser the square of their number: it is refused before. What is quoted, or
# a comment, counts as one part. Possessive throughout: a hostile text is passed over once.
_QUOTED = re.compile(
    r'"""(?:[^"\\]++|\\.?|"(?!""))*+(?:"""(?:"{0,2}))?'
    r"|'''(?:[^']++|'(?!''))*+(?:'''(?:'{0,2}))?"
    r'|"(?:[^"\\\n]++|\\.?)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
# Past some length Python refuses to read a number, and the whole document with it; such a number is out of every range, and
# is cut so that it is told where it stands, as in JSON.
_LONGEST_NUMBER = 500
_NUMBER = re.compile(rf"{_QUOTED.pattern}|(?P<number>[0-9](?:_?[0-9])*+)", re.DOTALL)
_DOTTED = re.compile(rf"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}")


def parse(text: str) -> Any:
    """
    Return the data of a TOML document.

    Raises:
        Faults: DOC000, with the line and column where the parser tells them.
    """
    if text.count(".") >= DEEPEST and _DOTTED.search(_QUOTED.sub("s", text)):
        raise too_deep()
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise too_deep() from None
    except ValueError as error:
        if place := _PLACE.match(str(error)):
            message = N_("not TOML at line {line}, column {column}: {reason}")
            raise misplaced(message, int(place["line"]), int(place["column"]), place["reason"]) from None
        if not isinstance(error, tomllib.TOMLDecodeError) and (cut := _NUMBER.sub(_cut, text)) != text:
            return parse(cut)
        reason = str(error)
        if reason.endswith(_AT_END):
            raise unreadable(N_("not TOML at its end: {reason}"), reason=reason.removesuffix(_AT_END)) from None
        raise unreadable(N_("not TOML: {reason}"), reason=reason) from None


def _cut(match: re.Match[str]) -> str:
    number = match["number"]
    return number.replace("_", "")[:_LONGEST_NUMBER] if number and len(number) > _LONGEST_NUMBER else match[0]
