"""
Runs the jobs of the guide as the platforms would: their commands by a shell, in a repository that has nothing but dossiers.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "pipeline.md"
BLOCK = re.compile(r"^```\{code-block\} yaml\n:caption: (?P<name>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
EXPRESSION = re.compile(r"\$\{\{ (?P<name>[\w.-]+) \}\}|\$\[\[ (?P<input>[\w.-]+) \]\]")
VENDORED = ("src", "templates", "pyproject.toml", "hatch_build.py", "constraints.txt", "action.yml", "LICENSE", "README.md")
COPY = Path("vendor") / "dmsi_rules"
THEIRS = ("actions/checkout@", "actions/setup-python@", "github/codeql-action/upload-sarif@")
"""
The steps of others, which bring the repository and Python, and take the findings away.
"""


def files_of_guide() -> dict[str, str]:
    """
    Return the files that the guide writes, by their names.
    """
    return {match["name"]: match["text"] for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))}


@frozen
class Repository:
    """
    A repository of dossiers, with the package's copy in it, and an environment of its own to install into.
    """

    place: Path
    environment: Path

    def run(self, script: str, **more: str) -> int:
        """
        Run *script* as a platform's shell does, and return its status.
        """
        path = f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "LC_", "LANG"))
        }
        offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=self.place, env=kept | offline | {"PATH": path} | more, check=False, timeout=300
        ).returncode


def repository(place: Path, *dossiers: Path) -> Repository:
    """
    Make a repository at *place* that holds *dossiers* and the package's copy, committed as the guide says.

    The environment sees the libraries of this one, so that nothing is fetched.
    """
    (place / "work" / "dossiers").mkdir(parents=True)
    made = Repository(place / "work", place / "venv")
    for dossier in dossiers:
        shutil.copy(dossier, made.place / "dossiers")
    for name in VENDORED:
        source, target = ROOT / name, made.place / COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, target)
    venv.create(made.environment, with_pip=False)
    (libraries,) = {path for path in sys.path if path.endswith("site-packages")}
    inner = next((made.environment / "lib").glob("python*")) / "site-packages" / "libraries.pth"
    inner.write_text(f"{libraries}\n", encoding="utf-8")
    author = "-c user.name=test -c user.email=test@example.org"
    assert 0 == made.run(f"git init -q && git add . && git {author} commit -qm dossiers")
    return made


def filled(text: str, values: Mapping[str, str]) -> str:
    """
    Return *text* with the platform's expressions filled in.
    """
    return EXPRESSION.sub(lambda match: values[match["name"] or match["input"]], text)


# ---- GitHub


def github(workflow: str, where: Repository) -> int:
    """
    Run each job of *workflow*, and return the gravest status: steps of others are taken for done.
    """
    jobs = yaml.safe_load(workflow)["jobs"].values()
    return max(_steps(job["steps"], where, {}) for job in jobs)


def _steps(steps: list[dict[str, Any]], where: Repository, values: Mapping[str, str]) -> int:
    status = 0
    for step in steps:
        if status and step.get("if") != "always()":
            continue
        env = {name: filled(value, values) for name, value in step.get("env", {}).items()}
        if "run" in step:
            status = max(status, where.run(filled(step["run"], values), **env))
        elif step["uses"].startswith("./"):
            status = max(status, _action(step["uses"], step.get("with", {}), where))
        else:
            assert step["uses"].startswith(THEIRS), step["uses"]
            for name in filter(None, [step.get("with", {}).get("sarif_file")]):
                assert (where.place / name).is_file()
    return status


def _action(name: str, given: Mapping[str, str], where: Repository) -> int:
    action = yaml.safe_load((where.place / name / "action.yml").read_text(encoding="utf-8"))
    assert given.keys() <= action["inputs"].keys()
    inputs = {f"inputs.{key}": given.get(key, value["default"]) for key, value in action["inputs"].items()}
    return _steps(action["runs"]["steps"], where, inputs | {"github.action_path": str(where.place / name)})


# ---- GitLab


def gitlab(pipeline: str, where: Repository, day: str) -> tuple[int, dict[str, str]]:
    """
    Run each job of *pipeline*, those that it includes too; return the gravest status and the reports, by kind.
    """
    status = 0
    reports: dict[str, str] = {}
    for job in _jobs(pipeline, where):
        script = "\n".join(job["script"])
        status = max(status, where.run(script, CI_COMMIT_TIMESTAMP=f"{day}T12:00:00+01:00"))
        reports |= job["artifacts"]["reports"]
    return status, reports


def _jobs(pipeline: str, where: Repository) -> Iterator[Mapping[str, Any]]:
    whole = yaml.safe_load(pipeline)
    for each in whole.pop("include", ()):
        head, body = (where.place / each["local"].lstrip("/")).read_text(encoding="utf-8").split("\n---\n")
        inputs = yaml.safe_load(head)["spec"]["inputs"]
        given = each.get("inputs", {})
        assert given.keys() <= inputs.keys()
        values = {f"inputs.{name}": given.get(name, said["default"]) for name, said in inputs.items()}
        yield from yaml.safe_load(filled(body, values)).values()
    yield from whole.values()
