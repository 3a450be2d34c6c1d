"""
Numbers beyond what Python reads, and times of day, told in the user's language (python/cpython#153392).
"""

from collections.abc import Callable
from typing import Any

import pytest

from dmsi_rules import InvalidDocumentError, read_dossier, translator
from dmsi_rules.documents import _toml

LONG = "9" * 5000
IN_JSON = (
    '{{"commune": {{"name": "X"}}, "request": {{"date": {date}, "lines": [{{"service": "postes", "quantity": {quantity}}}]}}}}'
)
IN_TOML = 'commune.name = "X"\nrequest = {{ date = {date}, lines = [{{ service = "postes", quantity = {quantity} }}] }}'


def told(text: str, input_format: Any, translate: Callable[[str], str] = str) -> list[tuple[str, str, str]]:
    """
    Return the code, the place and the words of each fault of a document.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier(text, input_format=input_format)
    return [(found.code, found.path, found.render(translate)) for found in caught.value.findings]


@pytest.mark.parametrize(("form", "input_format"), [(IN_JSON, "json"), (IN_TOML, "toml")])
@pytest.mark.parametrize(
    ("quantity", "english", "french"),
    [
        (LONG, "a number of many digits", "un nombre de trop de chiffres"),
        (f"-{LONG}", "a number of many digits", "un nombre de trop de chiffres"),
        ("1e400", "a number too large", "un nombre trop grand"),
        ("-1e400", "a number too large", "un nombre trop grand"),
        (f"{LONG}.5", "a number too large", "un nombre trop grand"),
    ],
    ids=["long", "negative", "exponent", "negative exponent", "fraction"],
)
def test_out_of_every_range(form: str, input_format: str, quantity: str, english: str, french: str) -> None:
    """
    Such a quantity is DOC004 at its place in both formats, in words of ours, not Python's.
    """
    text = form.format(date='"2026-01-10"', quantity=quantity)
    for translate, said in ((str, english), (translator("fr"), french)):
        ((code, path, words),) = told(text, input_format, translate)

        assert ("DOC004", "/request/lines/0/quantity") == (code, path)
        assert said in words


@pytest.mark.parametrize(("translate", "said"), [(str, "found a time of day"), (translator("fr"), "trouvé\u00a0: une heure")])
def test_a_time(translate: Callable[[str], str], said: str) -> None:
    """
    TOML has times of day; a day is wanted.
    """
    ((code, path, words),) = told(IN_TOML.format(date="12:30:00", quantity=1), "toml", translate)

    assert ("DOC001", "/request/date") == (code, path)
    assert said in words


def test_text_is_left_alone() -> None:
    """
    Only numbers are cut: what is quoted stays what it is, and so does every shorter number.
    """
    text = f'# {LONG}\na = "{LONG}"\nb = \'{LONG}\'\nc = """\n{LONG}"""\nd = {"1_0" * 100}\ne = 2026-01-10\nf = 1_{LONG}\n'
    read = _toml.parse(text)

    assert [LONG] * 3 == [read[key] for key in "abc"]
    assert int("10" * 100) == read["d"]
    assert read["f"] > 10**400
