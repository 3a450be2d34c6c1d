"""
A command carried out: the terms and the day found, the answer written whole or not at all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from dmsi_rules.cli._choice import is_to_write, known_in, rules_chosen, waivers_in
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import complain, sink_to
from dmsi_rules.cli._own_rules import rules_in
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention import load_convention, load_conventions
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.lifecycles import load_lifecycles
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate

TWICE = N_("two answers would be written to `{name}`, and one of them lost: name a file for each")
OVERWRITES = N_("the answer would overwrite `{name}`, which it is made from: name another file to write")
NAMING = (
    "files",
    "inventory",
    "file",
    "old",
    "new",
    "convention",
    "lifecycles",
    "rules",
    "columns",
    "waivers",
    "baseline",
    "settings",
    "snapshots",
)
"""
The arguments that name what is read.
"""


def run(command: Command, arguments: argparse.Namespace, translate: Translate) -> int:
    """
    Carry out *command* as *arguments* say, answer in the language of *translate*, and return the exit status.
    """
    written = [arguments.output, *(file for _, file in getattr(arguments, "beside", ()))]
    overwritten = next(filter(None, (_input_at(file, arguments) for file in written)), None)
    if is_to_write(arguments):
        written.append(arguments.baseline)
        overwritten = overwritten or _input_at(arguments.baseline, arguments, but="baseline")
    if overwritten:
        complain("dmsi-rules: " + fill(translate(OVERWRITES), {"name": overwritten}, translate))
        return UNUSABLE
    if (twice := _written_twice(written)) is not None:
        complain("dmsi-rules: " + fill(translate(TWICE), {"name": twice}, translate))
        return UNUSABLE
    if getattr(arguments, "csv_dialect", None) and arguments.format != "csv":
        complain("dmsi-rules: " + translate(N_("--csv-dialect needs --format csv")))
        return UNUSABLE
    if arguments.settings is not None:
        complain("dmsi-rules: " + fill(translate(N_("settings from `{name}`")), {"name": arguments.settings}, translate))
    paths, table = arguments.convention, getattr(arguments, "lifecycles", None)
    as_of = arguments.as_of or dt.date.today()  # noqa: DTZ011  (a commune's day is the local one)
    rules = rules_in(getattr(arguments, "rules", None))
    terms = terms_of(load_conventions([*map(Path, paths)]) if paths else load_convention(), arguments.readings, as_of)
    session = Session(
        arguments=arguments,
        terms=terms,
        lifecycles=load_lifecycles(Path(table)) if table is not None else None,
        as_of=as_of,
        translate=_in_words(translate, terms),
        rules=rules_chosen(rules, arguments),
        waivers=waivers_in(arguments, rules),
        known=known_in(arguments),
    )
    is_data = arguments.format != "text" or arguments.command == "schema"
    with sink_to(arguments.output, data=is_data) as sink:
        return command.run(session, sink)


def _in_words(translate: Translate, terms: Terms) -> Translate:
    """
    Return *translate* with what codes are called by *terms*, where its readers are told that.
    """
    if reads_codes(translate):
        return translate
    from dmsi_rules.convention.glossary import glossary  # noqa: PLC0415  (English needs none)
    from dmsi_rules.locale import called_by  # noqa: PLC0415  (as above)

    return called_by(glossary(terms), translate)


def _written_twice(written: Iterable[str | None]) -> str | None:
    """
    Return the name of the file that several answers are to be written to, if there is one.
    """
    seen: set[str] = set()
    for name in filter(None, written):
        place = os.path.abspath(name)  # noqa: PTH100  (it may be no name of a file at all)
        if place in seen and (os.path.isfile(place) or not os.path.exists(place)):  # noqa: PTH110, PTH113  (a device takes all)
            return name
        seen.add(place)
    return None


def _input_at(output: str | None, arguments: argparse.Namespace, but: str | None = None) -> str | None:
    """
    Return the name of the file that is both read and to be written, if there is one; the argument *but* does not count.
    """
    if output is None or not os.path.isfile(output):  # noqa: PTH113  (what cannot be a name is not a file)
        return None
    named = [getattr(arguments, name, None) for name in NAMING if name != but]
    names = [each for names in named if names for each in ([names] if isinstance(names, str) else names)]
    return next((name for name in names if os.path.isfile(name) and os.path.samefile(name, output)), None)  # noqa: PTH113, PTH121
