"""
Answers that are tables: rows for programs that hold tables, a few lines at a prompt, HTML in a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import WIDEST, brief

Row = dict[str, Any]

SHOWN, WRITTEN = 5, 100
"""
How many rows stand at a prompt and in a notebook: of a longer table the rest is counted.
"""


class Tabular:
    """
    An answer whose matter is a table.
    """

    def rows(self, translate: Translate = str) -> list[Row]:
        """
        Return the table as one flat mapping a row, numbers as numbers, days as days: `pandas.DataFrame(answer.rows())`.

        Amounts are floats here, as such libraries add them up; they are exact in the answer itself.
        """
        raise NotImplementedError(translate)

    def __repr__(self) -> str:
        rows = self.rows()
        told = [f"  {_line(row)}" for row in rows[:SHOWN]]
        more = [f"  ... and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
        return "\n".join([brief(self), *(line if len(line) <= WIDEST else f"{line[: WIDEST - 3]}..." for line in told), *more])

    def _repr_html_(self) -> str:
        """
        Return the table for a notebook.
        """
        from html import escape  # noqa: PLC0415  (notebooks ask)

        rows = self.rows()
        cells = [[escape(_cell(value)) for value in row.values()] for row in islice(rows, WRITTEN)]
        caption = " ".join(brief(self).split())
        parts = ["<table>", f"<caption>{escape(visible(caption))}</caption>"]
        if rows:
            parts.append(f"<thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in rows[0])}</tr></thead>")
        parts.append("<tbody>")
        parts += [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells]
        parts += [f'<tr><td colspan="{len(rows[0])}">... {len(rows) - WRITTEN}</td></tr>'] if len(rows) > WRITTEN else []
        return "".join([*parts, "</tbody></table>"])


def row_of(value: Any, *names: str) -> Row:
    """
    Return the fields *names* of *value* as a row holds them.
    """
    given = ((name, getattr(value, name)) for name in names)
    return {name: float(each) if isinstance(each, Decimal) else each for name, each in given}


def _line(row: Mapping[str, Any]) -> str:
    return "  ".join(_cell(value) for value in row.values() if value not in {None, "", False})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return visible(f"{value:.2f}" if isinstance(value, float) else str(value))
