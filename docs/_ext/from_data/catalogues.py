"""
The catalogues of the site: what people have put into another language, page by page, in `docs/locale`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "locale"


@cache
def sentences(language: str, domain: str) -> Mapping[str, str]:
    """
    Return what stands in *language* for the sentences of *domain*: a page, or what makes some.
    """
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(each.id).rstrip(): str(each.string) for each in read_po(file) if each.string and not each.fuzzy}
