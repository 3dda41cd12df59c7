"""The laws of the queue: bounded, one thing at a time for one visit, a place left to other addresses, in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from alpsat_geo.report import computation_queue
from alpsat_geo.report.computation_queue import (
    WAITING_PER_VISIT,
    Asker,
    BusyError,
    ComputationQueue,
    ask_as,
    has_place,
)
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length

PATIENCE_S = 30


class GaveUpError(Exception):
    """Whoever waited has left."""


class Visitor:
    """Somebody whose computations begin and end when a test says so."""

    def __init__(self, queue: ComputationQueue, threads: ThreadPoolExecutor, visit: str, address: str) -> None:
        self._queue, self._threads, self._visit, self._address = queue, threads, visit, address
        self.has_begun, self.may_end, self.waits = threading.Event(), threading.Event(), threading.Event()
        self.has_left = False
        self.ended: Future[None] | None = None

    def look_up(self, _waited_s: float) -> None:
        self.waits.set()
        if self.has_left:
            raise GaveUpError

    def ask(self, *, fail: bool = False) -> Visitor:
        """Ask, and return once the computation has begun or is known to wait."""
        self.ended = self._threads.submit(self._compute, fail=fail)
        return self

    def _compute(self, *, fail: bool) -> None:
        with ask_as(Asker(self._visit, self._address, self.look_up)), self._queue.take_place(Length.PROGRAMMES):
            self.has_begun.set()
            assert self.may_end.wait(PATIENCE_S)
            if fail:
                raise ZeroDivisionError

    def begins(self) -> bool:
        return self.has_begun.wait(PATIENCE_S)

    def is_held_back(self) -> bool:
        return self.waits.wait(PATIENCE_S) and not self.has_begun.is_set()

    def end(self) -> None:
        self.may_end.set()
        assert self.ended is not None
        self.ended.result(PATIENCE_S)


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[[ComputationQueue, str, str], Visitor]:
    monkeypatch.setattr(computation_queue, "_GLANCE_S", 0.002)
    threads = ThreadPoolExecutor(16)
    return lambda queue, visit, address: Visitor(queue, threads, visit, address)


Enter = Callable[[ComputationQueue, str, str], Visitor]


def test_a_visit_computes_one_thing_at_a_time_whatever_it_asks(enter: Enter) -> None:
    queue = ComputationQueue(3)
    first, again, other = enter(queue, "a", "1"), enter(queue, "a", "1"), enter(queue, "b", "1")
    assert first.ask().begins()
    assert again.ask().is_held_back()
    # There is room for another visit of the same address, though it asked later.
    assert other.ask().begins()
    first.end()
    assert again.begins()
    again.end()
    other.end()


def test_an_address_leaves_a_place_to_the_others(enter: Enter) -> None:
    queue = ComputationQueue(3)
    crowd = [enter(queue, f"crowd {number}", "1") for number in range(4)]
    assert all(visitor.ask().begins() for visitor in crowd[:2])
    assert all(visitor.ask().is_held_back() for visitor in crowd[2:])
    stranger = enter(queue, "stranger", "2")
    assert stranger.ask().begins()
    # Now every place is taken, whoever asks.
    late = enter(queue, "late", "3")
    assert late.ask().is_held_back()
    crowd[0].end()
    # In the order of asking: the third of the crowd asked before, and its address has room again.
    assert crowd[2].begins()
    assert not late.has_begun.is_set()
    stranger.end()
    # The fourth asked before too, but its address has what it may have.
    assert late.begins()
    assert not crowd[3].has_begun.is_set()
    for visitor in (crowd[1], crowd[2], late):
        visitor.end()
    assert crowd[3].begins()
    crowd[3].end()


def test_who_asks_without_end_goes_behind_those_who_wait(enter: Enter) -> None:
    queue, order = ComputationQueue(1), []
    looping = enter(queue, "loop", "1")
    assert looping.ask().begins()
    others = [enter(queue, name, "1") for name in ("b", "c")]
    assert all(other.ask().is_held_back() for other in others)
    again = enter(queue, "loop", "1")
    assert again.ask().is_held_back()
    waiting = [("b", others[0]), ("c", others[1]), ("loop", again)]
    looping.end()
    for name, visitor in waiting:
        assert visitor.begins()
        order.append([other for other, one in waiting if one.has_begun.is_set()])
        visitor.end()
        assert order[-1][-1] == name
    assert order == [["b"], ["b", "c"], ["b", "c", "loop"]]


def test_who_gives_up_waits_no_more_and_takes_no_place(enter: Enter) -> None:
    queue = ComputationQueue(1)
    first, leaving, next_one = (enter(queue, name, "1") for name in "abc")
    assert first.ask().begins()
    assert leaving.ask().is_held_back()
    assert next_one.ask().is_held_back()
    leaving.has_left = True
    assert leaving.ended is not None
    assert isinstance(leaving.ended.exception(PATIENCE_S), GaveUpError)
    first.end()
    assert next_one.begins()
    assert not leaving.has_begun.is_set()
    next_one.end()


def test_an_error_frees_the_place(enter: Enter) -> None:
    queue = ComputationQueue(1)
    failing, next_one = enter(queue, "a", "1"), enter(queue, "a", "1")
    assert failing.ask(fail=True).begins()
    assert next_one.ask().is_held_back()
    with pytest.raises(ZeroDivisionError):
        failing.end()
    assert next_one.begins()
    next_one.end()


def test_one_visit_may_not_fill_the_queue(enter: Enter) -> None:
    queue = ComputationQueue(1)
    first = enter(queue, "a", "1")
    assert first.ask().begins()
    waiting = [enter(queue, "a", "1") for _ in range(WAITING_PER_VISIT)]
    assert all(visitor.ask().is_held_back() for visitor in waiting)
    refused = enter(queue, "a", "1").ask()
    assert refused.ended is not None
    assert isinstance(refused.ended.exception(PATIENCE_S), BusyError)
    for visitor in (first, *waiting):
        assert visitor.begins()
        visitor.end()


def test_a_place_within_a_place_is_the_same_and_commands_wait_for_nobody() -> None:
    queue = ComputationQueue(1)
    with ask_as(Asker("a", "1")), queue.take_place(Length.PROGRAMMES):
        with queue.take_place(Length.PROGRAMMES):
            assert has_place()
        assert has_place()
        with ThreadPoolExecutor(1) as threads:

            def command() -> bool:
                with queue.take_place(Length.PROGRAMMES):
                    return has_place()

            assert threads.submit(command).result(PATIENCE_S) is False
    assert not has_place()


def test_identical_long_questions_are_computed_once_and_who_waits_for_them_may_leave(enter: Enter) -> None:
    memory: Memory[int] = Memory(4, length=Length.PROGRAMMES)
    began, may_end, made = threading.Event(), threading.Event(), []

    def make() -> int:
        made.append(has_place())
        began.set()
        assert may_end.wait(PATIENCE_S)
        return 42

    def ask(asker: Asker) -> int:
        with ask_as(asker):
            return memory.recall("same", make)

    followers = [enter(ComputationQueue(), name, "1") for name in "bcd"]
    with ThreadPoolExecutor(4) as threads, ExitStack() as stack:
        stack.callback(may_end.set)
        first = threads.submit(ask, Asker("a", "1"))
        assert began.wait(PATIENCE_S)
        later = [threads.submit(ask, Asker(f"{n}", "1", one.look_up)) for n, one in enumerate(followers)]
        assert all(one.waits.wait(PATIENCE_S) for one in followers)
        followers[0].has_left = True
        assert isinstance(later[0].exception(PATIENCE_S), GaveUpError)
        may_end.set()
        assert [future.result(PATIENCE_S) for future in (first, *later[1:])] == [42] * 3
    assert made == [True]


def test_who_holds_a_place_never_waits_for_who_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computation_queue, "_GLANCE_S", 0.002)
    queue = ComputationQueue(1)
    monkeypatch.setattr("alpsat_geo.report.memory.QUEUE", queue)
    part: Memory[str] = Memory(4, length=Length.PROGRAMMES)
    waits = threading.Event()

    def ask_part() -> str:
        with ask_as(Asker("b", "2", lambda _waited_s: waits.set())):
            return part.recall("part", lambda: "made in turn")

    with ThreadPoolExecutor(1) as threads:
        with ask_as(Asker("a", "1")), queue.take_place(Length.PROGRAMMES):
            other = threads.submit(ask_part)
            assert waits.wait(PATIENCE_S)
            assert part.recall("part", lambda: "made within") == "made within"
        assert other.result(PATIENCE_S) in {"made in turn", "made within"}
