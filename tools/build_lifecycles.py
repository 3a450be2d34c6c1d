"""
Take over a table of operating-system lifecycles as the packaged one, once nothing is wrong with it.

    python tools/build_lifecycles.py newer-table.toml

The packaged file has the format that `--lifecycles FILE` loads, so the packaged file itself can be rebuilt from.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dmsi_rules.errors import LifecyclesError
from dmsi_rules.lifecycles import PACKAGED, load_lifecycles
from dmsi_rules.model.lifecycles import Lifecycles


def problems(path: Path) -> Iterator[str]:
    """
    Yield everything that speaks against packaging the table in the file *path*.
    """
    try:
        lifecycles = load_lifecycles(path)
    except LifecyclesError as error:
        yield from map(str, error.faults)
        return
    text = path.read_text(encoding="utf-8")
    if f"\nsnapshot_date = {lifecycles.date}" not in text.partition("\n[[")[0]:
        yield "/source/snapshot_date: it is to stand above the first list, from where it is read alone"
    for key in ("name", "licence", "commit"):
        if getattr(lifecycles.source, key) is None:
            yield f"/source/{key}: a packaged table says where it is from, and under which licence"
    told, found = dict(lifecycles.build_collisions or {}), collisions(lifecycles)
    for build in sorted(told.keys() | found):
        if set(told.get(build, ())) != found.get(build, set()):
            yield f"/build_collisions/{build}: the releases have {sorted(found.get(build, ()))}"


def collisions(lifecycles: Lifecycles) -> Mapping[str, set[str]]:
    """
    Return the builds that several cycles share, with these cycles.
    """
    cycles = defaultdict(set)
    for release in lifecycles.release:
        if release.build:
            cycles[release.build].add(f"{release.product}:{release.cycle}")
    return {build: names for build, names in cycles.items() if len(names) > 1}


def built(path: Path) -> str:
    """
    Return the packaged form of the table in the file *path*: its lines, comments included, each as bare as it can be.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def main(argv: list[str] | None = None) -> int:
    """
    Write the packaged file, or say why not.
    """
    parser = argparse.ArgumentParser(description="Take over a newer table of operating-system lifecycles.")
    parser.add_argument("table", type=Path, help="a table in the format of the packaged one")
    path = parser.parse_args(argv).table
    found = list(problems(path))
    for problem in found:
        sys.stderr.write(f"{path}: {problem}\n")
    if not found:
        PACKAGED.write_text(built(path), encoding="utf-8", newline="\n")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
