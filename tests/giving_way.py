"""How long a computation goes on without saying that it could give way."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

from alpsat_geo.domain.giving_way import resting_by


def count_rests(compute: Callable[[], object]) -> int:
    """Return how many times a computation says that it could give way."""
    return len(_list_moments_s(compute)) - 1


def measure_longest_stretch(compute: Callable[[], object]) -> float:
    """Return the longest stretch in which a computation never gives way, as a share of all its time.

    By the clock of this thread, at the least of three tries: what else runs on the machine must not count.
    """
    return min(_measure_stretch(compute) for _ in range(3))


def _measure_stretch(compute: Callable[[], object]) -> float:
    start_s = time.thread_time()
    moments_s = [start_s, *_list_moments_s(compute)]
    return max(after - before for before, after in pairwise(moments_s)) / (moments_s[-1] - start_s)


def _list_moments_s(compute: Callable[[], object]) -> list[float]:
    """Return when it could give way, and when it ended."""
    moments_s: list[float] = []
    with resting_by(lambda: moments_s.append(time.thread_time())):
        compute()
    return [*moments_s, time.thread_time()]
