"""
What the page offers before anything is asked.
"""

import pytest

import dmsi_rules
from dmsi_rules.simulator.form import WORDS, form
from dmsi_rules.simulator.language import spoken_in


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_service_and_plan_can_be_asked_for(language: str) -> None:
    """
    The form has every service of the catalogue, each with its plans.
    """
    shown = form(spoken_in(language))
    catalogue = dmsi_rules.load_convention().to_dict()["catalogue"]["services"]
    offered = {each["code"]: [plan["code"] for plan in each["plans"]] for each in shown["services"]}
    assert offered == {each["code"]: list(each.get("plans", ())) for each in catalogue}
    assert shown["language"] == language


def test_the_form_speaks_french() -> None:
    """
    No word of the page stays in English, and none is a code.
    """
    shown = form(spoken_in("fr"))
    assert not set(shown["words"].values()) & set(WORDS.values())
    assert [each["title"] for each in shown["fields"]][:2] == ["nom de la commune", "date de la délibération"]
    assert "Lens" in shown["members"]
