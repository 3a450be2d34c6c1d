"""
The language that the site is built in: the words of its pages, and those of the program from the program's own catalogue.
"""

from collections.abc import Mapping
from functools import cached_property

from dmsi_rules import load_convention, translator
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.text.codes import called, reads_codes
from dmsi_rules.text.fill import places
from dmsi_rules.values.words import Words
from from_data.catalogues import sentences
from from_data.markdown import code, md


class Language:
    """
    Turns a sentence into the language of the site; what has no translation stays in English.

    Args:
        name: the language's code.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.program = translator(name)

    def __call__(self, sentence: str, domain: str = "site") -> str:
        """
        Return *sentence*, of the pages' catalogue *domain* or of the program's.
        """
        return sentences(self.name, domain).get(sentence.rstrip()) or self.program(sentence)

    @cached_property
    def terms(self) -> Terms:
        """
        The terms that the site speaks of.
        """
        return terms_of(load_convention(), ADOPTED)

    @cached_property
    def called(self) -> Mapping[str, Words]:
        """
        What codes are called, to those who do not read them.
        """
        return {} if self.reads_codes else glossary(self.terms)

    @cached_property
    def reads_codes(self) -> bool:
        """
        Whether the codes of documents are words to the readers of this language.
        """
        return reads_codes(self.program)

    def coded(self, word: str) -> str:
        """
        Return the code *word*, after what it is called where its readers are told that.
        """
        name = called(word, self)
        return code(word) if name == word else f"{md(name)} ({code(word)})"

    def place(self, source: str) -> str:
        """
        Return the places of the text that *source* names, or that there are none.
        """
        return md(places(source, self) or self("none"))
