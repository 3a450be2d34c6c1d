"""
The command line.
"""

from collections.abc import Sequence

from dmsi_rules.cli._output import close_after_broken_pipe, complain
from dmsi_rules.cli._parser import parse
from dmsi_rules.errors import ConventionError, Fault

__all__ = ["main"]

UNUSABLE = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command line and return its exit status; nothing that happens reaches the user as a traceback.
    """
    try:
        arguments = parse(argv)
        from dmsi_rules.cli import _commands  # noqa: PLC0415  (a wrong option or --help need not wait for it)

        return _commands.run(arguments)
    except ConventionError as error:
        return _unusable(f"the convention cannot be used ({len(error.faults)}):", *map(_told, error.faults))
    except BrokenPipeError:
        return close_after_broken_pipe()
    except KeyboardInterrupt:
        complain("dmsi-rules: interrupted")
        return INTERRUPTED
    except OSError as error:
        return _unusable(f"the answer could not be written: {error.strerror or error}")


def _unusable(*sentences: str) -> int:
    first, *others = sentences
    complain(f"dmsi-rules: {first}")
    for sentence in others:
        complain(f"  {sentence}")
    return UNUSABLE


def _told(fault: Fault) -> str:
    return str(fault)
