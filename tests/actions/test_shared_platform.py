from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.compute.levers import NEWCOMER_INTENSITY
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_platform_without_any_open_space_serves_nobody(baseline: Baseline, table: ParameterTable) -> None:
    closed = baseline.with_spaces_settled({space.key: False for space in baseline.spaces})
    draws = sample_draws(table, closed.spaces, 200, 1)
    outcome = evaluate(plan(choose("shared_platform")), closed, draws, ACTIONS)
    assert not outcome.served_users.any()
    assert not outcome.reach.any()
    assert (outcome.additional_inhabitants.sum(axis=1) > 0).all()


def test_platform_makes_spaces_known_and_opens_none(baseline: Baseline, table: ParameterTable) -> None:
    # Nobody comes because of it: newcomers would be users too.
    alone = {"platform_awareness_factor": 1.2, "platform_intensity": 0.0}
    draws = central_draws(table.settle(alone), baseline.spaces)
    outcome = evaluate(plan(choose("shared_platform")), baseline, draws, ACTIONS)
    assert outcome.reference is not None
    np.testing.assert_allclose(outcome.space_users, 1.2 * outcome.reference.space_users, rtol=1e-12)
    np.testing.assert_array_equal(outcome.reach, outcome.reference.reach)
    np.testing.assert_array_equal(outcome.space_capacity_users, outcome.reference.space_capacity_users)


def test_platform_costs_and_intensity_are_those_of_its_rows(baseline: Baseline, table: ParameterTable) -> None:
    values = {
        "platform_capex_eur": 1.0,
        "platform_opex_eur_year": 2.0,
        "equipment_lifetime_year": 3.0,
        "platform_intensity": 0.4,
    }
    levers = apply_actions(
        plan(choose("shared_platform")), baseline, central_draws(table.settle(values), baseline.spaces), ACTIONS
    )
    (line,) = levers.cost_lines
    assert (line.capex_eur[0], line.opex_eur_per_year[0], line.lifetime_year[0]) == (1.0, 2.0, 3.0)
    assert line.commune_index == ()
    assert not line.grant_eur.any()
    np.testing.assert_array_equal(levers[NEWCOMER_INTENSITY], [[0.4, 0.4, 0.4]])


def test_platform_is_for_the_whole_territory(baseline: Baseline, table: ParameterTable) -> None:
    with pytest.raises(InputError, match="tout le territoire : retirez « 05023 »"):
        apply_actions(
            plan(choose("shared_platform", "05023")), baseline, central_draws(table, baseline.spaces), ACTIONS
        )
