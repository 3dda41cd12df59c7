from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria.residents_within_reach import RESIDENTS_WITHIN_REACH
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_residents_counted_one_commune_at_a_time(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 40, 1)
    outcome = evaluate(plan(choose("open_space", "05065")), baseline, draws, ACTIONS, settings=Settings("summer", 25.0))
    network = np.asarray(baseline.minutes["winter"])
    parked = table["terminal_time_min"].value
    for d in range(40):
        winter = parked + (network - parked) / draws["road_speed_factor"][d]
        np.fill_diagonal(winter, 0.0)
        hosts = [space.commune_index for space in outcome.levers.spaces if space.is_open[d]]
        expected = sum(
            float(baseline.population_count[i])
            for i in range(36)
            if min((winter[i, j] for j in hosts), default=np.inf) <= 25.0
        )
        assert RESIDENTS_WITHIN_REACH.measure(outcome)[d] == expected


def test_everyone_within_a_very_long_time_and_nobody_without_a_space(baseline: Baseline, table: ParameterTable) -> None:
    closed = baseline.with_spaces_settled({space.key: False for space in baseline.spaces})
    lasting = table.settle({"new_space_open_3y_share": 1.0, "new_space_open_5y_share": 1.0})
    draws = sample_draws(lasting, closed.spaces, 5, 1)
    nobody = evaluate(DO_NOTHING, closed, draws, ACTIONS, settings=Settings("winter", 1000.0))
    assert not RESIDENTS_WITHIN_REACH.measure(nobody).any()
    all_of_them = evaluate(
        plan(choose("open_space", "05023")), closed, draws, ACTIONS, settings=Settings("winter", 1000.0)
    )
    assert (RESIDENTS_WITHIN_REACH.measure(all_of_them) == 33_484).all()
