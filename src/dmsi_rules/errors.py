"""
What goes wrong before a rule can be asked: unreadable documents, unfit conventions, misuse.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import Translate

__all__ = [
    "BaselineError",
    "ColumnsError",
    "ConventionError",
    "DataError",
    "DmsiRulesError",
    "Fault",
    "InvalidValueError",
    "LifecyclesError",
    "RuleError",
    "SettingsError",
    "TableError",
    "UnknownLanguageError",
    "UnknownNatureError",
    "UnknownReadingError",
    "UnknownRuleError",
    "UnknownSchemaError",
    "UnknownServiceError",
    "WaiversError",
    "WrongPeriodError",
]


class DmsiRulesError(ValueError):
    """
    Base of every error that this package raises on purpose.
    """


class Fault(DmsiRulesError):  # noqa: N818  (it becomes a finding; to most it is never an error)
    """
    One thing wrong at one place of a document. It climbs until the place is known.

    Args:
        code: the rule that it breaks, `DOC000` to `DOC007`.
        message: one line marked for translation, with the facts as its fields.
        path: JSON pointer of the place, as far as it is known.
        facts: what the message says, as data.
        where: line and column of the place, where a text tells them.
    """

    def __init__(
        self,
        code: str,
        message: str,
        path: str = "",
        facts: Mapping[str, object] | None = None,
        where: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(code, message, path, facts, where)
        self.code = code
        self.path = path
        self.where = where
        self._message = message
        self._facts = facts or {}

    @property
    def message(self) -> str:
        """
        One line marked for translation, with the facts as its fields.
        """
        return self._message

    @property
    def facts(self) -> Mapping[str, object]:
        """
        What the message says, as data.
        """
        return self._facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((self.code, self.path))

    def _compared(self) -> tuple[object, ...]:
        return self.code, self.message, self.path, self.facts, self.where

    def at(self, path: str) -> Fault:
        """
        Return the same fault, found at *path*.
        """
        return Fault(self.code, self.message, path, self.facts, self.where)

    def render(self, translate: Translate) -> str:
        """
        Return the place and what is wrong there, in one line of the language that *translate* turns sentences into.
        """
        return f"{visible(self.path) or '/'}: {fill(translate(self.message), self.facts, translate)}"

    def __str__(self) -> str:
        return self.render(str)


def after_name(name: str | None, text: str) -> str:
    """
    Return *text* after the name of the file that it is about, if there is one.
    """
    return text if name is None else f"{visible(name)}: {text}"


class DataError(DmsiRulesError):
    """
    A file of data that cannot be used.

    Attributes:
        faults: every problem found, each with the JSON pointer of its place.
        name: the file's name, where the caller gave a `Path`.
    """

    def __init__(self, faults: tuple[Fault, ...], name: str | None = None) -> None:
        super().__init__(faults)
        self.faults = faults
        self.name = name

    def __str__(self) -> str:
        return after_name(self.name, "; ".join(map(str, self.faults)))


class ConventionError(DataError):
    """
    A convention's data that cannot be used.
    """


class BaselineError(DataError):
    """
    A baseline that cannot be used.
    """


class WaiversError(DataError):
    """
    A file of waivers that cannot be used.
    """


class SnapshotsError(DataError):
    """
    A spreadsheet of monthly snapshots that cannot be used.
    """


class SettingsError(DataError):
    """
    A file of settings that cannot be used.
    """


class LifecyclesError(DataError):
    """
    A table of operating-system lifecycles that cannot be used.
    """


class ColumnsError(DataError):
    """
    A file of the headings of lists that cannot be used.
    """


class InvalidValueError(DataError):
    """
    A part of a document that cannot be made of what it is given.

    Attributes:
        faults: every problem found, each with the JSON pointer of its place in the part.
        name: the class of the part.
    """


class _MisuseError(DmsiRulesError):
    """
    A word of the caller's that means nothing here.

    Args:
        message: one line marked for translation, with the facts as its fields.
        facts: what the message says, as data.
    """

    def __init__(self, message: str, facts: Mapping[str, object]) -> None:
        super().__init__(message, facts)
        self.message = message
        self.facts = facts

    def render(self, translate: Translate) -> str:
        """
        Return what is wrong in one line of the language that *translate* turns sentences into.
        """
        return fill(translate(self.message), self.facts, translate)

    def __str__(self) -> str:
        return self.render(str)


class UnknownReadingError(_MisuseError):
    """
    A reading's name or value that does not exist.
    """


class UnknownRuleError(_MisuseError):
    """
    A code, or the beginning of one, that no rule has.
    """


class UnknownNatureError(_MisuseError):
    """
    A nature or a matter that the convention says nothing of.
    """


class UnknownLanguageError(_MisuseError):
    """
    A language that nothing is said in.
    """


class RuleError(_MisuseError):
    """
    A rule of the caller's own that is not one, or does not answer as rules do.
    """


class UnknownSchemaError(_MisuseError):
    """
    A kind of document or answer that does not exist.
    """


class UnknownServiceError(_MisuseError, KeyError):
    """
    A service that the catalogue does not have.
    """


class WrongPeriodError(_MisuseError):
    """
    What is to be billed is neither a year nor half of one.
    """


class UnknownRequestError(_MisuseError):
    """
    A request that the dossier does not have.
    """


class TableError(_MisuseError):
    """
    A table of requests with a column that cannot be used: `facts["column"]` names it.
    """
