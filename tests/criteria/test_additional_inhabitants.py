from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.additional_inhabitants import ADDITIONAL_INHABITANTS
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan

BOTH = plan(choose("shared_platform"), choose("welcome_service"))


def test_by_hand_on_the_embedded_population(baseline: Baseline, table: ParameterTable) -> None:
    # 0.4 households per 1,000 and year, half of them due to the action, all stay, no decay, no cap:
    # 33,484 * 0.4 / 1,000 * 0.5 * 5 years = 33.484 households, 2 people each.
    values = {
        "newcomer_solos_per_1000_inhabitants_year": 0.4,
        "newcomer_butfor_share": 0.5,
        "newcomer_retention_5y_share": 1.0,
        "newcomer_effect_decay_per_year": 0.0,
        "newcomer_people_per_solo": 2.0,
        "mobilisable_vacant_home_share": 1.0,
        "platform_intensity": 0.6,
        "welcome_intensity": 0.9,
    }
    outcome = evaluate(BOTH, baseline, central_draws(table.settle(values), baseline.spaces), ACTIONS)
    np.testing.assert_allclose(ADDITIONAL_INHABITANTS.measure(outcome), [66.968], rtol=1e-12)


def test_actions_slow_the_decline_and_do_not_reverse_it(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(BOTH, baseline, sample_draws(table, baseline.spaces, 2000, 1), ACTIONS)
    loss = -baseline.population.measure_change().sum()
    assert loss == 1782
    assert np.percentile(ADDITIONAL_INHABITANTS.measure(outcome), 95) < loss / 5


def test_new_households_fit_in_the_homes_of_each_commune(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 300, 1)
    outcome = evaluate(BOTH, baseline, draws, ACTIONS)
    homes = draws["mobilisable_vacant_home_share"][:, None] * baseline.vacant_homes_count
    assert (outcome.additional_households <= homes + 1e-12).all()
    assert (outcome.additional_households == homes).any()
    assert (outcome.households_without_home[(outcome.additional_households == homes).any(axis=1)] >= 0).all()
