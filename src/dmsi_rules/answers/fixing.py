"""
Documents with the fixes of their findings applied, and nothing else changed.
"""

from __future__ import annotations

from collections.abc import Callable

from dmsi_rules.documents.mending import TextFormat, mended
from dmsi_rules.finding import Finding, Report
from dmsi_rules.values.record import field, record

ROUNDS = 3
"""
After so many nothing is left to fix: the fix of one finding may bring another to light.
"""


@record(eq=False)
class Fixed:
    """
    A document's text with its fixes.

    Attributes:
        text: the text.
        report: what there is to say of it now.
        done: the findings that were fixed.
    """

    text: str
    report: Report
    done: tuple[Finding, ...] = field(default=())


def fixed(text: str, text_format: TextFormat, judge: Callable[[str], Report]) -> Fixed:
    """
    Return *text* with the fixes that *judge* offers for it.

    A document that cannot be evaluated stays as it is, and so does one that a fix would bring a fault into. What is waived is
    accepted as it stands.

    Raises:
        ImportError: the parser of TOML cannot be loaded.
    """
    now = Fixed(text, judge(text))
    for _ in range(ROUNDS):
        fixable = [found for found in now.report.findings if found.fix and found.waived is None]
        if not fixable:
            break
        changed, applied = mended(now.text, [found.fix for found in fixable], text_format)
        done = [found for found, is_done in zip(fixable, applied, strict=True) if is_done]
        if changed == now.text:
            break
        report = judge(changed)
        if report.invalid:
            break
        now = Fixed(changed, report, (*now.done, *done))
    return now
