"""
A document's text with JSON Patches applied to it, and all else as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

TextFormat = Literal["json", "toml"]
Patch = Iterable[Mapping[str, Any]]
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


class Editor(Protocol):
    """
    A text, looked through once for all that is to be changed in it.
    """

    def replaced(self, path: str, value: Any) -> Edit | None:
        """
        Write *value* at *path*; None where nothing stands there that could give way.
        """

    def appended(self, path: str, values: Sequence[Any]) -> Edit | None:
        """
        Write *values* at the end of the list at *path*, as the one before them; None where there is no such list.
        """


def edits_of(text: str, patches: Sequence[Patch], text_format: TextFormat) -> list[tuple[Edit, ...] | None]:
    """
    Return what each of *patches* does to *text* by itself; None where it asks for what is not done to texts.

    That is all but adding to the end of a list, and writing another value where one stands.

    Raises:
        ImportError: the parser of TOML cannot be loaded.
    """
    steps = [[*patch] for patch in patches]
    editor = _editor(text, steps, text_format)
    return [_edits(editor, each, text_format) for each in steps]


def mended(text: str, patches: Sequence[Patch], text_format: TextFormat) -> tuple[str, list[bool]]:
    """
    Return *text* with *patches* applied, and of each whether it could be.

    Raises:
        ImportError: the parser of TOML cannot be loaded.
    """
    steps = [[*patch] for patch in patches]
    editor = _editor(text, steps, text_format)
    done = [_edits(editor, each, text_format) is not None for each in steps]
    all_of_them = [step for each, is_done in zip(steps, done, strict=True) if is_done for step in each]
    for edit in sorted(_edits(editor, all_of_them, text_format) or (), key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text, done


def _editor(text: str, patches: Iterable[Patch], text_format: TextFormat) -> Editor:
    paths = {step["path"].removesuffix(AT_END) for patch in patches for step in patch}
    if text_format == "toml":
        from dmsi_rules.documents._toml_mending import TomlEditor  # noqa: PLC0415  (as its parser)

        return TomlEditor(text, paths)
    from dmsi_rules.documents._json_mending import JsonEditor  # noqa: PLC0415  (few documents are mended)

    return JsonEditor(text, paths)


def _edits(editor: Editor, steps: Patch, text_format: TextFormat) -> tuple[Edit, ...] | None:
    """
    Return what *steps* do together: of two values for one place the last one holds.
    """
    values: dict[str, Any] = {}
    entries: dict[str, list[Any]] = {}
    for step in steps:
        if step["op"] not in {"add", "replace"}:
            return None
        value = step["value"] if text_format == "toml" else plain(step["value"])  # TOML has days of its own
        if step["path"].endswith(AT_END):
            entries.setdefault(step["path"].removesuffix(AT_END), []).append(value)
        else:
            values[step["path"]] = value
    edits = [editor.replaced(path, value) for path, value in values.items()]
    edits += [editor.appended(path, added) for path, added in entries.items()]
    found = tuple(edit for edit in edits if edit is not None)
    return found if len(found) == len(edits) else None
