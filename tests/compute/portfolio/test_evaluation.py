"""Every portfolio equals what the model says of it alone; a plain loop over the model finds the same answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
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
from alpsat_geo.compute.mcda.objectives import build_tree, draw_priorities, equal_priorities
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.portfolio.evaluation import Portfolios, evaluate_portfolios
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question, place_candidate
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.compute.portfolio.scoring import score_portfolios
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import SEASONS
from tests.invented_territory import ACTIONS, choose, invent_baseline, invent_space, line_of_communes, plan
from tests.small_baselines import small_baselines
from tests.stated import QUOTE

WEIGHED = tuple(criterion.key for criterion in CRITERIA if criterion.is_weighted_by_default)
TREE = build_tree({c.key: str(c.objective) for c in CRITERIA if c.is_weighted_by_default})
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
        found = evaluate_portfolios(problem, WEIGHED)
        assert found.one_by_one == ()
        rows = np.random.default_rng(1).choice(len(found.members), 40, replace=False)
        assert_equal_to_the_model(found, [*rows, len(found.members) - 1])


@settings(max_examples=25)
@given(small_baselines(), st.builds(Settings, st.sampled_from(SEASONS), st.floats(8, 35)), st.data())
def test_small_territories_equal_the_model(
    table: ParameterTable,
    anchors: Mapping[str, Anchor],
    baseline: Baseline,
    chosen_settings: Settings,
    data: st.DataObject,
) -> None:
    draws = sample_draws(table, baseline.spaces, 6, 1)
    decision = DecisionProblem(baseline, draws, ACTIONS, CRITERIA, anchors, chosen_settings)
    codes, sirens, spaces = baseline.insee_codes, baseline.epci_sirens, [space.key for space in baseline.spaces]
    pool = [
        *(choose("open_space", code, kind="standard", desks=float(3 + 9 * i)) for i, code in enumerate(codes)),
        choose("open_space", codes[0], codes[1], kind="frugal", grant_eur=5_000.0),
        *(choose("welcome_service", siren) for siren in sirens),
        *(choose("extend_space", key) for key in spaces),
        *(choose(key) for key in ("shared_platform", "animate_spaces", "company_awareness", "digital_mediation")),
    ]
    chosen = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=5, unique_by=id))
    found = evaluate_portfolios(pose_choices(decision, chosen), WEIGHED)
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
    found = evaluate_portfolios(pose_choices(decision, choices), WEIGHED)
    assert found.one_by_one == ()
    assert_equal_to_the_model(found, range(16))


def test_what_was_stated_of_an_action_holds_in_every_portfolio(pose: Callable[[int], DecisionProblem]) -> None:
    stated = dataclasses.replace(choose("open_space", "05003"), figures=QUOTE)
    choices = [stated, choose("open_space", "05065"), choose("shared_platform")]
    found = evaluate_portfolios(pose_choices(pose(40), choices), WEIGHED)
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
        *(c.key for c in CRITERIA if not c.is_weighted_by_default and c.key != "sunk_cost"),
    }
    assert_equal_to_the_model(found, range(8))


def test_sparse_travel_times_are_left_to_the_model(pose: Callable[[int], DecisionProblem]) -> None:
    decision = pose(10)
    sparse = {season: csr_matrix(np.asarray(decision.baseline.minutes[season])) for season in SEASONS}
    distances = {season: csr_matrix(np.asarray(decision.baseline.km[season])) for season in SEASONS}
    baseline = dataclasses.replace(decision.baseline, minutes=sparse, km=distances)
    decision = dataclasses.replace(decision, baseline=baseline)
    found = evaluate_portfolios(
        pose_choices(decision, [choose("open_space", "05003"), choose("shared_platform")]), WEIGHED
    )
    assert set(found.one_by_one) >= set(WEIGHED)
    assert_equal_to_the_model(found, range(4))


def test_an_unknown_criterion_is_refused(pose: Callable[[int], DecisionProblem]) -> None:
    with pytest.raises(InputError, match="« speed » n'existe pas"):
        evaluate_portfolios(pose_choices(pose(2), [choose("shared_platform")]), ["speed"])


@pytest.fixture(scope="module")
def crowded(table: ParameterTable, anchors: Mapping[str, Anchor]) -> DecisionProblem:
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
    return DecisionProblem(baseline, draws, ACTIONS, CRITERIA, anchors, Settings())


def test_a_plain_loop_over_the_model_finds_the_same_answer(crowded: DecisionProblem) -> None:
    codes = crowded.baseline.insee_codes
    choices = [
        choose("open_space", codes[0], kind="standard"),
        choose("open_space", codes[1], kind="standard"),
        choose("shared_platform"),
        choose("welcome_service"),
    ]
    priorities = draw_priorities(TREE, 40, 7)
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
    values = {held: crowded.values(outcome, TREE.criterion_keys) for held, outcome in outcomes.items()}
    scores = {
        held: [
            sum(w * v for w, v in zip(row, value, strict=True))
            for row, value in zip(priorities.of_criteria(), values[held], strict=True)
        ]
        for held in outcomes
    }
    shares = np.zeros(4)
    for d in draws:
        top = max(scores[held][d] for held in feasible)
        winners = [held for held in feasible if scores[held][d] > top - 1e-12]
        for held in winners:
            shares[list(held)] += 1 / len(winners) / 40
    found = evaluate_portfolios(pose_choices(crowded, choices), WEIGHED)
    answer = answer_question(score_portfolios(found, priorities, equal_priorities(TREE)), Question(budget))
    np.testing.assert_allclose([fate.held_share for fate in answer.fates], shares, atol=1e-12)
    best = max(feasible, key=lambda held: sum(scores[held]))
    assert tuple(np.flatnonzero(found.members[answer.best])) == best
    assert answer.feasible.sum() == len(feasible)


def test_criteria_are_judged_over_all_portfolios_before_any_ceiling(crowded: DecisionProblem) -> None:
    choices = [choose("open_space", crowded.baseline.insee_codes[2]), choose("welcome_service")]
    found = evaluate_portfolios(pose_choices(crowded, choices), WEIGHED)
    scored = score_portfolios(found, draw_priorities(TREE, 40, 1), equal_priorities(TREE))
    assert scored.applicable.all()
    # At equal weights a whole score is worth the 250,000 euros of the scale of money, at a weight of one third.
    assert scored.eur_per_score == pytest.approx(750_000)
    # Newcomers go on weighing where no portfolio that fits brings any: the scores do not move with the question.
    answer = answer_question(scored, Question(0.0))
    np.testing.assert_array_equal(answer.winners.scores, scored.scores[answer.feasible].max(axis=0))
    only = evaluate_portfolios(pose_choices(crowded, choices[:1]), WEIGHED)
    alone = score_portfolios(only, draw_priorities(TREE, 40, 1), equal_priorities(TREE))
    assert not alone.applicable[TREE.criterion_keys.index("additional_inhabitants")]
    assert alone.eur_per_score == pytest.approx(500_000)
