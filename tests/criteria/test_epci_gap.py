from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.epci_gap import EPCI_GAP
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_gap_lies_between_the_best_and_the_worst_mean(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(
        plan(choose("open_space", "05065")), baseline, sample_draws(table, baseline.spaces, 30, 1), ACTIONS
    )
    assert EPCI_GAP.measure_by_epci is not None
    reach = outcome.reach[outcome.combination_index]
    members = [np.flatnonzero(baseline.epci_index == e) for e in range(3)]
    people = [baseline.population_count[inside] for inside in members]
    means = np.array(
        [
            [np.average(reach[d, inside], weights=w) for inside, w in zip(members, people, strict=True)]
            for d in range(30)
        ]
    )
    np.testing.assert_allclose(EPCI_GAP.measure_by_epci(outcome), means, rtol=1e-12)
    np.testing.assert_allclose(EPCI_GAP.measure(outcome), means.max(axis=1) - means.min(axis=1), rtol=1e-9)


def test_no_space_no_gap(baseline: Baseline, table: ParameterTable) -> None:
    closed = baseline.with_spaces_settled({space.key: False for space in baseline.spaces})
    outcome = evaluate(plan(choose("shared_platform")), closed, sample_draws(table, closed.spaces, 5, 1), ACTIONS)
    assert not EPCI_GAP.measure(outcome).any()
