"""
What of a check is asked, and what of it is accepted: rules chosen, waivers, a baseline.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dmsi_rules.cli._reports import Judged, Output
from dmsi_rules.report.json import to_json_line
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.cli._session import Session
    from dmsi_rules.model.waivers import Waiver
    from dmsi_rules.report.formats import Run
    from dmsi_rules.rulebook import Rule

BASELINE = "baseline"
HEAD = {BASELINE: 1}
"""
The first line of a baseline.
"""


def choice(command: argparse.ArgumentParser) -> None:
    """
    Declare `--select`, `--ignore` and `--waivers`.
    """
    codes = N_("CODES")
    only = N_("ask only the rules whose code begins so (comma-separated, repeatable)")
    command.add_argument("--select", action=_Codes, metavar=codes, help=only)
    command.add_argument("--ignore", action=_Codes, metavar=codes, help=N_("do not ask the rules whose code begins so"))
    command.add_argument(
        "--waivers", metavar=N_("FILE"), help=N_("findings that are accepted, with reason and last day (TOML)")
    )


def baseline(command: argparse.ArgumentParser) -> None:
    """
    Declare `--baseline`.
    """
    command.add_argument(
        "--baseline",
        metavar=N_("FILE"),
        help=N_("findings known from before, which fail nothing; written where there is no such file"),
    )
    command.add_argument("--update-baseline", action="store_true", help=N_("write the baseline anew"))


class _Codes(argparse.Action):
    """
    Codes, separated by commas, and those of the same option given again; they take the place of those in the settings.
    """

    def __call__(self, _parser: Any, namespace: Any, values: Any, _option: str | None = None) -> None:
        given = f"{self.dest}_given"
        codes = [*getattr(namespace, given, ()), *(word.strip() for word in values.split(",") if word.strip())]
        setattr(namespace, given, codes)
        setattr(namespace, self.dest, codes)


def rules_chosen(rules: Sequence[Rule] | None, arguments: argparse.Namespace) -> Sequence[Rule] | None:
    """
    Return those of *rules* that a command line chooses; None where it is all of the convention's.

    Raises:
        UnknownRuleError: a code, or the beginning of one, that no rule has.
    """
    select, ignore = getattr(arguments, "select", None), getattr(arguments, "ignore", None)
    if select is None and ignore is None:
        return rules
    from dmsi_rules.checking.choice import selected  # noqa: PLC0415  (few choose)
    from dmsi_rules.rulebook import RULES  # noqa: PLC0415  (as above)

    return selected(rules or RULES, select, ignore)


def waivers_in(arguments: argparse.Namespace, rules: Sequence[Rule] | None) -> tuple[Waiver, ...]:
    """
    Return the waivers that a command line names.

    Raises:
        WaiversError: with every fault found, each at its place.
    """
    name = getattr(arguments, "waivers", None)
    if name is None:
        return ()
    from dmsi_rules.answers.choices import load_waivers  # noqa: PLC0415  (few have any)

    return load_waivers(Path(name), rules=rules)


def is_to_write(arguments: argparse.Namespace) -> bool:
    """
    Tell whether the baseline that is named is to be written, not to be compared with.
    """
    file = getattr(arguments, "baseline", None)
    return file is not None and (arguments.update_baseline or not Path(file).exists())


def known_in(arguments: argparse.Namespace) -> frozenset[str]:
    """
    Return the fingerprints in the baseline that a command line names, and compares with.

    Raises:
        BaselineError: it cannot be read, or is none.
    """
    if getattr(arguments, "baseline", None) is None or is_to_write(arguments):
        return frozenset()
    from dmsi_rules.answers.choices import load_baseline  # noqa: PLC0415  (few have one)

    return load_baseline(Path(arguments.baseline))


class Baseline(Output):
    """
    Every finding that is not waived, one a line, so that it is known from now on.
    """

    count = 0

    def piece(self, judged: Judged) -> str:
        report = judged.report
        if report.invalid:
            return ""
        commune = report.commune and report.commune.name
        entries = (
            {"code": found.code, "commune": commune, "about": dict(each.about), "fingerprint": each.fingerprint}
            for found in report.findings
            for each in (found.offenders or (found,))
            if found.waived is None and each.waived is None
        )
        return "".join(map(to_json_line, entries))

    def add(self, piece: str) -> None:
        if not self.written:
            self.write(to_json_line(HEAD))
        self.count += piece.count("\n")
        super().add(piece)

    def end(self, run: Run) -> None:
        if not self.written:
            self.write(to_json_line(HEAD))
        super().end(run)
        name = self.session.arguments.baseline
        sentence = N_("the baseline `{name}` is written: findings known from now on: {count}")
        self.session.complain(sentence, name=name, count=self.count)


class Accepted:
    """
    What is accepted in the course of a run, so that what accepts nothing any more can be told.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._unused = dict.fromkeys(session.waivers)
        self._gone = set(session.known)

    def add(self, accepted: Iterable[Waiver | str]) -> None:
        """
        Note the waivers, and the fingerprints in the baseline, by which something of a document is *accepted*.
        """
        for each in accepted:
            if isinstance(each, str):
                self._gone.discard(each)
            else:
                self._unused.pop(each, None)

    def tell(self) -> None:
        """
        Say which waivers are over, which accept nothing, and what of the baseline is gone.
        """
        session = self._session
        if not session.waivers and not session.known:
            return
        from dmsi_rules.checking.choice import is_over  # noqa: PLC0415  (as above)

        for each in session.waivers:
            if is_over(each, session.as_of):
                sentence = N_("the waiver of {waiver} ended on {until}: it no longer holds")
                session.complain(sentence, waiver=_named(each), until=each.until)
            elif each in self._unused:
                session.complain(N_("the waiver of {waiver} accepts nothing: it can go"), waiver=_named(each))
        if self._gone:
            sentence = N_("of the baseline `{name}`, findings that are gone: {count}; --update-baseline leaves them out")
            session.complain(sentence, name=session.arguments.baseline, count=len(self._gone))


def _named(waiver: Waiver) -> str:
    """
    Return what *waiver* is of, in one word of several parts.
    """
    about = (f"{name}={value}" for name, value in (waiver.about or {}).items())
    parts = ", ".join([*([waiver.dossier] if waiver.dossier else []), *about])
    return f"{waiver.code} ({parts})" if parts else waiver.code
