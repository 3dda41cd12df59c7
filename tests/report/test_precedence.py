"""What is shorter goes first, then what began first; and who waits keeps nobody waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial

import pytest

from alpsat_geo.domain.giving_way import give_way
from alpsat_geo.report.precedence import Length, compute_as, stand_aside

REST_SHARE = 9
COMPUTED_S = 5.0


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
def beside(
    length: Length, *, is_waiting: bool = False, after: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Iterator[None]:
    """Have another thread compute something meanwhile, or wait for something, after something else that failed."""
    has_begun, may_end = threading.Event(), threading.Event()

    def compute() -> None:
        with compute_as(length):
            with suppress(ZeroDivisionError), after():
                _ = 1 / 0
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


def test_what_computed_a_few_milliseconds_does_not_rest_yet(clock: Clock, rests: list[float]) -> None:
    with compute_as(Length.PROGRAMMES), beside(Length.PAGE):
        clock.now_s += 0.004
        give_way()
        assert not rests
        # What it computed since its last rest counts, not since it was last asked.
        clock.now_s += 0.004
        give_way()
        assert rests == pytest.approx([REST_SHARE * 0.008])


@pytest.mark.parametrize(
    ("longer", "shorter", "limit_s"),
    [
        (Length.FILE, Length.PAGE, 9.5),
        (Length.PROGRAMMES, Length.PAGE, 10),
        (Length.SITING, Length.PAGE, 120),
        # Programmes take a second: a file goes before those that are not half done.
        (Length.PROGRAMMES, Length.FILE, 0.5),
        (Length.SITING, Length.PROGRAMMES, 110),
    ],
)
def test_the_longer_rests_only_until_it_lasted_long_enough(
    clock: Clock, rests: list[float], longer: Length, shorter: Length, limit_s: float
) -> None:
    for began_s, rests_count in ((limit_s - 0.1, 1), (limit_s + 0.1, 0)):
        rests.clear()
        with compute_as(longer):
            clock.now_s += began_s
            with beside(shorter):
                give_way()
        assert len(rests) == rests_count


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


def test_nobody_rests_for_who_only_waits_nor_within_a_page(clock: Clock, rests: list[float]) -> None:
    with compute_as(Length.PROGRAMMES), beside(Length.PAGE, is_waiting=True):
        clock.now_s += 0.5
        give_way()
    with beside(Length.PAGE):
        clock.now_s += 0.1
        with compute_as(Length.PAGE):
            clock.now_s += 0.5
            give_way()
            assert not rests
            with compute_as(Length.SITING):
                clock.now_s += 0.5
                give_way()
            assert len(rests) == 1
            give_way()
            assert len(rests) == 1
    # A part of a page does not rest for its own page.
    with compute_as(Length.PAGE), compute_as(Length.SITING):
        clock.now_s += 0.5
        give_way()
    # Outside of any, a command computes as fast as it can.
    give_way()
    assert len(rests) == 1


@pytest.mark.parametrize("after", [stand_aside, partial(compute_as, Length.SITING)], ids=["a wait", "a part"])
def test_who_waited_or_computed_a_part_is_under_way_again(
    clock: Clock, rests: list[float], after: Callable[[], AbstractContextManager[None]]
) -> None:
    with compute_as(Length.PROGRAMMES), beside(Length.PAGE, after=after):
        clock.now_s += 0.5
        give_way()
    assert len(rests) == 1


def test_a_rest_ends_with_what_it_was_for(clock: Clock) -> None:
    """The clock says that both computed for long: unless they are woken, they would rest for most of a minute."""
    have_begun, have_rested = threading.Barrier(3), threading.Barrier(2)
    may_go_on, has_rested = threading.Event(), threading.Event()

    def compute() -> None:
        with compute_as(Length.SITING):
            have_begun.wait()
            may_go_on.wait()
            give_way()
            has_rested.set()
            have_rested.wait(timeout=30)

    with ThreadPoolExecutor(2) as threads:
        with compute_as(Length.PAGE):
            ended = [threads.submit(compute) for _ in range(2)]
            have_begun.wait()
            clock.now_s += COMPUTED_S
            may_go_on.set()
            assert not has_rested.wait(0.2)
        for each in ended:
            each.result(timeout=30)
