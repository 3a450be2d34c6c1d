"""
What a convention of format 2 may not be: one fault a file, each at its place, in words that say what would be right.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.convention.examples import GONE, changed, faults_of

SM3R, NEW = "sm3r-2026", "call-dmsi-2027"
LATER = dt.date(2028, 1, 1)
ONE = {"service": "portail", "requires": "adhesion"}


def case(name: str, edits: dict[str, Any], path: str, told: str) -> Any:
    """
    Return one faulty file: an example with *edits*, the place of its fault and words of what is told.
    """
    return pytest.param(name, edits, path, told, id=f"{path} {told}")


KEYS_AND_TYPES = [
    case(SM3R, {"/format": 3}, "/format", "`3`"),
    case(SM3R, {"/checked": GONE}, "/checked", "`checked` is required here"),
    case(SM3R, {"/colour": "blue"}, "/colour", "unknown key `colour`"),
    case(SM3R, {"/request/notice/0/limits": {}}, "/request/notice/0/limits", "did you mean `limit`?"),
    case(SM3R, {"/parties/member": GONE}, "/parties/member/code", "required"),
    case(SM3R, {"/year/starts": "02-30"}, "/year/starts", "MM-DD"),
    case(SM3R, {"/term/length/0/kind": "forever"}, "/term/length/0/kind", "known: `mandate`, `fixed`, `unlimited`"),
    case(SM3R, {"/exit/notice/0/late": "may-hold"}, "/exit/notice/0/late", "did you mean `may-be-held`?"),
    case(SM3R, {"/catalogue/services/1/code": "Conseil & co"}, "/catalogue/services/1/code", "letters, digits and hyphens"),
    case(SM3R, {"/units/poste de travail": {"fr": "poste"}}, "/units/poste de travail", "letters, digits and hyphens"),
    case(SM3R, {"/tariff/grids/1/prices/3/year": 250.5}, "/tariff/grids/1/prices/3/year", "an amount in euros"),
    case(
        SM3R,
        {"/exit/notice/0/letter_date": "posted"},
        "/exit/notice/0/letter_date",
        "no value `posted`; known: `sent`, `received`",
    ),
    case(NEW, {"/exit/notice/0/letter_date": ["sent", "sent"]}, "/exit/notice/0/letter_date", "a second time"),
    case(NEW, {"/exit/notice/0/letter_date": []}, "/exit/notice/0/letter_date", "a value, or a list of values"),
    case(SM3R, {"/governance/amendments/0/majority": "3/2"}, "/governance/amendments/0/majority", "`all` or a part"),
    case(SM3R, {"/joining/steps/0/at": "deliberation"}, "/joining/steps/0/at", "a place of the dossier"),
]

SOURCES_AND_WORDS = [
    case(SM3R, {"/request/notice/0/source": GONE}, "/request/notice/0/source", "`source`"),
    case(SM3R, {"/facts/population/source": GONE}, "/facts/population/source", "`source`"),
    case(SM3R, {"/tariff/grids/0/source": GONE}, "/tariff/grids/0/source", "`source`"),
    case(SM3R, {"/units/poste/fr": GONE, "/units/poste/en": GONE}, "/units/poste", "its words are needed"),
    case(SM3R, {"/roles/mayor/fr": "maire"}, "/roles/mayor/fr", "its article"),
    case(SM3R, {"/parties/member/en": "member"}, "/parties/member/en", "its article"),
]

REFERENCES = [
    case(SM3R, {"/catalogue/base": "adhesions"}, "/catalogue/base", "did you mean `adhesion`?"),
    case(SM3R, {"/catalogue/edges/1/requires": "contributions"}, "/catalogue/edges/1/requires", "not a known service"),
    case(SM3R, {"/catalogue/services/3/unit": "postes"}, "/catalogue/services/3/unit", "not a known unit"),
    case(NEW, {"/catalogue/included/0/with": "socles"}, "/catalogue/included/0/with", "not a known service"),
    case(SM3R, {"/units/habitant/fact": "inhabitants"}, "/units/habitant/fact", "not a known fact"),
    case(SM3R, {"/tariff/grids/0/prices/0/by": "people"}, "/tariff/grids/0/prices/0/by", "not a known fact"),
    case(SM3R, {"/tariff/grids/0/prices/0/service": "fax"}, "/tariff/grids/0/prices/0/service", "not a known service"),
    case(SM3R, {"/conditions/prerequisites/1/services/0": "fax"}, "/conditions/prerequisites/1/services/0", "a known service"),
    case(SM3R, {"/joining/signers/0/roles/1": "deputies"}, "/joining/signers/0/roles/1", "did you mean `deputy`?"),
    case(SM3R, {"/exit/form/0/addressee/0": "syndicat"}, "/exit/form/0/addressee/0", "not a known role"),
    case(SM3R, {"/governance/committees/0/seats/0/0": "chair"}, "/governance/committees/0/seats/0/0", "not a known role"),
    case(
        SM3R,
        {"/governance/committees/1/member_seats/0/1": "chair"},
        "/governance/committees/1/member_seats/0/1",
        "not a known role",
    ),
    case(NEW, {"/duties/obligations/7/by": "buyer"}, "/duties/obligations/7/by", "not a known role"),
    case(SM3R, {"/decisions/matters/0/by": "nobody"}, "/decisions/matters/0/by", "party, role or committee"),
    case(SM3R, {"/joining/steps/4/session_of": "council"}, "/joining/steps/4/session_of", "not a known committee"),
    case(SM3R, {"/joining/steps/0/rests_on": ["visit"]}, "/joining/steps/0/rests_on/0", "step that stands above"),
    case(SM3R, {"/joining/steps/4/may_precede": ["visit"]}, "/joining/steps/4/may_precede/0", "that this one rests on"),
    case(NEW, {"/billing/advance/0/not_before": "asking"}, "/billing/advance/0/not_before", "not a known step"),
    case(NEW, {"/billing/advance/0/not_before_first_of/2": "work"}, "/billing/advance/0/not_before_first_of/2", "`works`"),
    case(SM3R, {"/joining/steps/0/at": "/deliberation/day"}, "/joining/steps/0/at", "did you mean `/deliberation/date`?"),
    case(SM3R, {"/joining/steps/2/at": "/signatures/call"}, "/joining/steps/2/at", "place of a dossier's days"),
    case(SM3R, {"/costs/owned/0/natures/0": "server"}, "/costs/owned/0/natures/0", "did you mean `servers`?"),
    case(NEW, {"/costs/reimbursement/0/nature": "staff"}, "/costs/reimbursement/0/nature", "not a known nature"),
    case(SM3R, {"/costs/sharing/0/weights": {"postes": 1}}, "/costs/sharing/0/weights/postes", "not a known unit"),
    case(NEW, {"/joining/perimeter/0/rows/1/0": "poste"}, "/joining/perimeter/0/rows/1/0", "did you mean `postes`?"),
    case(
        NEW,
        {"/catalogue/services/5/replaced": {"premium-10": "premium"}},
        "/catalogue/services/5/replaced/premium-10",
        "not a known plan",
    ),
    case(
        NEW,
        {"/catalogue/services/5/replaced": {"pro-10": "pro-25"}},
        "/catalogue/services/5/replaced/pro-10",
        "`pro-10` is on offer here",
    ),
    case(NEW, {"/replaces/convention": NEW}, "/replaces/convention", "not itself"),
]

VERSIONS = [
    case(SM3R, {"/catalogue/edges/-": ONE | {"requires": "contribution"}}, "/catalogue/edges/5", "`portail`, `contribution`"),
    case(SM3R, {"/request/notice/1/from": GONE}, "/request/notice/1", "this clause stands here a second time"),
    case(
        SM3R,
        {"/request/notice/-": {"source": "x", "from": dt.date(2027, 9, 1), "limit": {"months": 5, "before": "opening"}}},
        "/request/notice/2",
        "from 2027-09-01 on",
    ),
    case(SM3R, {"/catalogue/services/4/until": dt.date(2027, 8, 31)}, "/catalogue/services/4/until", "before it begins"),
    case(SM3R, {"/request/notice/0/until": dt.date(2027, 1, 1)}, "/request/notice/0/until", "comes again on 2027-09-01"),
    case(
        SM3R,
        {"/costs/owned/-": {"by": "user", "natures": ["servers"], "source": "x"}},
        "/costs/owned/2",
        "`servers` stands here a second time",
    ),
    case(SM3R, {"/tariff/grids/1/id": "2026-2027"}, "/tariff/grids/1", "a second time"),
    case(SM3R, {"/tariff/grids/1/prices/-": {"service": "ecoles", "year": "1"}}, "/tariff/grids/1/prices/4", "a second time"),
    case(NEW, {"/joining/perimeter/0/rows/5/0": "postes"}, "/joining/perimeter/0/rows/5/0", "a second time"),
    case(
        NEW,
        {"/members/communes/1/name": "Acheville", "/members/communes/0/name": "Acheville"},
        "/members/communes/1",
        "Acheville",
    ),
    case(NEW, {"/members/communes/1/insee": "62001"}, "/members/communes/1/insee", "the number of Ablain-Saint-Nazaire"),
]

GRAPH = [
    case(
        SM3R,
        {"/catalogue/edges/-": {"service": "contribution", "requires": "parc"}},
        "/catalogue/edges/2",
        "`contribution`, `parc`, `contribution`",
    ),
    case(
        SM3R,
        {"/catalogue/edges/-": {"service": "contribution", "requires": "parc", "from": LATER}},
        "/catalogue/edges/2",
        "from 2028-01-01 on these services require one another in a circle",
    ),
    case(SM3R, {"/catalogue/edges/2/requires": "parc"}, "/catalogue/edges/2", "circle"),
    case(
        SM3R, {"/catalogue/edges/-": {"service": "adhesion", "requires": "portail"}}, "/catalogue/edges/5/service", "the base"
    ),
    case(SM3R, {"/catalogue/edges/4": GONE}, "/catalogue/services/5", "`intervention` rests on nothing"),
    case(SM3R, {"/catalogue/edges/3/from": LATER}, "/catalogue/services/4", "from 2027-09-01 on `ecoles` rests on nothing"),
    case(
        SM3R, {"/catalogue/edges/4/until": LATER}, "/catalogue/services/5", "from 2028-01-02 on `intervention` rests on nothing"
    ),
]

UNITS = [
    case(SM3R, {"/catalogue/edges/2/at_most": True}, "/catalogue/edges/2/at_most", "`parc` is counted by `poste`"),
    case(NEW, {"/tariff/network/0/covers/-": "serveurs"}, "/tariff/network/0/covers/2", "cannot be compared"),
    case(SM3R, {"/units/habitant/most": 5}, "/units/habitant/most", "a fact is not ordered"),
    case(SM3R, {"/catalogue/services/3/unit": GONE}, "/catalogue/services/3/unit", "no `unit` that the price is for"),
]

TARIFF = [
    case(SM3R, {"/tariff/grids/0/in_force": GONE}, "/tariff/grids/0/in_force", "the first grid needs `in_force`"),
    case(SM3R, {"/tariff/grids/1/in_force": LATER}, "/tariff/grids/1/in_force", "only the first grid has `in_force`"),
    case(
        SM3R,
        {"/tariff/grids/0/prices/-": {"service": "ecoles", "year": "250"}},
        "/tariff/grids/0/prices/3/service",
        "until 2027-08-31",
    ),
    case(
        SM3R, {"/tariff/grids/0/prices/2/service": "adhesion"}, "/tariff/grids/0/prices/2/service", "takes no price of a grid"
    ),
    case(
        SM3R,
        {"/tariff/grids/0/prices/-": {"service": "intervention", "month": "1"}},
        "/tariff/grids/0/prices/3/service",
        "takes no price",
    ),
    case(
        NEW, {"/tariff/grids/0/prices/3/plan": GONE}, "/tariff/grids/0/prices/3/plan", "a price of `messagerie` names its plan"
    ),
    case(NEW, {"/tariff/grids/0/prices/3/plan": "premium-10"}, "/tariff/grids/0/prices/3/plan", "not a known plan"),
    case(NEW, {"/tariff/grids/0/prices/0/plan": "pro-10"}, "/tariff/grids/0/prices/0/plan", "not a known plan"),
    case(NEW, {"/tariff/grids/0/prices/0/year": "85.00"}, "/tariff/grids/0/prices/0/year", "84.00, not 85.00"),
    case(NEW, {"/tariff/grids/0/totals/0/month": "28.00"}, "/tariff/grids/0/totals/0/month", "28.50, not 28.00"),
    case(NEW, {"/tariff/grids/0/totals/0/services/1": "suport"}, "/tariff/grids/0/totals/0/services/1", "`support`"),
    case(SM3R, {"/tariff/grids/1/prices/3/year": GONE}, "/tariff/grids/1/prices/3", "the price of a `month`"),
    case(SM3R, {"/tariff/grids/0/prices/0/by": GONE}, "/tariff/grids/0/prices/0/by", "`by` says what the brackets go by"),
    case(SM3R, {"/tariff/grids/0/prices/0/brackets": GONE}, "/tariff/grids/0/prices/0/brackets", "has `brackets`"),
    case(SM3R, {"/tariff/grids/0/prices/0/year": "1.00"}, "/tariff/grids/0/prices/0/year", "each of them has its own `year`"),
    case(SM3R, {"/tariff/grids/0/prices/0/brackets/2/up_to": 20000}, "/tariff/grids/0/prices/0/brackets/2/up_to", "is open"),
    case(
        SM3R, {"/tariff/grids/0/prices/0/brackets/1/up_to": GONE}, "/tariff/grids/0/prices/0/brackets/1/up_to", "but the last"
    ),
    case(
        SM3R, {"/tariff/grids/0/prices/0/brackets/1/up_to": 1999}, "/tariff/grids/0/prices/0/brackets/1/up_to", "brackets rise"
    ),
    case(SM3R, {"/tariff/grids/0/prices/2/brackets/0/year": "1"}, "/tariff/grids/0/prices/2/brackets/0/year", "240.00, not 1"),
    case(SM3R, {"/tariff/grids/0/prices/1/marginal": True}, "/tariff/grids/0/prices/1/marginal", "slices of units"),
    case(SM3R, {"/tariff/grids/1/prices/3/marginal": True}, "/tariff/grids/1/prices/3/marginal", "brackets"),
]

TERMS = [
    case(SM3R, {"/year/starts": "09-15"}, "/year/starts", "the first of a month"),
    case(SM3R, {"/request/notice/0/limit/before": "year-end"}, "/request/notice/0/limit/before", "did you mean `year`?"),
    case(SM3R, {"/exit/notice/0/limit/before": "opening"}, "/exit/notice/0/limit/before", "known: `year-end`, `term-end`"),
    case(SM3R, {"/exit/notice/0/limit/day": "06-30"}, "/exit/notice/0/limit/day", "`months` or a `day`, not both"),
    case(SM3R, {"/exit/notice/0/limit/months": GONE}, "/exit/notice/0/limit", "`months`, or a `day`"),
    case(SM3R, {"/exit/notice/0/limit/months": 121}, "/exit/notice/0/limit/months", "120 months at most"),
    case(
        SM3R,
        {"/request/notice/0/limit": {"day": "06-30", "before": "year"}, "/request/notice/0/notice_limit": "eve"},
        "/request/notice/0/notice_limit",
        "`notice_limit` says how `months` are counted",
    ),
    case(
        SM3R,
        {"/request/notice/0/notice_counts_to": "start-of-opening-year"},
        "/request/notice/0/notice_counts_to",
        "the `year`",
    ),
    case(
        NEW,
        {"/request/notice/0/notice_counts_to": "opening-date"},
        "/request/notice/0/notice_counts_to",
        "`start-of-opening-year` first",
    ),
    case(SM3R, {"/term/length/0/renewals": [2026]}, "/term/length/0/renewals", "of the kind `mandate`, not `fixed`"),
    case(SM3R, {"/term/length/0/term_end": "whole-last-year"}, "/term/length/0/term_end", "of the kind `mandate`"),
    case(NEW, {"/term/length/0/years": 6}, "/term/length/0/years", "of the kind `fixed`, not `mandate`"),
    case(SM3R, {"/term/length/0/years": GONE}, "/term/length/0/years", "how many `years`"),
    case(SM3R, {"/term/length/0/years": 100}, "/term/length/0/years", "99 years at most"),
    case(NEW, {"/term/length/0/renewals": []}, "/term/length/0/renewals", "names the `renewals`"),
    case(NEW, {"/term/length/0/renewals": [2032, dt.date(2026, 3, 15)]}, "/term/length/0/renewals", "go up"),
    case(SM3R, {"/term/reaffirmation": [{"source": "x"}]}, "/term/reaffirmation/0", "not of that kind"),
    case(
        SM3R,
        {"/term/length/0": {"source": "x", "kind": "unlimited"}, "/exit/notice/0/limit/before": "term-end"},
        "/exit/notice/0/limit/before",
        "has no end",
    ),
    case(SM3R, {"/term/start": []}, "/term/start", "when it starts"),
    case(SM3R, {"/exit/form/0/sender_doubtful": ["mayor"]}, "/exit/form/0/sender_doubtful/0", "no doubt"),
    case(SM3R, {"/exit/form/0/sender": [], "/exit/form/0/sender_doubtful": ["mayor"]}, "/exit/form/0/sender", "beside those"),
]

PEOPLE = [
    case(
        SM3R,
        {"/parties/member/code": "syndicat", "/joining/steps/1/at": "/signatures/syndicat"},
        "/parties/member/code",
        "the code of /parties/provider/code already",
    ),
    case(
        SM3R,
        {"/parties/member/code": "mayor", "/joining/steps/1/at": "/signatures/mayor"},
        "/roles/mayor",
        "the code of /parties/member/code already",
    ),
    case(SM3R, {"/roles/mayor/also": ["deputy"]}, "/roles/mayor/also/0", "the code of /roles/deputy already"),
    case(
        SM3R,
        {"/governance/committees/0/code": "rssi", "/decisions/matters/0/by": "rssi"},
        "/governance/committees/0/code",
        "already",
    ),
    case(SM3R, {"/roles/other": {"fr": "un autre"}}, "/roles/other", "means something else"),
    case(
        SM3R,
        {"/parties/member/code": "shared", "/joining/steps/1/at": "/signatures/shared"},
        "/parties/member/code",
        "means something else",
    ),
    case(SM3R, {"/conditions/prerequisites/1/rule": "PRE301"}, "/conditions/prerequisites/1/code", "not both"),
    case(SM3R, {"/duties/obligations/1/code": GONE}, "/duties/obligations/1/rule", "one of the two is needed"),
    case(SM3R, {"/governance/committees/0/every_months": 5}, "/governance/committees/0/every_months", "divide the year"),
    case(SM3R, {"/governance/committees/0/seats/0": []}, "/governance/committees/0/seats/0", "no role may hold"),
    case(
        NEW,
        {"/governance/committees/2/every_months": GONE},
        "/governance/committees/2/then_every_months",
        "nothing to change later",
    ),
    case(NEW, {"/governance/committees/2/then_from": GONE}, "/governance/committees/2/then_from", "names the key"),
    case(
        NEW,
        {"/governance/committees/2/then_from": "quarterly_from"},
        "/governance/committees/2/then_from",
        "`operational_quarterly_from`",
    ),
    case(
        NEW,
        {"/governance/committees/2/then_every_months": GONE},
        "/governance/committees/2/then_every_months",
        "another rhythm",
    ),
]

FAULTY = [*KEYS_AND_TYPES, *SOURCES_AND_WORDS, *REFERENCES, *VERSIONS, *GRAPH, *UNITS, *TARIFF, *TERMS, *PEOPLE]


@pytest.mark.parametrize(("name", "edits", "path", "told"), FAULTY)
def test_one_fault_is_told_at_its_place(name: str, edits: dict[str, Any], path: str, told: str) -> None:
    """
    A file with one thing wrong in it is refused for that alone, in words that say what would be right.
    """
    (fault,) = faults_of(changed(name, edits))
    assert path == fault.path
    assert told in str(fault)
