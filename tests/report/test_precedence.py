"""What is shorter goes first, then what began first; and who waits keeps nobody waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from alpsat_geo.domain.giving_way import give_way
from alpsat_geo.report.precedence import Length, compute_as, stand_aside

REST_SHARE = 9
COMPUTED_S = 100.0


class Clock:
    """A clock that goes on only when a test says so."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "perf_counter", clock)
    return clock


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds of each rest that was asked for, none of which is taken."""
    asked: list[float] = []

    def note(_self: threading.Condition, is_over: object, timeout_s: float) -> bool:
        assert callable(is_over)
        if not is_over():
            asked.append(timeout_s)
        return True

    monkeypatch.setattr(threading.Condition, "wait_for", note)
    return asked


@contextmanager
def beside(length: Length, *, is_waiting: bool = False) -> Iterator[None]:
    """Have another thread compute something meanwhile, or wait for something."""
    has_begun, may_end = threading.Event(), threading.Event()

    def compute() -> None:
        with compute_as(length):
            if is_waiting:
                with stand_aside():
                    has_begun.set()
                    may_end.wait()
            else:
                has_begun.set()
                may_end.wait()

    with ThreadPoolExecutor(1) as threads:
        ended = threads.submit(compute)
        has_begun.wait()
        try:
            yield
        finally:
            may_end.set()
            ended.result()


def test_what_is_longer_rests_beside_what_is_shorter_and_keeps_a_share(clock: Clock, rests: list[float]) -> None:
    with compute_as(Length.PROGRAMMES), beside(Length.PAGE):
        clock.now_s += 0.5
        give_way()
        clock.now_s += 0.2
        give_way()
        assert rests == pytest.approx([REST_SHARE * 0.5, REST_SHARE * 0.2])
    rests.clear()
    with beside(Length.SITING), compute_as(Length.PROGRAMMES):
        clock.now_s += 0.5
        give_way()
    assert not rests


def test_of_two_alike_the_later_rests(clock: Clock, rests: list[float]) -> None:
    with beside(Length.PROGRAMMES):
        clock.now_s += 0.1
        with compute_as(Length.PROGRAMMES):
            clock.now_s += 0.5
            give_way()
            assert rests == pytest.approx([REST_SHARE * 0.5])
    rests.clear()
    with compute_as(Length.PROGRAMMES):
        clock.now_s += 0.1
        with beside(Length.PROGRAMMES):
            clock.now_s += 0.5
            give_way()
    assert not rests


def test_nothing_is_put_off_for_ever(clock: Clock, rests: list[float]) -> None:
    with compute_as(Length.PROGRAMMES):
        clock.now_s += Length.PROGRAMMES.value + 1
        with beside(Length.PAGE):
            give_way()
    assert not rests


def test_nobody_rests_for_who_only_waits_nor_within_a_page(clock: Clock, rests: list[float]) -> None:
    with compute_as(Length.PROGRAMMES), beside(Length.PAGE, is_waiting=True):
        clock.now_s += 0.5
        give_way()
    with beside(Length.PAGE), compute_as(Length.PAGE):
        clock.now_s += 0.5
        give_way()
        assert not rests
        with compute_as(Length.SITING):
            clock.now_s += 0.5
            give_way()
        assert len(rests) == 1
    # Outside of any, a command computes as fast as it can.
    give_way()
    assert len(rests) == 1


def test_a_rest_ends_with_what_it_was_for(clock: Clock) -> None:
    """The clock says that it computed for long: unless it is woken, it would rest for hours."""
    has_begun, has_rested = threading.Event(), threading.Event()

    def compute() -> None:
        with compute_as(Length.SITING):
            clock.now_s += COMPUTED_S
            has_begun.set()
            give_way()
            has_rested.set()

    with ThreadPoolExecutor(1) as threads:
        with compute_as(Length.PAGE):
            ended = threads.submit(compute)
            has_begun.wait()
            assert not has_rested.wait(0.2)
        ended.result(timeout=30)
