"""
The rules as one convention has them: which run there, and why the others do not.
"""

import pickle
from pathlib import Path

import dmsi_rules
from tests.cli.command import EXAMPLES

SYNDICATE = dmsi_rules.load_convention(Path(EXAMPLES / "conventions" / "sm3r-2026.toml"))


def test_each_rule_is_there_in_its_order() -> None:
    """
    With a convention, every rule as without one, and what it lacks where it does not run.
    """
    rules = dmsi_rules.rules(SYNDICATE)

    assert [each.rule for each in rules] == list(dmsi_rules.rules())
    assert {True, False} == {each.runs for each in rules}
    assert all(each.runs is not bool(each.lacks) for each in rules)
    assert ("joining.perimeter",) == next(each.lacks for each in rules if each.code == "PER001")


def test_its_words_are_those_of_the_text() -> None:
    """
    The party, the place and the names are the convention's own, in the reader's language; it is a value like all answers.
    """
    rules = dmsi_rules.rules(SYNDICATE)
    told = {each.code: each.to_dict(dmsi_rules.translator("fr")) for each in rules}

    assert "adherent" == told["DEP001"]["party"]
    assert told["DEP001"]["source"].startswith("Art. 2")
    assert "Avancer" in told["DEP002"]["remedy"]
    assert rules == pickle.loads(pickle.dumps(rules))  # noqa: S301  (ours)
    assert isinstance(hash(rules), int)
