"""
`schema`: the JSON Schema of every document and answer, in Python.
"""

import pytest

import dmsi_rules


@pytest.mark.parametrize("kind", ["dossier", "governance", "convention", "report", "bill"])
def test_each_kind_in_both_languages(kind: str) -> None:
    """
    English unless French is asked for; only what people read differs.
    """
    english, french = dmsi_rules.schema(kind), dmsi_rules.schema(kind, "fr")

    assert english == dmsi_rules.schema(kind, "en")
    assert english["$id"] == french["$id"] == f"urn:dmsi-rules:schema:1:{kind}"
    assert english.keys() == french.keys()
    assert kind == "convention" or english != french


def test_the_words_of_a_field() -> None:
    """
    A form can be labelled by it.
    """
    quantity = dmsi_rules.schema("dossier", "fr")["$defs"]["Line"]["properties"]["quantity"]

    assert "quantité" == quantity["title"]
    assert quantity["description"].startswith("Combien d’unités du service")


def test_the_nearest_kind_is_named() -> None:
    """
    One that does not exist is an error with the one that may have been meant.
    """
    with pytest.raises(dmsi_rules.UnknownSchemaError, match="did you mean `dossier`"):
        dmsi_rules.schema("dosier")
    with pytest.raises(dmsi_rules.UnknownSchemaError, match="known: `dossier`"):
        dmsi_rules.schema("xyz")
