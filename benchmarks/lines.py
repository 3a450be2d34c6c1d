"""
Measure a line of a stream: the fast lane, the explaining path, and `json.loads` with dictionaries that write five keys.

    python benchmarks/lines.py            # 3,000 lines, in turns
    python benchmarks/lines.py --quick    # 300, to see that it runs
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from time import thread_time

from dmsi_rules.answers.placing import located
from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.finding import Origin
from dmsi_rules.lane import Lane
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.report.json import to_json_line

AS_OF = dt.date(2026, 1, 10)
MANY, QUICK, AT_ONCE = 3_000, 300, 100
TERMS = terms_of(load_convention(), ADOPTED, AS_OF)
Line = tuple[int, bytes]


def main() -> None:
    """
    Compare the answers, then the times.
    """
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="a tenth of the lines")
    number = QUICK if asked.parse_args().quick else MANY
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processor time")
    known, fresh = sorted_out(requests(2 * number))
    lane = Lane(TERMS, AS_OF, Threshold(), str)
    started = thread_time()
    told = [quick(lane, line) for line in known]
    cold = (thread_time() - started) / number
    for line, answer in zip(known, told, strict=True):
        if answer is not None and answer != explained(line):
            sys.exit(f"line {line[0]}: the answers differ")
    unknown = sum(answer is None for answer in told)
    print(f"{number:,} lines, the same bytes; not by the lane: {unknown}; by it the first time: {cold * 1e6:.0f} us a line")
    by_lane = {"by hand": by_hand, "lane": lambda line: quick(lane, line)}
    measured("lines that were told before", known, by_lane)
    measured("lines that are new", fresh, by_lane)
    measured("beside it", known[: number // 10], {"by hand": by_hand, "read": case_of, "explained": explained})


def sorted_out(made: Iterator[bytes]) -> tuple[list[Line], list[Line]]:
    """
    Return the lines *made*, numbered: those to learn from, and as many new ones.
    """
    lines = list(enumerate(made, 1))
    return lines[: len(lines) // 2], lines[len(lines) // 2 :]


def measured(what: str, lines: list[Line], ways: Mapping[str, Callable[[Line], object]]) -> None:
    """
    Print how long each of *ways* takes for *lines*, in turns.
    """
    took: dict[str, list[float]] = {name: [] for name in ways}
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        for name, way in ways.items():
            started = thread_time()
            for line in some:
                way(line)
            took[name].append((thread_time() - started) / len(some))
    print(what)
    for name, times in took.items():
        ratio = median(mine / hand for mine, hand in zip(times, took["by hand"], strict=True))
        print(f"  {name:10} {median(times) * 1e6:7.1f} us a line   {ratio:6.1f} times by hand")


def requests(number: int) -> Iterator[bytes]:
    """
    Yield requests of random services in random quantities.
    """
    some = random.Random(1)  # noqa: S311  (the same each time)
    services = [each for each in TERMS.services.values() if each.kind != "included"]
    for _ in range(number):
        lines = []
        for service in services:
            if some.random() < 0.5:  # noqa: PLR2004
                plan = {"plan": some.choice(service.plans)} if service.plans else {}
                quantity = {"quantity": some.randint(1, 500)} if service.code != TERMS.base else {}
                lines.append({"service": service.code, **plan, **quantity})
        yield json.dumps({"commune": {"name": "Lens"}, "request": {"lines": lines}}).encode()


def by_hand(line: Line) -> str:
    """
    Write five keys of a request: what one would write without any rule.
    """
    document = json.loads(line[1])
    asked = {each["service"]: each.get("quantity") for each in document["request"]["lines"]}
    units = sum(each or 0 for each in asked.values())
    answer = {"commune": document["commune"]["name"], "line": line[0], "services": list(asked), "units": units}
    return json.dumps({**answer, "missing": [each for each in TERMS.graph if each not in asked]})


def case_of(line: Line) -> Case:
    """
    Read a request.
    """
    made: Case = admitted(read_document(line[1], "json", None, TERMS), TERMS, AS_OF)
    return made


def quick(lane: Lane, line: Line) -> str | None:
    """
    Report on a request by the *lane*.
    """
    number, content = line
    told = lane.told(content.decode(), f"-:{number}", number)
    return told and told.text


def explained(line: Line) -> str:
    """
    Report on a request by the explaining path.
    """
    number, content = line
    report = located(judge(case_of(line), Origin(f"-:{number}", None, number)), content, "json", number)
    return to_json_line(report.to_dict())


if __name__ == "__main__":
    main()
