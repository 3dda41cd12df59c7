"""Programmes against an independent loop, and the laws that no budget may break."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.portfolio.answer import Answer, answer_question
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.selection import AT_PRICES, LEAST_RESULT
from alpsat_geo.domain.errors import InputError
from tests.compute.portfolio.invented_portfolios import all_subsets, invent_portfolios

COUNT, DRAWS = 5, 12
PRICES = {"inhabitant": 2_000.0, "user": 3_000.0}
seeds = st.integers(0, 100_000)


@pytest.fixture(scope="module")
def decision(pose: Callable[[int], DecisionProblem]) -> DecisionProblem:
    return pose(DRAWS)


def invent(decision: DecisionProblem, seed: int) -> MeasuredPortfolios:
    """Return portfolios whose results interact in pairs, coarse enough to tie."""
    rng = np.random.default_rng(seed)
    members = all_subsets(COUNT)
    alone, together = rng.normal(4, 6, (2, COUNT, DRAWS)), rng.normal(0, 3, (2, COUNT, COUNT, DRAWS))
    drawn = [
        members @ alone[r] + np.einsum("pa,pb,abd->pd", members, members, np.triu(together[r].T).T) for r in range(2)
    ]
    costs = members @ rng.uniform(-2_000, 30_000, (COUNT, DRAWS))
    return invent_portfolios(
        decision,
        np.stack(drawn).round(int(rng.integers(0, 3))),
        costs,
        members @ rng.uniform(0, 50_000, (COUNT, DRAWS)),
    )


def list_feasible(measured: MeasuredPortfolios, question: Question) -> list[int]:
    """List with plain loops the portfolios that a question lets through."""
    costs, found = measured.costs["all"], []
    for p in range(len(measured.members)):
        held = set(measured.held(p))
        net, invested = costs.net.of(np.array([p]))[0], costs.investment.of(np.array([p]))[0]
        within = sum(1 for d in range(DRAWS) if net[d] <= (question.budget_eur_per_year or 0) + 0.01)
        ceiling = math.inf if question.investment_eur is None else question.investment_eur + 0.01
        within_too = sum(1 for d in range(DRAWS) if invested[d] <= ceiling)
        placed = {epci for candidate in measured.candidates if candidate.key in held for epci in candidate.epci_index}
        if (
            min(within, within_too) >= math.ceil(question.certainty_share * DRAWS - 1e-9)
            and question.required <= held
            and not question.refused & held
            and (not question.is_one_per_epci or placed == {0, 1, 2})
        ):
            found.append(p)
    return found


def find_by_loop(measured: MeasuredPortfolios, question: Question, prices: Mapping[str, float]) -> dict[str, int]:
    """Find the programme of each purpose with plain loops."""
    feasible, programmes = list_feasible(measured, question), {}
    for purpose in ("inhabitant", "user", AT_PRICES):

        def worth(p: int, purpose: str = purpose) -> float:
            inhabitants, users = measured.mean_results[p]
            if purpose != AT_PRICES:
                return float(inhabitants if purpose == "inhabitant" else users)
            spent = measured.mean_costs[p]
            return round(float(prices["inhabitant"] * inhabitants + prices["user"] * users - spent), 9)

        best = min(feasible, key=lambda p: (-worth(p), measured.mean_costs[p], p))
        if worth(best) > (0 if purpose == AT_PRICES else LEAST_RESULT):
            programmes[purpose] = best
    return programmes


def by_purpose(answer: Answer) -> dict[str, int]:
    return {purpose: one.portfolio for one in answer.programmes for purpose in one.purposes}


@given(
    seeds,
    st.floats(0, 90_000),
    st.none() | st.floats(0, 150_000),
    st.sampled_from([0.5, 0.8, 0.95]),
    st.sampled_from([frozenset[str](), frozenset({"c1"})]),
    st.sampled_from([frozenset[str](), frozenset({"c3"})]),
    st.booleans(),
)
def test_programmes_equal_those_of_a_plain_loop(  # noqa: PLR0917 - one of each choice of the page
    decision: DecisionProblem,
    seed: int,
    budget: float,
    investment: float | None,
    certainty: float,
    required: frozenset[str],
    refused: frozenset[str],
    is_one_per_epci: bool,  # noqa: FBT001 - drawn
) -> None:
    measured = invent(decision, seed)
    question = Question(budget, investment, certainty, "all", required, refused, is_one_per_epci)
    if not list_feasible(measured, question):
        with pytest.raises(InputError, match="Aucun programme"):
            answer_question(measured, question, PRICES)
        return
    answer = answer_question(measured, question, PRICES)
    assert by_purpose(answer) == find_by_loop(measured, question, PRICES)
    assert np.flatnonzero(answer.feasible).tolist() == list_feasible(measured, question)
    assert (answer.shortage is None) == bool(answer.programmes)
    assert AT_PRICES not in by_purpose(answer_question(measured, question))


@given(seeds, st.floats(0, 60_000), st.floats(0, 60_000))
def test_more_money_never_brings_less(decision: DecisionProblem, seed: int, budget: float, more: float) -> None:
    measured = invent(decision, seed)
    first, second = (by_purpose(answer_question(measured, Question(b))) for b in (budget, budget + more))
    for key, portfolio in first.items():
        assert measured.mean_result(key)[second[key]] >= measured.mean_result(key)[portfolio]


@given(seeds, st.sampled_from([f"c{c}" for c in range(COUNT)]))
def test_a_refusal_never_brings_more_and_costs_what_is_said(decision: DecisionProblem, seed: int, key: str) -> None:
    measured = invent(decision, seed)
    free, refused = (
        answer_question(measured, Question(60_000.0, refused=r)) for r in (frozenset[str](), frozenset({key}))
    )
    for purpose, portfolio in by_purpose(refused).items():
        assert measured.mean_result(purpose)[by_purpose(free)[purpose]] >= measured.mean_result(purpose)[portfolio]
    fate = next((fate for fate in free.fates if fate.key == key), None)
    is_held = any(measured.members[one.portfolio, int(key[1])] for one in free.programmes)
    assert (fate is not None) == is_held
    if fate is not None and fate.replaced_by is not None and fate.purpose in by_purpose(refused):
        with_it, without = by_purpose(free)[fate.purpose], by_purpose(refused)[fate.purpose]
        lost = measured.mean_result(fate.purpose)[with_it] - measured.mean_result(fate.purpose)[without]
        assert fate.lost[fate.purpose] == pytest.approx(lost)
        assert fate.lost_eur_per_year == pytest.approx(measured.mean_costs[without] - measured.mean_costs[with_it])


@given(seeds, st.floats(0, 60_000))
def test_the_ladder_rises_in_cost_result_and_price_whatever_the_budget(
    decision: DecisionProblem, seed: int, budget: float
) -> None:
    measured = invent(decision, seed)
    answer = answer_question(measured, Question(budget))
    assert set(answer.ladders) == {"inhabitant", "user"}
    for key, rungs in answer.ladders.items():
        for before, after in itertools.pairwise(rungs):
            assert after.cost_eur_per_year > before.cost_eur_per_year
            assert after.result > before.result
            step = (after.cost_eur_per_year - before.cost_eur_per_year) / (after.result - before.result)
            assert after.step_price_eur == pytest.approx(step)
            assert after.step_price_eur is not None
            assert before.step_price_eur is None or after.step_price_eur > before.step_price_eur
            held = (set(measured.held(before.portfolio)) | set(after.added)) - set(after.removed)
            assert held == set(measured.held(after.portfolio))
        # Nothing costs less than a step and brings more.
        costs, results = measured.mean_costs, measured.mean_result(key)
        for rung in rungs:
            assert not ((costs < rung.cost_eur_per_year - 1e-6) & (results > rung.result + 1e-6)).any()
            assert rung.is_feasible == bool(answer.feasible[rung.portfolio])


@given(seeds, st.floats(0, 90_000))
def test_a_fate_is_told_of_what_a_programme_holds_and_of_nothing_else(
    decision: DecisionProblem, seed: int, budget: float
) -> None:
    measured = invent(decision, seed)
    free = answer_question(measured, Question(budget), PRICES)
    held = {key for one in free.programmes for key in measured.held(one.portfolio)}
    assert {fate.key for fate in free.fates} == held
    for fate in free.fates:
        # What a refusal costs is told alike before it and after it.
        refused = answer_question(measured, Question(budget, refused=frozenset({fate.key})), PRICES)
        (same,) = [one for one in refused.fates if one.key == fate.key]
        assert dataclasses.replace(same, is_refused=False) == fate


def test_where_nothing_useful_fits_the_sentence_says_what_the_cheapest_costs(decision: DecisionProblem) -> None:
    members = all_subsets(2)
    costs = members @ np.array([[9_000.0] * DRAWS, [14_000.0] * DRAWS])
    results = np.stack([members @ np.array([[0.0] * DRAWS, [3.0] * DRAWS])] * 2)
    measured = invent_portfolios(decision, results, costs, costs)
    answer = answer_question(measured, Question(10_000.0))
    assert answer.programmes == ()
    assert answer.shortage is not None
    assert str(answer.shortage) == (
        "Avec 10000 € par an, aucun programme n'apporte d'habitant ni d'usager de plus : le moins cher de ceux qui en"
        " apportent demande 14000 € par an."
    )
    useless = dataclasses.replace(measured, mean_results=np.zeros_like(measured.mean_results))
    assert "retirez un refus" in str(answer_question(useless, Question(10_000.0)).shortage)


def test_what_cannot_be_asked_is_refused(decision: DecisionProblem) -> None:
    measured = invent(decision, 1)
    for question, sentence in (
        (Question(-1.0), "positif ou nul"),
        (Question(1.0, certainty_share=0.0), "supérieure à 0"),
        (Question(1.0, required=frozenset({"c9"})), "« c9 » n'est pas proposée"),
        (Question(1.0, required=frozenset({"c1"}), refused=frozenset({"c1"})), "à la fois exigée et refusée"),
    ):
        with pytest.raises(InputError, match=sentence):
            answer_question(measured, question)
    with pytest.raises(InputError, match="n'existe pas"):
        answer_question(measured, Question(1.0), {"space": 3.0})
