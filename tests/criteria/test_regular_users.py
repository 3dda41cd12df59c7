from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.regular_users import REGULAR_USERS
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_users_are_those_whom_the_desks_hold_never_more_than_the_demand(
    baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 300, 1)
    outcome = evaluate(plan(choose("open_space", "05177", desks=3)), baseline, draws, ACTIONS)
    capacity = np.zeros(300)
    for space in outcome.levers.spaces:
        capacity += space.is_open * space.desks_count * 5 / draws["telework_days_per_week"]
    users = REGULAR_USERS.measure(outcome)
    assert (users <= capacity + 1e-9).all()
    assert (users <= outcome.demand_users.sum(axis=1) + 1e-9).all()
    np.testing.assert_allclose(users + outcome.overflow_users, outcome.space_users.sum(axis=1), rtol=1e-12)
