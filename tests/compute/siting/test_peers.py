"""The optimum equals that of spopt, with CBC and HiGHS in turn, on random matrices and on the embedded territory."""

from __future__ import annotations

import numpy as np
import pulp
import pytest

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.problem import Objective, build_problem
from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.territory import Season
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.territory import read_territory
from bench.siting import CATCHMENT_MIN, peer_optimum

# spopt builds its models the way PuLP 4 will refuse: the peers' affair, not ours.
pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:spopt", "ignore::DeprecationWarning:pulp"),
]


def take_solver(turn: int) -> pulp.LpSolver:
    """Return one solver and the other in turn."""
    return pulp.HiGHS(msg=False) if turn % 2 else pulp.PULP_CBC_CMD(msg=False)


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
def test_optimum_equals_spopt_on_two_hundred_random_matrices(objective: Objective) -> None:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        candidate_count = int(rng.integers(4, 9))
        table = rng.uniform(0, 60, (8, candidate_count))
        weight = rng.integers(1, 100, 8).astype(np.float64)
        count = 1 + seed % candidate_count
        problem = build_problem(
            [table], weight, objective=objective, is_hard=True, catchment_min=CATCHMENT_MIN, count=count
        )
        ours = choose_sites(problem).optimal.value
        assert ours == pytest.approx(peer_optimum(objective, table, weight, count, take_solver(seed)), rel=1e-6), seed


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
@pytest.mark.parametrize("season", ["summer", "winter"])
def test_optimum_on_the_embedded_territory_equals_spopt(objective: Objective, season: Season) -> None:
    territory = read_territory()
    minutes = travel_times(territory.roads, season, read_parameters()["terminal_time_min"].value).minutes
    weight = territory.communes.population_count
    assert minutes.shape == (36, 36)
    for count in range(1, 6):
        problem = build_problem(
            [minutes], weight, objective=objective, is_hard=True, catchment_min=CATCHMENT_MIN, count=count
        )
        ours = choose_sites(problem)
        assert ours.method == "enumeration"
        theirs = peer_optimum(objective, minutes, weight, count, take_solver(count + (season == "winter")))
        assert ours.optimal.value == pytest.approx(theirs, rel=1e-6), count


def test_a_soft_coverage_equals_the_p_median_of_what_is_not_covered() -> None:
    # spopt knows no decay: covering the most of it is missing the least, a p-median on 1 - f.
    territory = read_territory()
    minutes = travel_times(territory.roads, "winter", read_parameters()["terminal_time_min"].value).minutes
    weight = territory.communes.population_count
    missed = 1 - 1 / (1 + np.exp((minutes - 20) / 4))
    for count in range(1, 6):
        ours = choose_sites(build_problem([minutes], weight, catchment_min=CATCHMENT_MIN, count=count)).optimal.value
        least = peer_optimum("mean", missed, weight, count, pulp.PULP_CBC_CMD(msg=False))
        assert ours == pytest.approx((1 - least) * weight.sum(), rel=1e-6)
