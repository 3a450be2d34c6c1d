"""
What holds of all the prices of a grid, for people: value-added tax and the index of a revision, which nothing computes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.convention.grids import AboutPrices
from dmsi_rules.text.fill import fill, places, visible
from dmsi_rules.text.marks import N_, Translate

VAT = {
    "including": N_("prices with value-added tax ({rate}{source})"),
    "excluding": N_("prices without value-added tax ({rate}{source})"),
}


def about_prices_words(about: Sequence[AboutPrices], translate: Translate) -> Iterator[str]:
    """
    Yield what each grid says, with its name where they are several.
    """
    for each in about:
        grid = translate(N_("grid {grid}: ")).format(grid=visible(each.grid)) if len(about) > 1 else ""
        for words in _of_grid(each, translate):
            yield grid + words


def _of_grid(about: AboutPrices, translate: Translate) -> Iterator[str]:
    vat, index = about.vat, about.index
    if vat is not None:
        rate = f"{vat.rate} %, " if vat.rate else ""
        yield fill(translate(VAT[vat.prices]), {"rate": rate, "source": places(vat.source, translate)}, translate)
    if index is not None:
        facts = {"index": index.words, "source": places(index.source, translate)}
        yield fill(translate(N_("{index} ({source})")), facts, translate)
