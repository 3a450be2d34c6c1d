"""
A document's text with a JSON Patch applied to it, and all else as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, Literal

from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

TextFormat = Literal["json", "toml"]
AT_END = "/-"


@record
class Edit:
    """
    What is written in place of a part of a text.

    Attributes:
        start: where the part starts, in characters.
        end: where it ends.
        text: what comes there.
    """

    start: int
    end: int
    text: str


def mended(text: str, patch: Iterable[Mapping[str, Any]], text_format: TextFormat) -> str | None:
    """
    Return *text* with *patch* applied; None where it asks for what is not done to texts.

    That is all but adding to the end of a list, and writing another value where one stands.

    Raises:
        ImportError: the parser of TOML cannot be loaded.
    """
    way = _way(text_format)
    changed: str | None = text
    for step in patch:
        if changed is None or step["op"] not in {"add", "replace"}:
            return None
        value = step["value"] if text_format == "toml" else plain(step["value"])  # TOML has days of its own
        is_list = step["path"].endswith(AT_END)
        act = way.appended if is_list else way.replaced
        changed = act(changed, step["path"].removesuffix(AT_END) if is_list else step["path"], value)
    return changed


def difference(old: str, new: str) -> Edit:
    """
    Return the one edit that makes *new* of *old*.
    """
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    same = next((at for at in range(shorter - start) if old[~at] != new[~at]), shorter - start)
    return Edit(start, len(old) - same, new[start : len(new) - same])


def _way(text_format: TextFormat) -> ModuleType:
    if text_format == "toml":
        from dmsi_rules.documents import _toml_mending  # noqa: PLC0415  (as its parser)

        return _toml_mending
    from dmsi_rules.documents import _json_mending  # noqa: PLC0415  (few documents are mended)

    return _json_mending
