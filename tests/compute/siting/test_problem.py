"""A siting question that cannot hold is refused in one French sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alpsat_geo.compute.siting.problem import build_problem
from alpsat_geo.domain.errors import InputError

TABLE = np.arange(12, dtype=np.float64).reshape(4, 3)


def test_a_posed_problem_is_frozen_and_complete() -> None:
    problem = build_problem([TABLE, TABLE], [1, 2, 3, 4], count=2)
    assert problem.candidate_count == 3
    assert all(np.isinf(row).all() for row in problem.existing_min)
    assert len(problem.existing_min) == 2
    np.testing.assert_array_equal(problem.population, [1, 2, 3, 4])
    with pytest.raises(ValueError, match="read-only"):
        problem.minutes[0][0, 0] = 5


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"count": 4}, "4 espaces demandés pour 3 lieux candidats"),
        ({"count": 0}, "0 espace demandé"),
        ({"count": -1}, "-1 espace demandé"),
        ({"count": None}, "Ni nombre d'espaces ni budget"),
        ({"count": None, "budget_eur": 5}, "sans coût par lieu"),
        ({"count": None, "budget_eur": 5, "cost_eur": [9, 8, 7]}, "inférieur au lieu le moins cher .7 €"),
        ({"count": None, "budget_eur": np.nan, "cost_eur": [9, 8, 7]}, "Le budget"),
        ({"epci": [0, 0, 0], "epci_count": 2}, "Aucun lieu candidat dans 1 communauté"),
        ({"epci": [0, 0, 2]}, "Aucun lieu candidat dans 1 communauté"),
        ({"epci": [0, 1, 2], "count": 2}, "2 espace.s. pour 3 communautés"),
        ({"weight": [0, 0, 0, 0]}, "positif"),
        ({"weight": [1, np.nan, 1, 1]}, "positif"),
        ({"population": [1, -2, 1, 1]}, "populations"),
    ],
)
def test_what_cannot_hold_is_said(changed: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"weight": [1, 2, 3, 4], "count": 2} | changed
    with pytest.raises(InputError, match=said):
        build_problem([TABLE], asked.pop("weight"), **asked)
