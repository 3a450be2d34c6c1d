"""
Fills in what the consoles of the site's pages say in another language.

    python tools/page_examples.py [PAGE ...]

Each page runs in both languages, and its catalogue takes the lines that stand for those which the page shows. A page is named
as its catalogue is, `guides/bill`; without a name all are meant. A block that can be matched only in part is marked fuzzy: read
it, and take the mark away.
"""

from __future__ import annotations

import re
import runpy
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

from babel.messages.pofile import read_po, write_po
from sybil import Document, Example

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGE = "fr"
CATALOGUES = DOCS / "locale" / LANGUAGE / "LC_MESSAGES"
LEFT_OUT = "..."
ALIKE = 0.25
WIDTH = 128
FRENCH_DAY = re.compile(r"\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b")
FRENCH_AMOUNT = re.compile(r"(?<=[0-9])[\u00a0\u202f ](?=[0-9]{3}\b)")


RUN = SimpleNamespace(**runpy.run_path(str(DOCS / "conftest.py")))
"""
What runs the examples of pages.
"""


def consoles(page: Path, language: str) -> dict[str, list[str]]:
    """
    Return what each command of each console block of *page* says, by the block.
    """
    said: dict[str, list[str]] = {}

    def keep(example: Example) -> None:
        said[example.parsed.rstrip()] = [RUN.said(command, example.namespace) for command, _ in RUN.commands(example.parsed)]

    document = Document.parse(str(page), *RUN.parsers(keep), encoding="utf-8")
    RUN.enter(document.namespace, language)
    try:
        for example in document.examples():
            example.evaluate()
    finally:
        RUN.go(document.namespace)
    return said


def translated(block: str, english: Sequence[str], other: Sequence[str]) -> tuple[str, bool]:
    """
    Return *block* as it is in the other language, and whether all of it was matched.
    """
    parts, sure = [], True
    for head, (_, shown), mine, theirs in zip(_as_typed(block), RUN.commands(block), english, other, strict=True):
        lines, matched = shown_lines(shown.rstrip("\n"), mine.rstrip("\n"), theirs.rstrip("\n"))
        parts += [head, *lines]
        sure &= matched
    return "\n".join(parts), sure


def _as_typed(block: str) -> Iterator[str]:
    """
    Yield the commands of *block* as they stand there, with the lines that they are broken into.
    """
    for part in f"\n{block}".split(f"\n{RUN.PROMPT}")[1:]:
        lines = part.split("\n")
        end = next(rank for rank, line in enumerate(lines) if not line.endswith("\\"))
        yield RUN.PROMPT + "\n".join(lines[: end + 1])


def shown_lines(shown: str, mine: str, theirs: str) -> tuple[list[str], bool]:
    """
    Return the lines of *theirs* which stand for those of *mine* that are *shown*.
    """
    if LEFT_OUT not in shown:
        return theirs.splitlines(), True
    own, others = mine.splitlines(), theirs.splitlines()
    if own == others:
        return shown.splitlines(), True
    ranges = _ranges(shown.splitlines(), own)
    if ranges is None:
        return others, False
    place = _aligned(own, others)
    told: list[str] = []
    at, sure = 0, True
    for start, end in ranges:
        first, last = _bounds(start, end, place, own, others)
        first = max(_begun(first, at, start, own, others), at)
        sure &= last > first
        if first > at and told[-1:] != [LEFT_OUT]:
            told.append(LEFT_OUT)
        told += others[first:last]
        at = max(last, at)
    if at < len(others) and told[-1:] != [LEFT_OUT]:
        told.append(LEFT_OUT)
    for line in shown.splitlines():
        if LEFT_OUT in line and line != LEFT_OUT:
            same = [rank for rank, each in enumerate(told) if _same(line, each)]
            sure &= bool(same)
            for rank in same[:1]:
                told[rank] = line
    return told, sure


def _begun(first: int, least: int, start: int, own: Sequence[str], others: Sequence[str]) -> int:
    """
    Return where what *first* is a line of begins: a paragraph, or an entry of a list.
    """
    while first > least and first < len(others) and _indent(others[first]) > _indent(own[start]):
        first -= 1
    if start and not own[start - 1].strip():
        while first > least and others[first - 1].strip():
            first -= 1
    return first


def _ranges(shown: Sequence[str], own: Sequence[str]) -> list[tuple[int, int]] | None:
    """
    Return which lines of *own* are *shown*, from where up to where; None where a line is shown in part.
    """
    ranges: list[tuple[int, int]] = []
    at, begun = 0, False
    for line in shown:
        if line == LEFT_OUT:
            begun = False
            continue
        if begun:
            place = at if at < len(own) and _same(line, own[at]) else None
        else:
            place = next((rank for rank in range(at, len(own)) if _same(line, own[rank])), None)
        if place is None:
            return None
        ranges[-1:] = [(ranges[-1][0], place + 1)] if begun else [*ranges[-1:], (place, place + 1)]
        at, begun = place + 1, True
    return ranges


def _same(shown: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, shown.rstrip().split(LEFT_OUT))), line.rstrip()) is not None


def _facts(line: str) -> Counter[str]:
    """
    Return what a line says in any language: numbers, days, codes, names.
    """
    line = FRENCH_AMOUNT.sub("", FRENCH_DAY.sub(r"\3-\2-\1", line))
    line = re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "", line)
    line = re.sub(r"(?<=[0-9]),(?=[0-9]{2}\b)", ".", line)
    return Counter(re.findall(r"[A-Z]{3}[0-9]{3}|[0-9][0-9.\-]*|[A-ZÀ-Ý][\w\-]+|[\w./-]+\.\w+|---+|\w{5}", line))


def _likeness(one: str, other: str) -> float:
    if not one.strip() or not other.strip():
        return 0.3 if one.strip() == other.strip() else 0.0
    mine, theirs = _facts(one), _facts(other)
    common = sum((mine & theirs).values())
    indented = 0.15 if _indent(one) == _indent(other) else 0.0
    return 2 * common / max(sum(mine.values()) + sum(theirs.values()), 1) + indented


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _aligned(own: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """
    Return which line of *others* stands for which of *own*, in order: the pairs that are most alike together.
    """
    best = [[0.0] * (len(others) + 1) for _ in range(len(own) + 1)]
    alike = [[_likeness(one, other) for other in others] for one in own]
    for i in range(len(own) - 1, -1, -1):
        for j in range(len(others) - 1, -1, -1):
            pair = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    place, i, j = {}, 0, 0
    while i < len(own) and j < len(others):
        if alike[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            place[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return place


def _bounds(start: int, end: int, place: dict[int, int], own: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """
    Return the lines of *others* that stand for those of *own* from *start* up to *end*.
    """
    inside = [place[rank] for rank in range(start, end) if rank in place]
    after = next((place[rank] for rank in range(end, len(own)) if rank in place), len(others))
    before = next((place[rank] + 1 for rank in range(start - 1, -1, -1) if rank in place), 0)
    first = 0 if start == 0 else (place[start] if start in place else (min(inside) if inside else before))
    last = max(inside) + 1 if inside else first
    if end == len(own):
        return first, len(others)
    while last < after and others[last].strip() and inside and _indent(others[last]) >= _indent(own[end - 1]):
        last += 1  # a line that is longer in the other language goes on
    return first, last


def _holds(block: str, said: Sequence[str]) -> bool:
    """
    Tell whether *block* shows what its commands have *said*, so that it is left as somebody has written it.
    """
    shown = [output for _, output in RUN.commands(block)] if block else []
    return len(shown) == len(said) and not any(map(RUN.differing, shown, said))


def fill_in(path: Path) -> Iterator[str]:
    """
    Put into the catalogue *path* what the consoles of its page say; yield the blocks that were not wholly matched.
    """
    page = (DOCS / path.relative_to(CATALOGUES)).with_suffix(".md")
    if not page.exists() or "```console" not in page.read_text(encoding="utf-8"):
        return
    english, other = consoles(page, "en"), consoles(page, LANGUAGE)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE)
    for message in catalogue:
        block = str(message.id).rstrip()
        if block in english and (message.fuzzy or not _holds(str(message.string), other[block])):
            text, sure = translated(block, english[block], other[block])
            message.string = f"{text}\n" if str(message.id).endswith("\n") else text
            message.flags.discard("python-brace-format")
            if not sure:
                message.flags.add("fuzzy")
                yield f"{path.relative_to(CATALOGUES)}: {block.partition(chr(10))[0]}"
    catalogue.header_comment, catalogue.fuzzy = "", False
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH)
    path.write_text(path.read_text(encoding="utf-8").lstrip(), encoding="utf-8")


def main() -> None:
    """
    Fill in the catalogues that are named, or all.
    """
    named = [CATALOGUES / f"{name}.po" for name in sys.argv[1:]]
    for path in named or sorted(CATALOGUES.rglob("*.po")):
        sys.stdout.write("".join(f"to be read: {each}\n" for each in fill_in(path)))


if __name__ == "__main__":
    main()
