"""
What a field is called where it stands: "quantity of user support".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dmsi_rules.text.codes import called
from dmsi_rules.text.marks import N_, Translate, is_settled
from dmsi_rules.values.words import Words, rebuilt

OF_ENTRY = N_("{field} of {entry}")
WHOLE_ENTRY = N_("{field} ({entry})")


def labels_said(pointers: Iterable[str], said: Iterable[str]) -> dict[str, Label]:
    """
    Return the labels that were written as *said* beside *pointers*, in the language in which they were written.
    """
    return {pointer: Label(Words(each, each)) for pointer, each in zip(pointers, said, strict=True)}


@rebuilt
class Label(NamedTuple):
    """
    The words for a field.

    Attributes:
        field: what it is called.
        entry: of which entry of a list it is, if of any.
        is_whole: whether it is that entry itself.
    """

    field: Words
    entry: Words | None = None
    is_whole: bool = False

    def in_(self, translate: Translate) -> str:
        """
        Return the label in the reader's language.
        """
        return (_known if is_settled(translate) else _worded)(self, translate)


def _worded(label: Label, translate: Translate) -> str:
    field = label.field.in_(translate)
    if label.entry is None:
        return field
    entry = ", ".join(called(each, translate) for each in label.entry.in_(translate).split(", "))
    return translate(WHOLE_ENTRY if label.is_whole else OF_ENTRY).format(field=field, entry=entry)


_known = lru_cache(maxsize=4096)(_worded)  # the same fields are missing from one dossier after another
