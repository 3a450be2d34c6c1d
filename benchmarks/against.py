"""
Measure check and its JSON beside another version of the library, which an environment elsewhere has installed.

    python benchmarks/against.py ../before/.venv/bin/python

Both run in processes of their own, by turns, and the time of the processor counts. Messages are French in the JSON of both; a
newer version translates the other sentences too. One dossier again and again is what a form is that somebody fills in; a
thousand that differ are what many send.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from statistics import median

ROUNDS, TIMES = 9, 300
WORKS = ("check, one dossier", "check and JSON, one dossier", "check, a thousand", "check and JSON, a thousand")

WORKER = """
import datetime as dt, inspect, json, random, sys
from time import process_time
import dmsi_rules

chance, day = random.Random(5), dt.date(2026, 5, 20)
french = dmsi_rules.translator("fr")
translates = "translate" in inspect.signature(dmsi_rules.Report.to_dict).parameters
plans = {"messagerie": "pro-25"}

def asked(service):
    line = {"service": service} | ({"plan": plans[service]} if service in plans else {})
    if service != "socle" and chance.random() < 0.8:
        line["quantity"] = chance.randint(1, 99)
    return line | ({"opening": chance.choice(["2027-01-01", "2027-03-01"])} if chance.random() < 0.5 else {})

def dossier(number):
    services = chance.sample(["socle", "reseau", "postes", "support", "messagerie"], chance.randint(1, 5))
    request = {"date": f"2026-0{chance.randint(1, 5)}-1{chance.randint(0, 9)}", "lines": [asked(each) for each in services]}
    return {"commune": {"name": f"Commune {number}"}, "request": request}

portal = {"commune": {"name": "Avion", "insee": "62065"}, "request": {"date": "2026-05-20", "lines": [
    {"service": "messagerie", "plan": "pro-25", "quantity": 40, "opening": "2027-01-01"},
    {"service": "support", "quantity": 3}]}}
read = [dmsi_rules.read_dossier(json.dumps(each)) for each in (portal, *map(dossier, range(1000)))]

for line in sys.stdin:
    work, times = line.split(",")[0], int(line.rpartition(",")[2])
    taken = read[:1] * times if "one dossier" in line else [read[1 + rank % 1000] for rank in range(times)]
    start = process_time()
    for each in taken:
        report = dmsi_rules.check(each, as_of=day)
        if "JSON" in work:
            data = report.to_dict(french) if translates else report.to_dict()
            if not translates:
                for found, told in zip(report.findings, data["findings"]):
                    told["message"] = found.render(french)
            json.dumps(data, ensure_ascii=False)
    print((process_time() - start) / times, flush=True)
"""


class Version:
    """
    The library as one interpreter has it.
    """

    def __init__(self, python: str) -> None:
        command = [python, "-c", WORKER]
        self._process = subprocess.Popen(  # noqa: S603  (an interpreter that the caller names)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def took(self, work: str, times: int) -> float:
        """
        Return the seconds that *work* takes, of so many *times*.
        """
        given, told = self._process.stdin, self._process.stdout
        assert given is not None  # noqa: S101  (asked for above)
        assert told is not None  # noqa: S101
        given.write(f"{work},{times}\n")
        given.flush()
        return float(told.readline())


def main() -> None:
    """
    Measure both versions.
    """
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("python", help="the interpreter of an environment that has the other version")
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured")
    arguments = asked.parse_args()
    versions = [Version(arguments.python), Version(sys.executable)]
    print(
        f"load {os.getloadavg()[0]:.1f}; microseconds, the least of {arguments.rounds} rounds, and the median of their ratios"
    )
    for work in WORKS:
        took: list[list[float]] = []
        for turn in range(arguments.rounds + 1):
            one = [each.took(work, TIMES) for each in versions]
            if turn:  # the first round warms up
                took.append(one)
        before, now = (min(each) * 1e6 for each in zip(*took, strict=True))
        ratio = median(now / before for before, now in took)
        print(f"{work:<28} {before:8.0f} {now:8.0f}   {ratio:.2f}")


if __name__ == "__main__":
    main()
