"""Calls timed in turn: on a machine that others use too, each has its share of the busy moments."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

Result = TypeVar("Result")


def time_in_turn(calls: Mapping[str, Callable[[], Result]], runs: int) -> tuple[dict[str, float], dict[str, Result]]:
    """Run each call so many times, one after the other.

    Parameters
    ----------
    calls : mapping of name to function
    runs : int

    Returns
    -------
    median_s, results : by name
        The median of the times of each call, in seconds, and what it returned last.
    """
    spent_s: dict[str, list[float]] = {name: [] for name in calls}
    results: dict[str, Result] = {}
    for _ in range(runs):
        for name, call in calls.items():
            start = time.perf_counter()
            results[name] = call()
            spent_s[name].append(time.perf_counter() - start)
    return {name: float(np.median(times)) for name, times in spent_s.items()}, results


def time_alone(call: Callable[[], object], runs: int) -> float:
    """Return the median time of one call, in seconds."""
    return time_in_turn({"": call}, runs)[0][""]
