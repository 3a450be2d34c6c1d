"""
French: for whom, in which command and format, and nothing else changed by it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import locale, translator
from dmsi_rules.cli import _language
from dmsi_rules.cli._front import COMMANDS
from dmsi_rules.cli._language import asked_in, of_locale
from dmsi_rules.cli._parser import command_named, grammar
from dmsi_rules.text.marks import Translate
from tests.cli.command import ANSWERED, CHECK_FORMATS, ERROR, EXAMPLES, INVALID, UNKNOWN, Command, line, run
from tests.report.hostile import HOSTILE, is_visible

LENS = str(EXAMPLES / "lens" / "dossier.toml")
NO_BREAK = "\u00a0"
FRENCH = translator("fr")
FRENCH_WORDS = re.compile(r"[éèàç’]|\b(le|la|les|est|sur|dans|non)\b")


def is_visible_french(text: str) -> bool:
    """
    Whether *text* holds nothing but what prints, newlines and the no-break spaces of French.
    """
    return is_visible(text.replace(NO_BREAK, " "))


def answers() -> Iterator[tuple[str, ...]]:
    """
    Yield every command with each of its formats.
    """
    for name, argv in ANSWERED.items():
        command = command_named(name.split()[0])
        for part in name.split()[1:]:
            command = command.parts[part]
        texts = [each for each in command.formats if each not in {"xlsx", "ods", "pdf"}]  # seen where made
        yield from ((*argv, "--format", each) for each in texts)


class TestLocale:
    """
    The language of the locale, looked for where gettext looks, in the same order.
    """

    @pytest.mark.parametrize(
        ("language", "lc_all", "lc_messages", "lang", "expected"),
        [
            ("", "", "", "", "en"),
            ("", "", "", "fr_FR.UTF-8", "fr"),
            ("", "", "", "fr_BE", "fr"),
            ("", "", "", "fr_CA.ISO8859-1@euro", "fr"),
            ("", "", "", "FR_fr", "fr"),
            ("", "", "", "fr", "fr"),
            ("", "", "", "french", "en"),
            ("", "", "", "frp_FR", "en"),
            ("", "", "", "C", "en"),
            ("", "", "", "C.UTF-8", "en"),
            ("", "", "", "POSIX", "en"),
            ("", "", "", "de_DE.UTF-8", "en"),
            ("", "", "", "../fr", "en"),
            ("", "", "", "\u202efr", "en"),
            ("", "", "", "fr%s", "fr"),
            ("", "", "fr_FR", "de_DE", "fr"),
            ("", "fr_FR", "en_GB", "en_GB", "fr"),
            ("", "C", "fr_FR", "fr_FR", "en"),
            ("fr", "C.UTF-8", "", "en_US", "fr"),
            ("fr:en", "", "", "en_US", "fr"),
            ("en:fr", "", "", "fr_FR", "en"),
            ("en_GB:fr", "", "", "fr_FR", "en"),
            ("de:fr", "", "", "en_US", "fr"),
            ("de:en:fr", "", "", "fr_FR", "en"),
            ("de", "", "", "fr_FR", "en"),
            (":fr", "", "", "", "fr"),
            ("C:fr", "", "", "", "en"),
            # mesonbuild/meson#13693, ruby-gettext/locale#6: scripts force C to read what is written
            ("fr", "C", "", "fr_FR", "en"),
            ("fr_FR:fr", "POSIX", "fr_FR", "fr_FR", "en"),
            ("fr", "", "C", "fr_FR", "en"),
            ("fr", "", "", "C", "en"),
            ("fr", "fr_FR", "", "C", "fr"),
            ("fr", "", "", "", "fr"),
        ],
    )
    def test_choice(self, language: str, lc_all: str, lc_messages: str, lang: str, expected: str) -> None:
        """
        The locale `C` decides; else the first variable that is set, and of its list the first language that there is.
        """
        found = of_locale({"LANGUAGE": language, "LC_ALL": lc_all, "LC_MESSAGES": lc_messages, "LANG": lang})
        assert expected == found

    @pytest.mark.parametrize(
        ("argv", "expected"),
        [
            ("", None),
            ("check a.json", None),
            ("check a.json --lang fr", "fr"),
            ("check --lang=en a.json", "en"),
            ("--lang fr", "fr"),
            ("check --lang", None),
            ("check --lang de", None),
            ("check --lang=", None),
            ("check --language fr", None),
        ],
    )
    def test_option(self, argv: str, expected: str | None) -> None:
        """
        The option is seen before anything else is read: help and errors are in its language too.
        """
        assert expected == asked_in(argv.split())

    def test_languages(self) -> None:
        """
        The option takes the languages that there are.
        """
        assert locale.LANGUAGES == _language.LANGUAGES

    @pytest.mark.parametrize("lang", ["fr_FR.UTF-8", "fr_BE", "en_GB.UTF-8", "C"])
    def test_process(self, lang: str) -> None:
        """
        A process goes by its environment, and by the option where there is one.
        """
        is_french = lang.startswith("fr")
        environment = {"LC_ALL": lang, "PYTHONUTF8": "1"}
        assert is_french == ("pourquoi" in run("explain", "DEP001", env=environment).text)
        assert "pourquoi" in run("explain", "DEP001", "--lang", "fr", env=environment).text
        assert "pourquoi" not in run("explain", "DEP001", "--lang", "en", env=environment).text


class TestAnswers:
    """
    Each command in French, in each of its formats.
    """

    @pytest.mark.parametrize("argv", list(answers()), ids=" ".join)
    def test_every_format(self, cli: Command, argv: tuple[str, ...]) -> None:
        """
        It answers as it does in English, in other words.
        """
        document = Path(LENS).read_bytes()
        argv = tuple(LENS if each == "-" else each for each in argv)
        english, french = (cli(*argv, "--lang", language, stdin=document) for language in ("en", "fr"))
        assert (english.status, english.err) == (french.status, french.err)
        assert is_visible_french(french.text.replace("\t", " ").replace("\r", ""))
        if argv[-1] == "text" and argv[0] != "schema":
            assert FRENCH_WORDS.search(french.text)
            assert english.text != french.text

    @pytest.mark.parametrize("argv", list(answers()), ids=" ".join)
    def test_data_is_english(self, cli: Command, argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        """
        What programs read is the same in a French locale, unless French is asked for.
        """
        argv = tuple(LENS if each == "-" else each for each in argv)
        if argv[-1] not in {"json", "jsonl", "sarif", "junit", "gitlab", "github"}:
            return
        expected = cli(*argv)
        monkeypatch.setenv("LANGUAGE", "fr")
        assert expected == cli(*argv)

    def test_amounts_and_days(self, cli: Command) -> None:
        """
        In text as French writes them, in columns that still end together; in data as ever.
        """
        written = cli("quote", LENS, "--lang", "fr").text
        rows = [row for row in written.splitlines() if re.search(r",[0-9]{2}$", row)]
        assert f"  total{' ' * 62}5{NO_BREAK}458,00  65{NO_BREAK}496,00" in rows
        assert "au 10/01/2026" in written
        assert not re.search(r"[0-9]\.[0-9]{2}\b", written)
        assert cli("quote", LENS, "--format", "json") == cli("quote", LENS, "--format", "json", "--lang", "fr")

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    @pytest.mark.parametrize("document", [ERROR, INVALID, UNKNOWN], ids=["error", "invalid", "unknown"])
    def test_no_english_message(self, cli: Command, output: str, document: dict[str, Any]) -> None:
        """
        Asked for, French is the language of the messages in every format.
        """
        content = line(document)
        messages = [found["message"] for found in cli("check", "-", "--format", "json", stdin=content).data["findings"]]
        answer = cli("check", "-", "--format", output, "--lang", "fr", stdin=content)
        assert messages
        assert [message for message in messages if message in answer.text] == []


@pytest.mark.exhaustive
class TestHostile:
    """
    What is written to harm is no more let through in French.
    """

    def test_documents(self, cli: Command) -> None:
        """
        In text, in every place of a document.
        """
        for text in HOSTILE:
            document = {
                "commune": {"name": f"x{text}", "siren": text, text: 1},
                "deliberation": {"date": text, "perimeter": [text]},
                "request": {"lines": [{"service": text, "quantity": text}]},
                "termination": {"scope": text},
            }
            for output in ("text", "json", "junit", "github"):
                answer = cli("check", "-", "--format", output, "--lang", "fr", stdin=line(document))
                assert answer.status == 2
                assert is_visible_french(answer.text), text

    @pytest.mark.parametrize(
        "argv",
        [
            ("{}",),
            ("check", "-", "--as-of", "{}"),
            ("check", "-", "--reading", "{}"),
            ("check", "-", "--reading", "letter_date={}"),
            ("check", "-", "--format", "{}"),
            ("check", "-", "--no-such-{}"),
            ("check", "-", "--convention", "{}"),
            ("explain", "{}"),
        ],
        ids=" ".join,
    )
    def test_options(self, cli: Command, argv: tuple[str, ...]) -> None:
        """
        On the command line: refused in visible words.
        """
        for text in HOSTILE:
            answer = cli(*(each.replace("{}", text) for each in argv), "--lang", "fr", stdin=b"{}")
            assert answer.status == 2
            assert is_visible_french(answer.errors), text


def every_help(translate: Translate) -> dict[str, str]:
    """
    Return the help of every command, by its name.
    """
    parser, commands = grammar(COMMANDS, translate)
    return {"": parser.format_help(), **{name: command.format_help() for name, command in commands.items()}}


class TestCommandLine:
    """
    Help and errors in French.
    """

    def test_help(self) -> None:
        """
        No line of help that says something is the same in both languages.
        """
        english, french = every_help(str), every_help(FRENCH)
        typed = re.compile(r" *(\w+ = |dmsi-rules|cat|-|\[|\{|[A-Z]|usage: )")
        assert english.keys() == french.keys()
        for name, words in english.items():
            said = {each for each in words.splitlines() if len(each.split()) > 2 and not typed.match(each)}
            assert said & set(french[name].splitlines()) == set(), name

    @pytest.mark.parametrize("command", ["", *ANSWERED])
    def test_asked_help(self, cli: Command, command: str) -> None:
        """
        `--help` is in the language asked for, argparse's own words included.
        """
        answer = cli(*command.split(), "--help", "--lang", "fr", day=None)
        assert (0, b"") == (answer.status, answer.err)
        assert answer.text.startswith(f"usage{NO_BREAK}: dmsi-rules")
        assert "affiche cette aide" in answer.text
        assert "show this help" not in answer.text

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            ("check - --format yaml", "choix non valable"),
            ("check", "il manque les arguments suivants"),
            ("check - --as-of", "une valeur est attendue"),
            ("check - --as-of 2026-13-01", "une date au format AAAA-MM-JJ"),
            ("check - --reading x", "une lecture s’écrit NOM=VALEUR"),
            ("check - --reading letter=x", "vouliez-vous dire «\u00a0letter_date\u00a0»"),
            ("check - --reading letter_date=x", "n’a pas de valeur «\u00a0x\u00a0»"),
            ("check - --reading nothing_like=x", "il n’y a pas de lecture"),
            ("check - --nope", "arguments inconnus"),
            ("check - --asof x", "arguments inconnus.*--asof.*vouliez-vous dire «\u00a0--as-of\u00a0»"),
            ("chek -", "vouliez-vous dire «\u00a0check\u00a0»"),
            ("check - --jobs 0", "«\u00a00\u00a0» n’est pas un nombre entier de 1 à 999"),
            ("check - --base no/such", "il n’y a pas de répertoire «\u00a0no.such\u00a0»"),
            ("check - --convention no/such.toml", r"la convention no.such\.toml est inutilisable"),
            ("explain DEP999", "il n’y a rien à expliquer"),
            ("explain DEP001 -o no/such/file", r"n’a pas pu être écrite dans no.such.file\s: aucun fichier"),
            ("quote no-such.jsonl", "il n’y a pas de fichier de ce nom"),
        ],
    )
    def test_errors(self, cli: Command, argv: str, said: str) -> None:
        """
        What is wrong is said in French, by this program and by Python on its behalf.
        """
        answer = cli(*argv.split(), "--lang", "fr", day=None if "--as-of" in argv else "2026-01-10")
        assert answer.status == 2
        assert re.search(said, answer.errors + answer.text)

    def test_argparse_is_left_as_it_was(self, cli: Command) -> None:
        """
        The next command line is in its own language again.
        """
        expected = cli("check", "--help", day=None)
        cli("check", "--help", "--lang", "fr", day=None)
        assert expected == cli("check", "--help", day=None)

    def test_json_reasons(self, cli: Command) -> None:
        """
        What Python's parser says of a document is in French too.
        """
        answer = cli("check", "-", "--lang", "fr", "--input-format", "json", stdin=b'{"a" 1}')
        assert "un deux-points est attendu" in answer.text
        assert json.loads(cli("check", "-", "--format", "json", stdin=b'{"a" 1}').out)["findings"]
