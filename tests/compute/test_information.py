"""What a call to one space is worth in euros a year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.information import price_information
from alpsat_geo.compute.mcda.objectives import build_tree, equal_priorities, state_priorities
from alpsat_geo.compute.unknowns import list_unknowns

TREE = build_tree({"residents_within_reach": "access", "net_public_cost": "money"})


def test_a_call_is_worth_what_it_saves_at_the_weights_of_money(pose: Callable[[int], DecisionProblem]) -> None:
    problem = pose(4_000)
    space = next(j for j, space in enumerate(problem.baseline.spaces) if space.key == "quai9")
    is_open = problem.draws.space_is_open[:, space]
    # The second scenario serves 60 % of the residents more where Quai9 is open, and costs 20 % of the scale.
    values = np.zeros((2, 4_000, 2))
    values[1, :, 0] = 0.6 * is_open
    values[0, :, 1], values[1, :, 1] = 1.0, 0.8
    share = is_open.mean()
    saved = min((1 - share) * 0.2, share * 0.4)
    found = price_information(problem, values, equal_priorities(TREE))
    assert len(found.by_unknown) == len(list_unknowns(problem))
    first, second = found.by_unknown[:2]
    assert first.unknown.key == "status:quai9"
    # Equal weights: half a score is the 250,000 euros of the scale, and each difference weighs one half.
    assert first.eur_per_year == pytest.approx(saved / 2 * 500_000)
    assert found.perfect_eur_per_year == pytest.approx(first.eur_per_year)
    assert second.eur_per_year == 0
    # At a tenth of the weight on access, opening never pays: nothing is left to know.
    known = price_information(problem, values, state_priorities(TREE, {"access": 1, "money": 9}, 1))
    assert known.perfect_eur_per_year == 0
    unpriced = price_information(problem, values, state_priorities(TREE, {"access": 1}, 1))
    assert np.isnan(unpriced.perfect_eur_per_year)
