from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.benefit import measure_benefit
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate_all
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module")
def runs(pose: Pose, scenarios: tuple[Scenario, ...]) -> dict[str, tuple[Outcome, Outcome]]:
    problem = pose(200)
    central = central_draws(problem.draws.table, problem.baseline.spaces)
    drawn = evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types, problem.settings)
    at_centre = evaluate_all(scenarios, problem.baseline, central, problem.action_types, problem.settings)
    return {run.scenario.key: (run, centre) for run, centre in zip(drawn, at_centre, strict=True)}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_change_is_the_difference_of_the_draws_with_doing_nothing(
    runs: dict[str, tuple[Outcome, Outcome]], criterion: Criterion
) -> None:
    outcome, central = runs["espaces-frugaux"]
    idle, idle_central = runs[DO_NOTHING.key]
    benefit = measure_benefit(criterion, outcome, central)
    gained = np.asarray(criterion.measure(outcome)) - np.asarray(criterion.measure(idle))
    expected = [np.nan] * 3 if np.isnan(gained).any() else np.quantile(gained, [0.05, 0.5, 0.95])
    found = [benefit.change.low, benefit.change.value, benefit.change.high]
    assert found == pytest.approx(expected, nan_ok=True)
    shift = float(criterion.measure(central)[0]) - float(criterion.measure(idle_central)[0])
    assert benefit.central_change == pytest.approx(shift, nan_ok=True)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_doing_nothing_changes_nothing(runs: dict[str, tuple[Outcome, Outcome]], criterion: Criterion) -> None:
    benefit = measure_benefit(criterion, *runs[DO_NOTHING.key])
    for change in (benefit.change.value, benefit.central_change):
        assert change == 0 or np.isnan(change)
    if benefit.by_commune is not None:
        assert np.nan_to_num(benefit.by_commune.changes).max() == 0


def test_places_keep_their_own_draws(runs: dict[str, tuple[Outcome, Outcome]]) -> None:
    criterion = next(found for found in CRITERIA if found.key == "regular_users")
    outcome, central = runs["espaces-frugaux"]
    places = measure_benefit(criterion, outcome, central).by_commune
    assert places is not None
    reference = outcome.reference
    assert reference is not None
    gained = outcome.served_users_by_commune - reference.served_users_by_commune
    assert places.changes == pytest.approx(np.quantile(gained, [0.05, 0.5, 0.95], axis=0))
    assert places.central.sum() == pytest.approx(central.served_users[0])


def test_less_is_better_for_a_cost(runs: dict[str, tuple[Outcome, Outcome]]) -> None:
    signs = {c.key: measure_benefit(c, *runs["plateforme-seule"]).sign for c in CRITERIA}
    assert signs["net_public_cost"] == -1
    assert signs["regular_users"] == 1
