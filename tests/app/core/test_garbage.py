"""Garbage goes in the background, and waits for the runs of the pages only so long."""

from __future__ import annotations

import gc
import math
import threading
import time
import weakref
from collections.abc import Iterator

import pytest

from alpsat_geo.app.core import garbage


class Knot:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def run_of_a_page() -> Iterator[threading.Event]:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, name=garbage._RUN)
    thread.start()
    yield over
    over.set()
    thread.join()


def test_it_waits_for_a_run_that_ends(run_of_a_page: threading.Event) -> None:
    waiting = threading.Thread(target=garbage.wait_between_runs, args=(math.inf,))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    run_of_a_page.set()
    waiting.join()


def test_it_waits_no_longer_than_its_patience(run_of_a_page: threading.Event) -> None:
    garbage.wait_between_runs(0.2)
    assert not run_of_a_page.is_set()


def test_what_refers_to_itself_goes_without_anybody_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PERIOD_S", 0.05)
    thresholds = gc.get_threshold()
    with garbage.collect_in_background():
        assert gc.get_threshold()[:2] == thresholds[:2]
        knot = weakref.ref(Knot())
        kept: list[list[int]] = [[] for _ in range(20_000)]
        deadline = time.monotonic() + 60
        while knot() is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert knot() is None
        assert len(kept) == 20_000
    assert gc.get_threshold() == thresholds
