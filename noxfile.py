"""
The stages of the gate, one session each; all run, whichever fails, in the environment that nox itself is in.
"""

import importlib.util
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.stop_on_first_error = False

ROOT = Path(__file__).parent
PACKAGE = ROOT / "src" / "dmsi_rules"
CATALOGUES = {path: path.parents[1].name for path in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/dmsi_rules.po"))}
CONSTRAINTS = ROOT / "constraints.txt"
SITE = ROOT / "build" / "docs"
SIMULATOR = ROOT / "build" / "simulator"
NPM = shutil.which("npm")
AXE = "axe-core@4.14.1"
NO_RUNTIME = 3  # the status of `tools/simulator_runtime.py` where something cannot be had
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
AT_ONCE = ("-n", "auto", "--dist", "loadfile")
MANY_EXAMPLES = "hypothesis or exhaustive"  # the first is set by Hypothesis itself
COMPARED = ("tests/batch", "tests/lane")  # their properties, which compare two ways to judge, are few and cover the second
LEFT_OUT = {
    "catalogue": "the French sentences brought up to date with the source",
    "pages": "the French sentences of the site brought up to date with its pages",
    "generated": "what the package reads made again of what was edited: catalogues compiled, tables as JSON",
    "fuzz": "the tests with many more examples of each property",
    "bench": "the measures of speed",
    "accessible": "pages of every kind of the site, looked at by axe",
    "simulated": "what the simulator in the page answers, compared on many random requests",
    "spark": "tables judged under Apache Spark, which it installs in an environment of its own",
    "kernel": "the compiled loop of tables, built and tried with sanitizers and made-up programs",
}
if not (ROOT / ".git").exists():
    LEFT_OUT["hooks"] = "those for pre-commit, which takes them from a repository"
if NPM is None:
    LEFT_OUT["simulator"] = (
        "what the simulator of the site runs on, as npm, which brings it, is not installed: the site says so"
    )
if CHROMIUM is None:
    LEFT_OUT["browser"] = "the walk through the site, as no Chromium is installed"


def python(session: nox.Session, *args: str) -> None:
    """
    Run this environment's Python; its directory need not be on the path.
    """
    session.run(sys.executable, *args)


def scripts(environment: Path) -> Path:
    """
    Return the directory of *environment*'s commands.
    """
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


@nox.session(name="format")
def format_(session: nox.Session) -> None:
    """
    Check that every file is as the formatter writes it.
    """
    python(session, "-m", "ruff", "format", "--check", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """
    Check that the linter has nothing to say.
    """
    python(session, "-m", "ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """
    Check the types, strictly, and that pyright too knows the type of all that is public, and what pages do with it.
    """
    python(session, "-m", "mypy", "src", "tests", "tools", "docs", "noxfile.py")
    python(session, "-m", "basedpyright")
    python(session, str(ROOT / "tools" / "public_types.py"))
    python(session, str(ROOT / "tools" / "page_types.py"))


@nox.session
def layers(session: nox.Session) -> None:
    """
    Check that each module imports only from layers below its own.
    """
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if command is None:
        session.error("lint-imports is not in this environment")
    session.run(command, "--no-cache", "--no-logo")


@nox.session
def tests(session: nox.Session) -> None:
    """
    Run all tests but the properties and judge what they cover; with arguments for pytest after `--`, run what they say.

    A file goes to one core: the examples of a page of the site build on one another.
    """
    if session.posargs:
        python(session, "-m", "pytest", *AT_ONCE, *session.posargs)
        return
    for which in ((f"not ({MANY_EXAMPLES})",), (MANY_EXAMPLES, *COMPARED)):
        python(session, "-m", "coverage", "run", "-m", "pytest", *AT_ONCE, "-m", *which)
    python(session, "-m", "coverage", "report")


@nox.session
def properties(session: nox.Session) -> None:
    """
    Run the properties, whose thousands of examples would take three times as long while it is noted which lines they run.
    """
    python(session, "-m", "pytest", *AT_ONCE, "-m", MANY_EXAMPLES, *(f"--ignore={each}" for each in COMPARED))


@nox.session
def package(session: nox.Session) -> None:
    """
    Build the package; check that it is whole and works where nothing else is installed.
    """
    session.env["PIP_CONSTRAINT"] = str(CONSTRAINTS)
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        python(session, "-m", "build", "--outdir", str(place), str(ROOT))
        (wheel,) = place.glob("*.whl")
        tables = list(PACKAGE.rglob("*.toml"))
        made = [*(path.with_suffix(".json") for path in tables), *(path.with_suffix(".mo") for path in CATALOGUES)]
        expected = {path.relative_to(PACKAGE.parent).as_posix() for path in (PACKAGE / "py.typed", *tables, *made)}
        with zipfile.ZipFile(wheel) as archive:
            missing = expected.difference(archive.namelist())
        if missing:
            session.error(f"{wheel.name} lacks {', '.join(sorted(missing))}")
        python(session, "-m", "venv", str(place / "fresh"))
        fresh = scripts(place / "fresh")
        session.run(str(fresh / "python"), "-m", "pip", "install", "--quiet", str(wheel))
        with session.chdir(place):
            session.run(str(fresh / "dmsi-rules"), "--help", silent=True)
            french = str(session.run(str(fresh / "dmsi-rules"), "explain", "DEP001", "--lang", "fr", silent=True))
            if "pourquoi" not in french:
                session.error(f"{wheel.name} speaks no French")
            session.run(str(fresh / "python"), "-c", "import dmsi_rules; dmsi_rules.load_convention()")


@nox.session(default=(ROOT / ".git").exists())
def hooks(session: nox.Session) -> None:
    """
    Let pre-commit install this repository and run its hooks in another one, which is empty but for a dossier.
    """
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        session.env["PRE_COMMIT_HOME"] = str(place / "cache")
        dossier = place / "repository" / "dossiers" / "lens.toml"
        dossier.parent.mkdir(parents=True)
        shutil.copy(ROOT / "examples" / "lens" / "joined.toml", dossier)
        with session.chdir(place / "repository"):
            for words in (("init", "-q"), ("add", ".")):
                session.run("git", *words, external=True)
            python(session, "-m", "pre_commit", "try-repo", str(ROOT), "--all-files")


@nox.session(default=NPM is not None)
def simulator(session: nox.Session) -> None:
    """
    Bring together what the simulator of the site runs on, beside the package as it is now; without a network it is left out.
    """
    session.env["PIP_CONSTRAINT"] = str(CONSTRAINTS)
    bring = str(ROOT / "tools" / "simulator_runtime.py")
    session.run(sys.executable, bring, str(SIMULATOR), success_codes=[0, NO_RUNTIME])


def catalogues_of_pages(session: nox.Session, *options: str) -> None:
    """
    Extract the sentences of the site's pages for its catalogues.
    """
    made = ("reference/articles", "reference/rules", "simulator")
    left_out = (
        *("-D", f"exclude_patterns={','.join(('_*', '**/_*', '**/README.md', *made))}"),
        *("-D", "suppress_warnings=myst,ref,toc"),
    )
    with tempfile.TemporaryDirectory() as directory:
        python(session, "-m", "sphinx", "-E", "-q", "-b", "gettext", *left_out, str(ROOT / "docs"), directory)
        python(session, str(ROOT / "tools" / "page_catalogues.py"), directory, *options)


@nox.session
def docs(session: nox.Session) -> None:
    """
    Build the site from nothing, strictly, a root for each language; check that all is translated and that no link is broken.
    """
    catalogues_of_pages(session, "--check")
    shutil.rmtree(SITE, ignore_errors=True)
    strictly = ("-E", "-n", "-W", "--keep-going", "-q", "-j", "auto", "-b", "html")
    for language in ("en", "fr"):  # one after the other: each writes its own pages of data
        python(session, "-m", "sphinx", *strictly, "-D", f"language={language}", str(ROOT / "docs"), str(SITE / language))
    shutil.copytree(ROOT / "docs" / "_root", SITE, dirs_exist_ok=True)
    python(session, "-m", "tests.browser.links", str(SITE))


@nox.session(default=CHROMIUM is not None, requires=["docs"])
def browser(session: nox.Session) -> None:
    """
    Walk through the site in an installed Chromium, and fill in the form of the portal.

    With `--pictures FOLDER` after `--`, keep what the site looks like.
    """
    if CHROMIUM is None:
        session.error("no Chromium is installed")
    python(session, "-m", "tests.browser.walk", str(SITE), CHROMIUM, *session.posargs)
    if (SIMULATOR / "runtime.json").exists():
        python(session, "-m", "tests.browser.simulator", str(SITE), CHROMIUM, *session.posargs)
    python(session, "-m", "tests.browser.portal", CHROMIUM)


@nox.session(default=False)
def accessible(session: nox.Session) -> None:
    """
    Let axe look at pages of every kind of the site, as built by `docs`, in an installed Chromium; npm brings axe.
    """
    if CHROMIUM is None or NPM is None:
        session.error("a Chromium and npm are needed")
    with tempfile.TemporaryDirectory() as directory:
        session.run(NPM, "pack", AXE, "--silent", "--pack-destination", directory, external=True)
        (packed,) = Path(directory).glob("*.tgz")
        with tarfile.open(packed) as archive:
            archive.extract("package/axe.min.js", directory, filter="data")
        python(session, "-m", "tests.browser.accessible", str(SITE), CHROMIUM, str(Path(directory, "package", "axe.min.js")))


@nox.session(default=False)
def simulated(session: nox.Session) -> None:
    """
    Compare what the simulator of the site, as built by `simulator` and `docs`, answers to many random requests.
    """
    if CHROMIUM is None:
        session.error("no Chromium is installed")
    python(session, "-m", "tests.browser.simulator", str(SITE), CHROMIUM, "--requests", "2000", *session.posargs)


@nox.session
def others(session: nox.Session) -> None:
    """
    Say which sessions the default run leaves out.
    """
    for name, what in LEFT_OUT.items():
        session.warn(f"Not run: {name}, {what}. To run it: nox -s {name}")


@nox.session(default=False)
def catalogue(session: nox.Session) -> None:
    """
    Bring the catalogues up to date with the sentences that the source marks; new ones are left to translate.
    """
    babel = ("-m", "babel.messages.frontend", "--quiet")
    extract = (
        "--mapping-file=pyproject.toml",
        "--no-default-keywords",
        "--keywords=N_",
        "--ignore-dirs=.*",
        "--add-location=file",
        "--sort-by-file",
    )
    update = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--width=128")
    with tempfile.TemporaryDirectory() as directory:
        template = str(Path(directory) / "dmsi_rules.pot")
        python(session, *babel, "extract", *extract, f"--output-file={template}", "src")
        for path, language in CATALOGUES.items():
            python(
                session, *babel, "update", *update, f"--locale={language}", f"--input-file={template}", f"--output-file={path}"
            )
    generated(session)


@nox.session(default=False)
def pages(session: nox.Session) -> None:
    """
    Bring the catalogues of the site's pages up to date with the pages and with the program; what is new is left to translate.
    """
    catalogues_of_pages(session)
    python(session, str(ROOT / "tools" / "page_examples.py"))


@nox.session(default=False)
def generated(session: nox.Session) -> None:
    """
    Make what the package reads of what people write: catalogues compiled, tables as JSON, as has to be after every edit.
    """
    python(session, str(ROOT / "hatch_build.py"))


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """
    Run the tests with many more examples of each property.
    """
    python(session, "-m", "pytest", "--hypothesis-profile=thorough", *session.posargs)


@nox.session(default=False)
def kernel(session: nox.Session) -> None:
    """
    Build the compiled loop and try it: with a compiler's sanitizers, which end the run at the first fault, then as it is.
    """
    preloaded = ("libasan.so", "libstdc++.so.6")  # before all else, and what it asks for when it begins
    for sanitize in ("1", ""):
        with tempfile.TemporaryDirectory() as target:
            environment = {"SANITIZE": sanitize, "PYTHONPATH": target}
            install = ("-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", target)
            session.run(sys.executable, *install, str(ROOT / "kernel"), env=environment)
            if sanitize:
                paths = (session.run("gcc", f"-print-file-name={each}", external=True, silent=True) for each in preloaded)
                environment |= {"LD_PRELOAD": " ".join(str(each).strip() for each in paths), "ASAN_OPTIONS": "detect_leaks=0"}
            session.run(sys.executable, "-m", "pytest", "-q", str(ROOT / "kernel"), *session.posargs, env=environment)


@nox.session(default=False)
def spark(session: nox.Session) -> None:
    """
    Judge tables under Apache Spark: however rows are spread, and when a task fails and is tried again.
    """
    if shutil.which("java") is None:
        session.error("no Java is installed")
    place, example = ROOT / "build" / "spark", ROOT / "examples" / "spark"
    python(session, "-m", "venv", str(place))
    its = str(scripts(place) / "python")
    session.run(
        its, "-m", "pip", "install", "--quiet", "-e", f"{ROOT}[batch]", "-r", str(example / "requirements.txt"), external=True
    )
    with session.chdir(example):
        session.run(its, "-m", "pytest", "-q", "-W", "default", *session.posargs, external=True)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """
    Measure how fast it is; bills beside pandas, where the extra `bench` is installed.
    """
    python(session, str(ROOT / "benchmarks" / "run.py"), *session.posargs)
    if importlib.util.find_spec("pandas"):
        python(session, str(ROOT / "benchmarks" / "billing.py"), *session.posargs)
    else:
        session.warn("Not run: benchmarks/billing.py, which compares with pandas")
