"""A value holds within its block, for its own thread, and what was before it comes back however the block ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

from alpsat_geo.domain.context_value import set_within

DEPTH: ContextVar[int] = ContextVar("depth", default=0)


def test_a_value_holds_within_its_block_and_its_thread_alone() -> None:
    with ThreadPoolExecutor(1) as threads, set_within(DEPTH, 1):
        assert DEPTH.get() == 1
        with set_within(DEPTH, 2):
            assert DEPTH.get() == 2
            assert threads.submit(DEPTH.get).result() == 0
        assert DEPTH.get() == 1
    assert DEPTH.get() == 0


def test_what_was_before_comes_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), set_within(DEPTH, 1):
        _ = 1 / 0
    assert DEPTH.get() == 0
    # A run that Streamlit stops ends by an exception that is no error.
    with pytest.raises(KeyboardInterrupt), set_within(DEPTH, 1):
        raise KeyboardInterrupt
    assert DEPTH.get() == 0


def test_a_value_is_set_when_its_block_begins_and_not_before() -> None:
    block = set_within(DEPTH, 1)
    assert DEPTH.get() == 0
    with block:
        assert DEPTH.get() == 1
