from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.criteria.co2_avoided import CO2_AVOIDED
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, invent_baseline, line_of_communes, plan

VALUES = {
    "telework_weekly_share_csp3": 0.5,
    "teleworkable_share_csp3": 0.9,
    "telework_days_per_week": 2.0,
    "telework_co2_gross_kg_year_per_weekly_day": 300.0,
    "telework_co2_rebound_share": 0.25,
    "company_awareness_weekly_gain": 0.1,
    "third_place_share_teleworkers": 0.1,
    "car_co2_kg_per_km": 0.2,
    "working_weeks_year": 45.0,
    "frugal_desks_count": 4.0,
    "demand_level": 1.0,
}
BASE = invent_baseline(
    line_of_communes([0.0, 10.0]), employed=[[0, 0, 200, 0, 0, 0], [0] * 6], works_elsewhere=[0.6, np.nan]
)


@pytest.fixture(name="settled")
def settle_values(table: ParameterTable) -> Draws:
    return central_draws(table.settle(VALUES), ())


def test_additional_days_of_those_who_work_elsewhere_by_hand(settled: Draws) -> None:
    outcome = evaluate(plan(choose("company_awareness")), BASE, settled, ACTIONS)
    # 200 managers: 100 telework, 110 afterwards; 10 more, 60 % work elsewhere, 2 days a week:
    # 10 * .6 * 2 * 300 * (1 - .25) = 2,700 kg. No space is open: no trip.
    assert CO2_AVOIDED.measure(outcome)[0] == pytest.approx(2.7)


def test_trips_to_a_new_space_are_emissions_by_hand(settled: Draws) -> None:
    outcome = evaluate(plan(choose("open_space", BASE.insee_codes[1])), BASE, settled, ACTIONS)
    # 200 * .5 * .1 = 10 people; f(10 minutes) with T = 20, b = 4: 1 / (1 + e^-2.5) = 0.92414 come, 9.2414,
    # 4 desks hold 10. Each drives 10 km out and back, twice a week, 45 weeks, at 0.2 kg a kilometre.
    users = 10 / (1 + np.exp(-2.5))
    assert CO2_AVOIDED.measure(outcome)[0] == pytest.approx(-users * 20 * 2 * 45 * 0.2 / 1000)


def test_doing_nothing_avoids_nothing(settled: Draws) -> None:
    assert CO2_AVOIDED.measure(evaluate(DO_NOTHING, BASE, settled, ACTIONS))[0] == 0.0


def test_full_rebound_saves_nothing(table: ParameterTable) -> None:
    draws = central_draws(table.settle({**VALUES, "telework_co2_rebound_share": 1.0}), ())
    assert CO2_AVOIDED.measure(evaluate(plan(choose("company_awareness")), BASE, draws, ACTIONS))[0] == 0.0
