"""
`convention`: a convention's file checked, and two of them compared.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules.text.fill import visible
from tests.cli.command import EXAMPLES, GRIDS, OTHER, Command, line
from tests.cli.test_hostile import is_unicode
from tests.report.hostile import HOSTILE, is_visible

FAULTY = {
    "month = 6": ("month = 13", "/notice/day"),
    '"36.00"': ('"37.00"', "/grids/4/prices/0/year"),
    'base = "socle"': ('base = "socel"', "/base"),
    'id = "many-grids"': ('id = "many-grids"\nfrobnicate = 1', "/frobnicate"),
}
"""
What may be wrong with a convention, and where that is told.
"""


def faulty() -> str:
    """
    Return a convention with everything of the table wrong.
    """
    text = GRIDS.read_text(encoding="utf-8")
    for right, (wrong, _) in FAULTY.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


class TestCheck:
    """
    Everything that is wrong, and when each grid prices.
    """

    def test_every_fault_in_json(self, cli: Command, tmp_path: Path) -> None:
        """
        Each once, with its place; there is no convention to name.
        """
        path = tmp_path / "faulty.toml"
        path.write_text(faulty(), encoding="utf-8")
        answer = cli("convention", "check", str(path), "--format", "json")

        assert (2, b"") == (answer.status, answer.err)
        assert sorted(place for _, place in FAULTY.values()) == sorted(each["path"] for each in answer.data["faults"])
        assert all(each["message"] for each in answer.data["faults"])
        expected = {"file": str(path), "ok": False, "convention": None, "grid": None, "grids": [], "notes": []}
        assert expected == {key: answer.data[key] for key in expected}

    def test_rules_that_do_not_run(self, cli: Command) -> None:
        """
        With the clause that each judges and the text does not have; one that runs from a later day on is not among them.
        """
        path = str(EXAMPLES / "conventions" / "sm3r-2026.toml")
        told = {each["code"]: each["lacks"] for each in cli("convention", "check", path, "--format", "json").data["not_run"]}
        listed = {each["code"]: each["lacks"] for each in cli("rules", "--convention", path, "--format", "json").data["rules"]}

        assert told == {code: lacks for code, lacks in listed.items() if lacks}
        assert ["joining.perimeter"] == told["PER001"]
        page = cli("convention", "check", path, "--lang", "en").text
        assert "not run: the convention has no such clause" in page
        assert "PER001  joining.perimeter" in page

    def test_every_fault_in_text(self, cli: Command, tmp_path: Path) -> None:
        """
        On standard output, since it is what was asked for.
        """
        path = tmp_path / "faulty.toml"
        path.write_text(faulty(), encoding="utf-8")
        answer = cli("convention", "check", str(path))

        assert (2, b"") == (answer.status, answer.err)
        assert [] == [place for _, place in FAULTY.values() if f"\n  {place}\n" not in answer.text]

    def test_the_grids(self, cli: Command) -> None:
        """
        The day on which each begins, null where it never does, under the reading asked for; and what is in force.
        """
        answer = cli("convention", "check", str(GRIDS), "--format", "json", day="2025-11-30").data
        read = cli("convention", "check", str(GRIDS), "--format", "json", "--reading", "grid_start=when-sent", day="2025-11-30")

        assert (True, [], "many-grids", "january") == tuple(answer[key] for key in ("ok", "faults", "convention", "grid"))
        assert "voted-last-sent-first" == read.data["grid"]
        starts = {grid["id"]: grid["from"] for grid in answer["grids"]}
        assert ("2024-03-01", "2025-01-01", None, None, None, "2026-01-01") == tuple(starts.values())[:6]
        assert "2024-07-01" == {grid["id"]: grid["from"] for grid in read.data["grids"]}["january"]

    @pytest.mark.parametrize("reading", ["next-year", "when-sent"])
    def test_notes(self, cli: Command, reading: str) -> None:
        """
        They change nothing of the status; a grid sent before its vote is noted.
        """
        answer = cli("convention", "check", str(GRIDS), "--format", "json", "--reading", f"grid_start={reading}")
        paths = [note["path"] for note in answer.data["notes"]]

        assert 0 == answer.status
        assert ["/format", "/grids", "/grids", "/grids/2", "/grids/3", "/grids/8/sent"] == paths

    def test_text_marks_the_grid_in_force(self, cli: Command) -> None:
        """
        That of the given day.
        """
        rows = cli("convention", "check", str(GRIDS), day="2026-05-01").text.splitlines()

        assert ["voted-last-sent-first"] == [row.split()[1] for row in rows if row.startswith("> ")]

    def test_the_one_in_use(self, cli: Command) -> None:
        """
        Without a file, the embedded one, or that of `--convention`.
        """
        own = cli("convention", "check", "--format", "json").data
        other = cli("convention", "check", "--convention", str(OTHER), "--format", "json").data

        assert (None, "call-dmsi-2024", True) == (own["file"], own["convention"], own["ok"])
        assert (str(OTHER), "deux-vallees-2024", True) == (other["file"], other["convention"], other["ok"])

    def test_json(self, cli: Command, tmp_path: Path) -> None:
        """
        A convention in JSON is what it is in TOML: for itself, beside another, and as the one in use.
        """
        path = tmp_path / "grids.JSON"
        path.write_text(json.dumps(tomllib.loads(GRIDS.read_text("utf-8")), default=str), "utf-8")
        expected = cli("convention", "check", str(GRIDS), "--format", "json").data

        assert expected | {"file": str(path)} == cli("convention", "check", str(path), "--format", "json").data
        assert expected | {"file": str(path)} == cli("convention", "check", "--convention", str(path), "--format", "json").data
        assert 0 == cli("convention", "diff", str(path), str(GRIDS)).status

    def test_before_its_first_day(self, cli: Command) -> None:
        """
        A text that takes the place of another is looked at itself, on days before it too; the schema lets dossiers name both.
        """
        path = str(EXAMPLES / "conventions" / "call-dmsi-2027.toml")
        expected = cli("convention", "check", path, "--format", "json", day="2026-01-10").data
        assert "call-dmsi-2027" == expected["convention"]
        assert expected == cli("convention", "check", "--convention", path, "--format", "json", day="2026-01-10").data

        schema = cli("schema", "dossier", "--convention", path, day="2026-01-10").data
        assert {"call-dmsi-2024", "call-dmsi-2027"} == set(schema["properties"]["convention"]["enum"])

    def test_standard_input(self, cli: Command) -> None:
        """
        The same as from the file.
        """
        expected = cli("convention", "check", str(GRIDS), "--format", "json").data
        answer = cli("convention", "check", "-", "--format", "json", stdin=GRIDS.read_bytes())

        assert expected | {"file": "-"} == answer.data

    @pytest.mark.parametrize("content", [b"", b"id = ", b"\xff\xfe", b"\0", b"{}", b"a=" + b"[" * 100])
    def test_what_is_no_convention(self, cli: Command, content: bytes) -> None:
        """
        Told like any other fault.
        """
        answer = cli("convention", "check", "-", "--format", "json", stdin=content)

        assert (2, b"", False) == (answer.status, answer.err, answer.data["ok"])
        assert answer.data["faults"]

    @pytest.mark.parametrize("name", ["missing.toml", "."])
    def test_no_file(self, cli: Command, name: str, tmp_path: Path) -> None:
        """
        A file that is not there, or is none.
        """
        answer = cli("convention", "check", str(tmp_path / name), "--format", "json")

        assert (2, ["DOC000"]) == (answer.status, [fault["code"] for fault in answer.data["faults"]])

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))
    def test_hostile_words(self, cli: Command, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        As a file's name and as a file's content.
        """
        monkeypatch.chdir(tmp_path)
        for answer in (
            cli("convention", "check", "./" + text),
            cli("convention", "check", "-", stdin=text.encode("utf-8", "surrogatepass")),
        ):
            assert (2, b"") == (answer.status, answer.err)
            assert is_visible(answer.text)


GRID = """
[[tariff.grids]]
id = "next"
voted = 2026-05-04
sent = 2026-06-01
source = "Annexe 5"
prices = [
    { service = "reseau", month = "7.60", year = "91.20" },
    { service = "postes", month = "16.00", year = "192.00" },
]
"""
SUCCESSOR = str(EXAMPLES / "conventions" / "call-dmsi-2027.toml")
EMBEDDED = Path(dmsi_rules.__file__).parent / "convention" / "call-dmsi-2024.toml"


NOTICE = 'limit = { months = 6, before = "year" }'


def commune(name: str, quantity: int) -> dict[str, Any]:
    """
    Return the dossier of a commune that has workstations since 2025, in a snapshot or not.
    """
    return {
        "convention": "call-dmsi-2024",
        "commune": {"name": name if name.strip() else f"x{name}"},
        "signatures": {"commune": "2024-03-01", "call": "2024-03-01"},
        "reaffirmations": [{"date": "2026-12-01"}],
        "openings": [{"service": service, "date": "2025-01-01"} for service in ("reseau", "postes")],
        "request": {"lines": [{"service": service, "quantity": quantity} for service in ("reseau", "postes")]},
    }


@pytest.fixture
def revised(tmp_path: Path) -> str:
    """
    Return the file of the embedded convention with one more grid, which begins with 2027, and another notice.
    """
    path = tmp_path / "next.toml"
    text = EMBEDDED.read_text(encoding="utf-8").replace(NOTICE, NOTICE.replace("6", "7"))
    path.write_text(text + GRID, encoding="utf-8")
    return str(path)


def test_texts_with_years_of_two_kinds(cli: Command) -> None:
    """
    They are compared; only bills need a period that both have.
    """
    file = str(EXAMPLES / "conventions" / "sm3r-2026.toml")

    assert 0 == cli("convention", "diff", file).status
    assert 2 == cli("convention", "diff", file, "--period", "2027-2028").status


class TestDiff:
    """
    What a revision changes.
    """

    def test_data_and_prices(self, cli: Command, revised: str) -> None:
        """
        Each datum, and each price from the day on which it differs, with the change in euros and in percent.
        """
        answer = cli("convention", "diff", revised, "--format", "json")

        assert (0, b"") == (answer.status, answer.err)
        assert [("request.notice", "limit.months", 6, 7), ("tariff.grids", None, None, None)] == [
            (each["section"], each["key"], each["old"], each["new"] if each["key"] else None) for each in answer.data["changes"]
        ]
        (span,) = answer.data["prices"]
        assert ("2027-01-01", None, "2023-10-01", "next") == tuple(span[key] for key in ("from", "to", "old_grid", "new_grid"))
        prices = {(each["service"], each["plan"]): each["year"] for each in span["prices"]}
        assert {"old": "84.00", "new": "91.20", "change": "7.20", "percent": "8.57"} == prices["reseau", None]
        assert {"old": "204.00", "new": "192.00", "change": "-12.00", "percent": "-5.88"} == prices["postes", None]
        assert {"old": "93.60", "new": None, "change": None, "percent": None} == prices["messagerie", "basique-25"]
        assert ([], None) == (answer.data["without_effect"], answer.data["bills"])

    def test_both_are_named(self, cli: Command, revised: str) -> None:
        """
        The old one is the one in use, that of `--convention`, or the first of two.
        """
        for argv, file, name in (
            ((revised,), None, "call-dmsi-2024"),
            ((revised, "--convention", str(OTHER)), str(OTHER), "deux-vallees-2024"),
            ((str(OTHER), revised), str(OTHER), "deux-vallees-2024"),
        ):
            answer = cli("convention", "diff", *argv, "--format", "json").data

            assert name == answer["convention"]
            assert {"file": file, "id": name} == answer["old"]
            assert {"file": revised, "id": "call-dmsi-2024"} == answer["new"]

    def test_text(self, cli: Command, revised: str) -> None:
        """
        The same for people, made for the screen.
        """
        answer = cli("convention", "diff", revised)
        rows = [row.split() for row in answer.text.splitlines()]

        assert (0, b"") == (answer.status, answer.err)
        assert "Prices from 2027-01-01 on, in euros: grid 2023-10-01 -> next" in answer.text
        assert ["reseau", "7.00", "7.60", "84.00", "91.20", "+7.20", "+8.57"] in rows
        assert ["limit.months:", "6", "->", "7"] in rows

    def test_words_are_those_of_the_reader(self, cli: Command) -> None:
        """
        Each entry with all that it says but its name, yes for what is so, the statements in one language.
        """
        path = str(EXAMPLES / "conventions" / "cc-val-gris-2026.toml")
        rows = " ".join(cli("convention", "diff", path, "--lang", "fr").text.split())

        assert "agent - ajouté : fr agent, en agent" in rows
        assert "on_quotation oui" in rows
        assert "Annexe 4, Il n'y a pas d'annexe 4. - supprimé" in rows
        assert [] == [word for word in ("True", "There is no Annexe 4") if word in rows]

    def test_nothing(self, cli: Command) -> None:
        """
        A file against itself, which one of them may come from standard input.
        """
        answer = cli("convention", "diff", str(OTHER), "-", "--format", "json", stdin=OTHER.read_bytes())

        assert (0, [], []) == (answer.status, answer.data["changes"], answer.data["prices"])
        assert "Nothing changes" in cli("convention", "diff", str(OTHER), str(OTHER)).text

    @pytest.mark.parametrize(
        ("old", "day", "said"),
        [
            ((), "2024-05-01", "convention call-dmsi-2024 -> deux-vallees-2024, as of 2024-05-01, grid 2023-10-01 -> first"),
            ((), "2023-12-01", "convention call-dmsi-2024 -> deux-vallees-2024, as of 2023-12-01, grid 2023-10-01 -> -"),
            ((), "2023-01-01", "convention call-dmsi-2024 -> deux-vallees-2024, as of 2023-01-01"),
            ((str(OTHER),), "2024-05-01", "convention deux-vallees-2024, as of 2024-05-01, grid first"),
        ],
        ids=["both grids", "one grid", "no grid", "the same"],
    )
    def test_the_header_names_both(self, cli: Command, old: tuple[str, ...], day: str, said: str) -> None:
        """
        Their conventions and their grids, once where they are the same.
        """
        text = cli("convention", "diff", *old, str(OTHER), "--lang", "en", day=day).text
        assert " ".join(text.partition("\n\n")[0].split()).endswith(f"{OTHER} - {said}")

    @pytest.mark.parametrize("order", [1, -1])
    def test_faulty_files(self, cli: Command, revised: str, tmp_path: Path, order: int) -> None:
        """
        Every fault of both, on standard error, whichever comes first.
        """
        path = tmp_path / "faulty.toml"
        path.write_text(faulty(), encoding="utf-8")
        answer = cli("convention", "diff", *(str(path), revised)[::order])
        both = cli("convention", "diff", str(path), str(tmp_path / "no.toml"))

        assert (2, b"") == (answer.status, answer.out)
        assert [] == [place for _, place in FAULTY.values() if f"  {place}: " not in answer.errors]
        assert (2, b"") == (both.status, both.out)
        assert str(path) in both.errors
        assert "no.toml" in both.errors

    def test_bills(self, cli: Command, revised: str, tmp_path: Path) -> None:
        """
        What each commune owes before and after, in the year in which prices change, and all of them.
        """
        paths = [tmp_path / f"{name}.json" for name in ("avion", "lens")]
        for path, quantity in zip(paths, (10, 90), strict=True):
            path.write_bytes(line(commune(path.stem, quantity)))
        argv = ("convention", "diff", revised, "--dossier", *map(str, paths))
        answer = cli(*argv, "--format", "json")
        text = cli(*argv)

        assert (0, b"") == (answer.status, answer.err)
        found = answer.data["bills"]
        assert ("2027", []) == (found["period"], found["invalid"])
        assert [
            (str(paths[0]), "avion", {"old": "2880.00", "new": "2832.00", "change": "-48.00", "percent": "-1.67"}),
            (str(paths[1]), "lens", {"old": "25920.00", "new": "25488.00", "change": "-432.00", "percent": "-1.67"}),
        ] == [(each["dossier"], each["commune"], each["total"]) for each in found["dossiers"]]
        assert {"old": "28800.00", "new": "28320.00", "change": "-480.00", "percent": "-1.67"} == found["total"]
        rows = [row.split() for row in text.text.splitlines()]
        assert ["lens", "~", "25,920.00", "25,488.00", "-432.00", "-1.67"] in rows
        assert ["lens", "postes", "18,360.00", "17,280.00", "-1,080.00", "-5.88"] in rows

    def test_what_one_side_cannot_price(self, cli: Command, revised: str) -> None:
        """
        Is told with its reason and compared with nothing; the verdicts that change stand with each dossier.
        """
        document = commune("Harnes", 10)
        document["openings"].append({"service": "messagerie", "date": "2025-01-01"})
        document["request"]["lines"].append({"service": "messagerie", "plan": "premium-10", "quantity": 30})
        argv = ("convention", "diff", revised, "--dossier", "-")
        found = cli(*argv, "--format", "json", stdin=line(document), day="2027-02-01").data["bills"]
        text = " ".join(cli(*argv, stdin=line(document), day="2027-02-01").text.split())

        (dossier,) = found["dossiers"]
        assert {"old": "6300.00", "new": "2832.00", "change": None, "percent": None} == dossier["total"] == found["total"]
        assert {"old": "2880.00", "new": "2832.00", "change": "-48.00", "percent": "-1.67"} == found["comparable"]
        boxes = next(each for each in dossier["lines"] if each["plan"] == "premium-10")
        assert ("3420.00", None, None, "price") == (boxes["old"], boxes["new"], boxes["old_lacks"], boxes["new_lacks"]["why"])
        assert ("TAR005", None, "violated") in [
            (each["code"], each["old"], each["new"] and each["new"]["verdict"]) for each in dossier["verdicts"]
        ]
        assert "after: grid next has no price for it in 2027-01" in text
        assert "Verdicts that change: Harnes" in text
        assert "TAR005 /request/lines/2: nothing found -> violated" in text

    @pytest.mark.parametrize("named", ["call-dmsi-2024", "call-dmsi-2027"])
    def test_a_successor_that_a_dossier_has_signed(self, cli: Command, named: str) -> None:
        """
        The text in use knows nothing of it: the dossier is read with both texts at hand, and put before each.
        """
        document = commune("Avion", 10) | {
            "convention": named,
            "later_signatures": [{"convention": "call-dmsi-2027", "commune": "2026-12-10", "call": "2026-12-18"}],
        }
        argv = ("--dossier", "-", "--period", "2027", "--format", "json")
        answer = cli("convention", "diff", SUCCESSOR, *argv, stdin=line(document))
        back = cli("convention", "diff", SUCCESSOR, str(EMBEDDED), *argv, stdin=line(document))
        expected = {"old": "2880.00", "new": "2940.00", "change": "60.00", "percent": "2.08"}
        assert (0, expected) == (answer.status, answer.data["bills"]["total"])
        assert (0, "-60.00") == (back.status, back.data["bills"]["total"]["change"])

    def test_a_successor_of_the_other_file(self, cli: Command, tmp_path: Path) -> None:
        """
        What comes before the first day of a text is that of the older file of the two.
        """
        files = tmp_path / "older.toml", tmp_path / "newer.toml"
        for file, text in zip(files, (EMBEDDED, Path(SUCCESSOR)), strict=True):
            file.write_text(text.read_text(encoding="utf-8").replace("call-dmsi-2024", "older"), encoding="utf-8")
        document = commune("Avion", 10) | {"convention": "older"}
        argv = ("--dossier", "-", "--period", "2026", "--format", "json")
        answer = cli("convention", "diff", *map(str, files), *argv, stdin=line(document))
        assert {"old": "2880.00", "new": "2880.00", "change": "0.00", "percent": "0.00"} == answer.data["bills"]["total"]

    @pytest.mark.parametrize(("period", "old", "new"), [("2026", "2880.00", "2880.00"), ("2027-H2", "1440.00", "1416.00")])
    def test_another_period(self, cli: Command, revised: str, period: str, old: str, new: str) -> None:
        """
        A year in which nothing changes yet, half of one in which it does.
        """
        argv = ("convention", "diff", revised, "--dossier", "-", "--period", period, "--format", "json")
        (found,) = cli(*argv, stdin=line(commune("Avion", 10))).data["bills"]["dossiers"]

        assert (period, old, new) == (found["period"], found["total"]["old"], found["total"]["new"])

    def test_a_wrong_period(self, cli: Command, revised: str) -> None:
        """
        Is refused as by `bill`.
        """
        answer = cli("convention", "diff", revised, "--dossier", "-", "--period", "2027-H3")

        assert (2, b"") == (answer.status, answer.out)

    def test_dossiers_that_cannot_be_billed(self, cli: Command, revised: str) -> None:
        """
        One that fits neither, one that fits the old convention only: each is told, the others go on, and the status is 2.
        """
        stream = line({"commune": {"name": 1}}) + line(commune("Avion", 10))
        answer = cli("convention", "diff", revised, "--dossier", "-", "--format", "json", stdin=stream)
        unfit = cli("convention", "diff", str(OTHER), "--dossier", "-", "--format", "json", stdin=stream)
        text = cli("convention", "diff", revised, "--dossier", "-", stdin=stream)

        assert (2, 2, 2) == (answer.status, unfit.status, text.status)
        bills = answer.data["bills"]
        assert ["Avion"] == [each["commune"] for each in bills["dossiers"]]
        assert [("-:1", ["/commune/name"])] == [
            (each["dossier"], [found["path"] for found in each["findings"]]) for each in bills["invalid"]
        ]
        assert ["-:1", "-:2"] == [each["dossier"] for each in unfit.data["bills"]["invalid"]]
        assert {"DOC003"} == {found["code"] for found in unfit.data["bills"]["invalid"][1]["findings"]}
        assert "/commune/name" in text.text

    @pytest.mark.parametrize("text", [text for text in HOSTILE if is_unicode(text)], ids=lambda text: visible(text[:20]))
    def test_hostile_words(self, cli: Command, text: str, tmp_path: Path) -> None:
        """
        In the words of a convention and in the name of a commune.
        """
        path = tmp_path / "hostile.toml"
        word = json.dumps(f"the A{text[:1_000]}Z", ensure_ascii=False).replace("\x7f", "\\u007f")
        content = EMBEDDED.read_text(encoding="utf-8") + GRID.replace('"next"', word)
        content = re.sub(r'\b(title|source|fr|en) = "[^"]*"', lambda match: f"{match[1]} = {word}", content)
        path.write_bytes(content.encode())
        for argv in (("--format", "text"), ("--format", "json")):
            answer = cli("convention", "diff", str(path), "--dossier", "-", *argv, stdin=line(commune(f"x{text}", 10)))

            assert (0, b"") == (answer.status, answer.err)
            assert is_visible(answer.text)


class TestGrammar:
    """
    The command has parts, each with the options that all commands take.
    """

    @pytest.mark.parametrize(
        "argv", [("convention",), ("convention", "chek"), ("convention", "--as-of", "2026-01-10", "check")]
    )
    def test_a_part_is_wanted(self, cli: Command, argv: tuple[str, ...]) -> None:
        """
        By itself it does nothing.
        """
        answer = cli(*argv, day=None)

        assert (2, b"") == (answer.status, answer.out)
        assert "usage: dmsi-rules convention" in answer.errors

    @pytest.mark.parametrize("part", ["check", "diff"])
    def test_help(self, cli: Command, part: str) -> None:
        """
        Each part has its own, with examples.
        """
        answer = cli("convention", part, "--help", day=None)

        assert (0, b"") == (answer.status, answer.err)
        assert f"examples:\n  dmsi-rules convention {part}" in answer.text
        assert "--reading NAME=VALUE" in answer.text
