"""
`explain`: one rule or one reading, its reason and its source; or who owns, who pays, who decides.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention.who import who
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownNatureError
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.report.explain import explain_text, explain_to_dict, reading_text, reading_to_dict
from dmsi_rules.report.styled import Line
from dmsi_rules.report.topics import Topic, found_by, topics, topics_text, topics_to_dict
from dmsi_rules.report.who import who_text
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules explain DEP001
  dmsi-rules explain missing-required-service --format json
  dmsi-rules explain term_end                      a reading: what it asks, its values
  dmsi-rules explain commune-cabling               who owns it, who pays for it
  dmsi-rules explain disputes                      who decides
  dmsi-rules explain art. 13                       what rests on an article
  dmsi-rules explain audit                         what is about it
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare what is to be explained.
    """
    what = N_("a rule's code (DEP001), an article (art. 13), or plain words; without any, all that there is to explain")
    command.add_argument("words", nargs="*", metavar=N_("WHAT"), help=what)
    own_rules(command)


def run(session: Session, sink: Sink) -> int:
    """
    Explain one rule or one reading, or tell who owns, who pays, who decides.
    """
    asked = " ".join(session.arguments.words)
    if not session.arguments.words:
        return _topics(session, sink, list(topics(session.rules or RULES, session.terms, session.translate)))
    rule = next((rule for rule in session.rules or RULES if asked.casefold() in {rule.code.casefold(), rule.name}), None)
    if rule is None:
        return _who(session, sink, asked)
    data = {**session.heading(), **explain_to_dict(rule, session.translate_data, session.terms.on(session.as_of))}
    session.write(sink, data, lambda width: explain_text(rule, session.translate, width, session.terms.on(session.as_of)))
    return 0


def _who(session: Session, sink: Sink, asked: str) -> int:
    try:
        answer = who(asked, convention=session.convention)
    except UnknownNatureError:
        return _reading(session, sink, asked)
    data = {**session.heading(), **answer.to_dict(session.translate_data)}
    session.write(sink, data, lambda width: who_text(answer, session.translate, width))
    return 0


def _reading(session: Session, sink: Sink, asked: str) -> int:
    name = asked.casefold().replace("-", "_")
    if name not in SWITCHES:
        return _named(session, sink, asked)
    data = {**session.heading(), **reading_to_dict(name, session.translate_data, session.terms.on(session.as_of))}
    session.write(sink, data, lambda width: reading_text(name, session.translate, width, session.terms.on(session.as_of)))
    return 0


def _named(session: Session, sink: Sink, asked: str) -> int:
    """
    Tell what stands at the place of the text that *asked* names, or is about its words; or what is called nearly so.
    """
    known = list(topics(session.rules or RULES, session.terms, session.translate))
    if found := found_by(asked, known):
        return _topics(session, sink, found)
    # Of a reading's value, the reading.
    hint = next((name for name, values in SWITCHES.items() if asked in values), None)
    names = (*(each.code for each in known), *(rule.name for rule in session.rules or RULES))
    hint = hint or hinted(asked, names).get("hint")
    if hint:
        session.complain(N_("there is nothing called `{code}` to explain; did you mean `{hint}`?"), code=asked, hint=hint)
    else:
        session.complain(N_("there is nothing called `{code}` to explain; `explain` alone lists all that there is"), code=asked)
    return UNUSABLE


def _topics(session: Session, sink: Sink, found: list[Topic]) -> int:
    data = {**session.heading(), **topics_to_dict(found)}
    session.write(sink, data, lambda width: [*topics_text(found, session.translate, width), *_answers(session, found, width)])
    return 0


def _answers(session: Session, found: Sequence[Topic], width: int) -> Iterator[Line]:
    """
    Yield who owns, who pays or who decides, where only one such thing was found.
    """
    asked = [each.code for each in found if each.kind in {"nature", "matter"}]
    if len(asked) == 1:
        yield ()
        yield from who_text(who(asked[0], convention=session.convention), session.translate, width)


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
)
