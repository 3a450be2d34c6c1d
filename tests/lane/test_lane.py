"""
The fast lane writes what the explaining path writes, byte by byte, or nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dmsi_rules import load_convention, translator
from dmsi_rules.answers.placing import located
from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.checking.projections import projections_of
from dmsi_rules.checking.runner import RULED, judge
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import Faults
from dmsi_rules.finding import Origin
from dmsi_rules.lane import Lane, Told
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.report.json import to_json_line
from dmsi_rules.testing import strategies
from dmsi_rules.text.marks import Translate

AS_OF = dt.date(2026, 1, 10)
TERMS = terms_of(load_convention(), ADOPTED, AS_OF)
THRESHOLD = Threshold(strict=True, unknown=True)
LINES = [{"service": "socle"}, {"service": "postes", "quantity": 12}]
PLAIN: dict[str, Any] = {"commune": {"name": "Lens"}, "request": {"lines": LINES}}
EACH_ASKED = tuple(attrs.evolve(rule) for rule in RULED["dossier"])
"""
The rules under no name that is known, so that each is asked of each document.
"""


def explained(text: str, number: int, terms: Terms = TERMS, translate: Translate = str) -> Told:
    """
    Return what the explaining path writes of a line.
    """
    case = admitted(read_document(text, "json", None, terms), terms, AS_OF)
    report = located(judge(case, Origin(f"-:{number}", None, number), EACH_ASKED), text, "json", number)
    return Told(to_json_line(report.to_dict(translate)), THRESHOLD.reasons(report))


def told(lane: Lane, text: str, number: int) -> Told | None:
    """
    Return what the lane writes of it.
    """
    return lane.told(text, f"-:{number}", number)


def compare(documents: list[Any], terms: Terms = TERMS, translate: Translate = str, **layout: Any) -> int:
    """
    Compare both ways on a stream of *documents*, each of which comes twice; return how many the lane answered.
    """
    lane, answered = Lane(terms, AS_OF, THRESHOLD, translate), 0
    for number, document in enumerate([*documents, *documents], 1):
        text = document if isinstance(document, str) else json.dumps(document, **layout)
        if (quick := told(lane, text, number)) is not None:
            answered += 1
            assert explained(text, number, terms, translate) == quick
    return answered


attested = strategies.tables(
    workstations_secured=st.booleans(),
    os_up_to_date=st.booleans(),
    local_admin=st.booleans(),
    connection=strategies.tables(technology=st.sampled_from(["ftth", "adsl", "other"])),
    password_policy=strategies.tables(compliant=st.booleans()),
)
beside = strategies.tables(
    deliberation=strategies.deliberations,
    signatures=strategies.signatures,
    obligations=strategies.obligations,
    audit=strategies.tables(date=strategies.dates_or_false),
    committee=strategies.committees,
    evidence=attested,
)
of_request = strategies.tables(date=strategies.edge_dates, network_billing_from=strategies.edge_dates)
keys = strategies.ordered_keys | strategies.messaging_keys


@st.composite
def asked_lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    """
    Return lines of a request with few days and quantities, so that they come again.
    """
    found = []
    for service, plan in draw(st.lists(keys, max_size=7, unique=True)):
        line: dict[str, Any] = {"service": service} | ({"plan": plan} if plan else {})
        optional: dict[str, Any] = {"opening": st.sampled_from(["2026-07-01", "2027-01-01", False])}
        if service != "socle":
            optional["quantity"] = strategies.small
        if service in strategies.UNPRICED:
            optional["quotation"] = st.just("100.00")
        found.append(line | draw(strategies.tables(**optional)))
    return found


@st.composite
def streams(draw: st.DrawFn) -> list[dict[str, Any]]:
    """
    Return dossiers of several communes that differ in the lines of their requests.
    """
    said, request = draw(beside), draw(of_request)
    names = strategies.tables({"name": strategies.names}, insee=st.just("62498"), siren=st.just("216204982"))
    communes = st.just({"name": "Lens"}) | names
    return [
        {"commune": draw(communes), **said, "request": request | {"lines": lines}}
        for lines in draw(st.lists(asked_lines(), min_size=2, max_size=4))
    ]


class TestEqual:
    """
    What the lane writes.
    """

    @settings(max_examples=30)
    @given(streams())
    def test_requests(self, documents: list[dict[str, Any]]) -> None:
        """
        Requests of any lines, and of many communes, with what stands beside them.
        """
        compare(documents, ensure_ascii=False)

    @settings(max_examples=12)
    @given(st.lists(strategies.dossiers() | strategies.whole_dossiers(), min_size=1, max_size=2))
    def test_any_dossier(self, documents: list[dict[str, Any]]) -> None:
        """
        Dossiers of all sections: most are left to the explaining path.
        """
        try:
            compare(documents)
        except Faults:
            assume(condition=False)  # it does not fit

    @settings(max_examples=15)
    @given(strategies.catalogues(), st.data())
    def test_another_convention(self, catalogue: dict[str, Any], data: st.DataObject) -> None:
        """
        Requests under any catalogue.
        """
        convention = convention_of(catalogue)
        codes = st.lists(st.sampled_from([each["code"] for each in catalogue["services"]]), unique=True)
        asked = [[{"service": code, "quantity": 2} for code in data.draw(codes) if code != "s0"] for _ in range(3)]
        documents = [{"commune": {"name": "Lens"}, "request": {"lines": lines}} for lines in asked]
        compare(documents, terms_of(convention, ADOPTED, AS_OF))

    def test_french(self) -> None:
        """
        In another language.
        """
        assert compare([PLAIN, PLAIN], translate=translator("fr")) == 3

    def test_plans(self) -> None:
        """
        Lines that differ in their plan alone: a label names it, whatever the rule looks at.
        """
        dated = [
            {"service": "messagerie", "plan": plan, "quantity": 3, "opening": "2026-02-01"} for plan in ("pro-25", "pro-50")
        ]
        request = {"date": "2026-01-01"}
        assert compare([PLAIN | {"request": request | {"lines": [*LINES, each]}} for each in dated]) == 3

    @pytest.mark.parametrize("is_ascii", [True, False])
    def test_communes(self, is_ascii: bool) -> None:
        """
        Communes of all kinds of names, members and others, between the same words.
        """
        lens, nobody = {"insee": "62498", "siren": "216204982"}, {"insee": "75056"}
        names = ("Lens", "Liévin", 'l"a', "a}b", "{", "\u202e", "\\", "a, b", "lines", "commune")
        communes = [{"name": name} | codes for name in names for codes in ({}, lens, nobody, {"x-note": name})]
        behind = [{"siren": "216204982", "name": name, "insee": "75056"} for name in names]
        documents = [PLAIN | {"commune": each, "deliberation": {"perimeter": ["socle"]}} for each in (*communes, *behind)]
        assert compare(documents, ensure_ascii=is_ascii) > len(documents)

    @pytest.mark.parametrize(
        ("layout", "answered"),
        [({"separators": (",", ":")}, 2), ({"sort_keys": True}, 2), ({"separators": (" , ", "\t:  ")}, 0)],
        ids=str,
    )
    def test_layouts(self, layout: dict[str, Any], answered: int) -> None:
        """
        Places are found in any layout that is known; where units stand far from their key, nothing is answered.
        """
        dated = {"date": "2026-09-01", "lines": [{"opening": "2027-01-01", "service": "reseau", "quantity": 2}, *LINES]}
        assert compare([PLAIN, PLAIN | {"request": dated}], **layout) == answered


LEARNT = (
    PLAIN,
    {"commune": {"name": "Avion"}, "request": {"lines": [{"service": "reseau", "quantity": 3}, {"service": "conseil"}]}},
    PLAIN | {"request": {"lines": [*LINES, {"service": "reseau", "quantity": 7, "opening": "2027-01-01"}]}},
)
TEXTS = tuple(json.dumps(each, ensure_ascii=False) for each in LEARNT)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """
    Return a line that is known but for a few characters, or a piece of it that stands elsewhere too.
    """
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 12)))
    there = draw(st.text('"{}[]:,\\0129.-ex \n\té', max_size=3) | st.sampled_from(TEXTS).map(lambda each: each[start:end]))
    return text[:start] + there + text[end:]


class TestHostile:
    """
    Lines that are nearly known: what the explaining path refuses, the lane does not answer.
    """

    @staticmethod
    def same(texts: Iterable[str]) -> int:
        """
        Compare both ways on *texts*, once the lane knows what is like them; return how many it answered.
        """
        lane, answered = Lane(TERMS, AS_OF, THRESHOLD, str), 0
        for number, text in enumerate([*TEXTS, *TEXTS], 1):
            told(lane, text, number)
        for number, text in enumerate(texts, 1):
            if (quick := told(lane, text, number)) is not None:
                answered += 1
                assert explained(text, number) == quick
        return answered

    @settings(max_examples=15)
    @given(st.lists(damaged(), min_size=30, max_size=30))
    def test_damaged(self, texts: list[str]) -> None:
        """
        Something is struck out, or stands in another place.
        """
        self.same(texts)

    @pytest.mark.parametrize(
        ("units", "answered"),
        [
            *((each, 1) for each in ("1", "7", "4096", "999999999", "7 ")),
            *(
                (each, 0)
                for each in ("1000000000", "1000000001", "0", "01", "-1", "1.0", "1e3", "true", "null", '"7"', "٣", "1_0")
            ),
            *((each, 0) for each in ("", "7,", "7}", '7, "quantity": 7', '7, "plan": null')),
        ],
    )
    def test_units(self, units: str, answered: int) -> None:
        """
        Units are recognised as they are mostly written, within bounds, at the end of a line and before.
        """
        there = (
            '{"commune": {"name": "A"}, "request": {"lines": [{"service": "socle"}, {"service": "reseau", "quantity": %s}]}}'
        )
        asked = [each + after for after in ("", ', "opening": "2027-01-01"') for each in ("12", "4096", units)]
        assert 4 + 2 * answered == self.same([there % each for each in asked])

    @pytest.mark.parametrize(
        "line",
        [
            '{"service": "postes" "quantity": 12}',
            '{"service": "postes", , "quantity": 12}',
            '{"service": "postes", "quantity": 12}}',
            '{"service": "postes", "quantity": 12} {"service": "reseau", "quantity": 3}',
            '{"service": "postes", "quantity": 12}, {"service": "postes", "quantity": 12}',
            '{"service": "postes", "quantity": 12, "opening": "2027-01-01", "opening": "2027-01-01"}',
            '{"service": "postes", "x-}": "{", "quantity": 12}',
            '{"service": "postes", "x-]": "[", "quantity": 12}',
            '{"service": "postes", "quantity": 12}], "lines": [{"service": "postes", "quantity": 12}',
            '"service": "postes", "quantity": 12}',
            '{"quotation": 12, "service": "conseil"}, {"service": "conseil", "quotation": 12}',
        ],
    )
    def test_lines(self, line: str) -> None:
        """
        Parts that are known by themselves, put together as no document is.
        """
        there = f'{{"commune": {{"name": "Lens"}}, "request": {{"lines": [{{"service": "socle"}}, {line}]}}}}'
        assert self.same([there, there]) == 0


def test_long_lines() -> None:
    """
    A line of very many words is left to the explaining path, be it told ever so often.
    """
    assert compare([PLAIN | {"commune": {"name": "L" * 2**14}}] * 2) == 0


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A stream has no end: past a bound everything is learnt anew, and nothing is taken for what was known before.
    """
    monkeypatch.setattr("dmsi_rules.lane.known.MOST_KEPT", 20_000)
    signed = PLAIN | {"signatures": {"commune": "2024-12-20", "call": "2024-12-23"}}
    assert compare([PLAIN, PLAIN, signed, signed]) == 4


def test_what_is_not_known_here_drives_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Nothing is kept of a line that the lane cannot tell, so however many there are, what is known stays.
    """
    monkeypatch.setattr("dmsi_rules.lane.known.MOST_KEPT", 40_000)
    lane, plain, strange = Lane(TERMS, AS_OF, THRESHOLD, str), json.dumps(PLAIN), json.dumps(PLAIN | {"x-note": "ours"})
    assert [told(lane, plain, number) is not None for number in range(1, 4)] == [False, True, True]
    assert not any(told(lane, strange, number) for number in range(4, 304))
    assert told(lane, plain, 304) is not None


def test_only_rules_that_there_are() -> None:
    """
    What a rule looks at is said of each by its code; rules that are asked each time are few.
    """
    asked = [rule.code for rule, projection in projections_of(RULED["dossier"], TERMS) if projection is None]
    assert ["TAR001", "TAR002", "TAR003", "TAR004", "LIF009"] == asked
