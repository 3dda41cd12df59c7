"""Weights: laws of the simplex, published centroid weights, known moments of the uniform law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from alpsat_geo.compute.mcda.weights import (
    draw_bounded,
    draw_ranked,
    draw_uniform,
    draw_votes,
    fixed_weights,
    normalise_points,
    rank_order_centroid,
    restrict_weights,
)
from alpsat_geo.domain.errors import InputError


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def assert_on_simplex(weights: np.ndarray) -> None:
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=-1), 1.0, atol=1e-12)


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (2, [0.75, 0.25]),
        (3, [0.6111, 0.2778, 0.1111]),
        (4, [0.5208, 0.2708, 0.1458, 0.0625]),
        (5, [0.4567, 0.2567, 0.1567, 0.0900, 0.0400]),
    ],
)
def test_rank_order_centroid_matches_barron_and_barrett_1996(count: int, printed: list[float]) -> None:
    weights = rank_order_centroid(np.arange(1, count + 1))
    np.testing.assert_array_equal(np.round(weights, 4), printed)


def test_rank_order_centroid_is_the_mean_of_the_weights_that_respect_the_ranking() -> None:
    ranks = [2, 1, 4, 3]
    drawn = draw_ranked(ranks, 200_000, rng())
    np.testing.assert_allclose(rank_order_centroid(ranks), drawn.mean(axis=0), atol=2e-3)


def test_rank_order_centroid_shares_tied_places() -> None:
    strict = rank_order_centroid([1, 2, 3, 4])
    tied = rank_order_centroid([1, 2, 2, 4])
    np.testing.assert_allclose(tied, [strict[0], (strict[1] + strict[2]) / 2, (strict[1] + strict[2]) / 2, strict[3]])


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_rank_order_centroid_is_on_the_simplex_and_follows_ranks(ranks: list[int]) -> None:
    weights = rank_order_centroid(ranks)
    assert_on_simplex(weights)
    for first in range(len(ranks)):
        for second in range(len(ranks)):
            assert (ranks[first] < ranks[second]) == (weights[first] > weights[second] + 1e-15)


def test_uniform_draws_have_the_moments_of_the_dirichlet_law() -> None:
    count = 4
    weights = draw_uniform(count, 200_000, rng())
    assert_on_simplex(weights)
    np.testing.assert_allclose(weights.mean(axis=0), 1 / count, atol=2e-3)
    # Dirichlet(1, ..., 1): variance (C - 1) / (C^2 (C + 1)), and P(w > x) = (1 - x)^(C - 1).
    np.testing.assert_allclose(weights.var(axis=0), (count - 1) / (count**2 * (count + 1)), atol=1e-3)
    np.testing.assert_allclose((weights > 0.5).mean(axis=0), 0.5 ** (count - 1), atol=3e-3)


def test_same_seed_gives_the_same_bytes() -> None:
    assert draw_uniform(5, 100, rng(7)).tobytes() == draw_uniform(5, 100, rng(7)).tobytes()
    assert draw_uniform(5, 100, rng(7)).tobytes() != draw_uniform(5, 100, rng(8)).tobytes()


def test_ranked_draws_respect_the_ranking_and_leave_ties_free() -> None:
    weights = draw_ranked([2, 1, 2], 20_000, rng())
    assert_on_simplex(weights)
    assert (weights[:, 1] >= weights[:, 0]).all()
    assert (weights[:, 1] >= weights[:, 2]).all()
    assert 0.48 < (weights[:, 0] > weights[:, 2]).mean() < 0.52


def test_votes_are_resampled_one_person_one_voice() -> None:
    votes = [[100, 0], [100, 0], [0, 100], [50, 50]]
    weights = draw_votes(votes, 100_000, rng())
    assert_on_simplex(weights)
    assert (weights[:, 0] == 1.0).mean() == pytest.approx(0.5, abs=5e-3)
    assert (weights[:, 0] == 0.5).mean() == pytest.approx(0.25, abs=5e-3)


def test_no_vote_is_refused() -> None:
    with pytest.raises(InputError, match="Aucun vote"):
        draw_votes(np.empty((0, 3)), 10, rng())


@given(
    hnp.arrays(np.float64, st.integers(1, 8), elements=st.floats(1e-6, 1e6)),
    st.floats(1e-3, 1e3),
)
def test_points_scaled_give_the_same_weights(points: np.ndarray, factor: float) -> None:
    weights = normalise_points(points)
    assert_on_simplex(weights)
    np.testing.assert_allclose(normalise_points(points * factor), weights, rtol=1e-9)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([0, 0, 0], "somme des poids est 0"),
        ([[1, 0], [0, 0]], "somme des poids est 0"),
        ([1, -2], "vaut -2"),
        ([1, np.nan], "manquant"),
        ([1, np.inf], "pas un nombre"),
        ([], "vides"),
    ],
)
def test_points_that_are_no_weights_are_refused(points: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        normalise_points(points)


def test_fixed_weights_repeat_one_normalised_row() -> None:
    np.testing.assert_allclose(fixed_weights([30, 70], 3), [[0.3, 0.7]] * 3)


def test_restricting_a_uniform_draw_stays_uniform() -> None:
    weights = restrict_weights(draw_uniform(4, 200_000, rng()), np.array([True, False, True, False]))
    assert (weights[:, [1, 3]] == 0).all()
    assert_on_simplex(weights)
    np.testing.assert_allclose(np.quantile(weights[:, 0], [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=5e-3)


def test_restricting_refuses_to_leave_nothing() -> None:
    with pytest.raises(InputError, match="Aucun critère"):
        restrict_weights(np.array([0.5, 0.5]), np.array([False, False]))
    with pytest.raises(InputError, match="Tout le poids"):
        restrict_weights(np.array([1.0, 0.0]), np.array([False, True]))


@pytest.mark.parametrize("weights", [[0.5, np.nan], [1.5, -0.5], [0.5, np.inf]])
def test_restricting_refuses_rows_that_are_no_weights(weights: list[float]) -> None:
    with pytest.raises(InputError, match="manquant ou négatif"):
        restrict_weights(np.array(weights), np.array([True, True]))


@pytest.mark.parametrize("draws", [0, -3])
def test_no_draw_is_refused(draws: int) -> None:
    with pytest.raises(InputError, match="tirage"):
        draw_uniform(3, draws, rng())


def test_no_criterion_and_no_rank_are_refused() -> None:
    with pytest.raises(InputError, match="critère"):
        draw_uniform(0, 5, rng())
    with pytest.raises(InputError, match="vide"):
        rank_order_centroid([])
    with pytest.raises(InputError, match="inférieur à 1"):
        draw_ranked([0, 1], 5, rng())


def test_bounded_draws_by_rejection_match_a_hand_worked_segment() -> None:
    # Two criteria, first between 0.2 and 0.6: uniform on that segment, mean 0.4, variance 0.4^2 / 12.
    weights = draw_bounded([0.2, 0.0], [0.6, 1.0], 100_000, rng())
    assert_on_simplex(weights)
    assert weights[:, 0].min() >= 0.2
    assert weights[:, 0].max() <= 0.6
    assert weights[:, 0].mean() == pytest.approx(0.4, abs=2e-3)
    assert weights[:, 0].var() == pytest.approx(0.4**2 / 12, abs=3e-4)


def test_bounded_draws_by_walk_follow_the_same_law_as_rejection() -> None:
    count, ceiling = 6, 0.24
    # Narrow enough for the walk (acceptance about 1 %), wide enough for a plain rejection here.
    everywhere = draw_uniform(count, 1_500_000, rng(3))
    exact = everywhere[(everywhere <= ceiling).all(axis=1)]
    assert exact.shape[0] / everywhere.shape[0] < 0.02
    walked = draw_bounded(np.zeros(count), np.full(count, ceiling), 40_000, rng(4))
    assert_on_simplex(walked)
    assert walked.max() <= ceiling + 1e-12
    np.testing.assert_allclose(walked.mean(axis=0), exact.mean(axis=0), atol=4e-3)
    np.testing.assert_allclose(walked.std(axis=0), exact.std(axis=0), atol=4e-3)
    quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]
    np.testing.assert_allclose(np.quantile(walked, quantiles), np.quantile(exact, quantiles), atol=4e-3)


def test_bounded_draws_where_only_one_point_is_left() -> None:
    np.testing.assert_allclose(draw_bounded([0.3, 0.7], [0.5, 0.9], 3, rng()), np.tile([0.3, 0.7], (3, 1)))
    np.testing.assert_allclose(draw_bounded([0.0, 0.0], [0.4, 0.6], 3, rng()), np.tile([0.4, 0.6], (3, 1)))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10_000))
def test_bounded_draws_stay_within_any_feasible_bounds(count: int, seed: int) -> None:
    centre = draw_uniform(count, 1, rng(seed))[0]
    reach = rng(seed + 1).uniform(0, 0.4, (2, count))
    low, high = np.clip(centre - reach[0], 0, 1), np.clip(centre + reach[1], 0, 1)
    weights = draw_bounded(low, high, 50, rng(seed))
    assert_on_simplex(weights)
    assert (weights >= low - 1e-9).all()
    assert (weights <= high + 1e-9).all()


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([0.6, 0.6], [0.9, 0.9], "minimaux font 1.2"),
        ([0.0, 0.0], [0.4, 0.4], "maximaux font 0.8"),
        ([0.5, 0.0], [0.4, 1.0], "Critère n° 1"),
        ([-0.1, 0.0], [0.4, 1.0], "hors de 0 à 1"),
        ([np.nan, 0.0], [0.4, 1.0], "manquante"),
        ([0.1], [0.4, 1.0], "deux par deux|par deux"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(low: list[float], high: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        draw_bounded(low, high, 10, rng())
