"""
A document that goes by another text is told in the words of that text.
"""

import datetime as dt
from typing import Any

import pytest

from dmsi_rules import Convention, Finding, InvalidDocumentError, check, load_convention, read_dossier
from dmsi_rules.convention import convention_of
from dmsi_rules.locale import translator
from tests.convention.examples import FILES, changed

SYNDICATE = load_convention(FILES["sm3r-2026"])


def found(code: str, raw: dict[str, Any], convention: Convention = SYNDICATE) -> list[Finding]:
    """
    Return what the rule *code* finds in a dossier.
    """
    report = check(read_dossier(raw, convention=convention), as_of=dt.date(2026, 9, 1), convention=convention)
    return [each for each in report.findings if each.code == code]


@pytest.mark.parametrize(
    ("key", "value", "meant"),
    [("commune_by", "deputy", "adherent_by"), ("commune", "2026-05-25", "adherent"), ("call", "2026-05-28", "syndicat")],
)
def test_a_key_of_the_first_text_has_that_of_this_one_for_a_hint(key: str, value: str, meant: str) -> None:
    """
    A party signs under the word that its own text has for it, however far from that of another.
    """
    with pytest.raises(InvalidDocumentError) as error:
        found("DOC002", {"commune": {"name": "Bourg"}, "signatures": {key: value}})
    (told,) = error.value.findings
    assert ("DOC002", f"/signatures/{key}") == (told.code, told.path)
    assert f"unknown key `{key}`; did you mean `{meant}`?" == told.message


@pytest.mark.parametrize("key", ["call_by", "provider_by"])
def test_a_key_of_no_text_has_none(key: str) -> None:
    """
    Nobody is recorded to have signed for the provider.
    """
    with pytest.raises(InvalidDocumentError) as error:
        found("DOC002", {"commune": {"name": "Bourg"}, "signatures": {key: "2026-05-28"}})
    assert "syndicat_by" not in str(error.value)


def test_those_who_may_sign_are_listed() -> None:
    """
    By what the text calls them, in the reader's language (PER005).
    """
    raw = {"commune": {"name": "Bourg"}, "signatures": {"adherent": "2026-05-25", "adherent_by": "other"}}
    (told,) = found("PER005", raw)
    assert "signed by `other`, where only these may sign: the mayor, the deputy mayor for digital affairs" == told.message
    assert told.render(translator("fr")).endswith("le maire, l'adjoint au numérique")
    assert ("Art. 4", ("/signatures/adherent_by", "adherent")) == (told.source, (told.path, told.party))


def test_who_is_not_a_member_is_no_commune_of_this_text() -> None:
    """
    Where a text has adherents, PER006 speaks of them.
    """
    members = {"source": "Art. 1", "communes": [{"name": "Bourg", "insee": "62001", "siren": "216200014"}]}
    text = convention_of(changed("sm3r-2026", {"/members": members}))
    (told,) = found("PER006", {"commune": {"name": "Arras", "insee": "62041"}}, text)
    assert ("Who joins is not among the members", "no member has the code 62041") == (told.title, told.message)
    assert ("Art. 1", "/commune/insee") == (told.source, told.path)
