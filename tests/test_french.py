"""
French: the catalogue whole and well written, every sentence of the program in it, the facts kept.
"""

import ast
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import dmsi_rules
from dmsi_rules import InvalidDocumentError, UnknownLanguageError, check, locale, translator
from dmsi_rules.model.codes import EMBEDDED
from dmsi_rules.rulebook import BY_CODE, RULES, Rule
from tests.test_cases import AS_OF, convention_of, document
from tools.convention_words import words

PACKAGE = Path(dmsi_rules.__file__).parent
SOURCE = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "dmsi_rules.po"
NO_BREAK = "\u00a0"
FRENCH = translator("fr")
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def catalogue() -> Catalog:
    """
    Return the French catalogue, as Babel reads it.
    """
    with SOURCE.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


SENTENCES = {str(message.id): str(message.string) for message in catalogue() if message.id}


def marked() -> Iterator[str]:
    """
    Yield every sentence marked in the source, found in its syntax tree.
    """
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                yield ast.literal_eval(node.args[0])


def failing(is_right: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """
    Return the sentences and their translations of which *is_right* does not hold.
    """
    return [pair for pair in SENTENCES.items() if not is_right(*pair)]


def fields(sentence: str) -> list[str]:
    """
    Return the names, or the places, that *sentence* is filled at, in braces or after a percent sign.
    """
    named = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    return sorted({*named, *re.findall(r"%(?:\([a-z_]+\))?[srd]", sentence)})


def codes(sentence: str) -> list[str]:
    """
    Return what stands in *sentence* as a user types it: words in backticks, options, commands.
    """
    return sorted(re.findall(r"`[^`]*`|--[a-z-]+|dmsi-rules (?:(?!  ).)*", sentence))


class TestCatalogue:
    """
    Every sentence is there, once, with its translation.
    """

    def test_up_to_date(self) -> None:
        """
        What Babel finds in the source is what the catalogue has: `nox -s catalogue` makes it so.
        """
        mapping: list[Any] = [("**.py", "python"), (f"convention/{EMBEDDED}", words)]
        found = extract_from_dir(PACKAGE, mapping, keywords={"N_": None}, directory_filter=bool)
        assert SENTENCES.keys() == {message for _, _, message, _, _ in found}

    def test_babel_finds_everything(self) -> None:
        """
        No mark stands where Babel does not look, such as inside an f-string.
        """
        with (PACKAGE / "convention" / EMBEDDED).open("rb") as file:
            data = {sentence for _, _, sentence, _ in words(file)}
        assert SENTENCES.keys() == data | set(marked())

    def test_translated(self) -> None:
        """
        Nothing is left to translate, and nothing was only guessed.
        """
        assert failing(lambda _, french: bool(french.strip())) == []
        assert [message.id for message in catalogue() if message.fuzzy] == []

    def test_facts_kept(self) -> None:
        """
        The same facts are filled in, and what a user types stays what it is.
        """
        assert failing(lambda english, french: fields(english) == fields(french)) == []
        assert failing(lambda english, french: codes(english) == codes(french)) == []

    def test_same_shape(self) -> None:
        """
        A sentence stays a sentence, a phrase a phrase, and what ends its line ends it.
        """
        assert failing(lambda english, french: english.endswith(".") == french.endswith(".")) == []
        assert failing(lambda english, french: english.endswith("\n") == french.endswith("\n")) == []

    def test_well_written(self) -> None:
        """
        Apostrophes are curved; the marks that stand apart in French do, and never alone on a line.
        """
        wrong = re.compile(
            rf"'|[^{NO_BREAK}\s][;?!»€]|[^{NO_BREAK}\s]:(?!\S)|[ \n][:;?!»€]|«(?!{NO_BREAK})|\u202f|\.\.\.|[a-z] {{2}}[a-z]"
        )
        typed = re.compile(r"`[^`]*`|^  dmsi-rules .*$|%\(prog\)s:", re.MULTILINE)
        assert failing(lambda _, french: not wrong.search(typed.sub("x", french))) == []


class TestReading:
    """
    The program reads the catalogue compiled, and Babel need not be there.
    """

    def test_what_is_installed(self) -> None:
        """
        What was compiled says what translators wrote: if not, run `nox -s generated`.
        """
        assert failing(lambda english, french: FRENCH(english) == re.sub("`([^`]*)`", "«\u00a0\\1\u00a0»", french)) == []

    def test_not_compiled(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Sources that nobody has installed speak English.
        """
        monkeypatch.setattr(locale, "CATALOGUE", tmp_path / "{language}.mo")
        translate = locale._catalogue.__wrapped__("fr")
        assert "a list" == translate("a list")

    def test_what_is_not_ours_stays(self) -> None:
        """
        Words that no source marks are left as they are; the catalogue's own head is nobody's translation.
        """
        assert ["", "not ours"] == [FRENCH(""), FRENCH("not ours")]

    def test_no_other_language(self) -> None:
        """
        English is what stands in the source; of a language that is not there, the caller is told.
        """
        assert "a list" == translator("en")("a list")
        with pytest.raises(UnknownLanguageError, match=r"`de`.*`fr`, `en`"):
            translator("de")


class TestRules:
    """
    Every rule speaks French.
    """

    @EACH_RULE
    def test_explained(self, rule: Rule) -> None:
        """
        All that is said of it.
        """
        for key in ("title", "message", "checks", "why", "remedy"):
            assert FRENCH(getattr(rule, key)) != getattr(rule, key)

    @EACH_RULE
    def test_message(self, rule: Rule) -> None:
        """
        The message of its example has its amounts and days as French writes them, and no field left.
        """
        try:
            found = check(document(rule.example), as_of=AS_OF, convention=convention_of(rule.example)).findings
        except InvalidDocumentError as error:
            found = error.findings
        messages = [(each.message, each.render(FRENCH), each.facts) for each in found if each.code == rule.code]
        assert messages
        for english, french, facts in messages:
            said = french.replace(str(facts.get("grid")), "")
            assert english != french
            assert not re.search(r"[{}]|(?<!`)[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]\.[0-9]{2}(?![0-9.`])", said)

    @pytest.mark.parametrize(
        ("code", "english", "french", "fact"),
        [
            (
                "GOV004",
                "not in their time: unanimity, feasibility study; not for it: `Lens`",
                f"étude de faisabilité{NO_BREAK}; n’ont pas voté pour{NO_BREAK}: «{NO_BREAK}Lens{NO_BREAK}»",
                ["unanimity", "feasibility-study"],
            ),
            ("DLN004", "the form asked for, in `sender`: ", f"pour «{NO_BREAK}sender{NO_BREAK}»", ["sender"]),
        ],
    )
    def test_defects(self, code: str, english: str, french: str, fact: list[str]) -> None:
        """
        What an amendment lacks is told in words; the keys of a document stay as they are typed. In data neither changes.
        """
        example = BY_CODE[code].example.replace('"feasibility_study": "2025-03-01"', '"feasibility_study": false')
        (found,) = (each for each in check(document(example), as_of=AS_OF).findings if each.code == code)
        assert english in found.message
        assert french in found.render(FRENCH)
        assert fact == found.to_dict()["facts"]["defects"]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_facts_are_filled_in_thelocale_of_their_sentence(path: Path) -> None:
    """
    Whatever fills a translated sentence is handed the language too, for its amounts and days.
    """
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    filled = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "fill"]
    assert [ast.unparse(call) for call in filled if len(call.args) + len(call.keywords) < 3] == []
