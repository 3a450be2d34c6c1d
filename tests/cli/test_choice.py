"""
What is asked and what is accepted: rules chosen, waivers, a baseline, settings.
"""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.command import CLEAN, ERROR, INVALID, NOTE, UNKNOWN, WARNING, Answer, Command, line

WAIVER = """\
[[waivers]]
code = "DEP001"
dossier = "Lens"
about = { service = "support" }
reason = "agreed in the committee"
until = 2026-06-30
"""


def codes(answer: Answer) -> list[str]:
    """
    Return the codes of the findings of one document.
    """
    return [found["code"] for found in answer.data["findings"]]


def check(cli: Command, document: Any, *argv: str, day: str = "2026-01-10") -> Answer:
    """
    Check *document* with *argv*, as JSON.
    """
    return cli("check", "-", "--format", "jsonl", *argv, stdin=line(document), day=day)


class TestRules:
    """
    Codes and their beginnings choose.
    """

    @pytest.mark.parametrize(
        ("argv", "select", "ignore"),
        [
            (("--select", "DEP"), ("DEP",), ()),
            (("--select", "DEP,PER001", "--select=LIF003"), ("DEP", "PER001", "LIF003"), ()),
            (("--ignore", "DEP001", "--ignore", "LIF"), ("",), ("DEP001", "LIF")),
            (("--select", "DEP,LIF", "--ignore", "LIF001"), ("DEP", "LIF"), ("LIF001",)),
        ],
    )
    def test_chosen(self, cli: Command, argv: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
        """
        What is not chosen is not asked.
        """
        expected = [code for code in codes(check(cli, ERROR)) if code.startswith(select) and not code.startswith(ignore)]

        assert expected == codes(check(cli, ERROR, *argv))

    def test_documents(self, cli: Command) -> None:
        """
        A document that cannot be read is told whatever is chosen.
        """
        assert ["DOC001"] == codes(check(cli, INVALID, "--select", "DEP"))

    @pytest.mark.parametrize(
        ("argv", "expected"),
        [
            (("--select", "DEPP"), "there is no rule `DEPP`; did you mean `DEP`?"),
            (("--ignore", "dep001"), "there is no rule `dep001`; did you mean `DEP001`?"),
            (("--ignore", "DOC"), "`DOC` cannot be ignored: a document that cannot be read stays so"),
        ],
    )
    def test_unknown(self, cli: Command, argv: tuple[str, ...], expected: str) -> None:
        """
        A word that no rule begins with is a slip.
        """
        answer = check(cli, ERROR, *argv)

        assert (2, f"dmsi-rules: {expected}\n") == (answer.status, answer.errors)


class TestWaivers:
    """
    A finding that is waived is shown as such, and fails nothing.
    """

    @pytest.fixture
    def waivers(self, tmp_path: Path) -> str:
        """
        A file of them.
        """
        path = tmp_path / "waivers.toml"
        path.write_text(WAIVER, encoding="utf-8")
        return str(path)

    def test_waived(self, cli: Command, waivers: str) -> None:
        """
        With reason and last day.
        """
        answer = check(cli, ERROR, "--select", "DEP", "--waivers", waivers)
        expected = {"by": "waiver", "reason": "agreed in the committee", "until": "2026-06-30"}

        assert (0, True, [expected]) == (answer.status, answer.data["ok"], [each["waived"] for each in answer.data["findings"]])

    def test_over(self, cli: Command, waivers: str) -> None:
        """
        The given day decides; its last day counts.
        """
        flags = ("--select", "DEP", "--waivers", waivers)
        over = check(cli, ERROR, *flags, day="2026-07-01")

        assert [0, 1] == [check(cli, ERROR, *flags, day="2026-06-30").status, over.status]
        assert "the waiver of DEP001 (Lens, service=support) ended on 2026-06-30" in over.errors

    def test_unused(self, cli: Command, waivers: str) -> None:
        """
        One that accepts nothing is told.
        """
        assert "accepts nothing: it can go" in check(cli, CLEAN, "--waivers", waivers).errors

    @pytest.mark.parametrize(("key", "value"), [("dossier", "Avion"), ("about", {"service": "reseau"}), ("code", "DEP002")])
    def test_another(self, cli: Command, tmp_path: Path, key: str, value: Any) -> None:
        """
        Another dossier, another service, another rule.
        """
        waiver = {"code": "DEP001", "dossier": "Lens", "about": {"service": "support"}, "reason": "x"} | {key: value}
        path = tmp_path / "w.toml"
        written = ", ".join(f"{name} = {_toml(each)}" for name, each in waiver.items())
        path.write_text(f"waivers = [{{ {written} }}]", encoding="utf-8")

        assert 1 == check(cli, ERROR, "--select", "DEP", "--waivers", str(path)).status

    def test_formats(self, cli: Command, waivers: str, tmp_path: Path) -> None:
        """
        Suppressed in SARIF, skipped in JUnit, a note that says so in GitLab and GitHub, a group of its own in text.
        """
        files = {name: tmp_path / name for name in ("sarif", "junit", "gitlab", "github")}
        outputs = [f"--output={name}={file}" for name, file in files.items()]
        text = cli("check", "-", "--select", "DEP", "--waivers", waivers, *outputs, stdin=line(ERROR)).text
        (result,) = json.loads(files["sarif"].read_text())["runs"][0]["results"]
        (skipped,) = ET.fromstring(files["junit"].read_bytes()).findall("testsuite/testcase/skipped")  # noqa: S314
        (issue,) = json.loads(files["gitlab"].read_text())
        words = "waived until 2026-06-30: agreed in the committee"

        assert [{"kind": "external", "status": "accepted", "justification": words}] == result["suppressions"]
        assert words == skipped.get("message")
        assert ("info", True) == (issue["severity"], f"[{words}]" in issue["description"])
        assert f"[{words}]" in files["github"].read_text()
        assert files["github"].read_text().startswith("::notice ")
        assert ["Waived", "1 waived"] == [word for word in ("Waived", "1 waived") if word in text]

    def test_one_of_those_that_break_a_rule(self, cli: Command, tmp_path: Path) -> None:
        """
        The others fail all the same; with all of them waived nothing does.
        """
        stations = [{"id": f"PC-{rank}", "secured": False} for rank in range(2)]
        asked = {"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 2}]}
        document = CLEAN | {"request": asked, "evidence": {"workstations": stations}}
        statuses = []
        for names in (["PC-0"], ["PC-0", "PC-1"]):
            path = tmp_path / "w.toml"
            path.write_text("".join(_waiver(name) for name in names), encoding="utf-8")
            answer = check(cli, document, "--select", "PRE101", "--strict", "--waivers", str(path))
            statuses.append((answer.status, [bool(each["waived"]) for each in answer.data["findings"][0]["offenders"]]))

        assert [(1, [True, False]), (0, [True, True])] == statuses

    def test_invalid_stays_so(self, cli: Command, waivers: str) -> None:
        """
        What cannot be read cannot be waived.
        """
        assert 2 == check(cli, INVALID, "--waivers", waivers).status

    def test_faults(self, cli: Command, tmp_path: Path) -> None:
        """
        All at once, each at its place, with a hint.
        """
        path = tmp_path / "w.toml"
        path.write_text(
            '[[waivers]]\ncode = "DEP01"\nreason = " "\nabout = { servce = "x" }\nuntl = 2026-01-01\n'
            '[[waivers]]\nreason = "x"\nuntil = "soon"\n[[waivers]]\ncode = "DOC001"\nreason = "x"\n',
            encoding="utf-8",
        )
        answer = check(cli, ERROR, "--waivers", str(path))
        places = [told.split(":")[0].strip() for told in answer.errors.splitlines()[1:]]

        assert 2 == answer.status
        assert {
            "/waivers/0/code",
            "/waivers/0/reason",
            "/waivers/0/about/servce",
            "/waivers/0/untl",
            "/waivers/1/code",
            "/waivers/1/until",
            "/waivers/2/code",
        } == set(places)
        assert ["DEP001", "service", "until"] == [
            word for word in ("DEP001", "service", "until") if f"did you mean `{word}" in answer.errors
        ]

    def test_listed(self, cli: Command, waivers: str) -> None:
        """
        A command lists them, and how they stand.
        """
        rows = [cli("waivers", waivers, "--format", "json", day=day).data["waivers"] for day in ("2026-06-30", "2026-07-01")]

        assert ["in-force", "over"] == [row["state"] for (row,) in rows]
        assert "agreed in the committee" in cli("waivers", waivers).text
        assert 2 == cli("waivers").status


def _waiver(name: str) -> str:
    return f'[[waivers]]\ncode = "PRE101"\nabout = {{ workstation = "{name}" }}\nreason = "x"\n'


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)


class TestBaseline:
    """
    What was known before fails nothing; what is new does.
    """

    def test_written_then_compared(self, cli: Command, tmp_path: Path) -> None:
        """
        The run that writes it counts all the same.
        """
        flags = ("--strict", "--baseline", str(tmp_path / "known.jsonl"))
        statuses = [
            check(cli, document, *flags).status for document in (ERROR, ERROR, ERROR | {"termination": WARNING["termination"]})
        ]

        assert [1, 0, 1] == statuses

    def test_gone(self, cli: Command, tmp_path: Path) -> None:
        """
        What is mended is told, and left out when it is written anew.
        """
        path = tmp_path / "known.jsonl"
        check(cli, ERROR, "--baseline", str(path))
        before = len(path.read_text().splitlines())
        told = check(cli, CLEAN, "--baseline", str(path)).errors
        check(cli, NOTE, "--baseline", str(path), "--update-baseline")

        assert f"findings that are gone: {before - 1}; --update-baseline leaves them out" in told
        assert 1 < len(path.read_text().splitlines()) < before

    @pytest.mark.parametrize("content", ["", "{}", "junk", '{"baseline": 2}', '{"baseline": 1}\n{}\n', '{"baseline": 1}\nx\n'])
    def test_another_file(self, cli: Command, tmp_path: Path, content: str) -> None:
        """
        What is none is refused, and left as it is.
        """
        path = tmp_path / "known.jsonl"
        path.write_text(content)
        status = check(cli, ERROR, "--baseline", str(path)).status

        assert (2 if content else 1, content) == (status, path.read_text())


class TestSettings:
    """
    A file says what the options would.
    """

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """
        A folder within another, in which the program runs.
        """
        folder = tmp_path / "here" / "below"
        folder.mkdir(parents=True)
        monkeypatch.chdir(folder)
        return folder

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("dmsi-rules.toml", "strict = true\nselect = ['DLN']\n"),
            ("pyproject.toml", "[tool.dmsi-rules]\nstrict = true\nselect = ['DLN']\n"),
        ],
    )
    def test_nearest(self, cli: Command, folder: Path, name: str, content: str) -> None:
        """
        In the folder or above it; a line says which.
        """
        (folder.parent / name).write_text(content)
        answer = check(cli, WARNING)

        assert (1, {"DLN003"}) == (answer.status, set(codes(answer)) & {"DLN003"})
        assert f"dmsi-rules: settings from `../{name}`" == answer.errors.splitlines()[0]

    def test_another_project(self, cli: Command, folder: Path) -> None:
        """
        A project of another program has none.
        """
        (folder / "pyproject.toml").write_text("[tool.other]\nx = 'dmsi-rules'\n")
        (folder.parent / "dmsi-rules.toml").write_text("strict = true\n")

        assert 1 == check(cli, WARNING).status

    def test_named(self, cli: Command, folder: Path) -> None:
        """
        One that is named takes the place of the nearest; its paths start from its own folder.
        """
        (folder / "dmsi-rules.toml").write_text("strict = true\n")
        (folder.parent / "other.toml").write_text("waivers = 'w.toml'\nselect = ['DEP']\n")
        (folder.parent / "w.toml").write_text(WAIVER)

        assert [0, 0] == [
            check(cli, ERROR, *argv).status for argv in (("--config", "../other.toml"), ("--config=../other.toml",))
        ]

    def test_what_is_given_comes_first(self, cli: Command, folder: Path) -> None:
        """
        An option stands over the settings; readings and thresholds are added.
        """
        (folder / "dmsi-rules.toml").write_text(
            "select = ['PRE']\nreadings = { start = 'signature', letter_date = 'sent' }\nfail_on = ['unknown']\n"
        )
        answer = check(cli, UNKNOWN, "--select", "DEP", "--reading", "start=next-year")

        assert {"start": "next-year", "letter_date": "sent"} == answer.data["readings"]
        assert set() == {code[:3] for code in codes(answer)} - {"DEP"}

    def test_every_key(self, cli: Command, folder: Path) -> None:
        """
        Each says what its option would; lists that an option adds to are added to.
        """
        (folder / "dmsi-rules.toml").write_text(
            "select = ['DEP']\nignore = ['DEP002']\nstrict = true\nfail_on = ['unknown']\nexclude = ['a.json']\njobs = 1\n"
            "baseline = 'known.jsonl'\nwaivers = 'w.toml'\n[readings]\nstart = 'signature'\n"
        )
        (folder / "w.toml").write_text(WAIVER)
        for name in ("a.json", "b.json", "c.json"):
            (folder / name).write_bytes(line(ERROR))
        answer = cli("check", ".", "--exclude", "b.json", "--format", "jsonl")

        assert ["./c.json"] == [row["dossier"] for row in answer.rows]
        assert (0, {"start": "signature"}) == (answer.status, answer.rows[0]["readings"])
        assert (folder / "known.jsonl").exists()

    def test_faults(self, cli: Command, folder: Path) -> None:
        """
        All at once, each at its place, with a hint.
        """
        (folder / "pyproject.toml").write_text(
            "[tool.dmsi-rules]\nstrct = true\nselect = ['PERR']\nignore = ['DOC']\nwaivers = 3\n"
            "readings = { strt = 'x', start = 'y' }\n"
        )
        answer = check(cli, CLEAN)
        places = {told.split(":")[0].strip().removeprefix("/tool/dmsi-rules") for told in answer.errors.splitlines()[1:]}

        assert (2, {"/strct", "/select/0", "/ignore/0", "/waivers", "/readings/strt", "/readings/start"}) == (
            answer.status,
            places,
        )

    def test_unreadable(self, cli: Command, folder: Path) -> None:
        """
        What is no TOML, or not there, is told.
        """
        (folder / "dmsi-rules.toml").write_text("x x")

        assert [2, 2] == [check(cli, CLEAN, *argv).status for argv in ((), ("--config", "nowhere.toml"))]
