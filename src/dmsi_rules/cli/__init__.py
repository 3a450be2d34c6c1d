"""
The command line.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from dmsi_rules.cli._output import close_after_broken_pipe, complain
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dmsi_rules.errors import DataError, RuleError, UnknownRuleError
    from dmsi_rules.text.marks import Translate

__all__ = ["main", "run"]

UNUSABLE = 2
FAILED = 3
INTERRUPTED = 130
TRACEBACK = "DMSI_RULES_TRACEBACK"
LONGEST_REASON = 200


def run() -> NoReturn:
    """
    Run the command line as a process of its own, which starts and ends as fast as it can.

    It lives too shortly for the collector of cyclic garbage to earn its keep at every few hundred objects, and
    nothing that it holds needs to be taken apart at the end.
    """
    gc.set_threshold(100_000, 20, 20)
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:  # noqa: PLR0911  (each way to end has its status)
    """
    Run the command line and return its exit status; nothing that happens reaches the user as a traceback.
    """
    translate: Translate = str
    try:
        # Imported as late as possible, so that an interruption while they load ends cleanly too.
        from dmsi_rules.cli._language import translator_for  # noqa: PLC0415

        given = sys.argv[1:] if argv is None else argv
        translate = translator_for(given)
        if "_ARGCOMPLETE" in os.environ:
            _complete(translate)
        from dmsi_rules.cli import _front  # noqa: PLC0415

        _front.show(given, translate)
        from dmsi_rules.cli import _parser, _run  # noqa: PLC0415
        from dmsi_rules.errors import DataError, RuleError, UnknownRuleError  # noqa: PLC0415

        try:
            return _run.run(*_parser.parse(given, translate), translate)
        except (DataError, RuleError, UnknownRuleError) as error:
            return _unusable(*_sentences(error, translate))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:
        return close_after_broken_pipe()
    except KeyboardInterrupt:
        complain("dmsi-rules: " + translate(N_("interrupted")))
        return INTERRUPTED
    except OSError as error:
        from dmsi_rules.text.fill import fill  # noqa: PLC0415  (as above)
        from dmsi_rules.values.own_files import PackageFileError  # noqa: PLC0415  (as above)

        sentence = N_("the answer could not be written: {reason}")
        if isinstance(error, PackageFileError):
            sentence = N_("the program is not installed in full: its file {name} cannot be read: {reason}")
        elif error.filename is not None:
            sentence = N_("the answer could not be written to {name}: {reason}")
        facts = {"name": error.filename, "reason": error.strerror or str(error)}
        return _unusable(fill(translate(sentence), facts, translate))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is not the user's)
        return _failed(error, translate)


def _complete(translate: Translate) -> None:
    """
    Answer a shell that asks how a command line may go on, where argcomplete is installed.
    """
    with suppress(ImportError):
        from dmsi_rules.cli._completion import offer  # noqa: PLC0415  (only a shell asks)

        offer(translate)


def _sentences(error: DataError | RuleError | UnknownRuleError, translate: Translate) -> tuple[str, ...]:
    """
    Return what is wrong with data or rules of the caller's own, the first sentence at the head of the others.
    """
    from dmsi_rules import errors  # noqa: PLC0415  (as above)
    from dmsi_rules.text.fill import fill  # noqa: PLC0415  (as above)

    if not isinstance(error, errors.DataError):
        return (error.render(translate),)
    told = {
        errors.BaselineError: N_("the baseline {name} cannot be used ({count}):"),
        errors.ColumnsError: N_("the file of columns {name} cannot be used ({count}):"),
        errors.ConventionError: N_("the convention {name} cannot be used ({count}):"),
        errors.LifecyclesError: N_("the table of lifecycles {name} cannot be used ({count}):"),
        errors.SettingsError: N_("the settings {name} cannot be used ({count}):"),
        errors.SnapshotsError: N_("the monthly photographs {name} cannot be used ({count}):"),
        errors.WaiversError: N_("the waivers {name} cannot be used ({count}):"),
    }
    facts = {"name": error.name, "count": len(error.faults)}
    return fill(translate(told[type(error)]), facts, translate), *(fault.render(translate) for fault in error.faults)


def _failed(error: Exception, translate: Translate) -> int:
    """
    Say that the program itself failed: with the trace where a developer asks for it, in one line else.
    """
    if os.environ.get(TRACEBACK):
        import traceback  # noqa: PLC0415  (hardly ever wanted)

        complain("".join(traceback.format_exception(error)).rstrip())
    sentence = N_(
        "the program failed: {reason}. This is not your document's fault; {variable}=1 in the environment shows where"
    )
    if isinstance(error, MemoryError):
        sentence = N_("the program failed: there is not enough memory")
    words = {"reason": " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON], "variable": TRACEBACK}
    from dmsi_rules.text.fill import fill  # noqa: PLC0415  (as above)

    complain("dmsi-rules: " + fill(translate(sentence), words, translate))
    return FAILED


def _unusable(*sentences: str) -> int:
    first, *others = sentences
    complain(f"dmsi-rules: {first}")
    for sentence in others:
        complain(f"  {sentence}")
    return UNUSABLE
