"""
Who owns, who pays, who decides: answered from the tables of the convention, here written out by hand.
"""

from pathlib import Path

import pytest

from dmsi_rules import DmsiRulesError, UnknownNatureError, load_convention, who
from dmsi_rules.testing.strategies import NATURES

OTHER = Path(__file__).parents[1] / "data" / "other.toml"
TABLE = {
    "dmsi-premises": (None, "call"),
    "dmsi-logistics": (None, "call"),
    "dmsi-management-staff": (None, "call"),
    "dmsi-administrative-staff": (None, "call"),
    "dmsi-operational-staff": (None, "shared"),
    "pooled-infrastructure": ("call", "shared"),
    "commune-workstation": ("commune", "commune"),
    "commune-specific-software": ("commune", "commune"),
    "commune-cabling": ("commune", "commune"),
    "commune-movables": ("commune", "commune"),
    "commune-office-software": ("commune", "commune"),
    "pooled-software": ("call", None),
    "group-purchase-licence": ("beneficiary", "beneficiary"),
    "building-upkeep": (None, "space"),
    "staff-training": (None, "call"),
}
"""
Owner and bearer; None where there is nothing to own, or the text does not say who pays.
"""


def test_the_table_is_whole() -> None:
    """
    Every nature is in it.
    """
    assert set(NATURES) == TABLE.keys()


@pytest.mark.parametrize("nature", TABLE)
def test_natures(nature: str) -> None:
    """
    Who owns, who pays, and by which article.
    """
    answer = who(nature)
    assert TABLE[nature] == (answer.owner, answer.borne_by)
    assert ("nature", "call-dmsi-2024", None) == (answer.kind, answer.convention, answer.decides)
    assert answer.source.startswith("Art. ")
    assert answer == who(nature.upper())


@pytest.mark.parametrize(
    ("matter", "decides", "source"),
    [
        ("staff", "the CALL", "Art. 8.1, 8.2"),
        ("functional-authority", "the President of the CALL", "Art. 8.2"),
        ("service-failures", "the CALL", "Art. 8.1.2"),
        ("budget", "strategic committee", "Art. 4, 9.1"),
        ("audit", "the DMSI", "Annexe 3"),
        ("disputes", "the administrative court of Lille", "Art. 14"),
    ],
)
def test_matters(matter: str, decides: str, source: str) -> None:
    """
    Who decides, and by which article.
    """
    answer = who(matter).to_dict()
    assert (decides, source) == (answer["decides"], answer["source"])
    assert {"matter", "what", "decides", "source", "convention"} == answer.keys()


def test_reimbursement_goes_on_during_five_absences() -> None:
    """
    Of the staff whose cost is shared, and of no other nature.
    """
    expected = (
        "ordinary sick leave",
        "training leave",
        "work accident",
        "occupational disease",
        "temporary-invalidity allowance",
    )
    assert expected == tuple(each.en for each in who("dmsi-operational-staff").reimbursed_during)
    assert ["dmsi-operational-staff"] == [nature for nature in NATURES if who(nature).reimbursed_during]


def test_what_is_asked_wrongly() -> None:
    """
    The nearest word is offered; of what is like none, all are named.
    """
    with pytest.raises(UnknownNatureError, match="did you mean `commune-cabling`") as caught:
        who("commune-cable")
    assert isinstance(caught.value, DmsiRulesError)
    with pytest.raises(UnknownNatureError, match=r"known: `dmsi-premises`.*`disputes`"):
        who("???")
    with pytest.raises(UnknownNatureError):
        who("commune-cabling", convention=load_convention(OTHER))
