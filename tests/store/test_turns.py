"""Turns come in the order they were asked for, and are never lost."""

from __future__ import annotations

import time
from threading import Thread

import pytest

from alpsat_geo.store.turns import WriterQueue


def wait_for(queue: WriterQueue, count: int) -> None:
    deadline = time.monotonic() + 20
    while len(queue._waiting) != count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_turns_come_in_the_order_asked() -> None:
    queue, served = WriterQueue(), list[int]()

    def serve(number: int) -> None:
        with queue.take_turn(20):
            served.append(number)

    threads = [Thread(target=serve, args=(number,)) for number in range(20)]
    with queue.take_turn(1):
        for number, thread in enumerate(threads):
            thread.start()
            wait_for(queue, number + 1)
    for thread in threads:
        thread.join(20)
    assert served == list(range(20))


def test_one_at_a_time() -> None:
    queue, inside, most = WriterQueue(), list[int](), list[int]()

    def serve(number: int) -> None:
        for _ in range(20):
            with queue.take_turn(20):
                inside.append(number)
                most.append(len(inside))
                time.sleep(0)
                inside.remove(number)

    threads = [Thread(target=serve, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1] * 200


def test_who_gives_up_does_not_hold_the_others() -> None:
    queue = WriterQueue()
    with queue.take_turn(1):
        for _ in range(3):
            with pytest.raises(TimeoutError), queue.take_turn(0.01):
                pytest.fail("the turn was taken")
        assert not queue._waiting
    with queue.take_turn(0):
        assert queue._is_taken


def test_an_error_gives_the_turn_back() -> None:
    queue = WriterQueue()
    with pytest.raises(KeyError), queue.take_turn(1):
        raise KeyError
    with queue.take_turn(0):
        assert queue._is_taken
