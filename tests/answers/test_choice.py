"""
Rules chosen and findings waived, in Python.
"""

import datetime as dt
import json

import pytest

from dmsi_rules import UnknownRuleError, Waiver, check, read_dossier

AS_OF = dt.date(2026, 1, 10)
DOSSIER = read_dossier(
    json.dumps({"commune": {"name": "Lens", "siren": "216204982"}, "request": {"lines": [{"service": "support"}]}})
)


def test_chosen() -> None:
    """
    Only what is selected is asked, without what is ignored.
    """
    report = check(DOSSIER, as_of=AS_OF, select=["DEP", "LIF"], ignore=["LIF001"])

    assert {"DEP001", "LIF003"} <= {found.code for found in report.findings}
    assert {"DEP", "LIF"} == {code[:3] for code in report.judged_codes}
    assert "LIF001" not in report.judged_codes


@pytest.mark.parametrize("words", [["XXX"], [""], ["DEP", "DEP0011"]])
def test_unknown(words: list[str]) -> None:
    """
    A word that no rule begins with is a slip.
    """
    with pytest.raises(UnknownRuleError, match="there is no rule"):
        check(DOSSIER, as_of=AS_OF, select=words)


@pytest.mark.parametrize("dossier", ["216204982", "Lens", "./a/../lens.json", None])
@pytest.mark.parametrize(("until", "expected"), [(None, True), (AS_OF, True), (AS_OF - dt.timedelta(days=1), False)])
def test_waived(dossier: str | None, until: dt.date | None, expected: bool) -> None:
    """
    The day asked about decides, and no clock.
    """
    waiver = Waiver("DEP001", "agreed", dossier, {"service": "support"}, until)
    report = check(DOSSIER, as_of=AS_OF, select=["DEP001"], waivers=[waiver], name="lens.json")

    assert [expected] == [found.waived is not None for found in report.findings]
    assert expected == report.ok


def test_one_word() -> None:
    """
    A text is one word, not the letters that it is made of.
    """
    assert check(DOSSIER, as_of=AS_OF, select="DEP") == check(DOSSIER, as_of=AS_OF, select=["DEP"])


def test_what_is_no_waiver() -> None:
    """
    It is refused by its name.
    """
    with pytest.raises(TypeError, match="not dict"):
        check(DOSSIER, as_of=AS_OF, waivers=[{"code": "DEP001"}])  # type: ignore[list-item]  # as a caller might
