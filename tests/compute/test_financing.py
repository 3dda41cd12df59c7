"""The financing plan adds up to the cent, by year, by payer and by part, whatever is stated."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.accounts import total_capex, total_opex, total_revenue
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.financing import (
    HORIZON_YEAR,
    PARTS,
    ActionMoney,
    FinancingPlan,
    Payer,
    finance_scenario,
    plan_financing,
    share_cents,
)
from alpsat_geo.domain.own_figures import Funder
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan
from tests.stated import QUOTE, STATED_FUNDERS

CENTS = st.integers(0, 10**10)
BEARERS = st.lists(st.integers(1, 9_999), min_size=1, max_size=5).map(
    lambda people: tuple((Payer("commune", f"9900{i}"), Fraction(n, sum(people))) for i, n in enumerate(people))
)
STARTS = st.none() | st.dates(date(2026, 1, 1), date(2033, 12, 31))
MONEYS = st.builds(
    ActionMoney,
    investment_cents=CENTS,
    running_cents=CENTS,
    receipts_cents=CENTS,
    grant_cents=st.fixed_dictionaries({"investment": CENTS, "running": CENTS}),
    funders=st.lists(STATED_FUNDERS, max_size=4, unique_by=lambda funder: (funder.name, funder.pays)).map(tuple),
    start=STARTS,
    bearers=BEARERS,
)


def sum_years(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def assert_adds_up(found: FinancingPlan) -> None:
    for action, part, cost in found.costs:
        paid = [entry.cents for entry in found.entries if (entry.action, entry.part) == (action, part)]
        assert sum_years(paid) == cost
    for part in PARTS:
        if found.total_cost(part):
            assert sum_years(list(found.by_payer(part).values())) == found.total_cost(part)


@given(st.lists(MONEYS, max_size=4))
def test_rows_sum_to_columns_and_to_the_total(moneys: list[ActionMoney]) -> None:
    found = plan_financing(moneys)
    assert_adds_up(found)
    for entry in found.entries:
        money = moneys[entry.action]
        if entry.payer.kind == "funder":
            funder = next(f for f in money.funders if (f.name, f.pays) == (entry.payer.key, entry.part))
            for cents in entry.cents:
                assert cents >= 0
                assert funder.ceiling_eur is None or cents <= round(funder.ceiling_eur * 100)
    for action, part, cost in found.costs:
        helped = [e.cents for e in found.entries if (e.action, e.part) == (action, part) and e.payer.kind != "receipts"]
        given_by_others = [
            e.cents
            for e in found.entries
            if (e.action, e.part) == (action, part) and e.payer.kind in {"funder", "grant"}
        ]
        assert helped or not any(cost)
        for year in range(HORIZON_YEAR):
            assert sum(cents[year] for cents in given_by_others) <= cost[year]


@given(MONEYS, st.integers(0, 7))
def test_moving_the_start_shifts_the_years_and_what_leaves_the_horizon_alone(money: ActionMoney, shift: int) -> None:
    anchor = dataclasses.replace(money, investment_cents=0, running_cents=0, receipts_cents=0, start=date(2027, 1, 1))
    now = plan_financing([anchor, dataclasses.replace(money, start=date(2027, 5, 9))])
    later = plan_financing([anchor, dataclasses.replace(money, start=date(2027 + shift, 5, 9))])
    before = {(entry.part, entry.payer): entry.cents for entry in now.entries}
    after = {(entry.part, entry.payer): entry.cents for entry in later.entries}
    assert set(after) <= set(before)
    for key, cents in before.items():
        kept = (0,) * shift + cents[: max(HORIZON_YEAR - shift, 0)]
        assert after.get(key, (0,) * HORIZON_YEAR) == kept[:HORIZON_YEAR]


@given(st.integers(-(10**10), 10**10), BEARERS)
def test_cents_are_shared_whole_each_within_one_of_its_share(
    cents: int, bearers: tuple[tuple[Payer, Fraction]]
) -> None:
    shares = [share for _payer, share in bearers]
    given_cents = share_cents(cents, shares)
    assert sum(given_cents) == cents
    assert all(abs(part - cents * share) < 1 for part, share in zip(given_cents, shares, strict=True))


def test_a_plan_worked_out_by_hand() -> None:
    money = ActionMoney(
        investment_cents=10_000_00,
        running_cents=1_200_00,
        receipts_cents=300_00,
        grant_cents={"investment": 0, "running": 0},
        funders=(Funder("DETR", 40.0, 3_000.0), Funder("Leader", 50.0, None, "running")),
        start=date(2027, 4, 20),
        bearers=((Payer("commune", "99000"), Fraction(1, 3)), (Payer("commune", "99001"), Fraction(2, 3))),
    )
    found = plan_financing([money])
    assert found.first_year == 2027
    assert found.by_payer("investment") == {
        Payer("funder", "DETR"): (3_000_00, 0, 0, 0, 0),
        Payer("commune", "99000"): (2_333_33, 0, 0, 0, 0),
        Payer("commune", "99001"): (4_666_67, 0, 0, 0, 0),
    }
    # Nine months in 2027.
    assert found.total_cost("running") == (900_00, 1_200_00, 1_200_00, 1_200_00, 1_200_00)
    assert found.by_payer("running") == {
        Payer("funder", "Leader"): (450_00, *[600_00] * 4),
        Payer("receipts"): (225_00, *[300_00] * 4),
        Payer("commune", "99000"): (75_00, *[100_00] * 4),
        Payer("commune", "99001"): (150_00, *[200_00] * 4),
    }


@pytest.fixture(scope="module")
def draws(table: ParameterTable, baseline: Baseline) -> Draws:
    return sample_draws(table, baseline.spaces, 60, 1)


@pytest.mark.parametrize("bearer", ["host", "epci", "petr"])
def test_a_scenario_is_financed_as_its_accounts_say(baseline: Baseline, draws: Draws, bearer: Bearer) -> None:
    opening = dataclasses.replace(choose("open_space", *baseline.insee_codes[:3], grant_eur=2_000), figures=QUOTE)
    scenario = plan(opening, choose("open_space", baseline.insee_codes[5]), choose("welcome_service"))
    outcome = evaluate(scenario, baseline, draws, ACTIONS)
    financed = finance_scenario(outcome, bearer)
    assert financed.is_estimated == (False, True, True)
    assert_adds_up(financed.plan)
    (stated, *_others) = [cost for action, part, cost in financed.plan.costs if (action, part) == (0, "investment")]
    assert stated == (48_250_50, 0, 0, 0, 0)
    payers = {entry.payer: entry.cents[0] for entry in financed.plan.entries if entry.part == "investment"}
    assert payers[Payer("funder", "DETR")] == 15_000_00
    assert payers[Payer("funder", "Région")] == 9_650_10
    assert {payer.kind for payer in payers} == {"funder", {"host": "commune", "epci": "epci", "petr": "petr"}[bearer]}
    # Alone, what was not stated is told at the median of its account, to the euro.
    alone = evaluate(plan(choose("open_space", baseline.insee_codes[5], grant_eur=2_000)), baseline, draws, ACTIONS)
    found = finance_scenario(alone, bearer).plan
    assert found.first_year is None
    assert found.total_cost("investment")[0] == 100 * round(float(np.median(total_capex(alone))))
    assert found.total_cost("running") == (100 * round(float(np.median(total_opex(alone)))),) * HORIZON_YEAR
    assert found.by_payer("investment")[Payer("grant")][0] == 2_000_00
    assert found.by_payer("running")[Payer("receipts")][0] == 100 * round(float(np.median(total_revenue(alone))))
