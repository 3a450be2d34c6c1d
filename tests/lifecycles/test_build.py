"""
The command that rebuilds the packaged table from a checkout of endoflife.date.
"""

import datetime as dt
import importlib.util
import os
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dmsi_rules import load_lifecycles
from dmsi_rules.lifecycles import PACKAGED, lifecycles_of
from dmsi_rules.model.lifecycles import Lifecycles

ROOT = Path(__file__).parents[2]

WINDOWS = """\
---
title: Microsoft Windows
releasePolicyLink: https://example.org/policy
releases:
  - releaseCycle: "11-24h2-e"
    releaseLabel: "11 24H2 (E)"
    releaseDate: 2024-10-01
    eoas: 2027-10-12
    eol: 2027-10-12
    latest: 10.0.26100
    link: https://example.org/11
  - releaseCycle: "11-24h2-w"
    releaseLabel: "11 24H2 (W)"
    releaseDate: 2024-10-01
    eoas: 2026-10-13
    eol: 2026-10-13
    latest: 10.0.26100
    link: null
  - releaseCycle: "10-22h2"
    releaseLabel: "10 22H2"
    releaseDate: 2022-10-18
    lts: false
    eol: 2025-10-14
    eoes: 2028-10-10
    latest: 10.0.19045
---

> What the page says besides.
"""
MACOS = """\
---
title: Apple macOS
releases:
  - releaseCycle: "26"
    codename: "Tahoe"
    releaseDate: 2025-09-15
    lts: 2025-10-01
    eol: false
    latest: "26.6.2"
  - releaseCycle: "10.0"
    codename: "Cheetah"
    releaseLabel: "Mac OS X __RELEASE_CYCLE__ (__CODENAME__)"
    releaseDate: 1999-12-31
    eoes: 2001-06-22
    eol: 2001-06-22
    latest: "10.0.4"
  - releaseCycle: "9"
    releaseDate: 1999-10-23
    eol: 1999-12-31
---
"""
ADDED = """\
tolerance_days = 30
head = "# A table."
[comments]
source = "Where from."
build_collisions = "Shared."
[editions]
"-e" = "enterprise"
"-w" = "pro"
[[product]]
id = "windows"
label = "Windows "
editions = true
latest = "build"
extended_kind = "paid-esu"
[[product]]
id = "macos"
[[release]]
product = "windows"
cycle = "10-22h2"
extended_consumer_until = 2027-10-12
[[release]]
product = "windows"
cycle = "nt"
security_until = 2004-12-31
build = "10.0.19045"
"""


def loaded() -> ModuleType:
    """
    Return the script, which is not a module of the package.
    """
    spec = importlib.util.spec_from_file_location("build_lifecycles", ROOT / "tools" / "build_lifecycles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """
    The script, which here adds little, writes beside its checkout and finds an old table there.
    """
    module = loaded()
    (tmp_path / "added.toml").write_text(ADDED, encoding="utf-8")
    monkeypatch.setattr(module, "ADDED", tmp_path / "added.toml")
    monkeypatch.setattr(module, "PACKAGED", tmp_path / "table.toml")
    monkeypatch.setattr(module, "load_lifecycles", lambda: packaged("2026-08-20", ["10-22H2", "nt"]))
    return module


def packaged(day: str, cycles: list[str]) -> Lifecycles:
    """
    Return a table of *day* that has these *cycles* of Windows.
    """
    return lifecycles_of(
        {
            "source": {"snapshot_date": day, "tolerance_days": 30},
            "product": [{"id": "windows"}],
            "release": [{"product": "windows", "cycle": cycle, "open_ended": True} for cycle in cycles],
        }
    )


def git(folder: Path, *arguments: str) -> str:
    """
    Return what git says, as somebody whose clock stands still.
    """
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_COMMITTER_DATE": "2026-08-21T23:30:00-02:00", "GIT_CONFIG_GLOBAL": os.devnull}
    run = subprocess.run(
        ["git", *arguments],  # noqa: S607  (the one that is found first)
        cwd=folder,
        env=os.environ | who | when,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def checkout(folder: Path, windows: str = WINDOWS, macos: str = MACOS) -> Path:
    """
    Make a checkout of endoflife.date with two products.
    """
    path = folder / "endoflife.date"
    (path / "products").mkdir(parents=True)
    (path / "products" / "windows.md").write_text(windows, encoding="utf-8")
    (path / "products" / "macos.md").write_text(macos, encoding="utf-8")
    git(path, "init", "--quiet")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--message", "Products")
    return path


def test_the_packaged_table_is_what_the_script_writes() -> None:
    """
    Its data give its text, and it has all that is added to endoflife.date.
    """
    module = loaded()
    added = tomllib.loads(module.ADDED.read_text(encoding="utf-8"))
    text = PACKAGED.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert text == module.written(data, added)
    assert data["build_collisions"] == {build: list(cycles) for build, cycles in module.collisions(data["release"]).items()}
    assert added["tolerance_days"] == data["source"]["tolerance_days"]
    assert [each["id"] for each in added["product"]] == [each["id"] for each in data["product"]]
    releases = {(each["product"], each["cycle"]): each for each in data["release"]}
    assert all(releases[each["product"], each["cycle"]].items() >= each.items() for each in added["release"])
    assert [] == list(module.problems(data, load_lifecycles()))


@pytest.mark.parametrize("inner", ["", ".git"])
def test_a_checkout_makes_the_table(script: ModuleType, tmp_path: Path, inner: str) -> None:
    """
    From its work tree or its git directory, as its newest commit has it.
    """
    path = checkout(tmp_path)
    (path / "products" / "windows.md").write_text("not committed", encoding="utf-8")
    assert 0 == script.main([str(path / inner)])
    text = (tmp_path / "table.toml").read_text(encoding="utf-8")
    assert text.startswith("# A table.\nschema_version = 1\n\n# Where from.\n[source]\n")
    table = load_lifecycles(tmp_path / "table.toml")
    assert git(path, "rev-parse", "HEAD") == table.source.commit
    assert (dt.date(2026, 8, 22), 30) == (table.date, table.source.tolerance_days)  # the day in UTC
    assert [dt.date(2026, 8, 22)] * 2 == [each.file_changed for each in table.product]
    assert ["https://example.org/policy", None] == [each.vendor_policy for each in table.product]
    assert {"10.0.19045": ("windows:10-22h2", "windows:nt"), "10.0.26100": ("windows:11-24h2-e", "windows:11-24h2-w")} == dict(
        table.build_collisions or {}
    )


def test_what_a_cycle_becomes(script: ModuleType, tmp_path: Path) -> None:
    """
    Editions by the end of its name, a build or a latest version, programmes; what ended before 2000 is left out.
    """
    assert 0 == script.main([str(checkout(tmp_path))])
    releases = tomllib.loads((tmp_path / "table.toml").read_text(encoding="utf-8"))["release"]
    expected: list[dict[str, Any]] = [
        {
            "product": "windows",
            "cycle": "11-24h2-e",
            "label": "Windows 11 24H2 (E)",
            "edition": "enterprise",
            "build": "10.0.26100",
            "released": dt.date(2024, 10, 1),
            "active_support_until": dt.date(2027, 10, 12),
            "security_until": dt.date(2027, 10, 12),
            "source": "https://example.org/11",
        },
        {
            "product": "windows",
            "cycle": "11-24h2-w",
            "label": "Windows 11 24H2 (W)",
            "edition": "pro",
            "build": "10.0.26100",
            "released": dt.date(2024, 10, 1),
            "active_support_until": dt.date(2026, 10, 13),
            "security_until": dt.date(2026, 10, 13),
        },
        {
            "product": "windows",
            "cycle": "10-22h2",
            "label": "Windows 10 22H2",
            "edition": "all",
            "build": "10.0.19045",
            "released": dt.date(2022, 10, 18),
            "security_until": dt.date(2025, 10, 14),
            "extended_until": dt.date(2028, 10, 10),
            "extended_kind": "paid-esu",
            "extended_consumer_until": dt.date(2027, 10, 12),
        },
        {"product": "windows", "cycle": "nt", "build": "10.0.19045", "security_until": dt.date(2004, 12, 31)},
        {
            "product": "macos",
            "cycle": "26",
            "codename": "Tahoe",
            "latest": "26.6.2",
            "lts": True,
            "released": dt.date(2025, 9, 15),
            "open_ended": True,
        },
        {
            "product": "macos",
            "cycle": "10.0",
            "label": "Mac OS X 10.0 (Cheetah)",
            "codename": "Cheetah",
            "latest": "10.0.4",
            "security_until": dt.date(2001, 6, 22),
        },
    ]
    assert expected == releases


def test_a_shallow_checkout_does_not_say_when_a_file_changed(script: ModuleType, tmp_path: Path) -> None:
    """
    Its only commit is the last of each file.
    """
    path = checkout(tmp_path)
    git(tmp_path, "clone", "--quiet", "--depth", "1", path.as_uri(), "shallow")
    assert 0 == script.main([str(tmp_path / "shallow")])
    assert [None, None] == [each.file_changed for each in load_lifecycles(tmp_path / "table.toml").product]


def test_another_revision_is_taken(script: ModuleType, tmp_path: Path) -> None:
    """
    By any name of a commit.
    """
    path = checkout(tmp_path)
    first = git(path, "rev-parse", "HEAD")
    git(path, "rm", "--quiet", "-r", "products")
    git(path, "commit", "--quiet", "--message", "None")
    assert 1 == script.main([str(path)])
    assert 0 == script.main([str(path), "--revision", "HEAD~1"])
    assert first == load_lifecycles(tmp_path / "table.toml").source.commit


@pytest.mark.parametrize(
    ("windows", "told"),
    [
        (WINDOWS.replace('releaseCycle: "10-22h2"', "releaseCycle: 10.10"), "the cycle 10.1 is not text"),
        (WINDOWS.replace("eol: 2025-10-14", "eol: true"), "the end of 10-22h2 is True, not a day or false"),
        (WINDOWS.replace('"10-22h2"', '"11-24h2-w"'), "/release/2:"),
        (WINDOWS.replace("---", "===="), "products/windows.md: no front matter"),
        (WINDOWS.replace("releases:", "releases: ["), "products/windows.md: while parsing"),
        (WINDOWS.replace("releases:", "cycles:"), "products/windows.md: no front matter with `releases`"),
    ],
)
def test_what_cannot_be_packaged_is_told(
    script: ModuleType, tmp_path: Path, windows: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    And nothing is written.
    """
    assert 1 == script.main([str(checkout(tmp_path, windows))])
    assert told in capsys.readouterr().err
    assert not (tmp_path / "table.toml").exists()


def test_no_row_is_made_older_and_none_is_lost(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    A checkout older than the packaged table is refused, and one that has cut what the table has.
    """
    monkeypatch.setattr(script, "load_lifecycles", lambda: packaged("2026-08-23", ["10-22h2", "95"]))
    assert 1 == script.main([str(checkout(tmp_path))])
    first, second = capsys.readouterr().err.splitlines()
    assert "is of 2026-08-22, older than the packaged table, which is of 2026-08-23" in first
    assert "windows 95 is gone: what has ended stays, so added.toml is to have it" in second
    assert not (tmp_path / "table.toml").exists()


def test_what_is_not_a_checkout_is_told(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    In git's words.
    """
    assert 1 == script.main([str(tmp_path / "none")])
    assert "not a git repository" in capsys.readouterr().err
