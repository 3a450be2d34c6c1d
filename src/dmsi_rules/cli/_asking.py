"""
What a person at a terminal is asked of a new dossier: each answer is read as a document is, and asked again where it is faulty.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from dmsi_rules.answers.reading import read_document
from dmsi_rules.cli._output import sayable
from dmsi_rules.cli._session import Session
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.errors import Fault
from dmsi_rules.model.scalars import parse_typed_date
from dmsi_rules.office.cells import code_in
from dmsi_rules.text.fill import code_words, fill
from dmsi_rules.text.marks import N_

HEAD = N_("Nothing need be answered: what is left empty is not known yet.")
SERVICES = N_("services asked for, with commas, a plan after a slash ({known})")
OPENING = N_("day on which they are wished to open")


class Question(NamedTuple):
    """
    A question, the place of its answer in the document, and how the answer is read.
    """

    words: str
    path: tuple[str, ...]
    read: Callable[[str], Any] = str


def is_person_there() -> bool:
    """
    Tell whether somebody can be asked.
    """
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def asked(session: Session, schema: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return *given* with what the person at the terminal adds to it.
    """
    _say(session.translate(HEAD) + "\n")
    document = dict(given)
    with suppress(EOFError):  # whoever ends the input is asked no more
        for question in _questions(session, schema):
            if question.path[1] not in document.get(question.path[0], {}):
                document = _answered(session, question, document)
        if "request" in document:
            _date_lines(session, document["request"]["lines"])
    return document


def _questions(session: Session, schema: Mapping[str, Any]) -> Iterator[Question]:
    tables = schema["$defs"]
    yield Question(tables["Commune"]["properties"]["name"]["title"], ("commune", "name"))
    yield Question(tables["Deliberation"]["properties"]["date"]["title"], ("deliberation", "date"), parse_typed_date)
    known = ", ".join(code_words(each, session.translate) for each in session.terms.services)
    words = fill(session.translate(SERVICES), {"known": known}, session.translate)
    yield Question(words, ("request", "lines"), partial(lines_of, terms=session.terms))


def _date_lines(session: Session, lines: list[dict[str, Any]]) -> None:
    """
    Ask for the day on which *lines* are wished to open, and write it in each.
    """
    answer = _answered(session, Question(session.translate(OPENING), ("x-init", "opening"), parse_typed_date), {})
    for line in lines if answer else ():
        line["opening"] = answer["x-init"]["opening"]


def lines_of(text: str, terms: Terms) -> list[dict[str, str]]:
    """
    Return the lines of a request that asks for the services that *text* lists, by their codes or by what they are called.
    """
    parts = (part.strip().partition("/") for part in text.split(",") if part.strip())
    return [
        {"service": code_in(service, terms), **({"plan": code_in(plan, terms)} if plan else {})} for service, _, plan in parts
    ]


def _answered(session: Session, question: Question, document: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return *document* with the answer to *question*, asked until it has no fault; without, where nothing is answered.
    """
    table, key = question.path
    while answer := _typed(question.words):
        try:
            tried = {**document, table: {**document.get(table, {}), key: question.read(answer)}}
            faults = [each for each in _faults(tried, session) if each.path.startswith(f"/{table}/{key}")]
        except Fault as error:
            faults = [error]
        if not faults:
            return tried
        for fault in faults:
            _say("  " + fill(session.translate(fault.message), fault.facts, session.translate) + "\n")
    return dict(document)


def _faults(document: Mapping[str, Any], session: Session) -> tuple[Fault, ...]:
    try:
        read_document(document, kind="dossier", terms=session.terms)
    except Faults as error:
        return error.faults
    return ()


def _typed(words: str) -> str:
    _say(f"{words}: ")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _say(text: str) -> None:
    sys.stderr.write(sayable(text, sys.stderr))
    sys.stderr.flush()
