"""
Drafts: a document that lacks facts is judged, priced and dated, and what it does say is judged as if nothing lacked.
"""

import copy
import datetime as dt
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dmsi_rules import audit, bill, calendar, check, compare_readings, forecast, quote, read_dossier
from dmsi_rules.cli import main
from dmsi_rules.testing.strategies import (
    Plain,
    whole_dossiers,
)

AS_OF = dt.date(2026, 1, 10)
MAY_LACK = {("lines", "service"), ("openings", "date")}
NAMING = {
    "openings": ("service",),
    "snapshots": ("month",),
    "invoices": ("period",),
    "reaffirmations": ("date",),
    "expenses": ("nature",),
    "assets": ("nature",),
    "purchases": ("nature",),
}
"""
The keys that name an entry of a list, which no draft leaves out.
"""
COMMANDS = (
    ("check",),
    ("check", "--all-readings", "--format", "json"),
    ("check", "--format", "sarif"),
    ("quote",),
    ("quote", "--format", "json"),
    ("bill", "--period", "2026"),
    ("bill", "--period", "2025-H2", "--format", "json"),
    ("forecast", "--years", "2025-2027"),
    ("calendar",),
    ("calendar", "--format", "svg"),
    ("audit",),
    ("audit", "--format", "json"),
    ("fix", "--diff"),
)


def lacking(value: Any, choices: st.DataObject, key: str = "", *, is_invoiced: bool = False) -> Any:
    """
    Return *value* without any of its keys, those that name an entry apart; the lists keep their entries.
    """
    if isinstance(value, list):
        return [lacking(each, choices, key, is_invoiced=is_invoiced) for each in value]
    if not isinstance(value, dict):
        return value
    kept = NAMING.get(key, ("service",) if is_invoiced and key == "lines" else ())
    chosen = {name for name in value if name in kept or choices.draw(st.integers(0, 3))}
    return {
        name: lacking(each, choices, name, is_invoiced=is_invoiced or name == "invoices")
        for name, each in value.items()
        if name in chosen
    }


drafts = st.builds(lacking, whole_dossiers(), st.data())


class TestJudged:
    """
    Whatever is left out of a dossier, every answer can be given.
    """

    @given(drafts)
    def test_by_every_function(self, document: Plain) -> None:
        """
        None raises; a report has no fault of the document.
        """
        dossier = read_dossier(document)
        assert not check(dossier, as_of=AS_OF).invalid
        assert dossier == read_dossier(dossier.to_dict())
        quote(dossier, as_of=AS_OF).to_dict()
        bill(dossier, "2026").to_dict()
        forecast(dossier, [2025, 2026], as_of=AS_OF).to_dict()
        calendar(dossier, as_of=AS_OF).to_dict()
        audit(dossier, as_of=AS_OF).to_dict()

    @settings(max_examples=max(20, settings().max_examples // 5), suppress_health_check=[HealthCheck.too_slow])
    @given(drafts, st.sampled_from(COMMANDS), st.sampled_from(["en", "fr"]))
    def test_by_every_command(self, document: Plain, command: tuple[str, ...], language: str) -> None:
        """
        Its status is that of a document that can be evaluated.
        """
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        given_input, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(json.dumps(document).encode()), encoding="utf-8")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                status = main([command[0], "-", *command[1:], "--as-of", "2026-01-10", "--lang", language])
        finally:
            sys.stdin = given_input
        assert status in {0, 1}, err.getvalue()

    @given(drafts)
    def test_under_every_reading(self, document: Plain) -> None:
        """
        So is what other readings would change.
        """
        compare_readings(read_dossier(document), as_of=AS_OF)


class TestTheRest:
    """
    What a draft lacks is told at its place, and changes nothing that is said of the rest.
    """

    @given(whole_dossiers(), st.data())
    def test_a_line_without_plan(self, document: Plain, choices: st.DataObject) -> None:
        """
        Every other line has the findings that it had, and the others are priced as before.
        """
        lines = document.get("request", {}).get("lines", [])
        planned = [rank for rank, line in enumerate(lines) if "plan" in line]
        assume(planned)
        rank = choices.draw(st.sampled_from(planned))
        draft = copy.deepcopy(document)
        del draft["request"]["lines"][rank]["plan"]

        whole, lacks = (read_dossier(each) for each in (document, draft))
        before, after = (check(each, as_of=AS_OF).findings for each in (whole, lacks))
        place = f"/request/lines/{rank}"

        def others(findings: Any) -> list[Any]:
            return [each for each in findings if not each.path.startswith(place) and not each.code.startswith("BIL")]

        assert others(before) == others(after)
        told = [each for each in after if (each.code, each.path) == ("LIF003", place)]
        if any(each.code == "LIF003" for each in before) or "committee" not in document:
            assert not told or told[0].facts["lacks"][0] == "plan"
        priced = [[each for each in quote(dossier, as_of=AS_OF).lines if each.path != place] for dossier in (whole, lacks)]
        assert priced[0] == priced[1]

    @given(whole_dossiers())
    def test_a_line_without_service(self, document: Plain) -> None:
        """
        Rules pass over it: the document is judged as if it stood there with nothing, and its place alone is told.
        """
        draft = copy.deepcopy(document)
        lines = draft.setdefault("request", {}).setdefault("lines", [])
        with_none = [dict(each) for each in lines]
        lines.append({"quantity": 3})
        without = copy.deepcopy(document)
        without.setdefault("request", {})["lines"] = with_none
        before, after = (check(read_dossier(each), as_of=AS_OF).findings for each in (without, draft))
        place = f"/request/lines/{len(with_none)}"
        loose = ("LIF009", "BIL007")  # of which the unnamed service might be the reason

        def others(findings: Any) -> list[Any]:
            return [each for each in findings if each.path != place and each.code not in loose]

        assert others(before) == others(after)
        partial = [quote(read_dossier(each), as_of=AS_OF) for each in (without, draft)]
        assert partial[0].lines == partial[1].lines
        if partial[1].unnamed:
            assert partial[1].partial

    @given(whole_dossiers(), st.data())
    def test_an_opening_without_date(self, document: Plain, choices: st.DataObject) -> None:
        """
        What is due is not known, nor is it wrong; the day is among what is missing.
        """
        opened = document.get("openings", [])
        assume(opened)
        rank = choices.draw(st.integers(0, len(opened) - 1))
        draft = copy.deepcopy(document)
        del draft["openings"][rank]["date"]
        dossier = read_dossier(draft)
        found = check(dossier, as_of=AS_OF).findings
        assert any(f"/openings/{rank}/date" in each.missing for each in found)
        priced = opened[rank]["service"] in {"reseau", "postes", "support", "messagerie", "hebergement", "administration"}
        assert not (priced and bill(dossier, "2026").complete)
        assert f"/openings/{rank}/date" in calendar(dossier, as_of=AS_OF).missing
