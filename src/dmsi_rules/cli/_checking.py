"""
Documents checked one after the other, here or in several processes: what each adds to every output, in the order of the input.
"""

from __future__ import annotations

import argparse
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from dmsi_rules.cli._inputs import Input
from dmsi_rules.cli._reports import JsonLines, Judged, Output, Piece
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import decoded
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from dmsi_rules.lane import Lane, Told
    from dmsi_rules.model.waivers import Waiver

AT_ONCE, BYTES_AT_ONCE = 32, 2**18
"""
How many documents a process is given at once, and how many bytes of them.
"""
AHEAD = 2
"""
How many parcels wait for each process, so that none waits for its next.
"""


@record(eq=False)
class Checked:
    """
    What one document adds.

    Attributes:
        name: what it is called.
        pieces: what it adds to each output.
        reasons: why it fails the run.
        accepted: what is accepted of it: by which waiver, or its fingerprint in the baseline.
    """

    name: str
    pieces: tuple[Piece, ...]
    reasons: Counter[str]
    accepted: tuple[Waiver | str, ...] = ()


Judge = Callable[[Input, Session], Judged]
Outputs = Sequence[Output]


def checked(each: Input, session: Session, judge: Judge, outputs: Outputs, lane: Lane | None = None) -> Checked:
    """
    Return what one input adds to each of *outputs*; a line of a stream by the fast *lane*, if there is one and it knows it.
    """
    if lane is not None and each.is_line and (told := _told(each, lane)):
        return Checked(each.name, (told.text,), told.reasons)
    judged = judge(each, session)
    pieces = tuple([out.piece(judged) for out in outputs])
    return Checked(each.name, pieces, session.threshold.reasons(judged.report), _accepted(judged, session))


def _told(each: Input, lane: Lane) -> Told | None:
    if isinstance(each.content, Faults):
        return None
    try:
        text = decoded(each.content)
    except Faults:
        return None
    return lane.told(text, each.name, each.line)


def lane_for(session: Session, outputs: Outputs) -> Lane | None:
    """
    Return the fast lane of a stream, where all that is asked for is the reports that the rules of one text make.
    """
    arguments, terms = session.arguments, session.terms
    is_plain = [type(each) for each in outputs] == [JsonLines] and not (session.waivers or session.known)
    is_more = arguments.all_readings or arguments.fix or arguments.inventory or arguments.snapshots
    if not is_plain or is_more or session.rules is not None or not terms.timeline.is_single or terms.new_only:
        return None
    from dmsi_rules.lane import Lane  # noqa: PLC0415  (wanted for streams)

    return Lane(terms, session.as_of, session.threshold, session.translate_data, session.lifecycles)


def _accepted(judged: Judged, session: Session) -> tuple[Waiver | str, ...]:
    if not (session.waivers or session.known):
        return ()
    from dmsi_rules.checking.choice import waivings  # noqa: PLC0415  (few accept anything)

    return tuple([waived.waiver or each.fingerprint for each, waived in waivings(judged.report)])


def all_checked(
    found: Iterable[Input], session: Session, judge: Judge, outputs: Outputs, make: Callable[[Session], Outputs]
) -> Iterator[Checked]:
    """
    Yield what each of *found* adds, in their order: as many processes as are asked for check, if there are several of them.

    What *make* makes of a session are the same outputs, in a process of its own.
    """
    jobs, found = session.arguments.jobs, iter(found)
    first = list(islice(found, 2)) if jobs > 1 else []
    together = chain(first, found)
    if len(first) < 2:  # noqa: PLR2004  (one by itself is read by several processes, where it has inventories)
        lane = lane_for(session, outputs)
        return (checked(each, session, judge, outputs, lane) for each in together)
    return _in_processes(together, session, judge, make)


def _in_processes(
    found: Iterable[Input], session: Session, judge: Judge, make: Callable[[Session], Outputs]
) -> Iterator[Checked]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  (few ask for it)
    from multiprocessing import get_all_start_methods, get_context  # noqa: PLC0415

    # Where it can be had a fork has all that is loaded already.
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    jobs = session.arguments.jobs
    pool = ProcessPoolExecutor(jobs, context, _begin, (_state(session), judge, make))
    waiting: deque[Any] = deque()
    try:
        _start(pool)
        for parcel in _parcels(found):
            waiting.append(pool.submit(_parcel_checked, parcel))
            if len(waiting) >= AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start(pool: Executor) -> None:
    """
    Start the processes of *pool*. An interruption waits until they run: Python loses one that comes while it forks.
    """
    import signal  # noqa: PLC0415

    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # where nothing forks
        return
    mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool.submit(bool)
    finally:
        mask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _parcels(found: Iterable[Input]) -> Iterator[list[Input]]:
    """
    Yield *found* in parcels that are worth the way to another process.
    """
    parcel: list[Input] = []
    size = 0
    for each in found:
        parcel.append(each)
        size += len(each.content) if isinstance(each.content, bytes) else 0
        if len(parcel) == AT_ONCE or size > BYTES_AT_ONCE:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel


# ---- in the processes


@record(eq=False)
class _Worker:
    """
    What a process checks with.
    """

    session: Session
    judge: Judge
    outputs: Outputs
    lane: Lane | None


_WORKER: ContextVar[_Worker] = ContextVar("worker")


def _state(session: Session) -> Mapping[str, Any]:
    """
    Return what makes *session* in another process, which reads inventories by itself.
    """
    state = dict(vars(session))
    given = {key: value for key, value in vars(session.arguments).items() if key != "chosen"}
    state["arguments"] = argparse.Namespace(**given | {"jobs": 1})
    return state


def _begin(state: Mapping[str, Any], judge: Judge, make: Callable[[Session], Outputs]) -> None:
    """
    Prepare a process: it leaves interruptions to the one that waits for it, and ends with it.
    """
    import signal  # noqa: PLC0415
    from multiprocessing import parent_process  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    session = Session(**state)
    outputs = make(session)
    _WORKER.set(_Worker(session, judge, outputs, lane_for(session, outputs)))


def _end_with(parent: Any) -> None:
    import os  # noqa: PLC0415

    parent.join()
    os._exit(1)


def _parcel_checked(parcel: list[Input]) -> list[Checked]:
    worker = _WORKER.get()
    return [checked(each, worker.session, worker.judge, worker.outputs, worker.lane) for each in parcel]
