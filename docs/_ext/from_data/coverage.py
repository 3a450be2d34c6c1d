"""
What becomes of each article, paragraph and annexe of the text: the rules, computations and data that hold it, or why none does.
"""

from collections.abc import Iterator
from typing import Any

import attrs

from dmsi_rules.model.readings import Readings
from from_data.articles import linked, rows
from from_data.language import Language
from from_data.markdown import code, codes, md, reading_anchor, table
from from_data.tables import defects


def coverage_markdown(say: Language) -> str:
    """
    Return the whole page but its title: the rows, the defects of the text, the readings.
    """
    return "\n".join(
        (
            f"## {say('Article by article')}\n",
            table((say("Where"), say("What"), say("Held by")), (_row(row, say) for row in rows())),
            f"## {say('Defects of the text')}\n",
            defects(say),
            f"## {say('Readings')}\n",
            table((say("Where"), say("Asked"), say("Answers, the adopted one first")), _readings(say)),
        )
    )


def _row(row: dict[str, Any], say: Language) -> list[str]:
    rules = (f"[{rule}](../reference/rules/{rule}.md)" for rule in row.get("rules", ()))
    computed = (code(f"{name}()") for name in row.get("computed", ()))
    held = ", ".join((*rules, *computed, *map(code, row.get("data", ()))))
    about = ". ".join(md(say(row[key], "coverage")) for key in ("about", "apart") if key in row)
    return [linked(row["place"], say), about, held or "-"]


def _readings(say: Language) -> Iterator[list[str]]:
    for each in attrs.fields(Readings):
        if each.metadata:
            link = f"[{code(each.name)}](../reference/readings.md#{reading_anchor(each.name)})"
            source = linked(say.terms.source_of_reading(each.name), say)
            yield [source, f"{link}{say(': ')}{md(say(each.metadata['asks']))}", codes(each.metadata["means"])]
