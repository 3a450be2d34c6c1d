"""
The extension that lets people search the site as they write: without accents, and for an article by its number.

What is looked for is split in the browser as the pages are here.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from sphinx import search
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish
from sphinx.search.fr import SearchFrench

from dmsi_rules.text.compared import compared

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PLACE = re.compile(r"\b(art|annexe)(?:icle)?s?\.?\s*([0-9.]*[0-9])")
WORD = re.compile(r"\w+")
IN_THE_BROWSER = r"""
function splitQuery(query) {
  return query
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\b(art|annexe)(?:icle)?s?\.?\s*([0-9.]*[0-9])/g, (_, kind, number) => ` ${kind}${number.replaceAll(".", "_")} `)
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((term) => term);
}
"""


def words(text: str) -> list[str]:
    """
    Return the words of *text* by which its page is found: `art. 5.2` is that paragraph, and article 5.
    """
    return WORD.findall(PLACE.sub(_place, compared(text)))


def _place(found: re.Match[str]) -> str:
    kind, number = found.groups()
    within = accumulate(number.split("."), "{}_{}".format)
    return f" {found[0]} {' '.join(kind + each for each in within)} "


class _Split(SearchLanguage):
    """
    A language whose texts are split here and, in the browser, by the same rule.
    """

    js_splitter_code = IN_THE_BROWSER

    def split(self, input: str) -> list[str]:  # noqa: A002  (Sphinx's own name)
        """
        Return the words of a text.
        """
        return words(input)


class French(_Split, SearchFrench):
    """
    French words, whatever their accents.
    """

    stopwords = frozenset(map(compared, SearchFrench.stopwords))


class English(_Split, SearchEnglish):
    """
    English words, among which French ones are found as well.
    """


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Tell Sphinx how to search.
    """
    del app
    search.languages.update(fr=French, en=English)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
