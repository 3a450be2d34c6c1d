"""
The job that publishes the site: it builds it by the commands of README.md, and takes it from where they put it.
"""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
JOB = yaml.safe_load((ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8"))["jobs"]["site"]
STEPS: list[dict[str, Any]] = JOB["steps"]


def test_it_builds_as_anybody_does() -> None:
    """
    Its commands are those of the page, but for the environment, which is the job's own.
    """
    told = (ROOT / "README.md").read_text(encoding="utf-8").replace(".venv/bin/", "")
    install, build = (step["run"] for step in STEPS if "run" in step)

    assert f"{install}\n" in told
    assert f"{build}\n" in told


def test_it_publishes_what_is_built() -> None:
    """
    The session writes the site into the folder that is taken away, and only then.
    """
    (taken,) = (step["with"]["path"] for step in STEPS if step.get("uses", "").startswith("actions/upload-pages-artifact@"))

    assert f'SITE = ROOT / "{taken.replace("/", chr(34) + " / " + chr(34))}"' in (ROOT / "noxfile.py").read_text(
        encoding="utf-8"
    )
    assert STEPS[-1]["uses"].startswith("actions/deploy-pages@")
