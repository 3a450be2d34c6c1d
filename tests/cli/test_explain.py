"""
`explain`: one rule or one reading; or who owns, who pays, who decides.
"""

import attrs
import pytest

from dmsi_rules import Readings, load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.rulebook import BY_CODE
from tests.cli.command import CODES, EXAMPLES, OTHER, Command

SYNDICATE = EXAMPLES / "conventions" / "sm3r-2026.toml"
NOT_HERE = {"PRE000", "OBL000", "TAR006"}
"""
The rules that nothing breaks by the embedded convention.
"""
EXPLAINED = {"code", "name", "title", "source", "force", "party", "message", "example"}
ASKABLE = (
    *(each.code for each in load_convention().costs.natures),
    *(each.code for each in load_convention().decisions.matters),
)
TERMS = terms_of(load_convention(), Readings())


class TestExplain:
    """
    One rule: what it checks, why, its source, force and an example.
    """

    @pytest.mark.parametrize("code", CODES)
    def test_text(self, cli: Command, code: str) -> None:
        """
        By code and by name, the same.
        """
        rule = BY_CODE[code]
        answer = cli("explain", code)

        assert (0, b"") == (answer.status, answer.err)
        assert answer == cli("explain", rule.name)
        said = " ".join(answer.text.split())
        source = rule.source_in(TERMS.text)
        assert [] == [words for words in (code, rule.name, source, rule.force or "") if words not in said]

    @pytest.mark.parametrize("code", CODES)
    def test_json(self, cli: Command, code: str) -> None:
        """
        By code and by name, the same.
        """
        rule = BY_CODE[code]
        answer = cli("explain", code, "--format", "json")

        assert answer == cli("explain", rule.name, "--format", "json")
        assert (code, rule.name, rule.source_in(TERMS.text), rule.force) == tuple(
            answer.data[key] for key in ("code", "name", "source", "force")
        )
        assert answer.data.keys() >= EXPLAINED

    @pytest.mark.parametrize("code", CODES)
    def test_the_example_breaks_the_rule(self, cli: Command, code: str) -> None:
        """
        Given to `check`, it brings the finding that it is an example of.
        """
        goes_by = ("--convention", str(SYNDICATE)) if code in NOT_HERE else ()
        example = cli("explain", code, "--format", "json", *goes_by).data["example"]
        answer = cli("check", "-", "--format", "json", "--input-format", "json", *goes_by, stdin=example.encode())

        assert code in {found["code"] for found in answer.data["findings"]}


@pytest.mark.parametrize("asked", ASKABLE)
def test_everything_that_can_be_asked(cli: Command, asked: str) -> None:
    """
    As text with its source, and as JSON under its kind.
    """
    text = cli("explain", asked, "--lang", "en")
    answer = cli("explain", asked, "--format", "json")
    assert (0, 0) == (text.status, answer.status)
    assert asked in {answer.data.get("nature"), answer.data.get("matter")}
    assert answer.data["source"] in " ".join(text.text.split())


def test_what_a_person_reads(cli: Command) -> None:
    """
    Who owns and who pays for cabling, in words.
    """
    rows = cli("explain", "commune-cabling", "--lang", "en").text.splitlines()
    assert "commune-cabling" == rows[0]
    assert [["who", "owns", "the", "commune"], ["who", "pays", "the", "commune"], ["source", "Art.", "9.2.2"]] == [
        row.split() for row in rows[-3:]
    ]


@pytest.mark.parametrize(
    ("asked", "convention", "by_category"),
    [("pooled-infrastructure", None, True), ("servers", "sm3r-2026", False), ("switches", "cc-val-gris-2026", False)],
)
def test_costs_are_shared_by_category_where_there_are_any(
    cli: Command, asked: str, convention: str | None, by_category: bool
) -> None:
    """
    What is shared is shared in proportion; only a text that has categories is told of them.
    """
    goes_by = ("--convention", str(SYNDICATE.with_name(f"{convention}.toml"))) if convention else ()
    text = cli("explain", asked, "--lang", "en", *goes_by).text
    assert "those who use the service, in proportion" in text
    assert by_category == ("category by category" in text)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("comune-cabling", "commune-cabling"),
        ("GOV01", "GOV001"),
        ("grid-applied-to-soon", "grid-applied-too-soon"),
        ("term-ends", "term_end"),
        ("PAYD_SUPPORT", "paid_support"),
    ],
)
def test_hints(cli: Command, asked: str, hint: str) -> None:
    """
    Over codes and names of rules, readings, natures and matters.
    """
    answer = cli("explain", asked, "--lang", "en")
    assert (2, b"") == (answer.status, answer.out)
    assert f"did you mean `{hint}`?" in answer.errors


def test_what_there_is(cli: Command) -> None:
    """
    Where nothing is near, it is said how all that can be asked is listed; that list has every code.
    """
    errors = cli("explain", "qqqqqqqq", "--lang", "en").errors
    listed = cli("explain", "--lang", "en").text
    assert "`explain` alone lists" in errors
    assert [] == [each for each in (*CODES, *SWITCHES, *ASKABLE) if each not in listed]


class TestTopics:
    """
    What is explained is found by plain words, without their accents, and by a place of the text.
    """

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ("résiliation", "Art. 13"),
            ("resiliation", "DLN004"),
            ("art. 13", "DLN003"),
            ("article 13", "letter_date"),
            ("13", "DEP003"),
            ("annexe 6", "PER001"),
            ("9.2", "BIL003"),
            ("câblage", "commune-cabling"),
            ("litiges", "disputes"),
            ("comité stratégique", "strategic"),
            ("operational", "operational"),
        ],
    )
    def test_found(self, cli: Command, asked: str, code: str) -> None:
        """
        In French, as data; without accents too.
        """
        found = cli("explain", *asked.split(), "--lang", "fr", "--format", "json").data["topics"]
        assert code in [each["code"] for each in found]

    def test_article(self, cli: Command) -> None:
        """
        An article is not the annexe of the same number, nor one that begins with it.
        """
        found = cli("explain", "art.", "1", "--format", "json").data["topics"]
        assert ["Art. 1"] == [each["code"] for each in found]

    def test_answered(self, cli: Command) -> None:
        """
        Where one thing is found that somebody owns or decides, that is told at once, without a code.
        """
        text = cli("explain", "câblage", "--lang", "fr").text
        assert ["qui", "paie", "la", "commune"] in [row.split() for row in text.splitlines()]
        assert "commune-cabling" not in text

    def test_committee(self, cli: Command) -> None:
        """
        A committee is told with those who sit in it, one of each seat, and with its rhythms; one without a rhythm, without.
        """
        told = {each["code"]: each["told"] for each in cli("explain", "committee", "--format", "json").data["topics"]}
        assert told["operational"] == (
            "operational committee: the director of the DMSI, a head of service of the DMSI, of each member "
            "the local IT correspondent, every month, then every 3 months"
        )
        assert told["strategic"].startswith("strategic committee: the vice-president for digital affairs / the vice-president")
        assert told["monitoring"].endswith("of each member the head of the commune's services (DGS) / an elected member")


class TestReadings:
    """
    One reading: what it asks, its values, the rules that it bears on, its source.
    """

    @pytest.mark.parametrize("name", SWITCHES)
    def test_text(self, cli: Command, name: str) -> None:
        """
        Its name is taken with hyphens or underscores, in capitals or small letters; its values are told as they are typed.
        """
        answer = cli("explain", name, "--lang", "en")
        assert (0, b"") == (answer.status, answer.err)
        assert answer == cli("explain", name.replace("_", "-").upper(), "--lang", "en")
        rows = answer.text.splitlines()
        adopted, *others = SWITCHES[name]
        assert name == rows[0]
        assert [f"  {adopted} (adopted)", *(f"  {each}" for each in others)] == [
            row for row in rows if row.startswith("  ") and row[2] != " "
        ][: len(SWITCHES[name])]

    @pytest.mark.parametrize("name", SWITCHES)
    def test_json(self, cli: Command, name: str) -> None:
        """
        The first value is the adopted one; the rules are those that say that they depend on it.
        """
        data = cli("explain", name, "--format", "json").data
        metadata = getattr(attrs.fields(Readings), name).metadata
        assert (name, TERMS.source_of_reading(name), metadata["asks"]) == (data["reading"], data["source"], data["asks"])
        assert data["source"]
        assert [
            {"value": value, "means": means, "adopted": value == SWITCHES[name][0]}
            for value, means in metadata["means"].items()
        ] == data["values"]
        switches = {code: cli("explain", code, "--format", "json").data["switches"] for code in CODES}
        assert [code for code in CODES if name in switches[code]] == data["rules"]

    @pytest.mark.parametrize("name", SWITCHES)
    def test_french(self, cli: Command, name: str) -> None:
        """
        Every sentence of it, in text and where it is asked for in data.
        """
        english, french = (cli("explain", name, "--format", "json", "--lang", lang).data for lang in ("en", "fr"))
        assert english["asks"] != french["asks"]
        for one, other in zip(english["values"], french["values"], strict=True):
            assert (one["value"], one["adopted"]) == (other["value"], other["adopted"])
            assert one["means"] != other["means"]
        text = cli("explain", name, "--lang", "fr").text
        assert "(retenue)" in text
        assert "ses valeurs" in text


class TestAnotherConvention:
    """
    Explanations speak of the convention in use.
    """

    def test_its_words(self, cli: Command) -> None:
        """
        Its parties, its limits, its articles.
        """
        said = " ".join(cli("explain", "DLN003", "--convention", str(SYNDICATE), "--lang", "en").text.split())
        assert "4 months before the end of the accounting year at the latest" in said
        assert "owed by the member" in said
        assert "source Art. 9 " in said
        french = " ".join(cli("explain", "DLN003", "--convention", str(SYNDICATE), "--lang", "fr").text.split())
        assert "au plus tard 4 mois avant la fin de l’exercice" in french
        assert "l'adhérent" in french

    def test_what_does_not_run(self, cli: Command) -> None:
        """
        A rule whose clause the text does not have says so; its list gives them after the others.
        """
        data = cli("explain", "TAR002", "--convention", str(SYNDICATE), "--format", "json").data
        assert (["tariff.network"], "", "") == (data["lacks"], data["source"], data["example"])
        said = cli("explain", "TAR002", "--convention", str(SYNDICATE), "--lang", "en").text
        assert "It does not run in this convention, which has no `tariff.network`." in said
        rows = cli("rules", "--convention", str(SYNDICATE), "--lang", "en").text.splitlines()
        assert ["TAR002", "tariff.network"] in [row.split() for row in rows]

    def test_no_doubt(self, cli: Command) -> None:
        """
        A reading that the text does not leave open says so.
        """
        said = cli("explain", "start", "--convention", str(SYNDICATE), "--lang", "en").text
        assert "This convention leaves no doubt on it." in said


def test_another_convention(cli: Command) -> None:
    """
    It answers for its own natures only.
    """
    answer = cli("explain", "commune-cabling", "--convention", str(OTHER))
    assert (2, b"") == (answer.status, answer.out)


def test_a_value_of_a_reading_leads_to_it(cli: Command) -> None:
    """
    `explain term_end` prints its values: one of them may be asked for next.
    """
    answer = cli("explain", "last-full-year", "--lang", "en")
    assert 2 == answer.status
    assert "did you mean `term_end`?" in answer.err.decode()
