"""
Files with the fixes of their findings written into them, whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

import attrs

from dmsi_rules.answers.fixing import Fixed, fixed
from dmsi_rules.cli._inputs import STANDARD_INPUT, Input
from dmsi_rules.cli._output import complain, sink_to
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.bounds import BOM
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.mending import TextFormat
from dmsi_rules.documents.sources import content_of, decoded
from dmsi_rules.report.fix import diff_of, fixed_text
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

NO_LINES = N_("`{name}` holds JSON Lines, which are not fixed in their file: `dmsi-rules fix -` writes them out")
NOT_HERE = N_("standard input cannot be fixed by check: `dmsi-rules fix -` writes it out")
NO_PARSER = N_("`{name}` cannot be fixed: the parser of TOML (tree-sitter) cannot be loaded here")
CHANGED = N_("`{name}` was changed by somebody else meanwhile: it is left as it is")
UNWRITTEN = N_("`{name}` could not be written: {reason}")


@record(eq=False)
class Mended:
    """
    One input with its fixes.

    Attributes:
        each: the input as it would be.
        before: its text, and what it is with the fixes.
        after: likewise.
        result: what was fixed, and what there is to say now.
    """

    each: Input
    before: str
    after: str
    result: Fixed


def mended(session: Session, each: Input) -> Mended | None:
    """
    Return *each* with its fixes; None where it cannot be fixed: that has been told.
    """
    if (each.is_line or each.input_format == "jsonl") and not is_standard_input(each, session):
        session.complain(NO_LINES, name=each.name)
        return None
    try:
        if isinstance(each.content, Faults):
            raise each.content
        text = decoded(each.content)
    except Faults:
        return Mended(each, "", "", Fixed("", session.report(each)))
    kind: TextFormat = "toml" if each.input_format == "toml" else "json"
    try:
        result = fixed(
            text, kind, lambda changed: session.accepted(session.report(attrs.evolve(each, content=changed.encode())))
        )
    except ImportError:
        session.complain(NO_PARSER, name=each.name)
        return None
    mark = BOM if each.content.decode().startswith(BOM) else ""
    return Mended(attrs.evolve(each, content=(mark + result.text).encode()), text, result.text, result)


def fix_file(session: Session, each: Input) -> Input | None:
    """
    Return *each* as it is in its file once its fixes are written there, or with `--diff` only shown, on standard error.

    None where it cannot be fixed: that has been told.
    """
    found = mended(session, each)
    if found is None:
        return None
    if not found.result.done:
        return each
    if session.arguments.diff:
        complain(diff_of(each.name, found.before, found.after).rstrip("\n"))
        return each
    if is_standard_input(each, session):
        session.complain(NOT_HERE)
        return None
    if not write(session, each, found.each):
        return None
    complain(to_plain(fixed_text(each.name, found.result.done, translate=session.translate)).rstrip())
    return found.each


def write(session: Session, before: Input, after: Input) -> bool:
    """
    Write what an input has become into its file, unless somebody else has; tell whether it is there now.
    """
    if before.content == after.content:
        return True
    path = Path(before.name)
    try:
        if not path.is_file() or content_of(path) != before.content:
            session.complain(CHANGED, name=before.name)
            return False
        assert isinstance(after.content, bytes)  # noqa: S101  (what was fixed could be read)
        with sink_to(before.name, data=True) as sink:
            sink.write(after.content.decode())
    except (OSError, Faults) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        session.complain(UNWRITTEN, name=before.name, reason=reason)
        return False
    return True


def is_standard_input(each: Input, session: Session) -> bool:
    """
    Tell whether *each* is what standard input gives, whatever it is called.
    """
    return each.name.removesuffix(f":{each.line}") in {STANDARD_INPUT, session.arguments.stdin_filename}
