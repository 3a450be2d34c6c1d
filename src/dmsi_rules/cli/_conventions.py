"""
Conventions that a command line names: files, or standard input.
"""

from __future__ import annotations

from collections.abc import Iterable

from dmsi_rules.cli._inputs import Input
from dmsi_rules.convention import convention_from
from dmsi_rules.documents.faults import Faults
from dmsi_rules.errors import ConventionError
from dmsi_rules.model.convention import Convention


def loaded(each: Input, others: Iterable[Convention] = ()) -> Convention:
    """
    Return the convention in a file or on standard input, with the one that it replaces, if that is one of *others*.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    if isinstance(each.content, Faults):
        raise ConventionError(each.content.faults)
    return convention_from(each.content, others, each.input_format)
