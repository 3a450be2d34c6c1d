"""
The language server as an editor uses it: a process of its own, spoken to by a client of the protocol.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.cli.command import process, surroundings

DOSSIER = """\
# é \U0001f3db
[commune]
name = "\U0001f3db Lens"

[request]
date = 2025-05-20
lines = [
  { service = "socle" },
  { service = "postes", quantity = 12, opening = 2026-01-01 }, # \U0001f3db
  { service = "reseau", quantity = 3, opening = 2026-01-01 },
]
"""
URI = "file:///tmp/lens.toml"
DAY = "2025-06-01"


class Editor:
    """
    A client, and what the server has told it.
    """

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.told.put_nowait(params))  # noqa: PLW0108  (pygls marks it)

    async def shown(self, text: str, uri: str = URI, language: str = "toml") -> dict[str, types.Diagnostic]:
        """
        Open a document and return what is told of it, by code.
        """
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text)))
        return await self.findings()

    async def findings(self) -> dict[str, types.Diagnostic]:
        """
        Return what is told next.
        """
        found = await asyncio.wait_for(self.told.get(), 20)
        return {str(each.code): each for each in found.diagnostics}

    async def completed(self, text: str, uri: str = URI, language: str = "toml") -> dict[str, str]:
        """
        Return what may be written at `|`, and the text with it.
        """
        before, _, after = text.partition("|")
        whole = before + after
        await self.shown(whole, uri, language)
        found = await self.client.text_document_completion_async(
            types.CompletionParams(types.TextDocumentIdentifier(uri), position(before))
        )
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await self.findings()
        assert isinstance(found, list)
        return {each.label: edited(whole, [each.text_edit]) for each in found}


def position(before: str) -> types.Position:
    """
    Return where a text ends, as the protocol counts: UTF-16 units in the last line.
    """
    return types.Position(before.count("\n"), len(before.rpartition("\n")[2].encode("utf-16-le")) // 2)


def part(text: str, where: types.Range) -> str:
    """
    Return the text within *where*.
    """
    start, end = (offset(text, place) for place in (where.start, where.end))
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")


def offset(text: str, place: types.Position) -> int:
    """
    Return the byte in UTF-16 at *place*.
    """
    return sum(len(line.encode("utf-16-le")) + 2 for line in text.split("\n")[: place.line]) + 2 * place.character


def edited(text: str, edits: Any) -> str:
    """
    Return *text* with one edit made.
    """
    (edit,) = edits
    units = text.encode("utf-16-le")
    start, end = (offset(text, place) for place in (edit.range.start, edit.range.end))
    added: str = edit.new_text
    return (units[:start] + added.encode("utf-16-le") + units[end:]).decode("utf-16-le")


async def ended(client: LanguageClient) -> int:
    """
    Wait until the server is done by itself, and return its status.
    """
    server = client._server  # pygls keeps it so
    assert server is not None
    return await asyncio.wait_for(server.wait(), 20)


def spoken(ask: Callable[[Editor], Awaitable[None]], *options: str) -> None:
    """
    Start the server, let *ask* speak with it, and end it as an editor does.
    """

    async def speak() -> None:
        client = LanguageClient("tests", "1")
        editor = Editor(client)
        await client.start_io(*process("server", "--as-of", DAY, *options), env=surroundings())
        try:
            await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
            client.initialized(types.InitializedParams())
            await ask(editor)
        finally:
            await client.shutdown_async(None)
            client.exit(None)
            assert 0 == await ended(client)
            await client.stop()  # type: ignore[no-untyped-call]  # pygls leaves it so

    asyncio.run(asyncio.wait_for(speak(), 60))


def test_findings_while_typing() -> None:
    """
    Each is underlined where it stands; a change brings others; what is unknown is information; a closed file has none.
    """

    async def ask(editor: Editor) -> None:
        found = await editor.shown(DOSSIER)
        assert ("3", types.DiagnosticSeverity.Error) == (part(DOSSIER, found["TAR002"].range), found["TAR002"].severity)
        assert "`reseau` is asked for 3 units" in found["TAR002"].message
        assert types.DiagnosticSeverity.Information == found["PER001"].severity
        assert "DOC002" not in found

        start = position(DOSSIER[: DOSSIER.index("quantity = 12")])
        change = types.TextDocumentContentChangePartial(types.Range(start, start), "quality = 1, ")
        uri = types.VersionedTextDocumentIdentifier(2, URI)
        editor.client.text_document_did_change(types.DidChangeTextDocumentParams(uri, [change]))
        found = await editor.findings()
        assert {"DOC002"} == found.keys()
        assert "1" == part(DOSSIER.replace("quantity = 12", "quality = 1, quantity = 12"), found["DOC002"].range)

        whole = types.TextDocumentContentChangeWholeDocument("[commune")
        editor.client.text_document_did_change(types.DidChangeTextDocumentParams(uri, [whole]))
        assert {"DOC000"} == (await editor.findings()).keys()
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
        assert {} == await editor.findings()

    spoken(ask)


def test_hover() -> None:
    """
    The rules of what is underlined, in the language asked for, and what the key means.
    """

    async def ask(editor: Editor) -> None:
        await editor.shown(DOSSIER)
        at = position(DOSSIER[: DOSSIER.index("3, opening")])
        found = await editor.client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(URI), at))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert "**TAR002**" in found.contents.value
        assert "Annexe 5" in found.contents.value
        assert "unité" in found.contents.value
        at = position(DOSSIER[: DOSSIER.index("opening =") + 3])
        found = await editor.client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(URI), at))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert "souhait" in found.contents.value

    spoken(ask, "--lang", "fr")


@pytest.mark.parametrize("kind", ["quickfix", "source.fixAll"])
def test_fixes(kind: str) -> None:
    """
    A quick fix raises the quantity; all that can be fixed is fixed at once.
    """

    async def ask(editor: Editor) -> None:
        await editor.shown(DOSSIER)
        at = position(DOSSIER[: DOSSIER.index("3, opening")])
        found = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(URI), types.Range(at, at), types.CodeActionContext([], only=[kind])
            )
        )
        assert found
        (action,) = found
        assert isinstance(action, types.CodeAction)
        assert kind == action.kind
        assert action.edit is not None
        assert action.edit.changes is not None
        assert DOSSIER.replace("= 3", "= 12") == edited(DOSSIER, action.edit.changes[URI])

    spoken(ask)


def test_completion() -> None:
    """
    Services, the plans of the service, other words and keys, in TOML and in JSON, whatever of the word is there.
    """

    async def ask(editor: Editor) -> None:
        found = await editor.completed('[request]\nlines = [\n  { service = "po|" },\n]')
        assert '[request]\nlines = [\n  { service = "postes" },\n]' == found["postes"]
        assert 11 == len(found)
        found = await editor.completed('[request]\nlines = [{ plan = |, service = "messagerie" }]')
        assert '[request]\nlines = [{ plan = "pro-25", service = "messagerie" }]' == found["pro-25"]
        assert {} == await editor.completed('[request]\nlines = [{ service = "socle", plan = | }]')
        found = await editor.completed("[[openings]]\nser|")
        assert "[[openings]]\nservice = " == found["service"]
        assert {"service", "date", "reported"} == found.keys()
        found = await editor.completed("[termination]\nscope = '|'")
        assert ["[termination]\nscope = 'partial'", "[termination]\nscope = 'total'"] == sorted(found.values())
        found = await editor.completed('kind = "governance"\n[[meetings]]\ncommittee = |')
        assert {"strategic", "operational", "monitoring"} == found.keys()
        assert {} == await editor.completed("# |")

        text = '{"commune": {"name": "A"}, "request": {"lines": [{"|"}]}}'
        found = await editor.completed(text, "file:///tmp/a.json", "json")
        assert text.replace('"|"', '"service": ') == found["service"]
        text = '{"commune": {"name": "A"}, "request": {"lines": [{"service": "|"}]}}'
        assert json.loads((await editor.completed(text, "untitled:1", "json"))["socle"])

    spoken(ask)


def test_other_documents() -> None:
    """
    What is not a dossier's format is left alone.
    """

    async def ask(editor: Editor) -> None:
        uri = "file:///tmp/notes.md"
        editor.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 1, "# notes"))
        )
        at = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 0))
        assert await editor.client.text_document_hover_async(at) is None
        assert editor.told.empty()

    spoken(ask)
