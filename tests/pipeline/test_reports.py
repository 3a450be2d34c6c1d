"""
SARIF and JUnit before what other programs hold them to: their own schemas, and the validator of SARIF where it is installed.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from dmsi_rules.report.junit import to_junit
from dmsi_rules.report.sarif import to_sarif
from tests.cli.command import Command
from tests.report.hostile import HOSTILE
from tests.report.samples import hostile_report

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
CASES = sorted(str(path) for path in (ROOT / "tests" / "cases").rglob("*") if path.suffix in {".toml", ".json"})
EXAMPLES = [str(path) for path in sorted((ROOT / "examples").rglob("*")) if path.suffix in {".toml", ".json"}]
FAULTS = str(ROOT / "examples" / "faults" / "partial-exit.toml")
SARIF = Draft4Validator(json.loads((DATA / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))
MULTITOOL = shutil.which("Sarif.Multitool") or shutil.which("sarif-multitool")


@pytest.fixture(scope="module")
def junit() -> Any:
    """
    Return the schema of JUnit reports.
    """
    xmlschema = pytest.importorskip("xmlschema")
    return xmlschema.XMLSchema(DATA / "junit" / "junit-10.xsd")


@pytest.fixture
def waived(tmp_path: Path) -> tuple[str, ...]:
    """
    Return a command line on an example whose findings are fixed, waived or known from before, some of each.
    """
    waivers = tmp_path / "waivers.toml"
    waivers.write_text(
        '[[waivers]]\ncode = "OBL007"\nreason = "the census is under way"\nuntil = 2026-12-31\n', encoding="utf-8"
    )
    return ("check", FAULTS, "--waivers", str(waivers), "--baseline", str(tmp_path / "known.jsonl"), "--format")


def faults(log: str) -> list[str]:
    """
    Return what the schema of SARIF has against *log*.
    """
    return [f"{error.json_path}: {error.message[:200]}" for error in SARIF.iter_errors(json.loads(log))]


class TestSarif:
    """
    The schema that the standard has.
    """

    @pytest.mark.exhaustive
    def test_of_every_case(self, cli: Command) -> None:
        """
        Of every rule and verdict, in one log.
        """
        assert [] == faults(cli("check", *CASES, "--format", "sarif").text)

    def test_of_what_fails_nothing(self, cli: Command, waived: tuple[str, ...]) -> None:
        """
        Suppressions, and what a baseline knows.
        """
        cli(*waived, "jsonl")
        log = cli(*waived, "sarif").text

        assert [] == faults(log)
        assert any(result.get("suppressions") for result in json.loads(log)["runs"][0]["results"])

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_hostile_text(self, text: str) -> None:
        """
        Whatever a document holds.
        """
        assert [] == faults(to_sarif([hostile_report(text)]))

    @pytest.mark.skipif(MULTITOOL is None, reason="sarif-multitool is not installed")
    def test_by_its_own_validator(self, cli: Command, tmp_path: Path) -> None:
        """
        Microsoft's validator finds no error; what it recommends besides, such as the address of a site, is not wanting.
        """
        log = tmp_path / "findings.sarif"
        cli("check", *EXAMPLES, "--format", "sarif", "-o", str(log))
        env = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        ended = subprocess.run([str(MULTITOOL), "validate", str(log)], env=env, capture_output=True, text=True, check=False)

        assert (0, []) == (ended.returncode, [line for line in ended.stdout.splitlines() if ": error " in line])


class TestJunit:
    """
    The schema that Jenkins has.
    """

    @pytest.mark.exhaustive
    def test_of_every_case(self, cli: Command, junit: Any) -> None:
        """
        Of every rule and verdict, in one report.
        """
        assert [] == list(map(str, junit.iter_errors(cli("check", *CASES, "--format", "junit").text)))

    def test_of_what_fails_nothing(self, cli: Command, waived: tuple[str, ...], junit: Any) -> None:
        """
        Cases that are skipped.
        """
        report = cli(*waived, "junit").text

        assert [] == list(map(str, junit.iter_errors(report)))
        assert "<skipped" in report

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_hostile_text(self, text: str, junit: Any) -> None:
        """
        Whatever a document holds.
        """
        assert [] == list(map(str, junit.iter_errors(to_junit([hostile_report(text)]))))


def test_the_files_name_their_licence() -> None:
    """
    What is not ours stands with the terms that it came under.
    """
    assert "MIT License" in (DATA / "sarif" / "LICENSE").read_text(encoding="utf-8")
    assert "The MIT License (MIT)" in (DATA / "junit" / "junit-10.xsd").read_text(encoding="utf-8")
