"""Siting: ours against spopt with CBC and with HiGHS, and every subset of at most five of 36 communes."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pulp
from spopt.locate import MCLP, PCenter, PMedian

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.enumeration import count_subsets, score_subsets
from alpsat_geo.compute.siting.problem import Objective, build_problem
from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.territory import read_territory
from bench.timing import time_alone, time_in_turn

TERRITORY = "brianconnais-queyras"
CATCHMENT_MIN = 20.0
COUNTS = range(1, 6)
RUNS = 3
SUBSET_RUNS = 15
OBJECTIVES: tuple[Objective, ...] = ("coverage", "mean", "worst")


def run() -> dict[str, Any]:
    """Time each objective for one to five spaces, side by side, and check that all agree.

    Ours returns the optimum and every plan within 2 %; the peers return the optimum.
    """
    territory = read_territory(TERRITORY)
    minutes = travel_times(territory.roads, "winter", read_parameters()["terminal_time_min"].value).minutes
    weight = territory.communes.population_count
    figures: dict[str, Any] = {"communes": int(weight.size), "subsets": time_subsets(minutes, weight)}
    for objective in OBJECTIVES:
        for count in COUNTS:
            figures[f"{objective}_{count}"] = compare(objective, minutes, weight, count)
    for solver in ("cbc", "highs"):
        ratios = [figures[f"{objective}_{count}"][f"ratio_{solver}"] for objective in OBJECTIVES for count in COUNTS]
        figures[f"least_ratio_{solver}"] = min(ratios)
        figures[f"median_ratio_{solver}"] = float(np.median(ratios))
    return figures


def time_subsets(minutes: FloatArray, weight: FloatArray) -> dict[str, Any]:
    """Score coverage for every non-empty subset of at most five communes."""
    problem = build_problem([minutes], weight, count=5, catchment_min=CATCHMENT_MIN)
    median_s = time_alone(lambda: [score_subsets(problem, size) for size in COUNTS], SUBSET_RUNS)
    return {"scored": count_subsets(problem.candidate_count, COUNTS), "median_ms": 1000 * median_s}


def compare(objective: Objective, minutes: FloatArray, weight: FloatArray, count: int) -> dict[str, Any]:
    """Solve one question with ours and the peers, alternately."""
    calls: dict[str, Callable[[], float]] = {
        "ours": lambda: our_optimum(objective, minutes, weight, count),
        "cbc": lambda: peer_optimum(objective, minutes, weight, count, pulp.PULP_CBC_CMD(msg=False)),
        "highs": lambda: peer_optimum(objective, minutes, weight, count, pulp.HiGHS(msg=False)),
    }
    median, value = time_in_turn(calls, RUNS)
    return {
        "ours_median_ms": 1000 * median["ours"],
        "spopt_cbc_median_ms": 1000 * median["cbc"],
        "spopt_highs_median_ms": 1000 * median["highs"],
        "ratio_cbc": median["cbc"] / median["ours"],
        "ratio_highs": median["highs"] / median["ours"],
        "is_same_optimum": bool(np.allclose([value["cbc"], value["highs"]], value["ours"], rtol=1e-6)),
    }


def our_optimum(objective: Objective, minutes: FloatArray, weight: FloatArray, count: int) -> float:
    """Value of the optimum, the near-optimal plans being found along the way."""
    problem = build_problem(
        [minutes], weight, objective=objective, is_hard=True, catchment_min=CATCHMENT_MIN, count=count
    )
    return choose_sites(problem).optimal.value


def peer_optimum(
    objective: Objective, minutes: FloatArray, weight: FloatArray, count: int, solver: pulp.LpSolver
) -> float:
    """Value of the optimum by spopt."""
    model: Any
    with warnings.catch_warnings():
        # spopt builds its models the way PuLP 4 will refuse; the warnings would be timed too.
        warnings.simplefilter("ignore", DeprecationWarning)
        if objective == "coverage":
            model = MCLP.from_cost_matrix(minutes, weight, CATCHMENT_MIN, count)
        elif objective == "mean":
            model = PMedian.from_cost_matrix(minutes, weight, count)
        else:
            model = PCenter.from_cost_matrix(minutes, count)
        solved = model.solve(solver)
    if pulp.LpStatus[solved.problem.status] != "Optimal":
        raise RuntimeError(f"spopt found no optimum: {pulp.LpStatus[solved.problem.status]}")
    value = float(pulp.value(solved.problem.objective))
    return value / float(weight.sum()) if objective == "mean" else value
