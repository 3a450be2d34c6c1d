"""
The same document written as TOML in the ways that people write it, with the place of each value noted while it is written.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.documents.documents import escaped

BARE = re.compile(r"[A-Za-z0-9_-]+")
COMMENTS = (" # [x]", "# \U0001f3db a = 1", " # é ]", "# é\n")


class Writer:
    """
    Writes a table; `where` has the offset at which the value at each pointer starts.
    """

    def __init__(self, draw: st.DrawFn, newline: str) -> None:
        self.draw = draw
        self.newline = newline
        self.text = ""
        self.where: dict[str, int] = {}

    def one_of(self, *choices: str) -> str:
        """
        Return one of *choices*.
        """
        return self.draw(st.sampled_from(choices))

    def yes(self) -> bool:
        """
        Toss a coin.
        """
        return self.draw(st.booleans())

    def note(self, path: str) -> None:
        """
        The value at *path* starts here, unless it did before.
        """
        self.where.setdefault(path, len(self.text))

    def table(self, table: Mapping[str, Any], keys: tuple[str, ...], path: str) -> None:
        """
        Write what stands below a head: the pairs, then the tables with heads of their own.
        """
        headed = {key: value for key, value in table.items() if _may_have_head(value) and self.yes()}
        for key, value in table.items():
            if key not in headed:
                self.pair((key,), value, path)
                self.end_line()
        for key, value in headed.items():
            self.below(value, (*keys, key), f"{path}/{escaped(key)}")

    def below(self, value: Any, keys: tuple[str, ...], path: str) -> None:
        """
        Write a table, or a list of them, under heads.
        """
        if isinstance(value, list):
            self.note(path)
            for rank, each in enumerate(value):
                self.note(f"{path}/{rank}")
                self.text += f"[[{self.key(keys)}]]"
                self.end_line()
                self.table(each, keys, f"{path}/{rank}")
            return
        inner = {key: each for key, each in value.items() if _may_have_head(each)}
        if inner and len(inner) == len(value) and self.yes():  # no head of its own
            self.note(path)
            for key, each in inner.items():
                self.below(each, (*keys, key), f"{path}/{escaped(key)}")
            return
        self.note(path)
        self.text += self.one_of("[{}]", "[ {} ]").format(self.key(keys))
        self.end_line()
        self.table(value, keys, path)

    def pair(self, keys: tuple[str, ...], value: Any, path: str, *, inline: bool = False) -> None:
        """
        Write a key and its value, or a table's keys with dots.
        """
        if isinstance(value, Mapping) and value and self.yes():
            ended = False
            for key, each in value.items():
                if ended:
                    self.text += ", " if inline else ""
                    if not inline:
                        self.end_line()
                ended = True
                self.note("/".join((path, *map(escaped, keys))))
                self.pair((*keys, key), each, path, inline=inline)
            return
        for end in range(1, len(keys)):
            self.note("/".join((path, *map(escaped, keys[:end]))))
        self.text += self.key(keys) + self.one_of("=", " = ", "\t=  ")
        self.value(value, "/".join((path, *map(escaped, keys))))

    def value(self, value: Any, path: str) -> None:
        """
        Write a value.
        """
        self.note(path)
        if isinstance(value, list):
            between = self.one_of("", " ", f"{self.newline}  ", f" # é ]{self.newline}\t")
            self.text += f"[{between}"
            for rank, each in enumerate(value):
                self.value(each, f"{path}/{rank}")
                self.text += f",{between}" if rank < len(value) - 1 or self.yes() else between
            self.text += "]"
        elif isinstance(value, Mapping):
            self.text += "{"
            for rank, (key, each) in enumerate(value.items()):
                self.text += ", " if rank else " "
                self.pair((key,), each, path, inline=True)
            self.text += "}"
        else:
            self.text += self.string(value) if isinstance(value, str) else json.dumps(value)

    def key(self, keys: tuple[str, ...]) -> str:
        """
        Return a key of some parts.
        """
        return self.one_of(".", " . ").join(
            key if BARE.fullmatch(key) and self.yes() else self.string(key, one_line=True) for key in keys
        )

    def string(self, text: str, *, one_line: bool = False) -> str:
        """
        Return a string between quotes of some kind.
        """
        basic = json.dumps(text, ensure_ascii=self.yes() and text.isascii()).replace("\x7f", "\\u007f")
        choices = [basic]
        if "'" not in text and text.isprintable():
            choices.append(f"'{text}'")
        if not one_line:
            choices.append(f'""{basic}""')
            choices.append(f'"""{self.newline}{basic[1:]}""')
        return self.one_of(*choices)

    def end_line(self) -> None:
        """
        Write what may stand after a pair or a head.
        """
        self.text += (
            self.one_of("", "  ", " # [x]") + self.newline + self.one_of("", "# \U0001f3db a = 1" + self.newline, self.newline)
        )


def _may_have_head(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)
    )


@st.composite
def written(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> tuple[Any, str, dict[str, int]]:
    """
    Return a document, its text, and where in it the value at each pointer starts.
    """
    document = draw(documents)
    writer = Writer(draw, draw(st.sampled_from(["\n", "\r\n"])))
    writer.note("")
    writer.text = draw(st.sampled_from(["", "# é\n", " \n\t\n"]))
    writer.table(document, (), "")
    return document, writer.text, writer.where
