from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.accounts import net_public_cost
from alpsat_geo.compute.bearers import Bearer, measures_of_places, spread_amounts
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.scenario import ActionChoice, Scenario

BRIANCON, GUILLESTRE = "05023", "05065"
BEARERS: tuple[Bearer, ...] = ("host", "epci", "petr")


@pytest.fixture(scope="module")
def outcome(pose: Callable[[int], DecisionProblem]) -> Outcome:
    problem = pose(50)
    opened = Scenario("un", "Un espace", actions=(ActionChoice("open_space", (GUILLESTRE,), {"kind": "frugal"}),))
    return evaluate(opened, problem.baseline, problem.draws, problem.action_types, settings=problem.settings)


@pytest.mark.parametrize("bearer", BEARERS)
def test_whoever_bears_them_costs_add_up_to_the_same(outcome: Outcome, bearer: Bearer) -> None:
    by_commune, by_epci = measures_of_places(CRITERIA_BY_KEY["net_public_cost"], bearer)
    assert by_commune is not None
    assert by_epci is not None
    total = net_public_cost(outcome)
    np.testing.assert_allclose(by_commune(outcome).sum(axis=1), total, rtol=1e-9)
    np.testing.assert_allclose(by_epci(outcome).sum(axis=1), total, rtol=1e-9)


def test_the_epci_of_the_host_shares_by_population_and_the_petr_makes_all_share(outcome: Outcome) -> None:
    base = outcome.baseline
    people, epci = base.population_count, base.epci_index
    host = base.commune_position(GUILLESTRE)
    spent = np.zeros((1, base.commune_count))
    spent[0, host] = 1000.0
    assert (spread_amounts(spent, base, "host") == spent).all()
    within = spread_amounts(spent, base, "epci")[0]
    for i in range(base.commune_count):
        share = people[i] / people[epci == epci[host]].sum() if epci[i] == epci[host] else 0.0
        assert within[i] == pytest.approx(1000 * share)
    everywhere = spread_amounts(spent, base, "petr")[0]
    np.testing.assert_allclose(everywhere, 1000 * people / people.sum())
    # The host bears all of it, or nothing of it elsewhere.
    assert everywhere[base.commune_position(BRIANCON)] > everywhere[host]


def test_people_stay_where_they_are_whoever_pays() -> None:
    users = CRITERIA_BY_KEY["regular_users"]
    assert measures_of_places(users, "petr") == (users.measure_by_commune, users.measure_by_epci)
