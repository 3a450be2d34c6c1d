"""
What becomes of each article, paragraph and annexe of the text: the rules, computations and data that hold it, or why none does.
"""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from dmsi_rules.model.readings import Readings
from from_data.markdown import code, codes, md, table
from from_data.tables import defects, terms_shown

ROWS = Path(__file__).with_suffix(".toml")


def coverage_markdown() -> str:
    """
    Return the whole page but its title: the rows, the defects of the text, the readings.
    """
    return "\n".join(
        (
            "## Article by article\n",
            *map(_row, rows()),
            "## Defects of the text\n",
            defects(),
            "## Readings\n",
            table(("Where", "Asked", "Answers, the adopted one first"), _readings()),
        )
    )


def rows() -> Sequence[dict[str, Any]]:
    """
    Return the rows as they stand in the file.
    """
    return tomllib.loads(ROWS.read_text(encoding="utf-8"))["rows"]  # type: ignore[no-any-return]


def sentences() -> Iterator[str]:
    """
    Yield what the rows say in words.
    """
    return (row[key] for row in rows() for key in ("about", "apart") if key in row)


def _row(row: dict[str, Any]) -> str:
    told = {
        "Rules": ", ".join(f"[{rule}](../reference/rules/{rule}.md)" for rule in row.get("rules", ())),
        "Computed": codes(f"{name}()" for name in row.get("computed", ())),
        "Data": codes(row.get("data", ())),
        "Left apart": md(row.get("apart", "")),
    }
    parts = "".join(f"- {title}: {text}\n" for title, text in told.items() if text)
    return f"**{md(row['place'])}**: {md(row['about'])}.\n\n{parts}"


def _readings() -> Iterator[list[str]]:
    for each in attrs.fields(Readings):
        if each.metadata:
            link = f"[{code(each.name)}](../reference/readings.md#reading-{each.name.replace('_', '-')})"
            source = terms_shown().source_of_reading(each.name)
            yield [md(source), f"{link}: {md(each.metadata['asks'])}", codes(each.metadata["means"])]
