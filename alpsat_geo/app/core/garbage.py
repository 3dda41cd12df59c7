"""When the server looks for garbage: in the background between the runs of its visitors, never at the end of one.

Streamlit looks through all that lives after each run of each visitor, and holds every other run meanwhile: with 200
visitors that was most of what they waited for. `runner.postScriptGC` switches it off. Nearly everything is freed
without it, by its last reference; what refers to itself (a closed session, a trace of an error) would pile up. So all
that was loaded is left out for good, and the little that remains is looked through every few seconds, by preference
while nobody waits.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

COLLECTOR: Final = "garbage"
"""Name of the thread that collects."""

PERIOD_S: Final = 10.0
PATIENCE_S: Final = 2.0
_GLANCE_S = 0.02
_NEVER = 1_000_000
# Streamlit's own name for the thread that runs a page.
_RUN = "ScriptRunner.scriptThread"


def freeze_garbage() -> None:
    """Leave what is loaded out of the collections of garbage to come."""
    if os.environ.get("ALPSAT_GC_FREEZE", "1") != "0":
        # The thousand objects of garbage that the start leaves stay: to look for them takes 90 ms.
        gc.freeze()


@contextmanager
def collect_in_background() -> Iterator[None]:
    """Collect garbage in a thread of its own, as long as the server lives.

    Python goes on collecting among its youngest objects, which takes no time.
    """
    thresholds, over = gc.get_threshold(), threading.Event()
    gc.set_threshold(*thresholds[:2], _NEVER)
    thread = threading.Thread(target=_collect_until, args=(over,), name=COLLECTOR, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        gc.set_threshold(*thresholds)


def _collect_until(over: threading.Event) -> None:
    while not over.wait(PERIOD_S):
        # Where Python has not even collected among its youngest, nobody came.
        if any(gc.get_count()[1:]):
            wait_between_runs()
            gc.collect()


def wait_between_runs(at_most_s: float = PATIENCE_S) -> None:
    """Wait until no page runs, for a little while only: on a server that is never idle garbage must go too."""
    deadline = time.monotonic() + at_most_s
    while time.monotonic() < deadline and any(thread.name == _RUN for thread in threading.enumerate()):
        time.sleep(_GLANCE_S)
