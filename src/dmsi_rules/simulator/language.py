"""
The language that a page is in, with what it calls the codes of the embedded convention.
"""

from __future__ import annotations

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.locale import called_by, translator
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.text.marks import Translate


def spoken_in(language: str) -> Translate:
    """
    Return what turns sentences into *language*, `fr` or `en`.

    Raises:
        UnknownLanguageError: there is no such language here.
    """
    return called_by(glossary(terms_of(load_convention(), ADOPTED)), translator(language))
