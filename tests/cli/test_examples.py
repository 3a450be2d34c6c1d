"""
The examples that everybody starts from: each is as its comments say.
"""

import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, SUCCESSOR, Command

CODE = re.compile(r"\b[A-Z]{3}[0-9]{3}\b")
FAULTS = EXAMPLES / "faults"


GOES_BY = ("--convention", str(EXAMPLES / "conventions" / "call-dmsi-2027.toml"))


def told(cli: Command, path: Path, as_of: str, *options: str) -> set[str]:
    """
    Return the codes of what is violated.
    """
    findings = cli("check", str(path), "--format", "json", *options, day=as_of).data["findings"]
    return {found["code"] for found in findings if found["verdict"] == "violated"}


def test_every_rule_is_broken_where_its_comment_says(cli: Command) -> None:
    """
    What the comments of the file name is found, and nothing else.
    """
    path = FAULTS / "every-rule.toml"
    _, _, lines = path.read_text(encoding="utf-8").partition("[commune]")

    assert set(CODE.findall(lines)) == told(cli, path, "2026-11-27")


def test_the_partial_exit(cli: Command) -> None:
    """
    It has what the other file cannot have.
    """
    path = FAULTS / "partial-exit.toml"
    head, _, _ = path.read_text(encoding="utf-8").partition("[commune]")

    assert set(CODE.findall(head)) - {"PER001"} <= told(cli, path, "2026-01-10")


@pytest.mark.parametrize(("as_of", "expected"), [("2025-06-20", "DLN008"), ("2031-12-31", ""), ("2032-01-15", "DLN007")])
def test_ten_years_of_life(cli: Command, as_of: str, expected: str) -> None:
    """
    Nothing is wrong in ten years: a reaffirmation lies ahead at first, and the second mandate ends without one.
    """
    assert set(expected.split()) == told(cli, EXAMPLES / "ten-years.toml", as_of)


def test_ten_years_are_billed_as_they_were_invoiced(cli: Command) -> None:
    """
    The invoices and credit notes of each year are what `bill` says of it.
    """
    path = EXAMPLES / "ten-years.toml"
    invoices = tomllib.loads(path.read_text(encoding="utf-8"))["invoices"]

    assert 8 == len({each["period"] for each in invoices})
    for period in {each["period"] for each in invoices}:
        total = sum(float(each["total"]) for each in invoices if each["period"] == period)
        assert f"{total:.2f}" == cli("bill", str(path), "--period", period, "--format", "json").data["total"]


@pytest.mark.parametrize(
    ("as_of", "text", "expected"),
    [("2025-06-20", 2024, "TAR005"), ("2026-12-31", 2024, "TAR005"), ("2027-01-01", 2027, ""), ("2027-07-05", 2027, "")],
)
def test_a_text_takes_over_from_another(cli: Command, as_of: str, text: int, expected: str) -> None:
    """
    Each day is judged by its own text; what runs goes on, nothing is left unknown, and nothing but the price to come is told.
    """
    answer = cli("check", str(SUCCESSOR), "--format", "json", *GOES_BY, day=as_of).data

    assert (f"call-dmsi-{text}", True) == (answer["convention"], answer["complete"])
    assert set(expected.split()) == told(cli, SUCCESSOR, as_of, *GOES_BY)
    assert [] == [found["code"] for found in answer["findings"] if found["verdict"] == "ambiguous"]


def test_each_month_is_billed_by_its_own_text(cli: Command) -> None:
    """
    What was invoiced before and after the change is what `bill` says, each at the prices of its text.
    """
    assert {"2026-H2": "1507.20", "2027-H1": "1534.20"} == {
        each["period"]: cli("bill", str(SUCCESSOR), "--period", each["period"], "--format", "json", *GOES_BY).data["total"]
        for each in tomllib.loads(SUCCESSOR.read_text(encoding="utf-8"))["invoices"]
    }
    due = cli("bill", str(SUCCESSOR), "--period", "2027", "--format", "json", *GOES_BY, day="2027-07-05").data
    assert ([], "3068.40") == (due["undecided_because"], due["total"])
