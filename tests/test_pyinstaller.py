"""
What PyInstaller is told of the package (importlib_resources#62, pyinstaller#5059): the hook, without PyInstaller.
"""

import pkgutil
import runpy
import sys
import tomllib
import types
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules.cli._front import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = Path(dmsi_rules.__file__).parent


def collect_submodules(package: str, filter: Callable[[str], bool]) -> list[str]:  # noqa: A002  (PyInstaller's own name)
    """
    Return what the function of PyInstaller does.
    """
    found = (each.name for each in pkgutil.walk_packages(import_module(package).__path__, f"{package}.", onerror=print))
    return [name for name in (package, *found) if filter(name)]


def collect_data_files(package: str, excludes: Iterable[str]) -> list[tuple[str, str]]:
    """
    Return what the function of PyInstaller does: each file that is no module, and the folder that it goes to.
    """
    root = Path(*import_module(package).__path__)
    left_out = {path for pattern in excludes for path in root.rglob(pattern.removeprefix("**/"))}
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    return [(str(path), str(path.parent.relative_to(root.parent))) for path in files if path not in left_out]


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """
    Return what the hook sets, found as PyInstaller finds it.
    """
    hooks = types.ModuleType("PyInstaller.utils.hooks")
    vars(hooks).update(collect_submodules=collect_submodules, collect_data_files=collect_data_files)
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, function = settings["project"]["entry-points"]["pyinstaller40"]["hook-dirs"].partition(":")
    (folder,) = getattr(import_module(module), function)()
    return runpy.run_path(str(Path(folder) / "hook-dmsi_rules.py"))


def test_modules(hook: dict[str, Any]) -> None:
    """
    Every module that is imported by its name goes in; the hook itself does not.
    """
    commands = {f"dmsi_rules.cli.{name}" for name in COMMANDS}
    homes = {f"dmsi_rules.{name}" for name in dmsi_rules._HOMES.values()}

    assert commands | homes | {"dmsi_rules.__main__"} <= set(hook["hiddenimports"])
    assert not [name for name in hook["hiddenimports"] if "pyinstaller" in name]


def test_data(hook: dict[str, Any]) -> None:
    """
    The tables with their twins, the catalogues and the page go where the package looks for them; no translator's file does.
    """
    found = {f"{folder}/{Path(name).name}" for name, folder in hook["datas"]}
    wanted = (path for suffix in ("toml", "json", "mo", "html") for path in PACKAGE.rglob(f"*.{suffix}"))

    assert {path.relative_to(PACKAGE.parent).as_posix() for path in wanted} <= {name.replace("\\", "/") for name in found}
    assert not [name for name in found if name.endswith(".po")]
