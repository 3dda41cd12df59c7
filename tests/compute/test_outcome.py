from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.levers import CAR_FREE, USE_FACTOR
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, invent_baseline, invent_space, line_of_communes, plan

SETTLED = {
    "telework_weekly_share_csp3": 0.5,
    "third_place_share_teleworkers": 0.1,
    "telework_days_per_week": 2.0,
    "huff_desks_exponent": 1.0,
    "catchment_decay_divisor": 5.0,
    "demand_level": 1.0,
    # Neither parking nor crossing one's commune: who is on the spot takes no time.
    "terminal_time_min": 0.0,
}


@pytest.fixture(name="crowded")
def make_crowded(table: ParameterTable) -> Outcome:
    """Return two communes 20 minutes apart; only the first has people: 2,000 managers, 100 users."""
    spaces = (invent_space("ici", 0, desks=10.0, settled=True), invent_space("loin", 1, desks=10.0, settled=True))
    base = invent_baseline(
        line_of_communes([0.0, 20.0]), spaces=spaces, employed=[[0, 0, 2000, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
    )
    draws = central_draws(table.settle(SETTLED), spaces)
    return evaluate(DO_NOTHING, base, draws, ACTIONS, settings=Settings("winter", 20.0))


def test_users_served_and_turned_away_by_hand(crowded: Outcome) -> None:
    # Decay: on the spot f(0) = 1 / (1 + e^-5) = 0.99331; at 20 minutes 0.5. Demand 2,000 * .5 * .1 = 100,
    # of which 99.331 reach a space; shares f(0) / (f(0) + .5) = 0.66518 and 0.33482: 66.07 and 33.26.
    # Each space holds 10 desks * 5 / 2 days = 25 users: 25 + 25 served, the rest overflows.
    here = 1 / (1 + np.exp(-5))
    np.testing.assert_allclose(
        crowded.space_users[0], [100 * here * here / (here + 0.5), 100 * here * 0.5 / (here + 0.5)]
    )
    np.testing.assert_allclose(crowded.space_capacity_users[0], [25.0, 25.0])
    assert crowded.served_users[0] == pytest.approx(50.0)
    assert crowded.overflow_users[0] == pytest.approx(100 * here - 50.0)
    np.testing.assert_allclose(crowded.served_users_by_commune[0], [50.0, 0.0])


def test_car_kilometres_count_those_who_leave_their_commune(crowded: Outcome) -> None:
    # 25 of the users served go to the other commune, 20 km away (one minute, one kilometre).
    np.testing.assert_allclose(crowded.trips_km_by_commune[0], [25.0 * 20.0, 0.0])
    half_free = dataclasses.replace(crowded, levers=crowded.levers.move(CAR_FREE, np.array([0.5]), (0,)))
    np.testing.assert_allclose(half_free.trips_km_by_commune[0], [250.0, 0.0])


def test_closed_space_serves_nobody(table: ParameterTable) -> None:
    spaces = (invent_space("a", 0, settled=False), invent_space("b", 0, settled=True))
    base = invent_baseline([[0.0]], spaces=spaces)
    outcome = evaluate(DO_NOTHING, base, central_draws(table, spaces), ACTIONS)
    assert outcome.space_served_users[0, 1] > 0
    assert (outcome.space_users[0, 0], outcome.space_capacity_users[0, 0]) == (0.0, 0.0)


def test_net_new_users_leave_out_those_taken_from_existing_spaces(table: ParameterTable) -> None:
    # An open space on the spot already reaches everyone it can: a second one beside it only shares.
    spaces = (invent_space("a", 0, desks=10.0, settled=True),)
    base = invent_baseline([[0.0]], spaces=spaces)
    draws = central_draws(table, spaces)
    outcome = evaluate(plan(choose("open_space", base.insee_codes[0], kind="standard", desks=10)), base, draws, ACTIONS)
    assert outcome.overflow_users[0] == 0
    assert outcome.net_new_users[0] == pytest.approx(0.0, abs=1e-12)
    assert outcome.space_served_users[0, 1] == pytest.approx(outcome.served_users[0] / 2)


def test_doing_nothing_adds_no_user(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(DO_NOTHING, baseline, sample_draws(table, baseline.spaces, 50, 1), ACTIONS)
    assert not outcome.net_new_users.any()


def test_users_are_the_same_counted_by_space_or_by_commune(baseline: Baseline, table: ParameterTable) -> None:
    scenario = plan(choose("open_space", "05065", "05023", kind="frugal"), choose("animate_spaces"))
    outcome = evaluate(scenario, baseline, sample_draws(table, baseline.spaces, 200, 1), ACTIONS)
    np.testing.assert_allclose(outcome.served_users_by_commune.sum(axis=1), outcome.served_users, rtol=1e-9)
    assert (outcome.space_served_users <= outcome.space_capacity_users + 1e-12).all()
    assert (outcome.served_users_by_commune <= outcome.demand_users * outcome.levers[USE_FACTOR][:, None] + 1e-9).all()


def test_unreachable_space_costs_no_kilometre(table: ParameterTable) -> None:
    spaces = (invent_space("a", 0, settled=True), invent_space("b", 1, settled=True))
    base = invent_baseline([[0.0, np.inf], [np.inf, 0.0]], spaces=spaces)
    outcome = evaluate(DO_NOTHING, base, central_draws(table, spaces), ACTIONS)
    np.testing.assert_array_equal(outcome.trips_km_by_commune, [[0.0, 0.0]])
