"""
Measure how long a department's worth of inventories takes, beside merely parsing the same files: with `json`, or `iterparse`.

The files are made from the example inventories: machines, systems and users vary as a seed says. They are left nowhere.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

EXAMPLES = Path(__file__).parent.parent / "tests" / "data" / "glpi"
IN_A_FOLDER = 1000

SYSTEMS: tuple[dict[str, str], ...] = (
    {"name": "Windows", "full_name": "Microsoft Windows 11 Professionnel", "kernel_version": "10.0.26100", "version": "24H2"},
    {"name": "Windows", "full_name": "Microsoft Windows 11 Entreprise", "kernel_version": "10.0.22631", "version": "23H2"},
    {"name": "Windows", "full_name": "Microsoft Windows 10 Professionnel", "kernel_version": "10.0.19045", "version": "22H2"},
    {
        "name": "Windows",
        "full_name": "Microsoft Windows Server 2022 Standard",
        "kernel_version": "10.0.20348",
        "version": "21H2",
    },
    {"name": "Ubuntu", "full_name": "Ubuntu 24.04.1 LTS", "kernel_version": "6.8.0-45-generic", "version": "24.04.1 LTS"},
    {
        "name": "Debian GNU/Linux",
        "full_name": "Debian GNU/Linux 12 (bookworm)",
        "kernel_version": "6.1.0-13-amd64",
        "version": "12.5",
    },
    {"name": "MacOSX", "full_name": "macOS", "kernel_version": "23.5.0", "version": "14.5 (23F79)"},
)

PARSING = """
import json, sys
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.json")):
    json.loads(path.read_bytes())
"""

PARSING_XML = """
import sys
from pathlib import Path
from xml.etree.ElementTree import iterparse
for path in sorted(Path(sys.argv[1]).rglob("*.xml")):
    for _, element in iterparse(path):
        element.clear()
"""

READING = """
import sys
from dmsi_rules.inventories.collect import Manner, collect
found = collect(sys.argv[1], ["**/*"], (), Manner(int(sys.argv[2])))
assert len(found.workstations) == int(sys.argv[3]) and not found.unread
"""


def inventories(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """
    Yield *count* inventories, the same for the same *seed*.
    """
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    choose = random.Random(seed)  # noqa: S311  (to vary, not to hide)
    for number in range(count):
        inventory = json.loads(json.dumps(choose.choice(examples)))
        inventory["deviceid"] = f"PC-{number:05}-2026-01-05-09-00-00"  # of one device all files are one machine
        content = inventory["content"]
        content["hardware"] |= {"name": f"PC-{number:05}", "lastloggeduser": f"agent{choose.randrange(count)}"}
        if "operatingsystem" in content and choose.random() < 0.8:  # noqa: PLR2004  (most are not as the examples)
            content["operatingsystem"] |= choose.choice(SYSTEMS)
        softwares = content.get("softwares")
        if isinstance(softwares, list):
            content["softwares"] = softwares * choose.randrange(1, 4)
        yield inventory


def write(folder: Path, count: int, seed: int, kind: str) -> int:
    """
    Write the inventories below *folder* and return their size.
    """
    size = 0
    for number, inventory in enumerate(inventories(count, seed)):
        path = folder / f"site-{number // IN_A_FOLDER:02}" / f"pc-{number:05}.{kind}"
        path.parent.mkdir(exist_ok=True)
        content = as_xml(inventory) if kind == "xml" else json.dumps(inventory, ensure_ascii=False, indent=1)
        size += path.write_text(content, encoding="utf-8")
    return size


def as_xml(inventory: Any) -> str:
    """
    Return an inventory as an agent of FusionInventory writes it.
    """
    sections = "".join(element(name, each) for name, said in inventory["content"].items() for each in each_of(said))
    device = element("deviceid", inventory["deviceid"])
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<REQUEST>{device}<CONTENT>{sections}</CONTENT></REQUEST>\n"


def element(name: str, said: Any) -> str:
    """
    Return an element that holds what is *said*.
    """
    tag = {"members": "MEMBER"}.get(name, name.upper())
    if isinstance(said, dict):
        return f"<{tag}>{''.join(element(key, each) for key, value in said.items() for each in each_of(value))}</{tag}>"
    return f"<{tag}>{escape(str(said))}</{tag}>"


def each_of(said: Any) -> list[Any]:
    """
    Return the entries of a list, or the one thing that is said.
    """
    return said if isinstance(said, list) else [said]


def run(*args: str) -> tuple[float, float]:
    """
    Return how long a fresh interpreter takes over *args*, and how much of the processors' time.
    """
    start, before = perf_counter(), os.times()
    subprocess.run([sys.executable, *args], check=True)  # noqa: S603  (this interpreter, on files made here)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return perf_counter() - start, spent


def peak(*args: str) -> str:
    """
    Return how much memory a fresh interpreter needs at most over *args*, and each process that it starts.
    """
    most = "print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    code = [*args]
    code[1] += f"\nimport resource\n{most}\n"
    answer = subprocess.run([sys.executable, *code], check=True, capture_output=True, text=True)  # noqa: S603
    own, others = (int(number) // 1024 for number in answer.stdout.split())
    return f"{own} MiB" + (f", and {others} MiB in the largest of the processes that it starts" if others else "")


def middle(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """
    Return the medians, without the first round: it fills the system's own memory of the files.
    """
    took, spent = zip(*times[1:], strict=True)
    return median(took), median(spent)


def main() -> int:
    """
    Make the files, measure, and say what was measured.
    """
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000, help="how many inventories; default: 20000")
    parser.add_argument("--seed", type=int, default=4, help="what they vary by; default: 4")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes read them in the last measure; default: 2")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured; default: 5")
    parser.add_argument("--kind", choices=("json", "xml"), default="json", help="what they are written as; default: json")
    arguments = parser.parse_args()
    alone = f"{'iterparse' if arguments.kind == 'xml' else 'json'} alone"
    with tempfile.TemporaryDirectory() as directory:
        size = write(Path(directory), arguments.count, arguments.seed, arguments.kind)
        print(f"{arguments.count} inventories, {size / 2**20:.0f} MiB, seed {arguments.seed}")
        ways = {alone: ("-c", PARSING_XML if arguments.kind == "xml" else PARSING, directory)}
        for jobs in dict.fromkeys((1, arguments.jobs)):
            ways[f"read, --jobs {jobs}"] = ("-c", READING, directory, str(jobs), str(arguments.count))
        times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(arguments.rounds + 1):
            for way, args in ways.items():
                times[way].append(run(*args))
        base = middle(times[alone])
        for way, args in ways.items():
            took, spent = middle(times[way])
            print(f"{way}: {took:.2f} s, {took / base[0]:.2f} times {alone}")
            print(f"  {spent:.2f} s of the processors, {spent / base[1]:.2f} times {alone}")
            print(f"  at most {peak(*args)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
