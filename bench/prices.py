"""Prices: the choice map and the entry prices of 4,096 portfolios, and how sure one is at a new price, against a grid.

The numbers are invented, from a seed: twelve actions, every set of them, whose costs and results add up but for what
they share, on 500 draws.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from alpsat_geo.compute.net_benefit.choice_map import PICTURE_LIMIT_EUR, ChoiceMap, trace_choice_map
from alpsat_geo.compute.net_benefit.entry import trace_entry_prices
from alpsat_geo.compute.net_benefit.worth import Sureness, measure_sureness, sureness_of
from alpsat_geo.domain.arrays import FloatArray, IntArray
from bench.timing import time_alone, time_in_turn

ACTIONS, DRAWS, SEED = 12, 500, 1
RUNS = 15
# The plain way: what is the best at each of so many prices along each axis.
GRID = 201
# The grid of sureness is timed at this many pairs of prices and scaled up: all of them would take an hour.
SAMPLED = 3
# What a person waits for without noticing.
MAP_LIMIT_MS, SURENESS_LIMIT_MS = 50, 100


def run() -> dict[str, Any]:
    """Time both from what is drawn, and the same answers read off a grid of prices."""
    costs, results = invent_portfolios()
    mean_costs, mean_results = costs.mean(axis=1), results.mean(axis=2).T
    map_s, found = time_in_turn({"ours": lambda: _trace(mean_costs, mean_results)}, RUNS)
    grid_s = time_alone(lambda: read_grid(mean_costs, mean_results), 3)
    _check_map(found["ours"], read_grid(mean_costs, mean_results))
    prices = np.array([2500.0, 1500.0])
    best = int((mean_results @ prices - mean_costs).argmax())
    calls = {
        "ours": lambda: sureness_of(costs, results, prices, best),
        "plain": lambda: _measure_plainly(costs, results, prices, best),
    }
    sureness_s, sure = time_in_turn(calls, RUNS)
    if sure["ours"] != sure["plain"]:
        message = f"Two answers: {sure}"
        raise AssertionError(message)
    sureness_grid_s = GRID * GRID / SAMPLED * time_alone(lambda: _measure_sample(costs, results), 1)
    return {
        "portfolios": len(costs),
        "draws": DRAWS,
        "regions": len(found["ours"].regions),
        "map_and_entries_median_ms": 1000 * map_s["ours"],
        "map_limit_ms": MAP_LIMIT_MS,
        "grid_of_prices_ms": 1000 * grid_s,
        "map_times_faster": grid_s / map_s["ours"],
        "sureness_median_ms": 1000 * sureness_s["ours"],
        "sureness_limit_ms": SURENESS_LIMIT_MS,
        "sureness_plain_ms": 1000 * sureness_s["plain"],
        "sureness_grid_scaled_ms": 1000 * sureness_grid_s,
        "sureness_times_faster_than_its_grid": sureness_grid_s / sureness_s["ours"],
    }


def invent_portfolios() -> tuple[FloatArray, FloatArray]:
    """Invent every set of actions: costs (S, D) and two results (2, S, D) against doing nothing."""
    rng = np.random.default_rng(SEED)
    members = ((np.arange(2**ACTIONS)[:, None] >> np.arange(ACTIONS)) & 1).astype(np.float64)
    costs = members @ (rng.uniform(5e3, 60e3, (ACTIONS, 1)) * rng.lognormal(0, 0.2, (ACTIONS, DRAWS)))
    results = members @ (rng.uniform(0, 15, (2, ACTIONS, 1)) * rng.lognormal(0, 0.8, (2, ACTIONS, DRAWS)))
    # What several actions bring they partly share.
    shared = 1 - 0.02 * np.maximum(members.sum(axis=1) - 1, 0) * rng.uniform(0.8, 1.2, len(members))
    return costs, np.asarray(results * shared[:, None])


def read_grid(costs: FloatArray, results: FloatArray) -> IntArray:
    """Read the best programme at each pair of prices of a grid, the plain way; shape (GRID, GRID)."""
    steps = np.linspace(0, PICTURE_LIMIT_EUR, GRID)
    along_y = np.outer(steps, results[:, 1]) - costs
    return np.array([(along_y + x * results[:, 0]).argmax(axis=1) for x in steps])


def _trace(costs: FloatArray, results: FloatArray) -> ChoiceMap:
    for result in results.T:
        trace_entry_prices(costs, result)
    return trace_choice_map(costs, results, ("inhabitant", "user"))


def _check_map(found: ChoiceMap, grid: IntArray) -> None:
    """Both give the same programme at every pair of prices of the grid, borders excepted."""
    steps = np.linspace(0, PICTURE_LIMIT_EUR, GRID)
    differing = sum(
        int(grid[i, j]) not in found.find_region(float(steps[i]), float(steps[j])).programmes
        for i in range(0, GRID, 10)
        for j in range(0, GRID, 10)
    )
    if differing:
        message = f"The map and the grid differ at {differing} pairs of prices"
        raise AssertionError(message)


def _measure_plainly(costs: FloatArray, results: FloatArray, prices: FloatArray, best: int) -> Sureness:
    return measure_sureness(np.tensordot(prices, results, 1) - costs, best)


def _measure_sample(costs: FloatArray, results: FloatArray) -> None:
    for prices in np.random.default_rng(SEED).uniform(0, PICTURE_LIMIT_EUR, (SAMPLED, 2)):
        net_benefits = np.tensordot(prices, results, 1) - costs
        measure_sureness(net_benefits, int(net_benefits.mean(axis=1).argmax()))
