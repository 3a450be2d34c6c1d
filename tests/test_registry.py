"""
The rules as a whole: each is there once, in the order of the convention, with all that is said of it.
"""

import datetime as dt
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

import dmsi_rules
from dmsi_rules import InvalidDocumentError, Readings, check, load_convention, read_dossier, read_governance
from dmsi_rules.case.readings import OPEN, ROWS
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.rulebook import BY_CODE, RULES, Rule, lif
from tests.strategies import READINGS
from tests.test_cases import convention_of

# Code, name, force, source in the embedded convention, party. Names are never changed, codes never used again.
EDGES = "Art. 5.1; Annexe 5, first row; Annexes 5, 6; Annexe 2, its order; Art. 5.1, Annexe 6; Art. 5.1, Annexe 2"
TABLE = (
    ("DOC000", "unreadable-input", None, "contract", None),
    ("DOC001", "wrong-type", None, "contract", None),
    ("DOC002", "unknown-key", None, "contract", None),
    ("DOC003", "unknown-word", None, "contract", None),
    ("DOC004", "wrong-quantity", None, "contract", None),
    ("DOC005", "misplaced-value", None, "contract", None),
    ("DOC006", "repeated-entry", None, "contract", None),
    ("DOC007", "wrong-identifier", None, "contract", None),
    ("DEP001", "missing-required-service", "impossible", EDGES, "commune"),
    ("DEP002", "opens-before-required-service", "impossible", EDGES, "commune"),
    ("DEP003", "exit-strands-service", "impossible", f"{EDGES}; Art. 13", "commune"),
    ("DEP005", "runs-without-required-service", "impossible", EDGES, "call"),
    ("DEP004", "partial-exit-drops-base", "impossible", "Art. 13", "commune"),
    ("PER001", "outside-perimeter", "breach", "Art. 10.1, Annexe 6", "commune"),
    ("PER002", "perimeter-lacks-required-service", "breach", f"{EDGES}; Art. 10.1, Annexe 6", "commune"),
    ("PER004", "opened-outside-perimeter", "breach", "Art. 10.1, Annexe 6", "both"),
    ("PER005", "signed-by-another", "breach", "Annexe 7, Art. 10.1.3; Art. 10.1.2, deliberation", "commune"),
    ("PER006", "not-a-member", "impossible", "Preamble, CGCT L. 5211-4-2; list: BANATIC", "commune"),
    ("PER003", "not-named-in-perimeter", "note", "Art. 10.1, Annexe 6", "commune"),
    ("PRE001", "audit-missing-or-late", "note", "Annexe 3", "call"),
    ("PRE000", "prerequisite-not-attested", "may-refuse", "", "commune"),
    ("PRE101", "workstations-not-secured", "may-refuse", "Annexe 3", "commune"),
    ("PRE102", "access-not-fibre", "may-refuse", "Annexe 3", "commune"),
    ("PRE103", "password-policy-not-compliant", "may-refuse", "Annexe 3", "commune"),
    ("PRE201", "systems-not-up-to-date", "may-refuse", "Annexe 3", "commune"),
    ("PRE202", "user-administers-workstation", "may-refuse", "Annexe 3", "commune"),
    ("PRE203", "system-not-maintained", "may-refuse", "Annexe 3", "commune"),
    ("PRE301", "software-not-compatible", "may-refuse", "Annexe 3", "commune"),
    ("PRE302", "software-without-contract", "may-refuse", "Annexe 3", "commune"),
    ("DLN001", "request-too-late", "may-refuse", "Art. 3.1; Art. 5.2", "commune"),
    ("DLN002", "opens-before-convention", "impossible", "Art. 11, deliberation", "commune"),
    ("DLN003", "exit-notified-late", "discretionary", "Art. 13", "commune"),
    ("DLN004", "exit-notice-out-of-form", "breach", "Art. 13", "commune"),
    ("DLN005", "partial-exit-without-amendment", "breach", "Art. 13", "both"),
    ("DLN006", "opens-after-term", "note", "Art. 11", "commune"),
    ("DLN007", "neither-reaffirmed-nor-left", "discretionary", "Art. 11", "both"),
    ("DLN008", "reaffirmed-without-effect", "note", "Art. 11", "commune"),
    ("DLN009", "exit-says-too-much", "note", "Art. 13", "commune"),
    ("TAR001", "second-level-exceeds-first", "impossible", "Annexes 5, 6", "commune"),
    ("TAR002", "network-below-workstations", "breach", "Annexe 5, first row", "commune"),
    ("TAR003", "network-above-workstations", "note", "Annexe 5, first row", "commune"),
    ("TAR004", "printed-price-differs", "note", "Annexe 7, Art. 10.1.3; Art. 9.2.3", "commune"),
    ("TAR006", "not-on-offer", "impossible", "Annexe 2", "commune"),
    ("TAR005", "no-price", "note", "Annexe 2", "commune"),
    ("LIF001", "step-without-basis", "breach", "Art. 10.1; Art. 10.1.2; Art. 10.1.3; Art. 10.1.4, Annexe 8", "both"),
    ("LIF002", "step-before-basis", "breach", "Art. 10.1; Art. 10.1.2; Art. 10.1.3; Art. 10.1.4, Annexe 8", "both"),
    ("LIF003", "incomplete-line", "breach", "Annexe 7, Art. 10.1.3", "commune"),
    ("LIF004", "staff-committee-too-late", "breach", "CGCT L. 5211-4-2", "both"),
    ("LIF005", "refused-on-other-ground", "breach", "Art. 5.2", "call"),
    ("LIF007", "opened-after-refusal", "breach", "Art. 5.2; Art. 10.1.4, Annexe 8", "call"),
    ("LIF008", "reported-after-opening", "note", "Art. 10.1.4, Annexe 8", "both"),
    ("LIF009", "ground-contradicted", "breach", "Art. 5.2", "call"),
    ("LIF010", "opens-before-second-session", "note", "Art. 10.1.3", "commune"),
    ("LIF006", "signed-before-receipt", "note", "CGCT L. 2131-1", "commune"),
    ("OBL000", "obligation-not-attested", "breach", "", "commune"),
    ("OBL001", "no-correspondent", "breach", "Art. 3.1", "commune"),
    ("OBL002", "documents-withheld", "breach", "Art. 3.1", "commune"),
    ("OBL003", "abnormal-use", "breach", "Art. 3.1", "commune"),
    ("OBL004", "premises-unfit", "breach", "Art. 3.1", "commune"),
    ("OBL005", "project-without-manager", "breach", "Art. 3.1", "commune"),
    ("OBL006", "investigation-not-authorised", "breach", "Art. 3.1", "commune"),
    ("OBL008", "purchase-not-in-order", "breach", "Art. 3.2, 9.2.2", "commune"),
    ("OBL007", "census-missing", "breach", "Art. 3.2", "commune"),
    ("BIL001", "counted-while-not-open", "breach", "Art. 10.1.4", "call"),
    ("BIL002", "month-without-snapshot", "breach", "Art. 9.2.3", "call"),
    ("BIL003", "amount-differs", "breach", "Art. 9.2.3", "call"),
    ("BIL004", "snapshot-contradicts-itself", "impossible", "Annexes 5, 6; Annexe 5, first row", "call"),
    ("BIL005", "period-of-no-invoice", "breach", "Art. 9.2.3", "call"),
    ("BIL006", "periods-overlap", "breach", "Art. 9.2.3", "call"),
    ("BIL007", "network-billed-too-soon", "breach", "Art. 10.1.3, Annexe 7", "call"),
    (
        "CST001",
        "borne-by-another",
        "breach",
        "Art. 9.2.1; Art. 8.1.3; Art. 8.1.1, 9.2.1; Art. 9.2.1, 9.2.2; Art. 9.2.2; Art. 7.2; Art. 6.2",
        "both",
    ),
    ("CST002", "owned-by-another", "breach", "Art. 7.1; Art. 7.2; Art. 9.2.2", "both"),
    ("GOV001", "no-strategic-meeting", "breach", "Art. 4", "call"),
    ("GOV002", "no-operational-meeting", "breach", "Art. 4", "call"),
    ("GOV003", "member-not-invited", "breach", "Art. 4", "call"),
    ("GOV004", "amendment-not-in-order", "breach", "Art. 12", "both"),
    ("GOV005", "grid-applied-too-soon", "breach", "Art. 9.2.3", "call"),
)
TERMS = terms_of(load_convention(), Readings())
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
EXPLANATIONS = ("title", "message", "checks", "why", "remedy", "example")


def test_the_table_of_rules() -> None:
    """
    Every rule, in the order of the tables, with its force, its source and the party that owes what it checks.
    """
    assert TABLE == tuple(
        (rule.code, rule.name, rule.force, rule.source_in(TERMS.text), TERMS.party(rule.party)) for rule in RULES
    )


def test_codes_and_names_are_unique() -> None:
    """
    No two rules share a code or a name, and a rule is found by its code.
    """
    assert len(RULES) == len({rule.code for rule in RULES}) == len({rule.name for rule in RULES})
    assert list(RULES) == [BY_CODE[rule.code] for rule in RULES]


@EACH_RULE
def test_codes_and_names_are_in_form(rule: Rule) -> None:
    """
    A code is three letters and three digits, a name is kebab-case.
    """
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@EACH_RULE
def test_everything_is_said_of_a_rule(rule: Rule) -> None:
    """
    A rule has a title, a message, what it checks, why, what to do and an example, in sentences of one line.
    """
    for key in EXPLANATIONS:
        text = getattr(rule, key)
        assert text == text.strip() != ""
        assert "\n" not in text
    for key in ("checks", "why", "remedy"):
        assert getattr(rule, key).endswith(".")
        assert not re.search(r"[{}]|TODO|XXX", rule.said(getattr(rule, key), str, TERMS))
        assert rule.said(getattr(rule, key))[0].isupper()
    assert re.fullmatch(r"[0-9]+\.[0-9]+", rule.since)


@EACH_RULE
def test_a_message_says_only_what_its_facts_hold(rule: Rule) -> None:
    """
    Every field of a message is a fact of the findings that the rule gives; the message of a finding has none left.
    """
    try:
        governance = rule.kind == "governance"
        convention = convention_of(rule.example)
        given = read_governance(rule.example) if governance else read_dossier(rule.example, convention=convention)
        answer = check(given, as_of=dt.date(2026, 1, 10), convention=convention).findings
    except InvalidDocumentError as error:
        answer = error.findings
    found = [each for each in answer if each.code == rule.code]
    assert found
    for each in found:
        fields = {name for _, name, _, _ in string.Formatter().parse(each.template) if name is not None}
        assert fields <= each.facts.keys() | TERMS.told.keys()
        assert not re.search(r"[{}]", each.message)
        assert "\n" not in each.message
    if rule.force is not None:
        fields = {name for _, name, _, _ in string.Formatter().parse(rule.message) if name is not None}
        assert fields <= found[0].facts.keys() | TERMS.told.keys()


@EACH_RULE
def test_only_rules_of_documents_have_no_force(rule: Rule) -> None:
    """
    A document that cannot be evaluated breaks no obligation, and nobody owes anything for it.
    """
    assert rule.code.startswith("DOC") == (rule.force is None) == (rule.party is None)


def test_readings_of_rules_have_their_row() -> None:
    """
    A rule that depends on a reading names one that has its row in the room of readings, or what is open.
    """
    assert {switch for rule in RULES for switch in rule.readings} <= {*ROWS, OPEN}


def test_every_reading_has_its_row() -> None:
    """
    No switch is without its row, and rows stand in the order of the table: a forgotten one would never be tried.
    """
    assert [switch for switch in READINGS if switch in ROWS] == list(ROWS)
    assert READINGS.keys() == ROWS.keys()


def test_what_a_reading_eases_depends_on_it() -> None:
    """
    A row names only rules that name its switch.
    """
    named = {(switch, rule.code) for rule in RULES for switch in rule.readings}
    assert {(switch, code) for switch, row in ROWS.items() for code in row.eases} <= named


def test_the_table_of_readings() -> None:
    """
    Every switch with its values, the adopted one first, in the order of the table.
    """
    assert list(READINGS.items()) == list(SWITCHES.items())


SURVIVES = f"""
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.rulebook import RULES

print(__debug__, sum(bool(getattr(rule, key)) for rule in RULES for key in {EXPLANATIONS!r}))
"""


def test_explanations_survive_without_docstrings() -> None:
    """
    Under `python -OO` docstrings are gone, and everything that is said of the rules is still there.
    """
    source = str(Path(dmsi_rules.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-OO", "-B", "-c", SURVIVES],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": source},
    )
    assert f"False {len(RULES) * len(EXPLANATIONS)}" == run.stdout.strip()


def test_a_check_runs_without_docstrings() -> None:
    """
    Under `python -OO` assertions are gone too; the rules find the same.
    """
    source = str(Path(dmsi_rules.__file__).parents[1])
    script = (
        "import datetime, sys; from dmsi_rules import check, read_dossier; "
        "print(*(found.code for found in check(read_dossier(sys.argv[1]), as_of=datetime.date(2026, 1, 10)).findings))"
    )
    run = subprocess.run(
        [sys.executable, "-OO", "-B", "-c", script, lif.incomplete_line.example],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": source},
    )
    assert "PER001 PRE001 PRE101 PRE102 PRE103 TAR003 LIF003" == run.stdout.strip()
