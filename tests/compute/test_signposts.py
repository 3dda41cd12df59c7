"""Signposts against cash flows added up year by year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.signposts import closing_users, place_signposts
from tests.invented_territory import choose, plan


@given(st.floats(0, 40_000), st.floats(20, 300), st.floats(0, 50_000), st.floats(0, 0.1), st.integers(1, 12))
def test_at_the_signpost_going_on_costs_what_closing_costs(
    opex: float, price: float, resale: float, rate: float, years: int
) -> None:
    row = [np.array([float(x)]) for x in (opex, price, resale, rate, years)]
    users = float(closing_users(*row)[0])
    going_on = sum((opex - 12 * price * users) / (1 + rate) ** year for year in range(1, years + 1))
    assert going_on == pytest.approx(-resale, rel=1e-6, abs=1e-6 * max(opex, 1))


def test_a_space_past_its_life_has_nothing_left_to_sell() -> None:
    one = np.ones(1)
    assert closing_users(1_320 * one, 110 * one, 5_000 * one, 0.03 * one, -one) == pytest.approx(1.0)
    assert np.isinf(closing_users(one, 0 * one, one, one, one)).all()


def test_signposts_of_a_scenario(pose: Callable[[int], DecisionProblem]) -> None:
    problem = pose(300)
    scenario = plan(
        choose("open_space", "05003", kind="frugal"),
        choose("open_space", "05065", kind="standard", price_month_eur=0),
        choose("shared_platform"),
    )
    held = {"host_paid_share": 0.0}
    none, some = (
        place_signposts(
            evaluate(
                scenario,
                problem.baseline,
                sample_draws(
                    problem.draws.table.settle({**held, "investment_resold_share": share}),
                    problem.baseline.spaces,
                    300,
                    1,
                ),
                problem.action_types,
            )
        )
        for share in (0.0, 0.3)
    )
    assert [(s.space_key, s.months) for s in none] == [
        (key, months) for key in ("open_space:05003:1", "open_space:05065:1") for months in (6, 12, 24)
    ]
    # Nothing can be sold: only running costs count, at every date. At the retained values, 4 desks cost 8,000 euros
    # a year and a user pays 1,320.
    frugal = none[0]
    assert none[1].users == none[2].users == frugal.users
    assert frugal.users.low < 8_000 / 1_320 < frugal.users.high
    assert frugal.close_below_count == np.ceil(frugal.users.value)
    # What can be sold makes stopping worth more, and less so as it is written off.
    assert some[0].users.value > frugal.users.value
    assert 0 <= some[0].beyond_capacity_share < 1
    # A paid host is one more thing that closing avoids.
    hosted = problem.draws.table.settle({"host_paid_share": 1.0, "investment_resold_share": 0.0})
    draws = sample_draws(hosted, problem.baseline.spaces, 300, 1)
    with_host = place_signposts(evaluate(scenario, problem.baseline, draws, problem.action_types))
    assert with_host[0].users.value > frugal.users.value + 10
    # Nobody pays: no number of users pays for going on.
    assert np.isinf(none[3].close_below_count)
    assert none[3].beyond_capacity_share == 1
