"""
Layers: below the front ends nothing reads a clock, the environment or a file, and a check loads only what it needs.

Which module may import which is watched by import-linter; here are the imports from outside.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dmsi_rules
from dmsi_rules.values.deferred import FEW

PACKAGE = Path(dmsi_rules.__file__).parent

FRONT_ENDS = ("__main__", "__pyinstaller", "cli", "documents.sources", "documents._twin", "inventories", "report.terminal")
"""
What meets the world: command line, files read, the terminal's width.
"""

PLAIN = {
    "__future__",
    "abc",
    "attrs",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "csv",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "importlib",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "posixpath",
    "re",
    "textwrap",
    "tomllib",
    "types",
    "typing",
    "unicodedata",
    "urllib.parse",
    "xml.etree",
    "xml.sax.saxutils",
}
"""
What the inside may import: values in, values out.
"""

BATCH = {"numpy", "operator", "pyarrow"}
ALLOWED = {
    **{f"batch.{each}": BATCH for each in ("_arrays", "_program", "_traced", "block", "cents", "days", "judging")},
    **{f"batch.{each}": BATCH for each in ("masks", "planning", "rules", "tables")},
    "batch._compiled": BATCH | {"importlib"},
    "answers.choices": {"pathlib"},  # waivers, a baseline and settings are files
    "report.sheets": {"io", "odswriter", "openpyxl"},
    "values.record": {"pickle"},  # where a record is sent to another process
    "documents.about": {"_sha2", "_sha256"},  # hashes without OpenSSL
    "values.deferred": {"threading"},  # one thread makes a class, another waits for it
    "convention.graph": {"networkx"},
    "model.scalars": {"stdnum.fr"},
    "testing": {"hypothesis"},
    "testing.strategies": {"hypothesis"},
    "text.tabular": {"html"},  # escapes
    "report.ics": {"icalendar"},
    "report.paper": {"jinja2"},
    "documents.keys": {"pathlib"},  # a file of the package
    "documents._toml_mending": {"tree_sitter"},
    "documents._toml_places": {"tree_sitter", "tree_sitter_toml"},  # which parse a text
    "simulator.asking": {"base64"},  # files come and go as text
    "server.serving": {"lsprotocol", "pathlib", "pygls"},  # the protocol
    "lifecycles": {"pathlib"},  # so is a table of lifecycles
    "values.own_files": {"pathlib"},  # the package's own
    "locale": {"gettext", "io", "pathlib"},  # the catalogue of each language is a file of the package
    "convention.examples": {"pathlib"},  # so are the documents that break rules
    "convention": {"pathlib"},  # another convention is a file, and so is the packaged one
}
LATE = {"defusedxml", "networkx", "rich", "stdnum", "difflib", "icalendar", "jinja2", "tree_sitter", "tree_sitter_toml"}
WORLD = {"open", "input", "print", "exec", "eval", "compile", "breakpoint", "__import__"}
CLOCK = {"now", "today", "utcnow", "fromtimestamp"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """
    Yield each module of the package by its name within it, parsed.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


MODULES = dict(modules())
INSIDE = [name for name in MODULES if not any(name == front or name.startswith(f"{front}.") for front in FRONT_ENDS)]


def imported(tree: ast.AST) -> Iterator[str]:
    """
    Yield what is imported from outside the package.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if (node.module or "").partition(".")[0] != "dmsi_rules":
                yield node.module or ""


def is_within(name: str, allowed: set[str]) -> bool:
    """
    Tell whether a module or a package around it is among those allowed.
    """
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


def test_the_package_was_found() -> None:
    """
    The tests below look at something.
    """
    assert {"", "cli", "documents.sources", "checking.runner", "rulebook.dep"} <= MODULES.keys()
    assert "checking.runner" in INSIDE
    assert "documents.sources" not in INSIDE


@pytest.mark.parametrize("name", INSIDE)
def test_the_inside_imports_nothing_of_the_world(name: str) -> None:
    """
    No `os`, `sys`, `time`, `random`, `socket`, `locale`, `pathlib`: only what works on values.
    """
    allowed = PLAIN | ALLOWED.get(name, set())
    assert [each for each in imported(MODULES[name]) if not is_within(each, allowed)] == []


@pytest.mark.parametrize("name", INSIDE)
def test_the_inside_asks_nothing_of_the_world(name: str) -> None:
    """
    No file is opened, nothing printed, no clock asked.
    """
    calls = [node.func for node in ast.walk(MODULES[name]) if isinstance(node, ast.Call)]
    assert [call.id for call in calls if isinstance(call, ast.Name) and call.id in WORLD] == []
    assert [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCK] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_room_keeps_what_is_its_own(name: str) -> None:
    """
    A file or a name that begins with an underscore is used in its own room only.
    """
    room = name.partition(".")[0]
    taken = [
        f"{node.module}.{each.name}"
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("dmsi_rules.")
        for each in node.names
        if not node.module.startswith((f"dmsi_rules.{room}.", "dmsi_rules._version"))
        and any(part.startswith("_") for part in [*node.module.split("."), each.name])
        and node.module != f"dmsi_rules.{room}"
    ]
    assert taken == []


@pytest.mark.parametrize("name", MODULES)
def test_heavy_or_optional_packages_are_imported_late(name: str) -> None:
    """
    defusedxml, networkx, rich, stdnum and tree-sitter are imported in the function that wants them.
    """
    at_once = [node for node in MODULES[name].body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [each for node in at_once for each in imported(node) if is_within(each, LATE)] == []


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__" and not name.startswith("cli")])
def test_nothing_rests_on_the_command_line(name: str) -> None:
    """
    The library does not know the program.
    """
    sources = [node.module or "" for node in ast.walk(MODULES[name]) if isinstance(node, ast.ImportFrom)]
    assert [each for each in sources if is_within(each, {"dmsi_rules.cli"})] == []


# ---- what is loaded

DOSSIER = """{"commune": {"name": "Lens"}, "deliberation": {"perimeter": ["socle"]}, "request": {"date": "2025-05-20",
"lines": [{"service": "postes", "quantity": 12, "opening": "2026-01-01", "printed_annual_price": "204.00"}]},
"openings": [{"service": "messagerie", "date": "2026-01-05"}], "termination": {"scope": "total", "sent": "2026-06-12"}}"""

NOT_NEEDED = (
    "argparse",
    "asyncio",
    "cattrs",
    "concurrent",
    "csv",
    "defusedxml",
    "difflib",
    "email",
    "gettext",
    "html",
    "http",
    "icalendar",
    "importlib.metadata",
    "importlib.resources",
    "locale",
    "logging",
    "networkx",
    "numpy",
    "random",
    "rich",
    "shutil",
    "socket",
    "sqlite3",
    "ssl",
    "stdnum",
    "subprocess",
    "tempfile",
    "urllib.request",
    "xml",
    "zipfile",
    "dmsi_rules.cli",
    "dmsi_rules.drawing",
    "dmsi_rules.report",
)


def run(code: str) -> str:
    """
    Return what *code* prints in a fresh interpreter, isolated from the environment.
    """
    start = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); known = set(sys.modules)\n"
    measured = {name for name in os.environ if name.startswith("COVERAGE")}  # what measures would be seen as loaded
    done = subprocess.run(
        [sys.executable, "-I", "-c", start + code],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name not in measured},
    )
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


def test_import_loads_no_package() -> None:
    """
    `import dmsi_rules` brings in nothing of what the functions need.
    """
    loaded = run("import dmsi_rules; print(*sorted(set(sys.modules) - known))").split()
    assert "dmsi_rules" in loaded
    assert [name for name in loaded if is_within(name, {*NOT_NEEDED, "attrs", "attr", "json", "decimal"})] == []


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_no_command(option: str) -> None:
    """
    What is asked before any command loads none of them, and no model: the front alone.
    """
    code = f"""
from dmsi_rules.cli import main
status = main([{option!r}, "--lang", "en"])
print(*sorted(set(sys.modules) - known))
sys.exit(status)
"""
    loaded = run(code).split()
    front = ("cli", "cli._borrowed", "cli._front", "cli._language", "cli._output", "text", "text.marks", "_version")
    assert {"dmsi_rules", *(f"dmsi_rules.{name}" for name in front)} == {
        name for name in loaded if is_within(name, {"dmsi_rules"})
    }
    assert [name for name in loaded if is_within(name, {"attrs", "attr", "json", "pathlib", "tempfile"})] == []


def test_a_check_loads_only_what_it_needs() -> None:
    """
    No graph library, no terminal, no XML or TOML, nothing that explains faults, no check digits for a JSON dossier without any.
    """
    code = f"""
import datetime as dt
import dmsi_rules
report = dmsi_rules.check(dmsi_rules.read_dossier({DOSSIER!r}), as_of=dt.date(2026, 1, 10))
assert report.findings
report.to_dict()
print(*sorted(set(sys.modules) - known))
"""
    loaded = run(code).split()
    assert {"dmsi_rules", "attr", "json"} <= set(loaded)
    assert [name for name in loaded if is_within(name, set(NOT_NEEDED))] == []


def test_a_check_reads_no_file_and_asks_no_network() -> None:
    """
    Once everything is loaded, reading, checking, pricing and telling faults open nothing at all.
    """
    code = f"""
import datetime as dt
import dmsi_rules

def all_of_it():
    document = dmsi_rules.read_dossier({DOSSIER!r}.replace("messagerie", "reseau"))
    report = dmsi_rules.check(document, as_of=dt.date(2026, 1, 10))
    assert not report.invalid
    [found.message for found in report.findings]
    report.to_dict()
    dmsi_rules.quote(document, as_of=dt.date(2026, 1, 10)).to_dict()
    dmsi_rules.calendar(document, as_of=dt.date(2026, 1, 10)).to_dict()
    try:
        dmsi_rules.read_dossier('{{"commune": {{"name": 1, "siren": "1"}}, "requets": {{}}}}')
    except dmsi_rules.InvalidDocumentError as error:
        str(error)
    dmsi_rules.read_governance({{"kind": "governance", "meetings": []}})

for _ in range({FEW} + 1):  # by then attrs has made what it will
    all_of_it()
events = []
sys.addaudithook(lambda event, _: events.append(event))
all_of_it()
print(*sorted(set(events)))
"""
    assert [event for event in run(code).split() if not is_within(event, {"object", "builtins", "sys"})] == []
