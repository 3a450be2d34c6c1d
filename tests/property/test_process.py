"""
A dossier on its way through the process (Art. 10) and out again (Art. 13), in orders legal and illegal.

The oracle is written apart: it keeps what was done as plain dates, and knows the articles, not the library.
"""

import datetime as dt
import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dmsi_rules import check, load_convention, read_dossier
from dmsi_rules.case.dossier import case_of
from dmsi_rules.case.process import next_steps
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED

TERMS = terms_of(load_convention(), ADOPTED)

# Step: where it is recorded, what it directly rests on. Article 10, copied out by hand.
ARTICLE_10: dict[str, tuple[str, tuple[str, ...]]] = {
    "deliberation": ("/deliberation/date", ()),
    "mayor": ("/signatures/commune", ("deliberation",)),
    "president": ("/signatures/call", ()),
    "request": ("/request/date", ("deliberation", "mayor", "president")),
    "review": ("/committee/first_review", ("request",)),
    "plan": ("/committee/compliance_plan", ("review",)),
    "study": ("/committee/study", ("review",)),
    "terms": ("/committee/terms_set", ("plan", "study")),
}
ACTS = {
    "/deliberation/date": "commune",
    "/signatures/commune": "commune",
    "/signatures/call": "call",
    "/request/date": "commune",
    "/committee/first_review": "call",
    "/committee/compliance_plan": "commune",
    "/committee/study": "call",
    "/committee/terms_set": "call",
    "/openings": "both",
}
SERVICES = ("reseau", "postes", "messagerie")
LAST_RENEWAL = 2032
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2033, 12, 31)) | st.sampled_from(
    [dt.date(year, month, day) for year in range(2024, 2034) for month, day in ((1, 1), (6, 30), (7, 1), (12, 31))]
)
STEPS = st.sampled_from(sorted(ARTICLE_10))


def before(step: str) -> set[str]:
    """
    Return everything that *step* rests on, directly or through others.
    """
    direct = set(ARTICLE_10[step][1] if step in ARTICLE_10 else ("terms",))
    return direct.union(*(before(each) for each in direct))


class Process(RuleBasedStateMachine):
    """
    Steps are taken, undone, said not to have taken place, in any order and on any day.
    """

    @initialize(today=DAYS)
    def begin(self, today: dt.date) -> None:
        """
        Nothing is known but the commune.
        """
        self.today = today
        self.done: dict[str, dt.date | bool] = {}
        self.opened: dict[str, dt.date] = {}
        self.letter: dict[str, Any] = {}
        self.reaffirmed: list[dt.date] = []
        self.judged: tuple[dt.date, str] | None = None

    # ---- what may happen

    @rule(step=STEPS, day=DAYS)
    def take(self, step: str, day: dt.date) -> None:
        """
        A step takes place, whether or not its time has come.
        """
        self.done[step] = day

    @rule(day=DAYS, wait=st.integers(0, 400))
    def take_the_next(self, day: dt.date, wait: int) -> None:
        """
        A step takes place when its time has come.
        """
        for step, (_, basis) in ARTICLE_10.items():
            if not self.done.get(step) and all(self.done.get(each) for each in basis):
                latest = max((when for each in basis if isinstance(when := self.done[each], dt.date)), default=day)
                self.done[step] = latest + dt.timedelta(wait)
                return

    @rule(step=STEPS)
    def leave_out(self, step: str) -> None:
        """
        A step is said not to have taken place.
        """
        self.done[step] = False

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """
        Nothing more is said of a step.
        """
        del self.done[data.draw(st.sampled_from(sorted(self.done)))]

    @rule(service=st.sampled_from(SERVICES), day=DAYS)
    def open_service(self, service: str, day: dt.date) -> None:
        """
        A service opens, by a report of that day.
        """
        self.opened[service] = day

    @rule(sent=DAYS, days=st.integers(0, 10), held=st.sampled_from([None, True, False]))
    def leave(self, sent: dt.date, days: int, held: bool | None) -> None:
        """
        The commune gives notice; the letter takes some days.
        """
        self.letter = {"scope": "total", "sent": sent, "received": sent + dt.timedelta(days)}
        self.letter |= {} if held is None else {"held": held}

    @rule(day=DAYS)
    def reaffirm(self, day: dt.date) -> None:
        """
        The commune reaffirms its adhesion.
        """
        self.reaffirmed.append(day)

    @rule(today=DAYS)
    def wait(self, today: dt.date) -> None:
        """
        Time passes, or turns out to be another.
        """
        self.today = today

    # ---- what is said of it

    def dossier(self) -> dict[str, Any]:
        """
        Return what is recorded, as a document.
        """
        document: dict[str, Any] = {
            "commune": {"name": "Avion"},
            "request": {"lines": [{"service": each} for each in SERVICES]},
        }
        for step, when in self.done.items():
            _, section, key = ARTICLE_10[step][0].split("/")
            document.setdefault(section, {})[key] = when and when.isoformat()  # type: ignore[union-attr]
        document["request"]["lines"] = [
            {"service": "messagerie", "plan": "pro-25", "quantity": 1} if each == "messagerie" else {"service": each}
            for each in SERVICES
        ]
        document["openings"] = [{"service": each, "date": day.isoformat()} for each, day in self.opened.items()]
        document["reaffirmations"] = [{"date": day.isoformat()} for day in self.reaffirmed]
        if self.letter:
            document["termination"] = {
                key: value.isoformat() if isinstance(value, dt.date) else value for key, value in self.letter.items()
            }
        return document

    def found(self, code: str) -> list[tuple[str, str]]:
        """
        Return the verdicts of one rule with their places.
        """
        now = (self.today, json.dumps(self.dossier()))
        if now != self.judged:  # by one invariant for all
            self.judged, self.report = now, check(read_dossier(self.dossier()), as_of=self.today)
        return [(each.verdict, each.path) for each in self.report.findings if each.code == code]

    def recorded(self) -> list[tuple[str, str, dt.date]]:
        """
        Return what took place: the step, its pointer, its day.
        """
        steps = [(step, ARTICLE_10[step][0], when) for step in ARTICLE_10 if isinstance(when := self.done.get(step), dt.date)]
        reports = [("report", f"/openings/{rank}/date", day) for rank, day in enumerate(self.opened.values())]
        return steps + reports

    @invariant()
    def every_step_has_its_basis(self) -> None:
        """
        LIF001: a basis that did not take place is violated, one of which nothing is said is unknown.
        """
        basis = {step: set(direct) for step, (_, direct) in ARTICLE_10.items()} | {"report": {"terms"}}
        broken = [path for step, path, _ in self.recorded() if any(self.done.get(each) is False for each in basis[step])]
        doubtful = [
            each for step, path, _ in self.recorded() if path not in broken for each in basis[step] if each not in self.done
        ]
        found = self.found("LIF001")

        assert {("violated", path) for path in broken} == {each for each in found if each[0] == "violated"}
        assert bool(doubtful) == any(verdict == "unknown" for verdict, _ in found)

    @invariant()
    def no_step_is_before_its_basis(self) -> None:
        """
        LIF002: through all that it rests on.
        """
        broken = {
            ("violated", path)
            for step, path, day in self.recorded()
            if any(isinstance(when := self.done.get(each), dt.date) and day < when for each in before(step))
        }

        assert broken == {each for each in self.found("LIF002") if each[0] == "violated"}

    @invariant()
    def what_comes_next(self) -> None:
        """
        The steps whose every basis took place and that did not, each with who acts; then what is not open yet.
        """
        expected: list[tuple[str, str, str | None]] = [
            (path, {"call": "provider", "commune": "member"}[ACTS[path]], None)
            for step, (path, basis) in ARTICLE_10.items()
            if not self.done.get(step) and all(self.done.get(each) for each in basis)
        ]
        if self.done.get("terms"):
            expected += [("/openings", "both", each) for each in SERVICES if each not in self.opened]
        found = next_steps(case_of(read_dossier(self.dossier()), TERMS, dt.date(2026, 1, 10)))

        assert expected == [(each.path, each.step.acts, each.service) for each in found]

    @invariant()
    def a_late_notice_may_hold_the_commune(self) -> None:
        """
        DLN003: after 30 June of its year (or of the first year), unless the mandate ends the convention anyway.
        """
        verdicts = {verdict for verdict, _ in self.found("DLN003")}
        if not self.letter:
            assert set() == verdicts
            return
        sent = self.letter["sent"]
        start, end = self.term()
        year = sent.year if start is None else max(sent.year, start.year)
        is_late = sent > dt.date(year, 6, 30)
        may_be_held = is_late and (end is None or end.year > year) and not (end is not None and sent > end)

        assert may_be_held == ("violated" in verdicts)
        assert "unknown" not in verdicts

    def term(self) -> tuple[dt.date | None, dt.date | None]:
        """
        Return the convention's first and last day, as far as they are known.
        """
        mayor, president = self.done.get("mayor"), self.done.get("president")
        if not isinstance(mayor, dt.date) or not isinstance(president, dt.date):
            return None, None
        start = dt.date(max(mayor, president).year + 1, 1, 1)
        end = next(year for year in range(start.year, start.year + 7) if (year - 2014) % 6 == 0)
        while any(end - 6 < day.year <= end for day in self.reaffirmed):
            end += 6
        return start, dt.date(end, 12, 31) if end <= LAST_RENEWAL else None


TestProcess = Process.TestCase
TestProcess.settings = settings(stateful_step_count=20)
