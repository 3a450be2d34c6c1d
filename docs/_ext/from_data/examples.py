"""
What an example's console says, in the language of the site: a page's catalogue holds the block as it is in that language.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from from_data.catalogues import sentences

FILE_ADDED_TO = ", at the end"


class Examples(SphinxTransform):
    """
    Put the blocks of the console into the language of the site; mark for the catalogue what of an example has another language.
    """

    default_priority = 15  # before Sphinx puts in the sentences

    def apply(self, **kwargs: Any) -> None:
        """
        Look at each block of the page.
        """
        del kwargs
        said = sentences(self.config.language, self.env.current_document.docname)
        for block in self.document.findall(nodes.literal_block):
            if block.get("language") == "console":
                _put(block, said.get(block.rawsource.rstrip()))
        for caption in self.document.findall(nodes.caption):
            if isinstance(caption.parent, nodes.container) and not caption.astext().endswith(FILE_ADDED_TO):
                caption["translatable"] = False  # the bare name of a file


def _put(block: nodes.literal_block, text: str | None) -> None:
    if text is None:
        block["translatable"] = True  # for the catalogue; Sphinx itself would put no block in
    else:
        block.rawsource = text
        block[:] = [nodes.Text(text)]
