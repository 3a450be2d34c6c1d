"""
A finding keeps its identity: by what it is about, not by where it stands.
"""

import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Report, check, read_dossier, read_governance

EXAMPLES = Path(__file__).parents[2] / "examples"
EVERY_RULE = tomllib.loads((EXAMPLES / "faults" / "every-rule.toml").read_text(encoding="utf-8"))
DOSSIER = EVERY_RULE | {"invoices": EVERY_RULE["invoices"][:2]}  # of two that overlap, the later one is told
AS_OF = dt.date(2026, 1, 10)
HARMLESS: Mapping[str, Mapping[str, Any]] = {
    "workstations": {
        "id": "NEW-01",
        "secured": True,
        "os_up_to_date": True,
        "local_admin": False,
        "os": "windows",
        "os_version": "11-25h2-w",
    },
    "software": {"name": "Nouveau", "compatible": True, "business": False},
    "projects": {"name": "Nouveau", "project_manager": "Direction"},
}
"""
Entries that break no rule, by the list that they are for.
"""


def judged(document: Any, name: str = "lens.toml") -> Report:
    """
    Return the report on *document*, written as JSON and read again.
    """
    read = read_governance if document.get("kind") == "governance" else read_dossier
    return check(read(json.dumps(document, default=str)), as_of=AS_OF, name=name)


def identities(report: Report) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """
    Return what each fingerprint of *report* stands for: the code, and what it is about.
    """
    found = {}
    for each in report.findings:
        for about, fingerprint in [(each.about, each.fingerprint), *((one.about, one.fingerprint) for one in each.offenders)]:
            assert fingerprint not in found
            found[fingerprint] = (each.code, tuple(sorted(about.items())))
    return found


BEFORE = identities(judged(DOSSIER))


def shuffled(draw: st.DrawFn, value: Any) -> Any:
    """
    Return *value* with every list in it in another order.
    """
    if isinstance(value, dict):
        return {key: shuffled(draw, each) for key, each in draw(st.permutations(list(value.items())))}
    if isinstance(value, list):
        return [shuffled(draw, each) for each in draw(st.permutations(value))]
    return value


reordered = st.composite(shuffled)


@given(reordered(DOSSIER), st.sampled_from(["lens.toml", "./moved/lens.json", "-:7"]))
def test_reordered_and_moved(document: Any, name: str) -> None:
    """
    Other orders of the entries, another file: the same findings with the same identities.
    """
    assert BEFORE == identities(judged(document, name))


@given(st.sets(st.sampled_from(sorted(HARMLESS)), min_size=1), st.integers(0, 9))
def test_inserted(lists: set[str], at: int) -> None:
    """
    Entries put in somewhere, which break no rule, bring no new identity and take none away.
    """
    document = json.loads(json.dumps(DOSSIER, default=str))
    for name in lists:
        document["obligations" if name == "projects" else "evidence"][name].insert(at, HARMLESS[name])

    assert BEFORE == identities(judged(document))


@given(st.data())
def test_lines(data: st.DataObject) -> None:
    """
    Lines put in or taken out change what is found, never what an identity stands for.
    """
    document = json.loads(json.dumps(DOSSIER, default=str))
    lines = document["request"]["lines"]
    asked = {line["service"] for line in lines}
    for service in data.draw(st.sets(st.sampled_from(sorted({"socle", "postes", "amoa", "acces-call"} - asked)))):
        lines.insert(data.draw(st.integers(0, len(lines))), {"service": service})
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    after = identities(judged(document))

    assert {each: BEFORE[each] for each in after if each in BEFORE} == {each: after[each] for each in after if each in BEFORE}


def test_a_new_offender() -> None:
    """
    One more that breaks a rule is a new entry, though the finding is the old one.
    """
    document = json.loads(json.dumps(DOSSIER, default=str))
    names = [f"NEW-{rank:02}" for rank in range(30)]
    document["evidence"]["workstations"] += [
        {"id": name, "local_admin": True, "secured": True, "os_up_to_date": True} for name in names
    ]
    after = identities(judged(document))

    assert BEFORE.items() <= after.items()
    assert {("PRE202", (("workstation", name),)) for name in names} == set(after.values()) - set(BEFORE.values())


def test_months_without_meeting() -> None:
    """
    Spans in which no meeting was held are told apart by the day they begin.
    """
    document = {"kind": "governance", "observed_from": "2024-07-01", "observed_to": "2025-12-31", "meetings": []}
    later = document | {"observed_from": "2025-01-01"}

    assert identities(judged(later)).items() <= identities(judged(document)).items()
