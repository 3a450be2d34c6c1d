"""
What the tests of the readers share: the keys of both documents, restated from the contract, and ways to walk and spoil one.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dmsi_rules import InvalidDocumentError, read_dossier, read_governance
from dmsi_rules.answers.reading import read_document
from dmsi_rules.documents.faults import Faults
from dmsi_rules.rulebook import finding_of
from dmsi_rules.testing.strategies import (
    NATURES,
    PLANS,
    SERVICES,
    TECHNOLOGIES,
)

DATA = Path(__file__).with_name("data")
NAME = {"commune": {"name": "Lens"}}
"""
All that a dossier must say.
"""

Places = list[tuple[str, str]]


def data(name: str) -> Any:
    """
    Return a JSON document of the data folder.
    """
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def findings(source: Any, *, governance: bool = False, input_format: Any = None, bare: bool = False) -> tuple[Any, ...]:
    """
    Return the findings of a document; none where it can be read. A *bare* one need not fit the convention.
    """
    try:
        if bare:
            read_document(source, input_format, "governance" if governance else "dossier")
        elif governance:
            read_governance(source, input_format=input_format)
        else:
            read_dossier(source, input_format=input_format)
    except Faults as error:
        return tuple(map(finding_of, sorted(error.faults, key=lambda fault: fault.code)))
    except InvalidDocumentError as error:
        if not error.findings:
            raise
        return error.findings
    return ()


def faults(source: Any, **how: Any) -> Places:
    """
    Return code and path of each finding of a document.
    """
    return [(each.code, each.path) for each in findings(source, **how)]


def label(value: Any) -> str:
    """
    Return a short ASCII name of a value, for the tests that go through many.
    """
    if isinstance(value, int) and value.bit_length() > 64:
        return f"{'minus ' * (value < 0)}{value.bit_length()} bits"
    if isinstance(value, str) and len(value) > 40:
        return f"{value[:12]!a} and {len(value) - 12} more"
    return type(value).__name__ if type(value) is object else ascii(value)


# ---- every key, by the kind of its value

CONVENTION, KIND = ("call-dmsi-2024",), ("dossier",)

DOSSIER: Mapping[str, Any] = {
    "/kind": KIND,
    "/convention": CONVENTION,
    "/commune": "table",
    "/commune/name": "name",
    "/commune/insee": "identifier",
    "/commune/siren": "identifier",
    "/commune/siret": "identifier",
    "/deliberation": "table",
    "/deliberation/number": "text",
    "/deliberation/date": "date",
    "/deliberation/received": "date",
    "/deliberation/perimeter": "list",
    "/deliberation/perimeter/0": SERVICES,
    "/deliberation/perimeter/1": SERVICES,
    "/deliberation/staff_committee_opinion": "date",
    "/signatures": "table",
    "/signatures/commune": "date",
    "/signatures/commune_by": ("mayor", "representative", "correspondent", "other"),
    "/signatures/call": "date",
    "/obligations": "table",
    "/obligations/correspondent": "text or false",
    "/obligations/documents_shared": "flag",
    "/obligations/normal_use": "flag",
    "/obligations/premises": "table",
    "/obligations/premises/accessible": "flag",
    "/obligations/premises/secured": "flag",
    "/obligations/investigation_authorised": "flag",
    "/obligations/census_years": "list",
    "/obligations/census_years/0": "year",
    "/obligations/projects": "list",
    "/obligations/projects/0": "table",
    "/obligations/projects/0/name": "text",
    "/obligations/projects/0/project_manager": "text or false",
    "/request": "table",
    "/request/date": "date",
    "/request/signed_by": ("mayor", "representative", "correspondent", "other"),
    "/request/withdrawn": "date",
    "/request/works_started": "date",
    "/request/network_billing_from": "date",
    "/request/lines": "list",
    "/request/lines/0": "table",
    "/request/lines/0/service": SERVICES,
    "/request/lines/0/plan": PLANS,
    "/request/lines/0/quantity": "quantity",
    "/request/lines/0/opening": "date",
    "/request/lines/0/printed_annual_price": "amount",
    "/request/lines/1": "table",
    "/request/lines/1/service": SERVICES,
    "/request/lines/1/quotation": "amount",
    "/requests": "list",
    "/requests/0": "table",
    "/requests/0/date": "date",
    "/requests/0/signed_by": ("mayor", "representative", "correspondent", "other"),
    "/requests/0/withdrawn": "date",
    "/requests/0/works_started": "date",
    "/requests/0/network_billing_from": "date",
    "/requests/0/lines": "list",
    "/requests/0/lines/0": "table",
    "/requests/0/lines/0/service": SERVICES,
    "/requests/0/lines/0/plan": PLANS,
    "/requests/0/lines/0/quantity": "quantity",
    "/requests/0/lines/0/opening": "date",
    "/requests/0/lines/0/printed_annual_price": "amount",
    "/requests/0/lines/1": "table",
    "/requests/0/lines/1/service": SERVICES,
    "/requests/0/lines/1/quotation": "amount",
    "/requests/0/deliberation": "table",
    "/requests/0/deliberation/number": "text",
    "/requests/0/deliberation/date": "date",
    "/requests/0/deliberation/received": "date",
    "/requests/0/deliberation/perimeter": "list",
    "/requests/0/deliberation/perimeter/0": SERVICES,
    "/requests/0/deliberation/perimeter/1": SERVICES,
    "/requests/0/deliberation/staff_committee_opinion": "date",
    "/requests/0/committee": "table",
    "/requests/0/committee/first_review": "date",
    "/requests/0/committee/compliance_plan": "date",
    "/requests/0/committee/study": "date",
    "/requests/0/committee/terms_set": "date",
    "/requests/0/committee/sessions": "list",
    "/requests/0/committee/sessions/0": "naming date",
    "/requests/0/committee/sessions/1": "naming date",
    "/requests/0/committee/refusal": "table",
    "/requests/0/committee/refusal/date": "date",
    "/requests/0/committee/refusal/ground": ("late-notice", "conditions-unmet", "no-resources", "other"),
    "/audit": "table",
    "/audit/date": "date",
    "/committee": "table",
    "/committee/first_review": "date",
    "/committee/compliance_plan": "date",
    "/committee/study": "date",
    "/committee/terms_set": "date",
    "/committee/sessions": "list",
    "/committee/sessions/0": "naming date",
    "/committee/sessions/1": "naming date",
    "/committee/refusal": "table",
    "/committee/refusal/date": "date",
    "/committee/refusal/ground": ("late-notice", "conditions-unmet", "no-resources", "other"),
    "/evidence": "table",
    "/evidence/workstations_secured": "flag",
    "/evidence/os_up_to_date": "flag",
    "/evidence/local_admin": "flag",
    "/evidence/connection": "table",
    "/evidence/connection/technology": TECHNOLOGIES,
    "/evidence/connection/mbps": "number",
    "/evidence/password_policy": "table",
    "/evidence/password_policy/compliant": "flag",
    "/evidence/inventories": "list",
    "/evidence/inventories/0": "text",
    "/evidence/workstations": "list",
    "/evidence/workstations/0": "table",
    "/evidence/workstations/0/id": "text",
    "/evidence/workstations/0/os": "text",
    "/evidence/workstations/0/os_version": "text",
    "/evidence/workstations/0/os_name": "text",
    "/evidence/workstations/0/os_build": "text",
    "/evidence/workstations/0/edition": "text",
    "/evidence/workstations/0/secured": "flag",
    "/evidence/workstations/0/os_up_to_date": "flag",
    "/evidence/workstations/0/local_admin": "flag",
    "/evidence/workstations/0/paid_support_until": "date",
    "/evidence/software": "list",
    "/evidence/software/0": "table",
    "/evidence/software/0/name": "text",
    "/evidence/software/0/compatible": "flag",
    "/evidence/software/0/business": "flag",
    "/evidence/software/0/maintenance_contract": "table or false",
    "/evidence/software/0/maintenance_contract/holder": ("commune", "call", "other"),
    "/evidence/software/0/maintenance_contract/until": "date",
    "/openings": "list",
    "/openings/0": "table",
    "/openings/0/service": SERVICES,
    "/openings/0/date": "naming date",
    "/openings/0/reported": "date",
    "/snapshots": "list",
    "/snapshots/0": "table",
    "/snapshots/0/month": "month",
    "/snapshots/0/units": "table",
    "/snapshots/0/units/reseau": "count",
    "/snapshots/0/units/messagerie~1pro-25": "count",
    "/invoices": "list",
    "/invoices/0": "table",
    "/invoices/0/period": "text",
    "/invoices/0/total": "credit",
    "/invoices/0/lines": "list",
    "/invoices/0/lines/0": "table",
    "/invoices/0/lines/0/service": SERVICES,
    "/invoices/0/lines/0/plan": PLANS,
    "/invoices/0/lines/0/amount": "credit",
    "/termination": "table",
    "/termination/scope": ("partial", "total"),
    "/termination/services": "list",
    "/termination/services/0": SERVICES,
    "/termination/sent": "date",
    "/termination/received": "date",
    "/termination/registered_letter": "flag",
    "/termination/sender": ("mayor", "representative", "correspondent", "other"),
    "/termination/addressee": ("call-president", "dmsi-director", "other"),
    "/termination/amendment": "date",
    "/termination/held": "flag",
    "/reaffirmations": "list",
    "/reaffirmations/0": "table",
    "/reaffirmations/0/date": "naming date",
    "/purchases": "list",
    "/purchases/0": "table",
    "/purchases/0/nature": NATURES,
    "/purchases/0/date": "date",
    "/purchases/0/validated": "date",
    "/purchases/0/ordered_by": ("commune", "call", "other"),
    "/expenses": "list",
    "/expenses/0": "table",
    "/expenses/0/nature": NATURES,
    "/expenses/0/borne_by": ("commune", "call", "shared", "beneficiary"),
    "/expenses/0/space": ("commune", "call"),
    "/assets": "list",
    "/assets/0": "table",
    "/assets/0/nature": NATURES,
    "/assets/0/owner": ("call", "commune", "beneficiary"),
}
"""
Every place of `every-key.json`, in document order: a closed list, or the name of a kind.
"""

GOVERNANCE: Mapping[str, Any] = {
    "/kind": ("governance",),
    "/convention": "another convention's id",
    "/communes": "list",
    "/communes/0": "text",
    "/communes/1": "text",
    "/observed_from": "date",
    "/observed_to": "date",
    "/operational_quarterly_from": "date",
    "/meetings": "list",
    "/meetings/0": "table",
    "/meetings/0/committee": "text",  # the words are the convention's
    "/meetings/0/date": "naming date",
    "/meetings/0/present": "list",
    "/meetings/0/present/0": "member",
    "/meetings/0/present/1": "member",
    "/meetings/0/present/1/role": "text",
    "/meetings/0/present/1/commune": "text",
    "/meetings/0/invited": "list",
    "/meetings/0/invited/0": "member",
    "/meetings/0/invited/0/role": "text",
    "/meetings/0/invited/0/commune": "text",
    "/amendments": "list",
    "/amendments/0": "table",
    "/amendments/0/name": "text",
    "/amendments/0/proposed": "date",
    "/amendments/0/feasibility_study": "date",
    "/amendments/0/votes": "table",
    "/amendments/0/votes/Avion": ("for", "against", "abstain"),
    "/amendments/0/adopted": "date",
    "/amendments/0/avenant": "date",
    "/grids": "list",
    "/grids/0": "table",
    "/grids/0/id": "text",
    "/grids/0/voted": "date",
    "/grids/0/sent": "date",
    "/grids/0/named_start": "date",
    "/grids/0/applied_from": "date",
}
"""
Every place of `every-governance-key.json`, in document order.
"""


NAMING: Mapping[str, tuple[str, ...]] = {
    "/openings/0": ("service",),
    "/snapshots/0": ("month",),
    "/invoices/0": ("period",),
    "/invoices/0/lines/0": ("service",),
    "/reaffirmations/0": ("date",),
    "/purchases/0": ("nature",),
    "/expenses/0": ("nature",),
    "/assets/0": ("nature",),
    "/meetings/0": ("committee", "date"),
    "/meetings/0/present/0": ("role",),
    "/meetings/0/present/1": ("role",),
    "/meetings/0/invited/0": ("role",),
}
"""
The keys without which a table cannot be read.
"""


def fault_of(kind: Any, value: Any) -> str | None:
    """
    Return the code that the contract has for *value* where a *kind* is wanted; None where it is fine.
    """
    if isinstance(kind, tuple):
        return "DOC001" if not isinstance(value, str) else None if value in kind else "DOC003"
    if value is None:
        return "DOC001"
    if kind in {"quantity", "count"}:
        least = 1 if kind == "quantity" else 0
        return None if _is_whole(value) and least <= value <= 10**9 else "DOC004"
    if kind == "identifier":
        return "DOC007" if isinstance(value, str) else "DOC001"
    return None if _is_a(kind, value) else "DOC001"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_a(kind: str, value: Any) -> bool:
    return any(_KINDS[each](value) for each in kind.split(" or "))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("2[01][0-9][0-9]-[0-9][0-9]-[0-9][0-9]", value)) and _exists(value)


def _exists(day: str) -> bool:
    year, month, rank = map(int, day.split("-"))
    try:
        dt.date(year, month, rank)
    except ValueError:
        return False
    return True


def _is_amount(value: Any, sign: str) -> bool:
    if _is_whole(value):
        return bool(re.fullmatch(f"{sign}[0-9]{{1,12}}", str(value)))
    return isinstance(value, str) and bool(re.fullmatch(sign + r"[0-9]{1,12}(\.[0-9]{1,2})?", value))


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "another convention's id": lambda value: isinstance(value, str),
    "amount": lambda value: _is_amount(value, ""),
    "credit": lambda value: _is_amount(value, "-?"),
    "date": lambda value: value is False or _is_day(value),
    "false": lambda value: value is False,
    "flag": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "member": lambda value: isinstance(value, (str, dict)),
    "month": lambda value: isinstance(value, str) and bool(re.fullmatch("2[01][0-9][0-9]-(0[1-9]|1[012])", value)),
    "naming date": _is_day,
    "number": lambda value: (_is_whole(value) or isinstance(value, float)) and 0 <= value <= 10**9,
    "table": lambda value: isinstance(value, dict),
    "text": lambda value: isinstance(value, str),
    "name": lambda value: isinstance(value, str) and bool(value.strip()),
    "year": lambda value: _is_whole(value) and 2000 <= value <= 2199,
}


# ---- walking a document


def tokens(path: str) -> list[str]:
    """
    Return the keys and indices of a JSON pointer.
    """
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]


def escaped(token: str | int) -> str:
    """
    Return *token* as it stands in a JSON pointer.
    """
    return str(token).replace("~", "~0").replace("/", "~1")


class AbsentError(LookupError):
    """
    A pointer that leads nowhere.
    """


def at(document: Any, path: str) -> Any:
    """
    Return what stands at a JSON pointer.
    """
    for token in tokens(path):
        if isinstance(document, Mapping):
            document = _entry(document, token)
        elif isinstance(document, list | tuple) and token.isdecimal() and int(token) < len(document):
            document = document[int(token)]
        else:
            raise AbsentError(path)
    return document


def _entry(table: Mapping[Any, Any], token: str) -> Any:
    for key, value in table.items():
        if (key if type(key) is str else str(key)) == token:
            return value
    raise AbsentError(token)


def nearest(document: Any, path: str) -> str:
    """
    Return the pointer itself, or that of the nearest thing around it that is there.
    """
    while True:
        try:
            at(document, path)
        except AbsentError:
            path = path.rpartition("/")[0]
        else:
            return path


def paths(document: Any, path: str = "") -> Iterator[str]:
    """
    Yield the pointer of everything in a document, outermost first.
    """
    yield path
    if isinstance(document, dict):
        for key, value in document.items():
            yield from paths(value, f"{path}/{escaped(key)}")
    elif isinstance(document, list):
        for rank, value in enumerate(document):
            yield from paths(value, f"{path}/{rank}")


def put(document: Any, path: str, value: Any) -> Any:
    """
    Return the document with *value* at a pointer whose parent is there.
    """
    if not path:
        return value
    document = json.loads(json.dumps(document))
    parent, _, last = path.rpartition("/")
    holder = at(document, parent)
    holder[int(last) if isinstance(holder, list) else tokens(f"/{last}")[0]] = value
    return document


# ---- writing a document


def to_toml(value: Any) -> str:
    """
    Return a table in TOML, one line a key.
    """
    return "".join(f"{_toml_text(key)} = {_toml(each)}\n" for key, each in value.items())


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str() | Decimal():
            return _toml_text(str(value))
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_toml_text(key)} = {_toml(each)}' for key, each in value.items())}}}"
    raise AssertionError(value)


def _toml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


layouts = st.fixed_dictionaries(
    {"ensure_ascii": st.booleans()},
    optional={
        "indent": st.sampled_from([0, 1, 4, "\t"]),
        "separators": st.sampled_from([(",", ":"), (" ,\t", " : "), (",\r\n", ":\n")]),
    },
)
"""
Ways to lay out JSON.
"""

# ---- spoiling a document

words = st.text(max_size=8) | st.sampled_from(
    [
        "service",
        "name",
        "x-own",
        "poste",
        "2026-01-01",
        "2025-02-30",
        "12.345",
        "1e3",
        "governance",
        "\ud800",
        "messagerie/pro-99",
        "a/b~c",
    ]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2026, 10**9 + 1, 10**13, 10**500])
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
values: st.SearchStrategy[Any] = st.deferred(
    lambda: scalars | st.lists(values, max_size=3) | st.dictionaries(words, values, max_size=3)
)
"""
Any value that JSON can hold, some of them likely in a document.
"""


@st.composite
def spoilt(draw: st.DrawFn, documents: st.SearchStrategy[Any], most: int = 3) -> Any:
    """
    Return a document with some of its nodes deleted, replaced or renamed.
    """
    document = draw(documents)
    for _ in range(draw(st.integers(1, most))):
        _, *below = paths(document)
        if below:
            document = _spoil(draw, document, draw(st.sampled_from(below)))
    return document


def _spoil(draw: st.DrawFn, document: Any, path: str) -> Any:
    how = draw(st.sampled_from(["delete", "replace", "rename", "repeat", "add"]))
    parent = path.rpartition("/")[0]
    if how == "replace":
        return put(document, path, draw(values))
    document = json.loads(json.dumps(document))
    holder, last = at(document, parent), tokens(path)[-1]
    if isinstance(holder, list):
        entry = holder.pop(int(last))
        if how != "delete":
            holder += [entry, draw(values) if how == "add" else entry]
    elif how == "add":
        holder[draw(words)] = draw(values)
    else:
        entry = holder.pop(last)
        if how != "delete":
            holder[draw(words)] = entry
    return document
