"""SMAA: ours against loops over pymcdm and scikit-criteria, same draws, same weighted sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from pymcdm.methods import WSM
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from alpsat_geo.compute.mcda.acceptability import rank_acceptability, score_scenarios
from alpsat_geo.compute.mcda.weights import draw_uniform
from alpsat_geo.domain.arrays import FloatArray
from bench.timing import time_in_turn

SCENARIOS, DRAWS, CRITERIA = 10, 10_000, 10
SEED = 1
RUNS = 5
# scikit-criteria is timed on this many draws and scaled up: a full loop would take minutes.
SCALED_DRAWS = 300


def run() -> dict[str, Any]:
    """Rank ten scenarios in 10,000 joint draws of values and weights, ours and the peers in turn.

    Ours checks its input and judges which criteria apply; pymcdm is timed with its own checks, as it is by default,
    and without them. scikit-criteria runs on a stated number of draws and its time is scaled in proportion.
    """
    rng = np.random.default_rng(SEED)
    values = rng.random((SCENARIOS, DRAWS, CRITERIA))
    weights = draw_uniform(CRITERIA, DRAWS, rng)
    few = values[:, :SCALED_DRAWS], weights[:SCALED_DRAWS]
    calls: dict[str, Callable[[], FloatArray]] = {
        "ours": lambda: rank_acceptability(score_scenarios(values, weights)),
        "pymcdm": lambda: loop_pymcdm(values, weights, is_checked=True),
        "pymcdm_unchecked": lambda: loop_pymcdm(values, weights, is_checked=False),
        "scikit_criteria": lambda: loop_scikit_criteria(*few),
    }
    median_s, found = time_in_turn(calls, RUNS)
    median_s["scikit_criteria"] *= DRAWS / SCALED_DRAWS
    on_few = rank_acceptability(score_scenarios(*few))
    gaps = [np.abs(found["ours"] - found["pymcdm"]).max(), np.abs(on_few - found["scikit_criteria"]).max()]
    return {
        "scenarios": SCENARIOS,
        "draws": DRAWS,
        "criteria": CRITERIA,
        "ours_median_ms": 1000 * median_s["ours"],
        "pymcdm_loop_median_ms": 1000 * median_s["pymcdm"],
        "pymcdm_loop_unchecked_median_ms": 1000 * median_s["pymcdm_unchecked"],
        "scikit_criteria_loop_scaled_median_ms": 1000 * median_s["scikit_criteria"],
        "scikit_criteria_draws_timed": SCALED_DRAWS,
        "ratio_pymcdm": median_s["pymcdm"] / median_s["ours"],
        "ratio_pymcdm_unchecked": median_s["pymcdm_unchecked"] / median_s["ours"],
        "ratio_scikit_criteria_scaled": median_s["scikit_criteria"] / median_s["ours"],
        "largest_gap_share": float(max(gaps)),
    }


def loop_pymcdm(values: FloatArray, weights: FloatArray, *, is_checked: bool) -> FloatArray:
    """Rank acceptability by one pymcdm call per draw."""
    method = WSM(normalization_function=_keep_column)
    types = np.ones(values.shape[2])
    counts = np.zeros((values.shape[0], values.shape[0]))
    places = np.arange(values.shape[0])
    for draw, row in enumerate(weights):
        ranks = method.rank(method(values[:, draw], row, types, validation=is_checked))
        counts[places, ranks.astype(int) - 1] += 1
    counts /= weights.shape[0]
    return counts


def loop_scikit_criteria(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Rank acceptability by one scikit-criteria call per draw."""
    method = WeightedSumModel()
    objectives = [max] * values.shape[2]
    counts = np.zeros((values.shape[0], values.shape[0]))
    places = np.arange(values.shape[0])
    for draw, row in enumerate(weights):
        result = method.evaluate(mkdm(values[:, draw], objectives=objectives, weights=row))
        counts[places, np.asarray(result.rank_) - 1] += 1
    counts /= weights.shape[0]
    return counts


def _keep_column(column: FloatArray, cost: bool) -> FloatArray:  # noqa: ARG001, FBT001 - the peer's own signature
    return column
