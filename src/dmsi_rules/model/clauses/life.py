"""
The life of a convention: its term, requests and exits, and the last days for them.
"""

from typing import Literal

from dmsi_rules.model.entries import Entry
from dmsi_rules.model.readings import (
    ExitForm,
    LateInLastYear,
    LetterDate,
    MandateSilence,
    NoticeCountsTo,
    NoticeLimit,
    Start,
    TermEnd,
)
from dmsi_rules.model.scalars import AnyCode, Count, DayOrYear, Flag, MonthDay, Quantity, Text
from dmsi_rules.values.record import record

Ground = Literal["late-notice", "conditions-unmet", "no-resources"]
Lateness = Literal["may-be-held", "next-year", "void"]


@record(kw_only=True)
class Limit:
    """
    A last day: so many calendar `months` before something, none for no notice, or the last such `day` of a year before it.
    """

    months: Count | None = None
    day: MonthDay | None = None
    before: Literal["year", "opening", "year-end", "term-end"]


# ---- the term


@record(kw_only=True)
class StartClause(Entry):
    """
    From which day on the convention is carried out.
    """

    start: Start


@record(kw_only=True)
class LengthClause(Entry):
    """
    How long it lasts: by mandates that end with the councils' `renewals`, for so many `years`, or without end.
    """

    kind: Literal["mandate", "fixed", "unlimited"]
    renewals: tuple[DayOrYear, ...] = ()
    term_end: TermEnd | None = None
    years: Quantity | None = None


@record(kw_only=True)
class ReaffirmationClause(Entry):
    """
    Membership is reaffirmed at the start of a mandate.
    """

    mandate_silence: MandateSilence | None = None


@record(kw_only=True)
class TermClauses:
    """
    The life of the convention.
    """

    source: Text | None = None
    start: tuple[StartClause, ...]
    length: tuple[LengthClause, ...]
    reaffirmation: tuple[ReaffirmationClause, ...] = ()


# ---- requests


@record(kw_only=True)
class NoticeClause(Entry):
    """
    Until when a request is in time for an opening.
    """

    limit: Limit
    notice_limit: NoticeLimit | None = None
    notice_counts_to: NoticeCountsTo | None = None


@record(kw_only=True)
class RefusalClause(Entry):
    """
    The grounds, and only those, on which a request may be declined.
    """

    grounds: tuple[Ground, ...]


@record(kw_only=True)
class FormClause(Entry):
    """
    The request's form: the services that have a line in it, who signs it, whether it prints prices.
    """

    services: tuple[AnyCode, ...]
    signers: tuple[AnyCode, ...] = ()
    prints_prices: Flag = False


@record(kw_only=True)
class RequestClauses:
    """
    How services are asked for.
    """

    source: Text | None = None
    notice: tuple[NoticeClause, ...] = ()
    refusal: tuple[RefusalClause, ...] = ()
    form: tuple[FormClause, ...] = ()


# ---- exits


@record(kw_only=True)
class ExitNoticeClause(Entry):
    """
    Until when an exit is notified in time, and what becomes of a `late` one.
    """

    limit: Limit
    late: Lateness
    letter_date: LetterDate | None = None
    late_in_last_year: LateInLastYear | None = None


@record(kw_only=True)
class ExitFormClause(Entry):
    """
    The form of a notice of exit; what is absent is not asked for.
    """

    registered_letter: Flag = False
    sender: tuple[AnyCode, ...] = ()
    sender_doubtful: tuple[AnyCode, ...] = ()
    addressee: tuple[AnyCode, ...] = ()
    exit_form: ExitForm | None = None


@record(kw_only=True)
class PartialExitClause(Entry):
    """
    A member may drop some services and keep the base; what that `needs`.
    """

    needs: tuple[Literal["amendment"], ...] = ()


@record(kw_only=True)
class ExitClauses:
    """
    How a member leaves.
    """

    source: Text | None = None
    notice: tuple[ExitNoticeClause, ...] = ()
    form: tuple[ExitFormClause, ...] = ()
    partial: tuple[PartialExitClause, ...] = ()
