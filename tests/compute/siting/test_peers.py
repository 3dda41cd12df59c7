"""The optimum equals that of spopt, with CBC and with HiGHS, on random matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pulp
import pytest
from spopt.locate import MCLP, PCenter, PMedian

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.plan import Objective
from alpsat_geo.compute.siting.problem import pose_problem

# spopt builds its models the way PuLP 4 will refuse: the peers' affair, not ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:spopt", "ignore::DeprecationWarning:pulp")

RADIUS_MIN = 20.0


def peer_optimum(
    objective: Objective, table: np.ndarray, weight: np.ndarray, count: int, solver: pulp.LpSolver
) -> float:
    model: Any
    if objective == "coverage":
        model = MCLP.from_cost_matrix(table, weight, RADIUS_MIN, count)
    elif objective == "mean":
        model = PMedian.from_cost_matrix(table, weight, count)
    else:
        model = PCenter.from_cost_matrix(table, count)
    solved = model.solve(solver)
    assert pulp.LpStatus[solved.problem.status] == "Optimal"
    value = float(pulp.value(solved.problem.objective))
    return value / float(weight.sum()) if objective == "mean" else value


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
@pytest.mark.parametrize("solver_name", ["CBC", "HiGHS"])
def test_optimum_equals_spopt_on_two_hundred_random_matrices(objective: Objective, solver_name: str) -> None:
    solver = pulp.PULP_CBC_CMD(msg=False) if solver_name == "CBC" else pulp.HiGHS(msg=False)
    for seed in range(200):
        rng = np.random.default_rng(seed)
        candidate_count = int(rng.integers(4, 9))
        table = rng.uniform(0, 60, (8, candidate_count))
        weight = rng.integers(1, 100, 8).astype(np.float64)
        count = 1 + seed % candidate_count
        problem = pose_problem(
            [table], weight, objective=objective, is_hard=True, catchment_min=RADIUS_MIN, count=count
        )
        ours = choose_sites(problem).optimal.value
        assert ours == pytest.approx(peer_optimum(objective, table, weight, count, solver), rel=1e-6), seed
