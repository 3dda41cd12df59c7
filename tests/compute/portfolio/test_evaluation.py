"""Every portfolio equals what the model says of it alone; a plain loop over the model finds the same answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.accounts import net_petr_cost, net_public_cost, petr_capex, total_capex
from alpsat_geo.compute.action_type import ActionContext
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.levers import NEWCOMER_INTENSITY, USE_FACTOR, Levers
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.portfolio.answer import answer_question
from alpsat_geo.compute.portfolio.evaluation import SHARED_CRITERIA, Portfolios, evaluate_portfolios
from alpsat_geo.compute.portfolio.measured import measure_candidates
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question, place_candidate
from alpsat_geo.compute.portfolio.selection import LEAST_RESULT
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import SEASONS
from tests.invented_territory import ACTIONS, choose, invent_baseline, invent_space, line_of_communes, plan
from tests.small_baselines import small_baselines
from tests.stated import QUOTE

COSTS = {"all": (net_public_cost, total_capex), "petr": (net_petr_cost, petr_capex)}


def pose_choices(decision: DecisionProblem, choices: Sequence[ActionChoice]) -> PortfolioProblem:
    types = decision.action_types
    return PortfolioProblem(decision, tuple(place_candidate(types[c.type_key], c, decision) for c in choices))


def assert_equal_to_the_model(found: Portfolios, rows: Sequence[int]) -> None:
    decision = found.problem.decision
    criteria = {criterion.key: criterion for criterion in decision.criteria}
    for row in rows:
        outcome = evaluate(
            found.problem.scenario(found.members[row]),
            decision.baseline,
            decision.draws,
            decision.action_types,
            settings=decision.settings,
        )
        where, place = str(outcome.scenario.key), np.array([row])
        for key, figure in found.measures.items():
            expected = criteria[key].measure(outcome)
            np.testing.assert_allclose(figure.of(place)[0], expected, rtol=1e-9, atol=1e-9, err_msg=f"{key} {where}")
        for payer, costs in found.costs.items():
            net, capex = COSTS[payer]
            np.testing.assert_allclose(costs.net.of(place)[0], net(outcome), rtol=1e-9, atol=1e-9, err_msg=where)
            np.testing.assert_allclose(costs.investment.of(place)[0], capex(outcome), rtol=1e-9, err_msg=where)


def test_every_action_of_the_catalogue_equals_the_model(pose: Callable[[int], DecisionProblem]) -> None:
    decision = pose(60)
    sirens = decision.baseline.epci_sirens
    placed = {"commune": ("05003", "05065"), "epci": (sirens[0], sirens[2]), "space": ("luceo", "altipolis")}
    choices = [
        choose(action.key, *((place,) if place else ()))
        for action in ACTION_TYPES
        for place in placed.get(action.placement, ("",))
    ]
    # Each action in one place beside the others, and those that run in two places in both.
    for viewed, kept in ((Settings("winter", 17.0), choices[:10]), (Settings("summer", 17.0), choices[6:])):
        problem = pose_choices(dataclasses.replace(decision, settings=viewed), kept)
        found = evaluate_portfolios(problem, SHARED_CRITERIA)
        assert found.one_by_one == ()
        rows = np.random.default_rng(1).choice(len(found.members), 40, replace=False)
        assert_equal_to_the_model(found, [*rows, len(found.members) - 1])


@settings(max_examples=25)
@given(small_baselines(), st.builds(Settings, st.sampled_from(SEASONS), st.floats(8, 35)), st.data())
def test_small_territories_equal_the_model(
    table: ParameterTable,
    baseline: Baseline,
    chosen_settings: Settings,
    data: st.DataObject,
) -> None:
    draws = sample_draws(table, baseline.spaces, 6, 1)
    decision = DecisionProblem(baseline, draws, ACTIONS, CRITERIA, chosen_settings)
    codes, sirens, spaces = baseline.insee_codes, baseline.epci_sirens, [space.key for space in baseline.spaces]
    pool = [
        *(choose("open_space", code, kind="standard", desks=float(3 + 9 * i)) for i, code in enumerate(codes)),
        choose("open_space", codes[0], codes[1], kind="frugal", grant_eur=5_000.0),
        *(choose("welcome_service", siren) for siren in sirens),
        *(choose("extend_space", key) for key in spaces),
        *(choose(key) for key in ("shared_platform", "animate_spaces", "company_awareness", "digital_mediation")),
    ]
    chosen = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=5, unique_by=id))
    found = evaluate_portfolios(pose_choices(decision, chosen), SHARED_CRITERIA)
    assert found.one_by_one == ()
    assert_equal_to_the_model(found, range(len(found.members)))


def _double_what_is_there(levers: Levers, context: ActionContext) -> Levers:
    """Write levers from other levers, as no action of the catalogue does."""
    busy = 1 + 0.1 * len(levers.spaces) + levers[NEWCOMER_INTENSITY].sum(axis=1)
    spaces = tuple(
        dataclasses.replace(space, desks_count=2 * space.desks_count, price_month_eur=space.price_month_eur + 7)
        for space in levers.spaces
    )
    line = context.price("double", capex_eur=3 * context.draws["platform_capex_eur"] * len(levers.cost_lines))
    moved = levers.move(USE_FACTOR, np.broadcast_to(busy, context.draws.size))
    return dataclasses.replace(moved, spaces=spaces, cost_lines=(*levers.cost_lines, line))


DOUBLE = dataclasses.replace(ACTIONS["shared_platform"], key="double", apply=_double_what_is_there)


def test_an_action_that_nobody_has_thought_of_is_evaluated_right(pose: Callable[[int], DecisionProblem]) -> None:
    decision = dataclasses.replace(pose(30), action_types={**ACTIONS, "double": DOUBLE})
    choices = [
        choose("open_space", "05003"),
        choose("open_space", "05065"),
        choose("double"),
        choose("welcome_service"),
    ]
    found = evaluate_portfolios(pose_choices(decision, choices), SHARED_CRITERIA)
    assert found.one_by_one == ()
    assert_equal_to_the_model(found, range(16))


def test_what_was_stated_of_an_action_holds_in_every_portfolio(pose: Callable[[int], DecisionProblem]) -> None:
    stated = dataclasses.replace(choose("open_space", "05003"), figures=QUOTE)
    choices = [stated, choose("open_space", "05065"), choose("shared_platform")]
    found = evaluate_portfolios(pose_choices(pose(40), choices), SHARED_CRITERIA)
    assert_equal_to_the_model(found, range(len(found.members)))


def test_a_criterion_without_a_shorter_way_is_measured_by_the_model(pose: Callable[[int], DecisionProblem]) -> None:
    decision = pose(20)

    def count_otherwise(outcome: Outcome) -> FloatArray:
        return outcome.served_users + outcome.draws["telework_days_per_week"]

    criteria = tuple(
        dataclasses.replace(c, measure=count_otherwise) if c.key == "regular_users" else c for c in CRITERIA
    )
    decision = dataclasses.replace(decision, criteria=criteria)
    choices = [choose("open_space", "05003"), choose("shuttle", "05003"), choose("company_awareness")]
    found = evaluate_portfolios(pose_choices(decision, choices), [c.key for c in CRITERIA])
    assert set(found.one_by_one) == {
        "regular_users",
        *(c.key for c in CRITERIA if c.key not in SHARED_CRITERIA),
    }
    assert_equal_to_the_model(found, range(8))


def test_sparse_travel_times_are_left_to_the_model(pose: Callable[[int], DecisionProblem]) -> None:
    decision = pose(10)
    sparse = {season: csr_matrix(np.asarray(decision.baseline.minutes[season])) for season in SEASONS}
    distances = {season: csr_matrix(np.asarray(decision.baseline.km[season])) for season in SEASONS}
    baseline = dataclasses.replace(decision.baseline, minutes=sparse, km=distances)
    decision = dataclasses.replace(decision, baseline=baseline)
    found = evaluate_portfolios(
        pose_choices(decision, [choose("open_space", "05003"), choose("shared_platform")]), SHARED_CRITERIA
    )
    assert set(found.one_by_one) >= set(SHARED_CRITERIA)
    assert_equal_to_the_model(found, range(4))


def test_an_unknown_criterion_is_refused(pose: Callable[[int], DecisionProblem]) -> None:
    with pytest.raises(InputError, match="« speed » n'existe pas"):
        evaluate_portfolios(pose_choices(pose(2), [choose("shared_platform")]), ["speed"])


@pytest.fixture(scope="module")
def crowded(table: ParameterTable) -> DecisionProblem:
    """Return a valley where two spaces share users and few homes cap the newcomers."""
    baseline = invent_baseline(
        line_of_communes([0.0, 6.0, 40.0]),
        spaces=(invent_space("ancien", 0, desks=None, status="open_unverified"),),
        employed=np.full((3, 6), 400.0),
        population=[4_000.0, 3_000.0, 2_000.0],
        epci_index=[0, 0, 1],
        vacant_homes=[30.0, 5.0, 40.0],
    )
    draws = sample_draws(table, baseline.spaces, 40, 3)
    return DecisionProblem(baseline, draws, ACTIONS, CRITERIA, Settings())


def test_a_plain_loop_over_the_model_finds_the_same_answer(crowded: DecisionProblem) -> None:
    codes = crowded.baseline.insee_codes
    choices = [
        choose("open_space", codes[0], kind="standard"),
        choose("open_space", codes[1], kind="standard"),
        choose("shared_platform"),
        choose("welcome_service"),
    ]
    outcomes = {
        held: evaluate(plan(*(choices[c] for c in held)), crowded.baseline, crowded.draws, ACTIONS)
        for size in range(5)
        for held in combinations(range(4), size)
    }
    # Effects do not add up: two spaces share users, and homes cap what platform and welcome bring together.
    users = {held: outcomes[held].served_users.mean() for held in outcomes}
    assert users[0, 1] - users[()] < 0.9 * (users[(0,)] + users[(1,)] - 2 * users[()])
    people = {held: outcomes[held].additional_inhabitants.sum() for held in outcomes}
    assert people[2, 3] < 0.9 * (people[(2,)] + people[(3,)])

    budget, draws = 80_000.0, range(40)
    costs = {held: net_public_cost(outcome) for held, outcome in outcomes.items()}
    feasible = [held for held in outcomes if sum(1 for d in draws if costs[held][d] <= budget) >= 0.8 * 40]
    assert 1 < len(feasible) < 16
    types = crowded.action_types
    measured = measure_candidates(crowded, [place_candidate(types[c.type_key], c, crowded) for c in choices])
    answer = answer_question(measured, Question(budget))
    gained = {
        "inhabitant": {held: outcomes[held].additional_inhabitants.sum(axis=1).mean() for held in feasible},
        "user": {held: outcomes[held].served_users.mean() for held in feasible},
    }
    shown = {key: one.portfolio for one in answer.programmes for key in one.purposes}
    for key, by_held in gained.items():
        most = max(by_held, key=lambda held: (round(by_held[held], 9), -costs[held].mean()))
        if by_held[most] - by_held[()] <= LEAST_RESULT:
            assert key not in shown
            continue
        assert tuple(np.flatnonzero(measured.members[shown[key]])) == most
        assert measured.mean_result(key)[shown[key]] == pytest.approx(by_held[most] - by_held[()])
    assert answer.feasible.sum() == len(feasible)
