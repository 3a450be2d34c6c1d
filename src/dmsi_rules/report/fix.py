"""
What was fixed in a document, for people: the findings that are no more, and how the text changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.finding import Finding
from dmsi_rules.report.check import fix_in_words
from dmsi_rules.report.styled import WIDTH, Line, paragraph
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate


def fixed_text(name: str, done: Sequence[Finding], *, translate: Translate = str, width: int = WIDTH) -> Iterator[Line]:
    """
    Yield what was *done* in the document *name*.
    """
    if not done:
        sentence = translate(N_("{document}: nothing to fix")).format(document=visible(name))
        yield from paragraph(sentence, width, hang=2)
        return
    one, more = N_("{document}: {count} fix"), N_("{document}: {count} fixes")
    sentence = translate(one if len(done) == 1 else more).format(document=visible(name), count=len(done))
    yield from paragraph(sentence, width, style="title", hang=2)
    for found in done:
        yield from paragraph(f"{found.code}  {found.render(translate)}", width, indent=2, hang=8)
        yield from fix_in_words(found, width, translate, 10)


def diff_of(name: str, before: str, after: str) -> str:
    """
    Return how *after* differs from *before*, two texts of the file *name*; nothing where they are the same.

    Every character is visible, so that it can be shown on a terminal.
    """
    from difflib import unified_diff  # noqa: PLC0415  (few answers want it)

    lines = unified_diff(_shown(before), _shown(after), visible(name), visible(name), lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _shown(text: str) -> list[str]:
    return ["\t".join(map(visible, line.removesuffix("\r").split("\t"))) for line in text.split("\n")]
