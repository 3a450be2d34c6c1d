"""
Rebuild the packaged table of operating-system lifecycles from a checkout of endoflife.date.

    git clone https://github.com/endoflife-date/endoflife.date
    python tools/build_lifecycles.py endoflife.date

The checkout is a work tree or a git directory; what its newest commit has is read, or that of `--revision`. Taken are the
products that `lifecycles_added.toml` names, each with all of its cycles but those that ended before 2000, of which documents
cannot speak; what that file adds is laid over them. Nothing is written while something speaks against the table.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from attrs import fields, frozen

from dmsi_rules.errors import LifecyclesError
from dmsi_rules.lifecycles import PACKAGED, lifecycles_of, load_lifecycles
from dmsi_rules.model.lifecycles import Lifecycles, Release
from dmsi_rules.model.scalars import FIRST_YEAR

ADDED = Path(__file__).with_name("lifecycles_added.toml")
REPOSITORY = "https://github.com/endoflife-date/endoflife.date"
FIRST_DAY = dt.date(FIRST_YEAR, 1, 1)
KEYS = tuple(field.name for field in fields(Release))


class CheckoutError(Exception):
    """
    A checkout that cannot be read as one of endoflife.date: where in it, and why.
    """

    def __str__(self) -> str:
        return ": ".join(map(str, self.args))


# ---- the checkout


@frozen
class Checkout:
    """
    One revision of a git repository.

    Attributes:
        path: a work tree or a git directory.
        revision: a commit, by any of its names.
    """

    path: Path
    revision: str = "HEAD"

    def git(self, *arguments: str) -> str:
        """
        Return what git says, asked in this repository.
        """
        inner = self.path / ".git"
        command = ["git", f"--git-dir={inner if inner.exists() else self.path}", *arguments]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  (no shell; git itself)
        if run.returncode:
            raise CheckoutError(run.stderr.strip())
        return run.stdout.strip()

    def commit(self) -> str:
        """
        Return the full name of the commit.
        """
        return self.git("rev-parse", "--verify", f"{self.revision}^{{commit}}")

    def day(self, *of: str) -> dt.date:
        """
        Return the day of the commit in UTC, or that of the last one that changed the file *of*.
        """
        seconds = self.git("log", "-1", "--format=%ct", self.revision, "--", *of)
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()

    def front_matter(self, file: str) -> Mapping[str, Any]:
        """
        Return the data at the head of a page of the checkout.
        """
        head = re.match(r"---\n(.*?)\n---\n", self.git("show", f"{self.revision}:{file}") + "\n", re.DOTALL)
        try:
            data = yaml.safe_load(head[1]) if head else None
        except yaml.YAMLError as error:
            raise CheckoutError(file, error) from None
        if not isinstance(data, dict) or not isinstance(data.get("releases"), list):
            raise CheckoutError(file, "no front matter with `releases`")
        return data


# ---- the table


def table_of(checkout: Checkout, added: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the table that a checkout makes with what is *added* to it, as plain data.
    """
    complete = checkout.git("rev-parse", "--is-shallow-repository") == "false"
    products: list[dict[str, Any]] = []
    releases: list[dict[str, Any]] = []
    for product in added["product"]:
        file = f"products/{product['id']}.md"
        page = checkout.front_matter(file)
        policy = page.get("releasePolicyLink")
        products.append(
            {"id": product["id"], "file": file}
            | ({"file_changed": checkout.day(file)} if complete else {})
            | ({"vendor_policy": policy} if policy else {})
        )
        given = [release_of(cycle, product, added["editions"]) for cycle in page["releases"]]
        releases += laid_over([each for each in given if each.get("security_until", FIRST_DAY) >= FIRST_DAY], product, added)
    source = {
        "name": "endoflife.date",
        "repository": REPOSITORY,
        "commit": checkout.commit(),
        "snapshot_date": checkout.day(),
        "tolerance_days": added["tolerance_days"],
        "licence": "MIT, Copyright 2020 endoflife.date contributors",
        "path": "products/<file>.md, front matter `releases`",
    }
    shared = {build: list(names) for build, names in collisions(releases).items()}
    return {"schema_version": 1, "source": source, "build_collisions": shared, "product": products, "release": releases}


def release_of(cycle: Mapping[str, Any], product: Mapping[str, Any], editions: Mapping[str, str]) -> dict[str, Any]:
    """
    Return a cycle of endoflife.date as a release of the table.
    """
    name = cycle.get("releaseCycle")
    if not isinstance(name, str):
        raise CheckoutError(product["id"], f"the cycle {name!r} is not text: it is to stand in quotes there")
    label = str(cycle.get("releaseLabel") or "")
    label = label.replace("__RELEASE_CYCLE__", name).replace("__CODENAME__", str(cycle.get("codename") or ""))
    edition = next((edition for end, edition in editions.items() if name.endswith(end)), "all")
    said = {
        "product": product["id"],
        "cycle": name,
        "label": f"{product.get('label', '')}{label}" if label else None,
        "codename": cycle.get("codename"),
        "edition": edition if product.get("editions") else None,
        product.get("latest", "latest"): cycle.get("latest"),
        "lts": bool(cycle.get("lts")) or None,
        "released": _day(cycle.get("releaseDate")),
        "active_support_until": _day(cycle.get("eoas")),
        "security_until": _last_day(cycle, product),
        "open_ended": True if cycle.get("eol") is False else None,
        "source": cycle.get("link"),
    }
    extended = _day(cycle.get("eoes"))
    if extended and said["security_until"] and extended > said["security_until"]:
        said |= {"extended_until": extended, "extended_kind": product.get("extended_kind")}
    return {key: said[key] for key in KEYS if said.get(key) is not None}


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) and value >= FIRST_DAY else None


def _last_day(cycle: Mapping[str, Any], product: Mapping[str, Any]) -> dt.date | None:
    last = cycle.get("eol")
    if last is False or isinstance(last, dt.date):
        return last or None
    raise CheckoutError(product["id"], f"the end of {cycle['releaseCycle']} is {last!r}, not a day or false")


def laid_over(
    releases: Iterable[dict[str, Any]], product: Mapping[str, Any], added: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """
    Yield the *releases* of a product with the facts that are *added* to them, then the cycles that are added.
    """
    more = {each["cycle"]: each for each in added["release"] if each["product"] == product["id"]}
    for release in releases:
        whole = release | more.pop(release["cycle"], {})
        yield {key: whole[key] for key in KEYS if key in whole}
    for release in more.values():
        yield {key: release[key] for key in KEYS if key in release}


def collisions(releases: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """
    Return the builds that several cycles share, with these cycles.
    """
    cycles = defaultdict(list)
    for release in releases:
        if release.get("build"):
            cycles[release["build"]].append(f"{release['product']}:{release['cycle']}")
    return {build: tuple(cycles[build]) for build in sorted(cycles) if len(cycles[build]) > 1}


# ---- its text


def written(data: Mapping[str, Any], added: Mapping[str, Any]) -> str:
    """
    Return a table as TOML, each product followed by its releases, with the comments that are *added*.
    """
    lines = [*added["head"].splitlines(), f"schema_version = {data['schema_version']}"]
    for name in ("source", "build_collisions"):
        lines += ["", f"# {added['comments'][name]}", *_entry(f"[{name}]", data[name])]
    for product in data["product"]:
        lines += ["", *_entry("[[product]]", product)]
        for release in data["release"]:
            if release["product"] == product["id"]:
                lines += ["", *_entry("[[release]]", release)]
    return "\n".join(lines) + "\n"


def _entry(head: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield head
    yield from (f"{key if key.isidentifier() else _value(key)} = {_value(value)}" for key, value in values.items())


def _value(value: object) -> str:
    """
    Return a value as TOML writes it, which but for a date is as JSON does.
    """
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


# ---- what speaks against it


def problems(data: Mapping[str, Any], present: Lifecycles) -> Iterator[str]:
    """
    Yield everything that speaks against packaging a table in place of the *present* one.
    """
    try:
        lifecycles = lifecycles_of(data)
    except LifecyclesError as error:
        yield from map(str, error.faults)
        return
    if lifecycles.date < present.date:
        yield f"the checkout is of {lifecycles.date}, older than the packaged table, which is of {present.date}"
    known = {(release.product, release.cycle.casefold()) for release in lifecycles.release}
    for release in present.release:
        if (release.product, release.cycle.casefold()) not in known:
            yield f"{release.product} {release.cycle} is gone: what has ended stays, so {ADDED.name} is to have it"


def main(argv: list[str] | None = None) -> int:
    """
    Write the packaged file, or say why not.
    """
    parser = argparse.ArgumentParser(description="Rebuild the table of operating-system lifecycles from endoflife.date.")
    parser.add_argument("checkout", type=Path, help="a checkout of endoflife.date: its work tree, or its git directory")
    parser.add_argument("--revision", default="HEAD", help="the commit to take, in place of the newest")
    options = parser.parse_args(argv)
    added = tomllib.loads(ADDED.read_text(encoding="utf-8"))
    try:
        data = table_of(Checkout(options.checkout, options.revision), added)
        found = list(problems(data, load_lifecycles()))
    except CheckoutError as error:
        found = [str(error)]
    for problem in found:
        sys.stderr.write(f"{options.checkout}: {problem}\n")
    if not found:
        PACKAGED.write_text(written(data, added), encoding="utf-8", newline="\n")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
