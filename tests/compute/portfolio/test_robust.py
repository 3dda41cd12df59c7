"""Portfolios against an independent loop, against HiGHS, and the laws that no budget may break."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from alpsat_geo.compute.portfolio.fates import Fate
from alpsat_geo.compute.portfolio.frontier import Step
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import (
    BAND_EUR_PER_YEAR,
    Answer,
    answer_question,
    find_winners,
    measure_gains,
    regret_of,
)
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.errors import InputError
from tests.compute.portfolio.invented_portfolios import EUR_PER_SCORE, all_subsets, invent_scored

seeds = st.integers(0, 100_000)


def random_scored(seed: int, count: int = 5, draws: int = 12) -> ScoredPortfolios:
    """Return portfolios whose effects interact in pairs, with scores coarse enough to tie."""
    rng = np.random.default_rng(seed)
    members = all_subsets(count)
    alone, together = rng.normal(0.02, 0.1, (count, draws)), rng.normal(0, 0.08, (count, count, draws))
    scores = 0.3 + members @ alone + np.einsum("pa,pb,abd->pd", members, members, np.triu(together.T).T)
    costs = members @ rng.uniform(-2_000, 30_000, (count, draws))
    investment = members @ rng.uniform(0, 50_000, (count, draws))
    return invent_scored(members, scores.round(int(rng.integers(1, 4))), costs, investment)


def hold_step(frontier: Sequence[Step], budget_eur_per_year: float) -> Step:
    """Return the step that holds at a budget: the last one that it pays."""
    return [step for step in frontier if step.budget_eur_per_year <= budget_eur_per_year][-1]


def loop_over(
    scored: ScoredPortfolios, question: Question
) -> tuple[dict[str, float], float, set[tuple[str, ...]], float] | None:
    """Answer with plain loops: held shares, share of nothing, the best sets, and their mean score."""
    count, draws = len(scored.members), scored.scores.shape[1]
    costs = scored.costs["all"]
    feasible = []
    for p in range(count):
        held = set(scored.held(p))
        net, invested = costs.net.of(np.array([p]))[0], costs.investment.of(np.array([p]))[0]
        within = sum(1 for d in range(draws) if net[d] <= (question.budget_eur_per_year or 0) + 0.01)
        within_too = sum(1 for d in range(draws) if invested[d] <= (question.investment_eur or 0) + 0.01)
        placed = {epci for candidate in scored.candidates if candidate.key in held for epci in candidate.epci_index}
        if (
            min(within, within_too) >= math.ceil(question.certainty_share * draws - 1e-9)
            and question.required <= held
            and not question.refused & held
            and (not question.is_one_per_epci or placed == {0, 1, 2})
        ):
            feasible.append(p)
    if not feasible:
        return None
    shares, nothing = dict.fromkeys(scored.keys, 0.0), 0.0
    for d in range(draws):
        top = max(scored.scores[p, d] for p in feasible)
        winners = [p for p in feasible if scored.scores[p, d] == top]
        for p in winners:
            nothing += (not scored.held(p)) / len(winners) / draws
            for key in scored.held(p):
                shares[key] += 1 / len(winners) / draws
    best = max(scored.mean_scores[p] for p in feasible)
    return shares, nothing, {scored.held(p) for p in feasible if scored.mean_scores[p] == best}, best


questions = st.builds(
    Question,
    budget_eur_per_year=st.floats(0, 120_000),
    investment_eur=st.floats(0, 200_000),
    certainty_share=st.sampled_from([0.5, 0.8, 0.95]),
    required=st.sampled_from([frozenset[str](), frozenset({"c1"}), frozenset({"c2", "c4"})]),
    refused=st.sampled_from([frozenset[str](), frozenset({"c3"})]),
    is_one_per_epci=st.booleans(),
)


@given(seeds, questions)
def test_answers_equal_an_independent_loop(seed: int, question: Question) -> None:
    scored = random_scored(seed)
    found = loop_over(scored, question)
    if found is None:
        with pytest.raises(InputError, match="Aucun programme"):
            answer_question(scored, question)
        return
    shares, nothing, best, value = found
    answer = answer_question(scored, question)
    assert {fate.key: fate.held_share for fate in answer.fates} == pytest.approx(shares)
    assert answer.nothing_share == pytest.approx(nothing)
    assert scored.held(answer.best) in best
    assert scored.mean_scores[answer.best] == value


def test_without_interactions_the_best_is_the_optimum_of_highs() -> None:
    for seed in range(100):
        rng = np.random.default_rng(seed)
        count = int(rng.integers(3, 9))
        members = all_subsets(count)
        worth, cost, capex = rng.normal(0.02, 0.05, count), rng.uniform(1e3, 3e4, count), rng.uniform(0, 8e4, count)
        budget, ceiling = rng.uniform(0, cost.sum()), rng.uniform(0, capex.sum())
        scored = invent_scored(
            members, (0.3 + members @ worth)[:, None], (members @ cost)[:, None], (members @ capex)[:, None]
        )
        answer = answer_question(scored, Question(budget, ceiling))
        # HiGHS' own tolerances are wider than a cent: what it calls feasible is checked as such.
        found = milp(
            -worth,
            constraints=LinearConstraint(np.stack([cost, capex]), ub=[budget, ceiling]),
            integrality=[1] * count,
            bounds=Bounds(0, 1),
        )
        assert found.fun is not None
        assert scored.mean_scores[answer.best] == pytest.approx(0.3 - found.fun, abs=1e-9)


@given(seeds, st.floats(0, 100_000), st.floats(0, 60_000))
def test_a_larger_budget_never_lowers_the_best_of_any_draw(seed: int, budget: float, more: float) -> None:
    scored = random_scored(seed)
    few, many = (answer_question(scored, Question(b)) for b in (budget, budget + more))
    assert (many.winners.scores >= few.winners.scores).all()
    values = [step.value for step in many.frontier]
    assert values == sorted(set(values))
    # The running best of the bands reaches what the frontier reaches at their ends.
    end = BAND_EUR_PER_YEAR * math.ceil(many.bands[-1].budget_eur_per_year / BAND_EUR_PER_YEAR)
    for ceiling in np.arange(0, end + 1, BAND_EUR_PER_YEAR):
        assert hold_step(many.frontier, float(ceiling)).value == max(
            one.value for one in many.bands if one.budget_eur_per_year <= ceiling
        )
    assert hold_step(few.frontier, budget).value == scored.mean_scores[few.best]


@given(seeds, st.floats(0, 100_000), st.integers(0, 4))
def test_the_better_of_required_and_refused_is_the_free_optimum(seed: int, budget: float, candidate: int) -> None:
    scored = random_scored(seed)
    key = scored.keys[candidate]
    free = answer_question(scored, Question(budget))
    best_by_draw, best = [], []
    for question in (Question(budget, required=frozenset({key})), Question(budget, refused=frozenset({key}))):
        try:
            answer = answer_question(scored, question)
        except InputError:
            continue
        best_by_draw.append(answer.winners.scores)
        best.append(scored.mean_scores[answer.best])
        fate = answer.fates[candidate]
        assert fate.held_share == (pytest.approx(1) if question.required else 0)
        assert all(0 <= other.held_share <= 1 + 1e-12 for other in answer.fates)
        if question.refused:
            assert fate.reason == "refused"
    np.testing.assert_array_equal(np.max(best_by_draw, axis=0), free.winners.scores)
    assert max(best) == scored.mean_scores[free.best]


def find_fate(answer: Answer, key: str) -> Fate:
    return next(fate for fate in answer.fates if fate.key == key)


def test_fates_and_regret_of_a_case_made_by_hand() -> None:
    # c0 and c1 do the same thing, c1 dearer; c2 is worth most and costs most; c3 changes nothing but the cost.
    members = all_subsets(4)
    worth = 0.2 * (members[:, 0] | members[:, 1]) + 0.5 * members[:, 2]
    costs = members @ np.array([10e3, 20e3, 60e3, 5e3])
    scores = np.repeat((0.2 + worth - costs / 1e6)[:, None], 4, axis=1)
    # In the last draw only doing nothing is any good.
    scores[:, 3] = 0.5 - costs / 1e6
    scored = invent_scored(members, scores, np.repeat(costs[:, None], 4, axis=1))
    inhabitants = scored.mean_measures.copy()
    inhabitants[:, 0] = members[:, 2] * 40.0
    scored = dataclasses.replace(scored, mean_measures=inhabitants)

    answer = answer_question(scored, Question(25_000))
    assert scored.held(answer.best) == ("c0",)
    # Beside doing nothing: its own cost, and one inhabitant, in every draw.
    gains = measure_gains(scored, answer.best)
    assert gains["net_public_cost"] == Interval(10e3, 10e3, 10e3)
    assert gains["additional_inhabitants"] == Interval(1, 1, 1)
    assert answer.first_step == answer.best
    assert answer.largest_budget_eur_per_year == 95e3
    assert answer_question(scored, Question(4_000)).first_step is None
    assert answer.nothing_share == 0.25
    fates = {fate.key: fate for fate in answer.fates}
    assert [fates[key].standing for key in scored.keys] == ["always", "rarely", "rarely", "rarely"]
    assert [fates[key].reason for key in scored.keys] == [None, "no_effect", "too_expensive", "no_effect"]
    assert [fates[key].entry_budget_eur_per_year for key in scored.keys] == [10e3, None, 60e3, None]
    swap = fates["c0"].swap
    assert swap is not None
    assert (swap.added, swap.removed) == (("c1",), ("c0",))
    # Ten thousand euros more in every draw: 0.01 of score.
    assert swap.loss_score == pytest.approx(0.01)
    assert swap.loss_eur_per_year == pytest.approx(0.01 * EUR_PER_SCORE)
    assert swap.changes["net_public_cost"] == pytest.approx(10e3)
    assert fates["c2"].swap is None
    # It gives up 0.01 in the last draw, where the best spends 10,000 euros less.
    assert answer.regret.score == pytest.approx(0.25 * 0.01)
    assert answer.regret.changes["net_public_cost"] == pytest.approx(-0.25 * 10e3)
    assert answer.near_best[0] == answer.best
    assert [step.budget_eur_per_year for step in answer.frontier] == [0, 10e3, 60e3, 70e3]

    # What a refusal costs is told as if it were lifted.
    refused = answer_question(scored, Question(25_000, refused=frozenset({"c0"})))
    assert scored.held(refused.best) == ("c1",)
    swap = find_fate(refused, "c0").swap
    assert swap is not None
    assert swap.loss_score == pytest.approx(-0.01)
    # Regret of a portfolio that a person prefers, among what the question allows.
    nothing = regret_of(scored, answer.winners, 0)
    assert nothing.score == pytest.approx(0.75 * 0.19)
    required = answer_question(scored, Question(25_000, required=frozenset({"c1"})))
    assert find_fate(required, "c2").reason == "too_expensive"


def test_winners_share_a_draw_in_which_they_tie() -> None:
    winners = find_winners(np.array([[1.0, 0.0], [1.0, 2.0], [3.0, 3.0]]), np.array([True, True, False]))
    np.testing.assert_array_equal(winners.scores, [1, 2])
    assert sorted(zip(winners.portfolios, winners.draws, winners.shares, strict=True)) == [
        (0, 0, 0.5),
        (1, 0, 0.5),
        (1, 1, 1.0),
    ]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question(-1.0), "Le budget vaut -1 € : donnez un montant positif ou nul"),
        (Question(math.nan), "Le budget vaut nan €"),
        (Question(investment_eur=-5), "L'investissement vaut -5 €"),
        (Question(certainty_share=0), "La certitude vaut 0"),
        (Question(certainty_share=1.2), "La certitude vaut 1.2"),
        (Question(required=frozenset({"c9"})), "« c9 » n'est pas proposée : choisissez parmi c0, c1"),
        (Question(required=frozenset({"c1"}), refused=frozenset({"c1"})), "« c1 » est à la fois exigée et refusée"),
        (Question(1_000, required=frozenset({"c2"})), "budget de 1000 € par an : il faut au moins 30000 € par an"),
        (Question(investment_eur=10, required=frozenset({"c2"})), "sous un investissement de 10 €"),
        (
            Question(is_one_per_epci=True, refused=frozenset({"c1"})),
            "Aucun programme ne contient tout ce que vous exigez",
        ),
    ],
)
def test_questions_without_an_answer_say_one_sentence(question: Question, sentence: str) -> None:
    members = all_subsets(4)
    costs = (members @ np.array([10e3, 20e3, 30e3, 0]))[:, None]
    scored = invent_scored(members, np.zeros((16, 1)), costs)
    with pytest.raises(InputError, match=sentence):
        answer_question(scored, question)


def test_the_payer_changes_what_fits() -> None:
    members = all_subsets(2)
    costs = (members @ np.array([10e3, 20e3]))[:, None]
    scored = invent_scored(members, members @ np.array([[0.1], [0.2]]), costs)
    petr = invent_scored(members, scored.scores, costs / 2).costs["petr"]
    scored = dataclasses.replace(scored, costs={"all": scored.costs["all"], "petr": petr})
    held = [scored.held(answer_question(scored, Question(15e3, payer=payer)).best) for payer in ("all", "petr")]
    assert held == [("c0",), ("c0", "c1")]
