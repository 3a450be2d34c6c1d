"""
Markdown from data: what people or conventions wrote never becomes markup.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

CODE = re.compile(r"(`[^`]*`)")
BAR = "\\|"
MARKUP = re.compile(r"[*_\[\]$]")


def md(text: object) -> str:
    """
    Return *text* for a paragraph or a cell: its backticks are ours, and quote code; anything else is words.
    """
    return "".join(part if part.startswith("`") else _words(part) for part in CODE.split(str(text)))


def _words(text: str) -> str:
    return MARKUP.sub(r"\\\g<0>", escape(text, quote=False))


def code(text: object) -> str:
    """
    Return *text* as code on one line.
    """
    return f"`{text}`"


def codes(texts: Iterable[object]) -> str:
    """
    Return *texts* as code, with commas.
    """
    return ", ".join(map(code, texts))


def block(language: str, text: str) -> str:
    """
    Return *text* as a block of code, whatever fences it holds.
    """
    return f"``````{language}\n{text.rstrip()}\n``````\n"


def reading_anchor(name: str) -> str:
    """
    Return where the reading *name* stands on the page of the readings.
    """
    return f"reading-{name.replace('_', '-')}"


def wide(made: str) -> str:
    """
    Return the table *made* with small letters on a phone, whose width it would not keep to.
    """
    return f"{{.wide}}\n{made}"


def in_english(text: str) -> str:
    """
    Return the parts *text* of a page marked as English, whatever the language of the page.
    """
    return f'<div lang="en">\n\n{text}\n\n</div>\n'


def in_french(text: str) -> str:
    """
    Return the words *text* of a paragraph marked as French.
    """
    return f'<span lang="fr">{text}</span>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """
    Return a table; the columns *right* hold numbers.
    """
    numbers = set(right)
    rule = ["---:" if place in numbers else "---" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(cell.replace('|', BAR) for cell in row)} |" for row in (head, rule, *rows)) + "\n"
