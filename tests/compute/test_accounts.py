from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.accounts import (
    balances,
    net_petr_cost_by_commune,
    net_public_cost_by_commune,
    new_space_revenue,
    public_eur_per_net_new_user,
    space_accounts,
    total_capex,
    total_opex,
)
from alpsat_geo.compute.action_type import ActionContext
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.explanation.trace import explain
from alpsat_geo.compute.levers import Levers, Start
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.criteria.net_public_cost import NET_PUBLIC_COST
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS, choose, invent_baseline, line_of_communes, plan

# One commune, 1,600 managers: 1,600 * .5 * .1 = 80 people would come, f(0) = 0.99331 of them reach the
# space, which holds 10 desks * 5 / 2 days = 25.
VALUES = {
    "telework_weekly_share_csp3": 0.5,
    "third_place_share_teleworkers": 0.1,
    "telework_days_per_week": 2.0,
    "standard_capex_per_desk_eur": 10_000.0,
    "standard_opex_per_desk_eur_year": 2_000.0,
    "space_lifetime_year": 10.0,
    "public_discount_rate": 0.032,
    "demand_level": 1.0,
    "host_paid_share": 0.0,
}
# Annuity of 100,000 euros over ten years at 3.2 %: the capital recovery factor by its definition,
# one over the sum of the discount factors of the ten years.
FACTOR = 1 / sum(1.032**-year for year in range(1, 11))


cents = st.integers(0, 100_000).map(lambda count: count / 100)


def _sell_seats(levers: Levers, context: ActionContext) -> Levers:
    one = np.ones(context.draws.size)
    line = context.price("navette", opex_eur_per_year=30_000 * one, revenue_eur_per_year=12_000 * one)
    return levers.with_cost(line, Start("navette", one))


def test_what_an_action_earns_lowers_its_net_cost(baseline: Baseline, central: Draws) -> None:
    selling = dataclasses.replace(ACTIONS["shuttle"], apply=_sell_seats)
    outcome = evaluate(plan(choose("shuttle", "05001")), baseline, central, {"shuttle": selling})
    assert total_opex(outcome)[0] == 30_000
    assert NET_PUBLIC_COST.measure(outcome)[0] == explain(outcome, NET_PUBLIC_COST).value == 18_000
    assert net_public_cost_by_commune(outcome).sum() == pytest.approx(18_000)
    assert net_petr_cost_by_commune(outcome).sum() == pytest.approx(18_000)


def full_space(table: ParameterTable, *, price: float, grant: float = 0.0) -> Outcome:
    base = invent_baseline(line_of_communes([0.0, 200.0]), employed=[[0, 0, 1600, 0, 0, 0], [0] * 6])
    choice = choose("open_space", base.insee_codes[0], kind="standard", price_month_eur=price, grant_eur=grant)
    return evaluate(plan(choice), base, central_draws(table.settle(VALUES), ()), ACTIONS)


def test_account_of_a_full_space_by_hand(table: ParameterTable) -> None:
    (account,) = space_accounts(full_space(table, price=100.0))
    annual_cost = 100_000 * FACTOR + 20_000
    assert account.annual_cost_eur[0] == pytest.approx(annual_cost)
    assert (account.capacity_users[0], account.served_users[0]) == (25.0, 25.0)
    assert account.revenue_eur_per_year[0] == pytest.approx(25 * 100 * 12)
    assert account.break_even_users[0] == pytest.approx(annual_cost / 1200)
    assert account.cost_recovery_share[0] == pytest.approx(30_000 / annual_cost)
    # 31,842 euros of cost need 26.5 users at 100 euros a month: more than the 25 that fit.
    assert (account.break_even_probability, account.verdict, account.cannot_balance_share) == (
        0.0,
        "does_not_hold",
        1.0,
    )


def test_dearer_space_balances_when_full(table: ParameterTable) -> None:
    (account,) = space_accounts(full_space(table, price=110.0))
    assert (account.break_even_probability, account.verdict, account.cannot_balance_share) == (1.0, "holds", 0.0)


def test_grant_lowers_what_the_operator_must_find_and_not_the_public_cost(table: ParameterTable) -> None:
    without, with_grant = (full_space(table, price=100.0, grant=grant) for grant in (0.0, 40_000.0))
    assert space_accounts(with_grant)[0].annual_cost_eur[0] == pytest.approx(60_000 * FACTOR + 20_000)
    assert net_public_cost_by_commune(with_grant).sum() == pytest.approx(100_000 * FACTOR + 20_000 - 30_000)
    assert net_public_cost_by_commune(with_grant).sum() == net_public_cost_by_commune(without).sum()
    assert net_petr_cost_by_commune(with_grant).sum() == pytest.approx(60_000 * FACTOR + 20_000 - 30_000)
    assert (total_capex(with_grant)[0], total_opex(with_grant)[0]) == (100_000.0, 20_000.0)


def test_free_space_never_balances_and_is_without_bound(table: ParameterTable) -> None:
    (account,) = space_accounts(full_space(table, price=0.0))
    assert account.break_even_users[0] == np.inf
    assert (account.break_even_probability, account.cannot_balance_share) == (0.0, 1.0)


def test_existing_spaces_have_no_account(baseline: Baseline, central: Draws) -> None:
    outcome = evaluate(plan(choose("animate_spaces")), baseline, central, ACTIONS)
    assert space_accounts(outcome) == ()
    assert not new_space_revenue(outcome).any()
    assert np.isnan(balances(outcome)).all()


def test_shared_cost_is_split_by_residents_and_local_cost_stays(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(
        table.settle({"animation_equipment_eur": 0.0, "animation_cost_eur_year": 1.0}), baseline.spaces
    )
    outcome = evaluate(plan(choose("animate_spaces")), baseline, draws, ACTIONS)
    np.testing.assert_allclose(
        net_public_cost_by_commune(outcome)[0], baseline.population_count / baseline.population_count.sum()
    )
    local = evaluate(plan(choose("extend_space", "luceo", added_desks=1)), baseline, draws, ACTIONS)
    paid = np.flatnonzero(net_public_cost_by_commune(local)[0])
    assert [baseline.insee_codes[i] for i in paid] == ["05122"]


def test_cost_where_nobody_lives_is_split_equally(table: ParameterTable) -> None:
    base = invent_baseline(np.zeros((3, 3)), population=[0.0, np.nan, 500.0])
    draws = central_draws(table.settle({"itinerant_services_cost_eur_year": 90.0}), ())
    outcome = evaluate(plan(choose("itinerant_services", *base.insee_codes[:2])), base, draws, ACTIONS)
    np.testing.assert_allclose(net_public_cost_by_commune(outcome), [[45.0, 45.0, 0.0]])


@given(st.sampled_from(["frugal", "standard"]), st.sampled_from(["05065", "05023", "05177"]), st.tuples(cents, cents))
def test_higher_price_at_equal_users_never_makes_balance_harder(
    baseline: Baseline, table: ParameterTable, kind: str, code: str, prices: tuple[float, float]
) -> None:
    draws = sample_draws(table, baseline.spaces, 60, 1)
    cheap, dear = (
        evaluate(plan(choose("open_space", code, kind=kind, price_month_eur=price)), baseline, draws, ACTIONS)
        for price in sorted(prices)
    )
    np.testing.assert_array_equal(cheap.space_users, dear.space_users)
    (before,), (after,) = space_accounts(cheap), space_accounts(dear)
    assert after.break_even_probability >= before.break_even_probability
    assert (after.break_even_users <= before.break_even_users).all()
    assert after.cannot_balance_share <= before.cannot_balance_share
    assert (net_public_cost_by_commune(dear).sum(axis=1) <= net_public_cost_by_commune(cheap).sum(axis=1) + 1e-9).all()


@given(st.sampled_from(["frugal", "standard"]), st.floats(1, 4))
def test_higher_cost_never_makes_balance_easier(
    baseline: Baseline, table: ParameterTable, kind: str, factor: float
) -> None:
    keys = (f"{kind}_capex_per_desk_eur", f"{kind}_opex_per_desk_eur_year")
    scenario = plan(choose("open_space", "05065", kind=kind))
    accounts, costs = [], []
    for times in (1.0, factor):
        settled = table.settle({key: table[key].value * times for key in keys})
        outcome = evaluate(scenario, baseline, sample_draws(settled, baseline.spaces, 60, 1), ACTIONS)
        accounts.append(space_accounts(outcome)[0])
        costs.append(net_public_cost_by_commune(outcome).sum(axis=1))
    assert accounts[1].break_even_probability <= accounts[0].break_even_probability
    assert (accounts[1].break_even_users >= accounts[0].break_even_users * (1 - 1e-12)).all()
    assert (costs[1] >= costs[0] - 1e-9).all()


def test_public_euros_by_net_new_user(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    draws = sample_draws(table, baseline.spaces, 60, 1)
    seen = 0
    for scenario in scenarios:
        outcome = evaluate(scenario, baseline, draws, ACTIONS)
        euros = public_eur_per_net_new_user(outcome)
        gains = outcome.net_new_users > 0
        seen += int(gains.sum())
        assert np.isnan(euros[~gains]).all()
        cost = net_public_cost_by_commune(outcome).sum(axis=1)
        np.testing.assert_allclose(euros[gains] * outcome.net_new_users[gains], cost[gains], rtol=1e-9)
    assert seen > 0


def test_doing_nothing_costs_nothing(baseline: Baseline, central: Draws) -> None:
    outcome = evaluate(DO_NOTHING, baseline, central, ACTIONS)
    assert not net_public_cost_by_commune(outcome).any()
    assert (total_capex(outcome)[0], total_opex(outcome)[0]) == (0.0, 0.0)
    assert np.isnan(public_eur_per_net_new_user(outcome)[0])
