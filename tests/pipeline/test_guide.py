"""
The jobs of the guide, read from its page and run in a repository that has nothing but dossiers.
"""

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.pipeline.jobs import ROOT, Repository, files_of_guide, github, gitlab, repository

FILES = files_of_guide()
DAY = "2026-01-10"
EXAMPLES = ROOT / "examples"
GOOD, BAD = EXAMPLES / "messaging-only.toml", EXAMPLES / "faults" / "partial-exit.toml"

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="the jobs are of shell and git"
)


@pytest.fixture(params=[(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Repository, int]:
    """
    Return a repository with a dossier, and the status that a job is to end with.
    """
    dossier, status = request.param
    return repository(tmp_path, dossier), status


def test_every_file_of_the_page_is_run() -> None:
    """
    None is shown without a test below.
    """
    assert {".github/workflows/dossiers.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"} == FILES.keys()


def test_github(there: tuple[Repository, int], capfd: pytest.CaptureFixture[str]) -> None:
    """
    The job ends as the dossier deserves, with an annotation where it fails, and SARIF for code scanning in any case.
    """
    where, status = there

    assert status == github(FILES[".github/workflows/dossiers.yml"], where)
    assert bool(status) is ("::error file=dossiers/partial-exit.toml,line=" in capfd.readouterr().out)
    (run,) = json.loads((where.place / "findings.sarif").read_text(encoding="utf-8"))["runs"]
    assert {"dossiers/"} == {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"][: len("dossiers/")] for result in run["results"]
    }


def test_gitlab(there: tuple[Repository, int]) -> None:
    """
    The job ends as the dossier deserves, and leaves both reports that its page names.
    """
    where, status = there
    ended, reports = gitlab(FILES[".gitlab-ci.yml"], where, DAY)

    assert (status, {"codequality", "junit"}) == (ended, set(reports))
    issues = json.loads((where.place / reports["codequality"]).read_text(encoding="utf-8"))
    assert {"dossiers/"} == {issue["location"]["path"][: len("dossiers/")] for issue in issues}
    root = ET.fromstring((where.place / reports["junit"]).read_bytes())  # noqa: S314  (written here)
    assert bool(status) is (root.find(".//failure") is not None)


def schema_of(name: str) -> Any:
    """
    Return the schema of a platform's file that check-jsonschema has.
    """
    package = pytest.importorskip("check_jsonschema")
    folder = Path(package.__file__).parent / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("github-workflows", FILES[".github/workflows/dossiers.yml"]),
        ("gitlab-ci", FILES[".gitlab-ci.yml"]),
        ("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8")),
        *(("gitlab-ci", part) for part in (ROOT / "templates" / "check.yml").read_text(encoding="utf-8").split("\n---\n")),
    ],
    ids=["workflow", "pipeline", "action", "component's inputs", "component"],
)
def test_the_platforms_take_them(schema: str, text: str) -> None:
    """
    Each conforms to the schema that the platform's files have.
    """
    document = {
        str(key).replace("True", "on"): value for key, value in yaml.safe_load(text).items()
    }  # `on` is true in YAML 1.1

    assert [] == [
        f"{error.json_path}: {error.message[:200]}" for error in Draft7Validator(schema_of(schema)).iter_errors(document)
    ]


def test_pre_commit() -> None:
    """
    The hooks that the page names are those that this repository offers.
    """
    (source,) = yaml.safe_load(FILES[".pre-commit-config.yaml"])["repos"]
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}

    assert {hook["id"] for hook in source["hooks"]} <= offered
