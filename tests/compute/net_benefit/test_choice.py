"""What is chosen at set prices."""

from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.net_benefit.appraisal import Appraisal
from alpsat_geo.compute.net_benefit.choice import choose, find_best
from alpsat_geo.domain.arrays import FloatArray

AXES = ("inhabitant", "user")


def appraise(costs: FloatArray, users: FloatArray) -> Appraisal:
    results = np.stack([np.zeros_like(users), users])
    return Appraisal(("ne-rien-faire", *"abc"[: len(costs) - 1]), AXES, AXES, costs, results)


def test_nothing_is_chosen_while_no_price_is_set() -> None:
    appraisal = appraise(np.zeros((2, 4)), np.zeros((2, 4)))
    assert choose(appraisal, {}) is None


def test_what_is_chosen_is_said_with_how_sure_by_hand() -> None:
    # At 10 euros a user, the only programme wins 10 euros in three draws of four and loses 20 in the last.
    appraisal = appraise(np.array([[0.0] * 4, [20.0] * 4]), np.array([[0.0] * 4, [3.0, 3.0, 3.0, 0.0]]))
    found = choose(appraisal, {"user": 10.0})
    assert found is not None
    assert (found.best, found.sureness.worth_its_cost, found.sureness.best_of_all) == (1, 0.75, 0.75)
    assert found.net_benefit.mean == pytest.approx(2.5)
    assert not found.is_sure
    below = choose(appraisal, {"user": 8.0})
    assert below is not None
    assert (below.best, below.sureness.worth_its_cost, below.sureness.best_of_all) == (0, None, 0.25)
    dear = choose(appraise(appraisal.costs, np.array([[0.0] * 4, [3.0] * 4])), {"user": 10.0})
    assert dear is not None
    assert dear.is_sure


@pytest.mark.parametrize(
    ("expected", "costs", "best"),
    [
        ([0.0, 0.0, 0.0], [0.0, -1.0, 5.0], 0),
        ([0.0, 7.0, 7.0], [0.0, 9.0, 8.0], 2),
        ([0.0, 7.0, 7.0], [0.0, 8.0, 8.0], 1),
        ([0.0, 7.0, 7.1], [0.0, 8.0, 9.0], 2),
    ],
)
def test_only_exact_ties_go_to_doing_nothing_then_to_the_cheaper_then_to_the_first(
    expected: list[float], costs: list[float], best: int
) -> None:
    assert find_best(np.array(expected), np.array(costs)) == best
