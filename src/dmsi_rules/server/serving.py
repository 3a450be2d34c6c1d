"""
The protocol: what an editor asks, answered from the report on the text that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from dmsi_rules._version import __version__
from dmsi_rules.answers.fixing import fixed
from dmsi_rules.documents.mending import TextFormat
from dmsi_rules.documents.placing import Lines
from dmsi_rules.finding import Finding, Replacement, Report
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.server.spots import spot_at
from dmsi_rules.server.words import Vocabulary, Word
from dmsi_rules.text.fill import places
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from pygls.workspace import TextDocument

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
# What is underlined: a string, the head of a table or the beginning of a list, else a word.
_VALUE = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?|\'[^\'\n]*+\'?|\[\[?[^\]\n]*+\]?\]?|\{|[^\s,\[\]{}=:#]++')
_WORD = re.compile(r"[\"']?[\w./-]*[\"']?")
_GOVERNANCE = re.compile(r"\bkind[\"']?\s*[=:]\s*[\"']governance\b")
FIX_ALL = types.CodeActionKind.SourceFixAll


@record(eq=False, kw_only=True)
class Answers:
    """
    What the server is made of.

    Attributes:
        judge: the report on a text, with what each fix does to it; the name of its file is said, and its format.
        vocabulary: the words of a kind of document.
        translate: the language of what is said.
    """

    judge: Callable[[str, str, TextFormat], Report]
    vocabulary: Callable[[str], Vocabulary]
    translate: Translate = str


@record(eq=False)
class _Page:
    """
    A document as the editor shows it, at one moment.
    """

    document: TextDocument
    name: str
    text: str
    text_format: TextFormat
    report: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        What there is to say of it, but for what is waived.
        """
        return tuple(found for found in self.report.findings if found.waived is None)

    def position(self, line: int, column: int) -> types.Position:
        """
        Return a place as the client counts it.
        """
        place = types.Position(line - 1, column - 1)
        return self.document.position_codec.position_to_client_units(self.text.split("\n"), place)

    def range_of(self, found: Finding) -> types.Range:
        """
        Return what is underlined for *found*: its value, within one line.
        """
        line, column = found.line or 1, found.column or 1
        row = self.text.split("\n")[line - 1].rstrip("\r")
        match = _VALUE.match(row, column - 1)
        return types.Range(self.position(line, column), self.position(line, (match.end() if match else column - 1) + 1))

    def edit(self, change: Replacement) -> types.TextEdit:
        """
        Return what a fix does.
        """
        where = types.Range(self.position(change.line, change.column), self.position(change.end_line, change.end_column))
        return types.TextEdit(where, change.text)

    def offset(self, position: types.Position) -> int:
        """
        Return where a place of the client's is in the text.
        """
        rows = self.text.split("\n")
        place = self.document.position_codec.position_from_client_units(rows, position)
        return sum(len(row) + 1 for row in rows[: place.line]) + place.character

    def span(self, start: int, end: int) -> types.Range:
        """
        Return a part of the text as the client counts it.
        """
        lines = Lines(self.text)
        return types.Range(self.position(*lines.at(start)), self.position(*lines.at(end)))


def served(answers: Answers) -> LanguageServer:
    """
    Return the server.
    """
    server = LanguageServer("dmsi-rules", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental)
    pages: dict[str, _Page] = {}

    def page(uri: str) -> _Page | None:
        document = server.workspace.get_text_document(uri)
        known = pages.get(uri)
        if known is None or known.text != document.source:
            known = _read(answers, document)
            if known is not None:
                pages[uri] = known
        return known

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def look(
        params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams | types.DidSaveTextDocumentParams,
    ) -> None:
        if (shown := page(params.text_document.uri)) is not None:
            found = [_diagnostic(shown, each, answers.translate) for each in shown.findings]
            told = types.PublishDiagnosticsParams(params.text_document.uri, found, shown.document.version)
            server.text_document_publish_diagnostics(told)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def forget(params: types.DidCloseTextDocumentParams) -> None:
        pages.pop(params.text_document.uri, None)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        shown = page(params.text_document.uri)
        return _hover(answers, shown, params.position) if shown else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL])
    )
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        shown = page(params.text_document.uri)
        return _actions(answers, shown, params) if shown else []

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', "'", "=", ":"]))
    def complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        shown = page(params.text_document.uri)
        return _completions(answers, shown, params.position) if shown else []

    return server


def _read(answers: Answers, document: TextDocument) -> _Page | None:
    """
    Return a document as it is shown, judged; None of one that is not of a kind that is read here.
    """
    name = PurePosixPath(unquote(urlsplit(document.uri).path))
    if name.suffix.lower() not in {".toml", ".json"} and document.language_id not in {"toml", "json"}:
        return None
    is_toml = name.suffix.lower() == ".toml" or (name.suffix.lower() != ".json" and document.language_id == "toml")
    text_format: TextFormat = "toml" if is_toml else "json"
    report = answers.judge(document.source, name.name, text_format)
    return _Page(document, name.name, document.source, text_format, report)


def _diagnostic(page: _Page, found: Finding, translate: Translate) -> types.Diagnostic:
    """
    Return *found* for an editor: what is unknown while a dossier is written is no warning yet.
    """
    is_open = found.verdict == "unknown"
    return types.Diagnostic(
        range=page.range_of(found),
        message=f"{found.render(translate)} ({places(found.source, translate)})",
        severity=types.DiagnosticSeverity.Information if is_open else SEVERITIES[found.severity],
        code=found.code,
        source="dmsi-rules",
    )


def _within(page: _Page, found: Finding, where: types.Range) -> bool:
    own = page.range_of(found)
    return _order(own.start) <= _order(where.end) and _order(where.start) <= _order(own.end)


def _order(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


# ---- hover


def _hover(answers: Answers, page: _Page, position: types.Position) -> types.Hover | None:
    """
    Return the rules of the findings at a place, and what the key there means.
    """
    here = types.Range(position, position)
    findings = {found.code: found for found in page.findings if found.line and _within(page, found, here)}
    parts = [_rule(found, answers.translate) for found in findings.values() if found.code in BY_CODE]
    offset = page.offset(position)
    if meaning := _meaning(answers, page, offset):
        parts.insert(0, meaning)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))) if parts else None


def _rule(found: Finding, translate: Translate) -> str:
    rule = BY_CODE[found.code]
    head = f"**{found.code}** {found.filled(rule.title, translate)} ({places(found.source, translate)})"
    return "\n\n".join((head, *(found.filled(each, translate) for each in (rule.checks, rule.why, found.remedy))))


def _meaning(answers: Answers, page: _Page, offset: int) -> str:
    start = offset
    while start and _WORD.fullmatch(page.text, start - 1, offset):
        start -= 1
    match = _WORD.match(page.text, start)
    end = match.end() if match else offset
    spot = spot_at(page.text, max(end, offset), page.text_format)
    if spot is None:
        return ""
    word = page.text[spot.start : end].strip("\"'")
    path = (*spot.path, *word.split(".")) if spot.is_key else spot.path
    return _vocabulary(answers, page).meaning(path)


def _vocabulary(answers: Answers, page: _Page) -> Vocabulary:
    return answers.vocabulary("governance" if _GOVERNANCE.search(page.text) else "dossier")


# ---- quick fixes


def _actions(answers: Answers, page: _Page, params: types.CodeActionParams) -> list[types.CodeAction]:
    """
    Return what can be fixed at a place, and all that can be fixed.
    """
    found = [
        types.CodeAction(
            title=_fix_title(each, answers.translate),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[_diagnostic(page, each, answers.translate)],
            is_preferred=True,
            edit=_edit(page, [page.edit(change) for change in each.replacements]),
        )
        for each in page.findings
        if each.replacements and _within(page, each, params.range)
    ]
    if any(each.replacements for each in page.findings):
        better = fixed(page.text, page.text_format, lambda text: answers.judge(text, page.name, page.text_format)).text
        everything = types.TextEdit(page.span(0, len(page.text)), better)
        title = answers.translate(N_("Fix all that can be fixed"))
        found.append(types.CodeAction(title=title, kind=FIX_ALL, edit=_edit(page, [everything])))
    only = params.context.only
    return [each for each in found if only is None or _is_wanted(each, only)]


def _is_wanted(action: types.CodeAction, only: Iterable[str]) -> bool:
    own = _plain(action.kind)
    return any(own == kind or own.startswith(f"{kind}.") for kind in map(_plain, only))


def _plain(kind: str | types.CodeActionKind | None) -> str:
    """
    Return a kind as it is sent: those that the protocol knows come as members of an enumeration.
    """
    return kind.value if isinstance(kind, types.CodeActionKind) else kind or ""


def _fix_title(found: Finding, translate: Translate) -> str:
    return translate(N_("Fix {code}: {title}")).format(code=found.code, title=translate(found.title))


def _edit(page: _Page, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={page.document.uri: edits})


# ---- completion


def _completions(answers: Answers, page: _Page, position: types.Position) -> list[types.CompletionItem]:
    offset = page.offset(position)
    spot = spot_at(page.text, offset, page.text_format)
    if spot is None:
        return []
    quote = page.text[spot.start] if page.text[spot.start : spot.start + 1] in {'"', "'"} and spot.start < offset else ""
    end = offset + (quote != "" and page.text[offset : offset + 1] == quote)
    where = page.span(spot.start, end)
    words = _vocabulary(answers, page).at(spot, page.text)
    return [_item(word, where, _written(word, quote, page, end)) for word in words]


def _written(word: Word, quote: str, page: _Page, end: int) -> str:
    """
    Return *word* as it is written: quoted where it has to be, a key with what follows it.
    """
    if not word.is_key:
        quote = quote or '"'
        return f"{quote}{word.text}{quote}"
    if page.text_format == "toml":
        followed = page.text[end : page.text.find("\n", end) + 1 or None].lstrip().startswith("=")
        return f"{quote}{word.text}{quote}" + ("" if followed else " = ")
    followed = page.text[end:].lstrip().startswith(":")
    return f'"{word.text}"' + ("" if followed else ": ")


def _item(word: Word, where: types.Range, text: str) -> types.CompletionItem:
    kind = types.CompletionItemKind.Property if word.is_key else types.CompletionItemKind.EnumMember
    return types.CompletionItem(
        label=word.text, kind=kind, documentation=word.means or None, filter_text=text, text_edit=types.TextEdit(where, text)
    )
