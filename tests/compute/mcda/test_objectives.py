"""Weights by objective against a hand-made example, exchange rates against their definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.acceptability import score_scenarios, share_first
from alpsat_geo.compute.mcda.objectives import (
    Priorities,
    build_tree,
    draw_priorities,
    equal_priorities,
    exchange_rates,
    state_priorities,
    weights_at_rates,
)
from alpsat_geo.domain.errors import InputError

SERVES = {"residents": "access", "users": "access", "inhabitants": "welcome", "equity": "access", "cost": "money"}
TREE = build_tree(SERVES)
SWINGS = np.array([33_484.0, 150.0, 150.0, 1.0, 250_000.0])
MONEY = 4


def test_a_criterion_shares_the_weight_of_its_objective() -> None:
    assert TREE.objective_keys == ("access", "welcome", "money")
    weights = np.array([0.6, 0.3, 0.1])
    np.testing.assert_allclose(TREE.spread(weights), [0.2, 0.2, 0.3, 0.2, 0.1])
    # Equity leaves: access keeps its 0.6. All of access leaves: the two others share its weight as they stand.
    without_equity = np.array([True, True, True, False, True])
    np.testing.assert_allclose(TREE.spread(weights, without_equity), [0.3, 0.3, 0.3, 0.0, 0.1])
    without_access = np.array([False, False, True, False, True])
    np.testing.assert_allclose(TREE.spread(weights, without_access), [0.0, 0.0, 0.75, 0.0, 0.25])


def test_weights_stated_by_criterion_keep_their_proportions_when_one_leaves() -> None:
    stated = Priorities(TREE, "criteria", np.tile([0.4, 0.0, 0.3, 0.2, 0.1], (2, 1)))
    kept = np.array([True, True, True, False, True])
    np.testing.assert_allclose(stated.of_criteria(kept), np.tile([0.5, 0.0, 0.375, 0.0, 0.125], (2, 1)))


def test_leaving_an_objective_out() -> None:
    equal = equal_priorities(TREE)
    left = equal.without("access")
    assert left is not None
    np.testing.assert_allclose(left.of_criteria(), [[0, 0, 0.5, 0, 0.5]])
    by_criterion = Priorities(TREE, "criteria", np.array([[0.5, 0, 0, 0, 0.5]])).without("access")
    assert by_criterion is not None
    np.testing.assert_allclose(by_criterion.of_criteria(), [[0, 0, 0, 0, 1]])
    assert state_priorities(TREE, {"access": 1}, 1).without("access") is None


def test_all_priorities_are_uniform_on_the_simplex_of_the_objectives() -> None:
    weights = draw_priorities(TREE, 40_000, 1).weights
    # Each weight of the uniform law on three objectives has mean 1/3 and exceeds x with probability (1 - x)**2.
    np.testing.assert_allclose(weights.mean(axis=0), 1 / 3, atol=0.005)
    np.testing.assert_allclose((weights > 0.5).mean(axis=0), 0.25, atol=0.01)
    two = draw_priorities(TREE, 40_000, 1, weighed=("access", "money")).weights
    np.testing.assert_allclose((two > 0.8).mean(axis=0), [0.2, 0, 0.2], atol=0.01)
    # The others weigh beside each other as they did before one left.
    np.testing.assert_allclose(two[:, 0] / two[:, 2], weights[:, 0] / weights[:, 2])


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_a_copy_of_the_only_criterion_of_an_objective_changes_no_probability(seed: int, scenarios: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.random((scenarios, 40, 5)).round(2)
    copied = np.concatenate((values, values[:, :, [2]]), axis=2)
    tree = build_tree({**SERVES, "again": "welcome"})
    before = share_first(score_scenarios(values, draw_priorities(TREE, 40, seed).of_criteria()))
    after = share_first(score_scenarios(copied, draw_priorities(tree, 40, seed).of_criteria()))
    np.testing.assert_array_equal(before, after)


def test_exchange_rates_of_equal_objectives() -> None:
    rates = exchange_rates(equal_priorities(TREE).of_criteria()[0], SWINGS, MONEY)
    # 250,000 euros are worth 150 inhabitants; a user is one third of access only.
    np.testing.assert_allclose(rates[[1, 2, 4]], [250_000 / 150 / 3, 250_000 / 150, 1.0])
    assert np.isnan(exchange_rates(np.array([0.5, 0.5, 0, 0, 0]), SWINGS, MONEY)).all()


@given(st.lists(st.floats(1, 1e5), min_size=2, max_size=2))
def test_rates_set_instead_of_weights_are_given_back(asked: list[float]) -> None:
    before = equal_priorities(TREE).of_criteria()[0]
    weights = weights_at_rates(before, SWINGS, MONEY, {1: asked[0], 2: asked[1]}, TREE.criterion_keys)
    assert weights.sum() == pytest.approx(1)
    after = exchange_rates(weights, SWINGS, MONEY)
    np.testing.assert_allclose(after[[1, 2]], asked)
    np.testing.assert_allclose(after[[0, 3]], exchange_rates(before, SWINGS, MONEY)[[0, 3]])


@pytest.mark.parametrize(
    ("place", "rate", "sentence"),
    [
        (2, 0.0, "« inhabitants » vaut 0 € par an : donnez un montant supérieur à 0"),
        (2, -5.0, "vaut -5 € par an"),
        (2, math.nan, "vaut nan € par an"),
        (4, 2.0, "Un euro vaut un euro"),
    ],
)
def test_an_exchange_rate_that_says_nothing_is_refused(place: int, rate: float, sentence: str) -> None:
    weights = equal_priorities(TREE).of_criteria()[0]
    with pytest.raises(InputError, match=sentence):
        weights_at_rates(weights, SWINGS, MONEY, {place: rate}, TREE.criterion_keys)
    with pytest.raises(InputError, match="« cost » ne pèse rien"):
        weights_at_rates(np.array([0.5, 0.5, 0, 0, 0]), SWINGS, MONEY, {1: 1.0}, TREE.criterion_keys)


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"access": -1, "money": 2}, "négatif"),
        ({"access": 0}, "somme des poids est 0"),
    ],
)
def test_stated_weights_that_cannot_be_read_are_refused(stated: dict[str, float], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        state_priorities(TREE, stated, 3)


def test_a_tree_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="Aucun critère"):
        build_tree({})
