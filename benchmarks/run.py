"""
Measure how fast the library is, against the same work done otherwise, both sides in one run and in turns.

Nothing here is asserted but that both sides give the same answers; figures depend on the machine, ratios less so.
"""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pydantic
import pydantic_model

import dmsi_rules
from dmsi_rules.checking import runner  # the inside of the library, for the shares alone
from dmsi_rules.documents.sources import raw_document
from dmsi_rules.documents.structure import structure
from dmsi_rules.model.dossier import Dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    Work = Callable[[], object]
    Answer = tuple[list[tuple[str, str]], tuple[Decimal, ...] | None]

REQUEST = Path(__file__).with_name("request.json")
COMMAND = str(Path(sys.executable).with_name("dmsi-rules"))
AS_OF = dt.date(2026, 1, 10)
BEFORE_ANY_GRID = dt.date(2023, 1, 1)

ROUNDS, BATCH = 31, 4  # a batch is short enough to be seldom interrupted, on either side
QUICK_ROUNDS = 5
BATCHES_A_ROUND = 40

HELP_BOUND, IMPORT_BOUND, COMMAND_BOUND, WARM_BOUND, LIFE_BOUND = 0.5, 2.0, 1.6, 2.5, 3.0

# ---- the same answers first


def library(content: bytes, as_of: dt.date) -> Answer:
    """
    Return what the library says: the findings, then the totals of a document that can be evaluated.

    Left out: what is ambiguous, since the other side tries no readings, and the rules that it does not have.
    """
    try:
        dossier = dmsi_rules.read_dossier(content)
        report = dmsi_rules.check(dossier, as_of=as_of)
        quote = dmsi_rules.quote(dossier, as_of=as_of)
    except dmsi_rules.InvalidDocumentError as error:
        return sorted((found.code, found.path) for found in error.findings), None
    told = [each for each in report.findings if each.verdict != "ambiguous" and each.code in pydantic_model.CODES]
    found = [(each.code, each.path) for each in told]
    return found, (quote.monthly_total, quote.annual_total, quote.quoted_total)


def by_hand(content: bytes, as_of: dt.date) -> Answer:
    """
    Return what the pydantic model and its checks say.
    """
    try:
        dossier = pydantic_model.Dossier.model_validate_json(content)
    except pydantic.ValidationError as error:
        return sorted((each["code"], each["path"]) for each in pydantic_model.faults_of(error)), None
    found = [(each["code"], each["path"]) for each in pydantic_model.check(dossier, as_of)]
    if any(code.startswith("DOC") for code, _ in found):
        return sorted(found), None
    quote = pydantic_model.quote(dossier, as_of)
    return found, (quote["monthly_total"], quote["annual_total"], quote["quoted_total"])


def _line(document: dict[str, Any], service: str) -> dict[str, Any]:
    return next(line for line in document["request"]["lines"] if line["service"] == service)


OPENED = [{"service": service, "date": "2026-01-05"} for service in ("reseau", "postes", "support", "messagerie")]
LATE_TO_EARLY = [{"service": "postes", "date": "2026-01-05"}, {"service": "reseau", "date": "2026-01-06"}]


def variants(request: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dt.date]]:
    """
    Yield the request, then the request with one thing changed at a time, each with its name and its day.
    """
    changes: Mapping[str, Callable[[dict[str, Any]], object]] = {
        "as it is": lambda _: None,
        "without the network": lambda d: d["request"]["lines"].remove(_line(d, "reseau")),
        "the network's quantity derived": lambda d: _line(d, "reseau").pop("quantity"),
        "more support than workstations": lambda d: _line(d, "support").update(quantity=121),
        "fewer workstations on the network": lambda d: _line(d, "reseau").update(quantity=119),
        "more workstations on the network": lambda d: _line(d, "reseau").update(quantity=121),
        "another printed price": lambda d: _line(d, "reseau").update(printed_annual_price="83.99"),
        "no quotation": lambda d: _line(d, "conseil").pop("quotation"),
        "an unpriced service": lambda d: d["request"]["lines"].append({"service": "serveurs"}),
        "no perimeter": lambda d: d["deliberation"].pop("perimeter"),
        "a narrow perimeter": lambda d: d["deliberation"].update(perimeter=["socle", "support"]),
        "workstations before the network": lambda d: _line(d, "postes").update(opening="2025-12-31"),
        "no wished date": lambda d: _line(d, "postes").update(opening=False),
        "no volume": lambda d: _line(d, "messagerie").pop("quantity"),
        "opened in the wrong order": lambda d: d.update(openings=LATE_TO_EARLY),
        "an exit that strands services": lambda d: d.update(
            openings=OPENED, termination={"scope": "partial", "services": ["reseau"], "sent": "2026-02-02"}
        ),
        "an exit of no known scope": lambda d: d.update(openings=OPENED, termination={"services": ["reseau"]}),
        "an exit from the base": lambda d: d.update(termination={"scope": "partial", "services": ["messagerie", "socle"]}),
        "no request": lambda d: d.pop("request"),
        "no name": lambda d: d["commune"].pop("name"),
        "a null": lambda d: d["deliberation"].update(date=None),
        "a date that does not exist": lambda d: d["request"].update(date="2025-02-30"),
        "a date of another century": lambda d: d["signatures"].update(call="1999-12-31"),
        "an amount as a decimal number": lambda d: _line(d, "conseil").update(quotation=1500.5),
        "an amount of three decimals": lambda d: _line(d, "conseil").update(quotation="1500.000"),
        "an unknown key": lambda d: d.update(requets={}),
        "an unknown service": lambda d: _line(d, "postes").update(service="poste"),
        "an unknown plan": lambda d: _line(d, "messagerie").update(plan="pro-26"),
        "an unknown service in a snapshot": lambda d: d.update(snapshots=[{"month": "2026-01", "units": {"poste": 1}}]),
        "a quantity in quotes": lambda d: _line(d, "postes").update(quantity="120"),
        "a quantity of nothing": lambda d: _line(d, "postes").update(quantity=0),
        "no plan": lambda d: _line(d, "messagerie").pop("plan"),
        "a plan too many": lambda d: _line(d, "postes").update(plan="pro-25"),
        "a quantity on the base": lambda d: _line(d, "socle").update(quantity=120),
        "a quotation on a priced service": lambda d: _line(d, "postes").update(quotation="10.00"),
        "the same line twice": lambda d: d["request"]["lines"].append({"service": "conseil"}),
        "the same opening twice": lambda d: d.update(openings=[*OPENED, OPENED[0]]),
        "a wrong check digit": lambda d: d["commune"].update(siren="216204983"),
        "separators in a number": lambda d: d["commune"].update(siren="216 204 982"),
        "a wrong code of the commune": lambda d: d["commune"].update(insee="6249"),
    }
    for name, change in changes.items():
        document = copy.deepcopy(request)
        change(document)
        yield name, document, AS_OF
    yield "before any grid", request, BEFORE_ANY_GRID


def differences(request: dict[str, Any]) -> list[str]:
    """
    Return, a sentence each, where the two sides do not agree.
    """
    told = []
    for name, document, as_of in variants(request):
        content = json.dumps(document).encode()
        ours, theirs = library(content, as_of), by_hand(content, as_of)
        if ours != theirs:
            told.append(f"{name}: the library says {ours}, the model {theirs}")
    return told


# ---- measuring in turns


def in_turns(works: Mapping[str, Work], rounds: int, batch: int) -> dict[str, float]:
    """
    Return the median seconds of each work, over *rounds* batches of each, one batch after another in turns.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            start = perf_counter()
            for _ in range(batch):
                work()
            if turn:  # the first round warms up: bytecode on disk, caches, hooks
                times[name].append((perf_counter() - start) / batch)
    return {name: median(each) for name, each in times.items()}


def process(*args: str, folder: str) -> Work:
    """
    Return the work of a fresh interpreter, the one that runs this script, in a *folder* without settings.
    """
    # With bytecode written, as it is for whoever installs the package.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        command = [sys.executable, *args]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder)  # noqa: S603  (our own command)

    return run


# ---- what is measured


def start_up(request: dict[str, Any], rounds: int) -> None:
    """
    Compare fresh interpreters.
    """
    anonymous = copy.deepcopy(request)
    del anonymous["commune"]["siren"]
    with tempfile.TemporaryDirectory() as directory:
        without = Path(directory) / "request.json"
        without.write_text(json.dumps(anonymous), encoding="utf-8")
        day = AS_OF.isoformat()
        fresh = partial(process, folder=directory)
        works = {
            "nothing": fresh("-c", "pass"),
            "import attrs": fresh("-c", "import attrs"),
            "import dmsi_rules": fresh("-c", "import dmsi_rules"),
            "with its functions": fresh("-c", "from dmsi_rules import check, quote, read_dossier"),
            "import argparse, json, attrs, cattrs": fresh("-c", "import argparse, json, attrs, cattrs"),
            "check": fresh(COMMAND, "check", str(REQUEST), "--as-of", day),
            "check, no SIREN": fresh(COMMAND, "check", str(without), "--as-of", day),
            "--help": fresh(COMMAND, "--help"),
            "--version": fresh(COMMAND, "--version"),
        }
        took = in_turns(works, rounds, 1)
    table = Table("Start-up, fresh interpreters", "ms", 1e3)
    table.row("import dmsi_rules", took["import dmsi_rules"], "import attrs", took["import attrs"], IMPORT_BOUND)
    table.row("from dmsi_rules import check, quote, …", took["with its functions"], "import attrs", took["import attrs"])
    base = "import argparse, json, attrs, cattrs"
    table.row("dmsi-rules check", took["check"], base, took[base], COMMAND_BOUND)
    table.row("dmsi-rules check, no SIREN given", took["check, no SIREN"], base, took[base], COMMAND_BOUND)
    for option in ("--help", "--version"):
        table.row(f"dmsi-rules {option}", took[option], "dmsi-rules check", took["check"], HELP_BOUND)
    table.show(f"An interpreter that does nothing takes {took['nothing'] * 1e3:.1f} ms of each.")


def warm(content: bytes, rounds: int) -> None:
    """
    Compare one warm process: bytes in, report and quote out. Then say where the library's time goes.
    """

    def ours() -> object:
        dossier = dmsi_rules.read_dossier(content)
        return dmsi_rules.check(dossier, as_of=AS_OF), dmsi_rules.quote(dossier, as_of=AS_OF)

    def theirs() -> object:
        dossier = pydantic_model.Dossier.model_validate_json(content)
        return pydantic_model.check(dossier, AS_OF), pydantic_model.quote(dossier, AS_OF)

    other = f"pydantic {pydantic.VERSION} by hand"
    table = Table("Warm, one request: bytes in, report and quote out", "us", 1e6)
    with same_rules() as count:
        took = in_turns({"ours": ours, "theirs": theirs}, rounds * BATCHES_A_ROUND, BATCH)
    table.row(f"read, check, quote: the same {count} rules", took["ours"], other, took["theirs"], WARM_BOUND)
    took = in_turns({"ours": ours, "theirs": theirs}, rounds * BATCHES_A_ROUND, BATCH)
    table.row(f"read, check, quote: all {len(runner.RULED['dossier'])} rules", took["ours"], other, took["theirs"])
    table.show()
    shares(content, took["ours"], rounds)


@contextmanager
def same_rules() -> Iterator[int]:
    """
    Leave the library only the rules that the other side has too; tell how many they are.
    """
    everything = runner.RULED
    shared = tuple(rule for rule in everything["dossier"] if rule.code in pydantic_model.CODES)
    runner.RULED = {**everything, "dossier": shared}
    try:
        yield len(shared)
    finally:
        runner.RULED = everything


def shares(content: bytes, whole: float, rounds: int) -> None:
    """
    Say what share of the whole is structuring, rules and quote, and what each rule takes, other readings included.

    A rule's time is that of a check with it alone, less that of a check without any.
    """
    raw = raw_document(content).data
    into: Any = Dossier
    # Taken in turns, so that nothing remembered of the last one helps.
    dossiers = cycle([dmsi_rules.read_dossier(content), dmsi_rules.read_dossier(content)])
    everything = runner.RULED

    def checking(rules: tuple[Any, ...]) -> Work:
        def work() -> None:
            runner.RULED = {"dossier": rules}
            dmsi_rules.check(next(dossiers), as_of=AS_OF)

        return work

    def pricing() -> None:
        runner.RULED = {"dossier": ()}
        dossier = next(dossiers)
        dmsi_rules.check(dossier, as_of=AS_OF)
        dmsi_rules.quote(dossier, as_of=AS_OF)

    works: dict[str, Work] = {
        "parse": lambda: raw_document(content),
        "structure": lambda: structure(raw, into),
        "no rule": checking(()),
        "all rules": checking(everything["dossier"]),
        "quote": pricing,
        **{rule.code: checking((rule,)) for rule in everything["dossier"]},
    }
    try:
        took = in_turns(works, rounds * BATCHES_A_ROUND, BATCH)
    finally:
        runner.RULED = everything
    rules = took["all rules"] - took["no rule"]
    parts = {
        "parsing": took["parse"],
        "structuring": took["structure"],
        "fit with the convention, case, report": took["no rule"],
        "rules": rules,
        "quote": took["quote"] - took["no rule"],
    }
    print("Where the library's time goes, each part measured by itself; shares of a request with all rules")
    for name, seconds in (parts | {"(the parts together)": sum(parts.values())}).items():
        print(f"  {name:<40} {seconds * 1e6:8.1f} us {seconds / whole:8.0%}")
    print("Of the rules, each alone; what they share, such as the case under other readings, counts for each")
    for rule in everything["dossier"]:
        seconds = took[rule.code] - took["no rule"]
        print(f"  {rule.code:<40} {seconds * 1e6:8.1f} us {seconds / rules:8.0%}")
    print()


def graph(rounds: int) -> None:
    """
    Compare the compiled graph with networkx on the embedded catalogue.
    """
    import networkx as nx  # noqa: PLC0415  (a heavy import, after the start-up has been measured)

    compiled = dmsi_rules.service_graph()
    drawn = compiled.to_networkx()
    services = compiled.codes
    requests = [(services[rank::3], services[:held]) for rank in range(3) for held in range(3)]

    def missing_by_networkx() -> list[set[str]]:
        return [
            set().union(*(nx.descendants(drawn, each) for each in asked)).difference(asked, held) for asked, held in requests
        ]

    def missing() -> list[dict[str, tuple[str, ...]]]:
        return [compiled.missing(asked, held) for asked, held in requests]

    if [set(each) for each in missing()] != missing_by_networkx():
        sys.exit("the compiled graph and networkx do not agree")
    works: dict[str, Work] = {
        "closure": lambda: [compiled.requires(service) for service in services],
        "closure by networkx": lambda: [nx.descendants(drawn, service) for service in services],
        "missing": missing,
        "missing by networkx": missing_by_networkx,
    }
    took = in_turns(works, rounds * BATCHES_A_ROUND, BATCH)
    table = Table("Graph of the embedded catalogue", "us", 1e6)
    table.row("what each service requires", took["closure"], "networkx.descendants", took["closure by networkx"])
    table.row("what requests lack, with the chains", took["missing"], "networkx.descendants", took["missing by networkx"])
    table.show()


REQUESTS, YEARS = 10, range(2018, 2028)
LATER = dt.date(2027, 5, 20)


def life(rounds: int) -> None:
    """
    Compare the check of a dossier with one request with that of one with many, both with the same years of snapshots.
    """
    table = Table(f"A life: {len(YEARS)} years of snapshots and of invoices", "ms", 1e3)
    for what, section in (("snapshots", "invoices"), ("snapshots and invoices", None)):
        one, many = (dmsi_rules.read_dossier(_lived(requests, without=section)) for requests in (1, REQUESTS))
        works = {
            "one": lambda one=one: dmsi_rules.check(one, as_of=LATER),
            "many": lambda many=many: dmsi_rules.check(many, as_of=LATER),
        }
        took = in_turns(works, rounds, BATCH)
        table.row(f"check, {REQUESTS} requests, {what}", took["many"], "one request", took["one"], LIFE_BOUND)
    table.show()


def _lived(requests: int, without: str | None) -> dict[str, Any]:
    services = ["reseau", "postes", "support", "hebergement", "administration"]
    document: dict[str, Any] = {
        "commune": {"name": "Exemple-en-Gohelle (made up)"},
        "deliberation": {"date": "2016-12-01", "perimeter": ["socle", *services]},
        "signatures": {"commune": "2016-12-10", "call": "2016-12-12"},
        "requests": [
            {
                "date": f"{2017 + rank}-05-15",
                "lines": [{"service": each, "quantity": 30 + rank, "opening": f"{2018 + rank}-01-01"} for each in services],
            }
            for rank in range(requests)
        ],
        "openings": [{"service": each, "date": "2018-01-02"} for each in services],
        "reaffirmations": [{"date": "2020-05-02"}, {"date": "2026-05-02"}],
        "snapshots": [
            {"month": f"{year}-{month:02}", "units": dict.fromkeys(services, 30)} for year in YEARS for month in range(1, 13)
        ],
        "invoices": [{"period": str(year), "total": "1.00"} for year in YEARS[:-1]],
    }
    return {key: value for key, value in document.items() if key != without}


# ---- telling


class Table:
    """
    Comparisons, one a line: the library's time, the other side's, the ratio, the bound beside it.
    """

    def __init__(self, title: str, unit: str, scale: float) -> None:
        self.lines = [title]
        self.unit, self.scale = unit, scale

    def row(self, what: str, ours: float, other: str, theirs: float, bound: float | None = None) -> None:
        """
        Add a comparison.
        """
        ratio = ours / theirs
        times = f"{ours * self.scale:8.1f} {self.unit}   {other:<38}{theirs * self.scale:8.1f} {self.unit}"
        verdict = "" if bound is None else f"   at most {bound:.1f}: {'met' if ratio <= bound else 'NOT MET'}"
        self.lines.append(f"  {what:<40}{times}   ratio {ratio:5.2f}{verdict}")

    def show(self, *notes: str) -> None:
        """
        Print the table, with *notes* below.
        """
        print(*self.lines, *(f"  {note}" for note in notes), "", sep="\n")


def main() -> int:
    """
    Run every measure; the exit status says only whether the answers agree.
    """
    parser = argparse.ArgumentParser(description="Measure how fast the library is, against the same work done otherwise.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each measure (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds: to see that it runs, not to quote")
    arguments = parser.parse_args()
    rounds = QUICK_ROUNDS if arguments.quick else max(1, arguments.rounds)
    content = REQUEST.read_bytes()
    request = json.loads(content)
    if told := differences(request):
        print("The two sides do not give the same answers, so nothing is timed:", *told, sep="\n  ", file=sys.stderr)
        return 1
    asked = sum(1 for _ in variants(request))
    print(f"{platform.python_implementation()} {platform.python_version()}, {rounds} rounds, medians;", end=" ")
    print(f"the same answers on {asked} documents.", end="\n\n")
    start_up(request, rounds)
    warm(content, rounds)
    graph(rounds)
    life(rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
