"""How fast this machine is now, so that a test of speed allows work and no number of seconds."""

from __future__ import annotations

import time


def measure_unit_s() -> float:
    """Return the seconds of this thread's own time that a million additions take, at the least of three tries."""
    return min(_time_additions() for _ in range(3))


def _time_additions() -> float:
    total, start = 0, time.thread_time()
    for number in range(1_000_000):
        total += number
    return time.thread_time() - start
