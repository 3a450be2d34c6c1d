"""
The vectors as another implementation reads them, by their page alone: here it is the command line that is asked.
"""

import json
from typing import Any

import pytest

from tests.cli.command import ROOT, Command

VECTORS = ROOT / "vectors"
FINDING = ("code", "verdict", "force", "party", "source", "path", "missing", "depends_on", "about", "facts", "fix")
LEFT_OUT = {
    *("format", "version", "dossier", "convention", "as_of", "readings", "lifecycles", "commune"),
    *("what", "next", "missing", "missing_labels", "trace", "derived"),
}


def asked(cli: Command, command: str, vector: dict[str, Any]) -> Any:
    """
    Return what the command answers to the question of a vector.
    """
    options = ["--as-of", vector["as_of"], "--format", "json"]
    if "text" in vector:
        options += ["--convention", str(ROOT / vector["text"])]
    for name, value in vector.get("readings", {}).items():
        options += ["--reading", f"{name}={value}"]
    if "period" in vector:
        options += ["--period", vector["period"]]
    if "years" in vector:
        options += ["--years", "{}-{}".format(*vector["years"])]
    return cli(command, str(ROOT / vector["document"]), *options, day=None).data


def reduced(answer: Any) -> Any:
    """
    Return the answer of a computation without the keys that the page names.
    """
    if isinstance(answer, dict):
        return {key: reduced(each) for key, each in answer.items() if key not in LEFT_OUT}
    return [reduced(each) for each in answer] if isinstance(answer, list) else answer


@pytest.mark.parametrize("path", sorted(VECTORS.glob("check/*.json")), ids=lambda path: path.stem)
def test_of_checks(cli: Command, path: Any) -> None:
    """
    The findings of the rule whole, those of others by their code, verdict and place.
    """
    for vector in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
        findings = asked(cli, "check", vector)["findings"]
        full = [each for each in findings if path.stem in {each["code"], "examples"}]
        others = [f"{each['code']} {each['verdict']} {each['path']}" for each in findings if each not in full]

        assert vector["answer"]["findings"] == [
            {
                key: each[key]
                for key in FINDING
                if each[key] not in ([], {}, None) and not (key == "about" and each["verdict"] == "invalid")
            }
            for each in full
        ], vector["document"]
        assert vector["answer"].get("others", []) == others, vector["document"]


@pytest.mark.parametrize("command", ["quote", "bill", "forecast", "calendar"])
def test_of_computations(cli: Command, command: str) -> None:
    """
    The answers whole, but for the keys that the page names.
    """
    for vector in json.loads((VECTORS / f"{command}.json").read_text(encoding="utf-8"))["vectors"]:
        assert vector["answer"] == reduced(asked(cli, command, vector)), vector["document"]
