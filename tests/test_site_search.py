"""
By which words the pages of the site are found; the walk in a browser looks for some.
"""

from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La résiliation, son PRÉAVIS", ["la", "resiliation", "son", "preavis"]),
        ("Article 13", ["article", "13", "art13"]),
        ("(art. 5.2)", ["art", "5", "2", "art5", "art5_2"]),
        ("Annexes 3", ["annexes", "3", "annexe3"]),
        ("articulation 5", ["articulation", "5"]),
    ],
)
def test_words(monkeypatch: pytest.MonkeyPatch, text: str, words: list[str]) -> None:
    """
    Without accents; a place of the text is one word, and that of all that it is a part of.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(DOCS / "_ext")
    assert words == import_module("searching").words(text)


def test_words_that_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    They are compared as all others are, so that no accent brings one back.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(DOCS / "_ext")
    assert {"a", "etait", "ete"} <= import_module("searching").French.stopwords
