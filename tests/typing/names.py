"""
Names that do not exist, each of which a checker of types must find. Checked by mypy and by pyright, never run.

An ignored error is one that both must find: each tells when it no longer does.
"""

import dmsi_rules
from dmsi_rules import InvalidDocumentErorr  # type: ignore[attr-defined]


def mistyped() -> None:
    """
    A function, an exception, an argument, a field.
    """
    dmsi_rules.qoute(None)  # type: ignore[attr-defined]
    dossier = dmsi_rules.read_dosier("{}")  # type: ignore[attr-defined]
    assert dossier
    read = dmsi_rules.read_dossier("{}")
    dmsi_rules.read_dossier("{}", fromat="toml")  # type: ignore[call-arg]
    assert read.comune  # type: ignore[attr-defined]
    assert read.commune.nom  # type: ignore[attr-defined]
    assert InvalidDocumentErorr
