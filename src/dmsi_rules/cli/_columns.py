"""
`check` of a table of requests: a Parquet file in, its verdicts in columns out, and the findings of the rows that have any.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dmsi_rules.case.admission import admit
from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import UNUSABLE, status_of
from dmsi_rules.cli._output import Sink, sink_to
from dmsi_rules.cli._session import Session
from dmsi_rules.errors import TableError
from dmsi_rules.finding import Origin, Report
from dmsi_rules.report.columns import Summary, Told, columns_text
from dmsi_rules.report.json import to_json_line
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.model.dossier import Dossier
    from dmsi_rules.rulebook import Rule

SUFFIX, FORMAT = ".parquet", "parquet"
FORMATS = ("text", "json", "jsonl")
NEEDS = N_("tables of requests need numpy and pyarrow: install the package with the extra `batch`, as in `dmsi-rules[batch]`")
NOT_TAKEN = ("inventory", "fix", "all_readings", "baseline", "waivers")
"""
What is asked of dossiers alone.
"""


def run(session: Session, sink: Sink) -> int:
    """
    Judge the rows of one table, and return the gravest status.
    """
    arguments = session.arguments
    if not _is_fit(session):
        return UNUSABLE
    try:
        from pyarrow import parquet  # noqa: PLC0415  (an extra)
    except ImportError:
        session.complain(NEEDS)
        return UNUSABLE
    (name,) = arguments.files
    try:
        with _reading():
            table = parquet.ParquetFile(name)
        with table:
            return _checked(table, name, session, sink)
    except TableError as error:
        session.complain("{name}: {reason}", name=name, reason=error.render(session.translate))
    return UNUSABLE


@contextmanager
def _reading() -> Iterator[None]:
    """
    Tell of the file alone what stands in the way of reading it: what cannot be written is another's fault.
    """
    from pyarrow import ArrowException  # noqa: PLC0415  (an extra)

    try:
        yield
    except (ArrowException, OSError) as error:
        raise TableError(N_("cannot be read as Parquet: {reason}"), {"reason": str(error).splitlines()[0]}) from None


def _batches(table: Any, rows: int) -> Iterator[Any]:
    """
    Yield the rows of *table*, so many at once.
    """
    with _reading():
        batches = table.iter_batches(batch_size=rows)
    while True:
        with _reading():
            batch = next(batches, None)
        if batch is None:
            return
        yield batch


def _is_fit(session: Session) -> bool:
    """
    Tell whether the arguments ask for what a table can answer; else that has been told.
    """
    arguments = session.arguments
    asked = next((each for each in NOT_TAKEN if getattr(arguments, each)), None)
    if len(arguments.files) > 1 or not arguments.files[0].endswith(SUFFIX):
        session.complain(N_("a table of requests is one file that ends in .parquet, and nothing beside it"))
    elif arguments.format not in FORMATS:
        session.complain(
            N_("a table of requests is answered as {formats}, not `{given}`"), formats=FORMATS, given=arguments.format
        )
    elif asked:
        session.complain(N_("--{option} is for dossiers, not for a table of requests"), option=asked.replace("_", "-"))
    else:
        return True
    return False


def _checked(table: Any, name: str, session: Session, sink: Sink) -> int:
    arguments = session.arguments
    tally = _Tally(name, session, sink if arguments.format == "jsonl" else None)
    with ExitStack() as files:
        sinks = [files.enter_context(sink_to(file, data=True)) for form, file in arguments.beside if form == FORMAT]
        for answer in tally.answers(table):
            for each in sinks:
                each.write(answer)
    summary = tally.summary()
    if arguments.format == "json":
        session.write(sink, {**session.heading(), **summary.to_dict()}, lambda _: ())
    elif arguments.format == "text":
        session.show(sink, lambda width: columns_text(summary, session.translate, session.terms, width))
    return status_of(tally.reasons)


class _Tally:
    """
    What the rows of a table come to, batch by batch.

    Attributes:
        reasons: why they fail the run: the findings of the first row of each rule and verdict stand for all of these.
    """

    def __init__(self, name: str, session: Session, findings: Sink | None) -> None:
        from dmsi_rules.batch.planning import JUDGING  # noqa: PLC0415  (an extra)

        self.reasons: Counter[str] = Counter()
        self._name = name
        self._session = session
        self._findings = findings
        self._rows = self._clean = self._partial = self._monthly = self._annual = 0
        self._counts: dict[str, Counter[str]] = {}
        self._first: dict[str, int] = {}
        chosen = None if session.rules is None else {rule.code for rule in session.rules}
        self._rules: tuple[Rule, ...] = tuple(rule for rule in JUDGING if chosen is None or rule.code in chosen)

    def answers(self, table: Any) -> Iterator[bytes]:
        """
        Yield the pieces of a Parquet file with what is said of each row of *table*, and count it.
        """
        from pyarrow import Table, parquet  # noqa: PLC0415

        from dmsi_rules.batch import judge as judged  # noqa: PLC0415
        from dmsi_rules.batch.tables import ROWS_AT_ONCE  # noqa: PLC0415

        session, pieces = self._session, _Pieces()
        asked: dict[str, Any] = {"as_of": session.as_of, "convention": session.whole, "readings": session.terms.asked}
        only = [*(rule.code for rule in self._rules), "missing", "costs"]
        empty = judged(table.schema_arrow.empty_table(), only=only, **asked)
        with parquet.ParquetWriter(pieces, empty.schema) as writer:
            for batch in _batches(table, ROWS_AT_ONCE):
                requests = Table.from_batches([batch])
                try:
                    answer = judged(requests, only=only, **asked)
                except TableError as error:
                    raise _moved(error, self._rows) from None
                writer.write_table(answer)
                self._count(requests, answer)
                yield pieces.taken()
        yield pieces.taken()

    def _count(self, requests: Any, answer: Any) -> None:
        """
        Add what is said of *requests*.
        """
        import pyarrow.compute as pc  # noqa: PLC0415

        found = None
        for rule in self._rules:
            for verdict in ("violated", "unknown", "ambiguous"):
                column = answer[f"{rule.code}/{verdict}"]
                count = pc.sum(column).as_py() or 0
                if count:
                    self._tell(rule.code, verdict, count, pc.index(column, value=True).as_py(), requests)
                    found = column if found is None else pc.or_(found, column)
        if found is not None and self._findings is not None:
            for row in pc.indices_nonzero(found).to_pylist():
                self._findings.write(to_json_line(self._report(requests, row).to_dict(self._session.translate_data)))
        self._clean += answer.num_rows - (pc.sum(found).as_py() if found is not None else 0)
        self._partial += pc.sum(answer["partial"]).as_py() or 0
        self._monthly += pc.sum(answer["monthly_cents"]).as_py() or 0
        self._annual += pc.sum(answer["annual_cents"]).as_py() or 0
        self._rows += answer.num_rows

    def _tell(self, code: str, verdict: str, count: int, row: int, requests: Any) -> None:
        counts = self._counts.setdefault(code, Counter({"violated": 0, "unknown": 0, "ambiguous": 0}))
        self._first.setdefault(code, self._rows + row)
        self._first[code] = min(self._first[code], self._rows + row)
        if not counts[verdict]:
            threshold = self._session.threshold
            findings = [each for each in self._report(requests, row).findings if (each.code, each.verdict) == (code, verdict)]
            self.reasons.update(why for each in findings if (why := threshold.why(each)) is not None)
        counts[verdict] += count

    def _report(self, requests: Any, row: int) -> Report:
        """
        Return what a check says of one row, by the rules of columns.
        """
        from dmsi_rules.batch import dossiers  # noqa: PLC0415

        session = self._session
        dossier: Dossier
        (dossier,) = dossiers(requests.slice(row, 1), as_of=session.as_of, convention=session.whole)
        origin = Origin(f"{self._name}:{self._rows + row}", self._name)
        return judge(admit(dossier, session.terms, session.as_of), origin, self._rules)

    def summary(self) -> Summary:
        """
        Return what all rows come to.
        """
        rules = [rule.code for rule in self._rules if rule.code in self._counts]
        return Summary(
            rows=self._rows,
            clean=self._clean,
            partial=self._partial,
            monthly_total=Decimal(self._monthly).scaleb(-2),
            annual_total=Decimal(self._annual).scaleb(-2),
            rules=tuple(Told(code, dict(self._counts[code]), self._first[code]) for code in rules),
        )


class _Pieces(io.RawIOBase):
    """
    A file whose pieces are taken as they are written.
    """

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._written.append(piece)
        self._size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        """
        Return what has been written since it was last asked.
        """
        found = b"".join(self._written)
        self._written.clear()
        return found


def _moved(error: TableError, rows: int) -> TableError:
    """
    Return *error* with its row counted from the first of the file.
    """
    row = error.facts.get("row")
    return TableError(error.message, {**error.facts, "row": row + rows}) if isinstance(row, int) else error
