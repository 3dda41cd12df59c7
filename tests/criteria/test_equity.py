from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.equity import EQUITY
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def _worst_fifth(reach: np.ndarray, people: np.ndarray) -> float:
    residents = sorted(float(r) for r, count in zip(reach, people, strict=True) for _ in range(5 * int(count)))
    fifth = int(people.sum())
    return sum(residents[:fifth]) / fifth


def test_worst_fifth_of_the_territory_and_of_each_epci_by_counting_residents(
    baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 6, 1)
    outcome = evaluate(plan(choose("open_space", "05065", "05101")), baseline, draws, ACTIONS)
    assert EQUITY.measure_by_commune is not None
    assert EQUITY.measure_by_epci is not None
    reach, by_epci = EQUITY.measure_by_commune(outcome), EQUITY.measure_by_epci(outcome)
    for d in range(6):
        people = baseline.population_count
        assert EQUITY.measure(outcome)[d] == pytest.approx(_worst_fifth(reach[d], people))
        for e in range(3):
            inside = baseline.epci_index == e
            assert by_epci[d, e] == pytest.approx(_worst_fifth(reach[d, inside], people[inside]))


def test_worst_fifth_is_never_better_served_than_the_average(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    outcome = evaluate(plan(choose("animate_spaces")), baseline, draws, ACTIONS)
    mean = outcome.reach[outcome.combination_index] @ baseline.population_count / baseline.population_count.sum()
    assert (EQUITY.measure(outcome) <= mean + 1e-12).all()
