"""Consultation against textbook examples, an independent implementation and hand-worked rooms."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from alpsat_geo.compute.consultation import (
    COLLEGES,
    College,
    choose_unrejected,
    keep_shown,
    measure_agreement,
    summarise_priorities,
    support_by_college,
)
from alpsat_geo.compute.mcda.weights import draw_uniform
from alpsat_geo.domain.errors import InputError


def room(*counts: int) -> list[College]:
    return [college for college, count in zip(get_args(College), counts, strict=True) for _ in range(count)]


def test_agreement_of_three_executives_on_six_applicants_siegel_1956() -> None:
    ranks = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    assert round(measure_agreement(ranks), 2) == 0.16


def test_agreement_with_ties_kendall_1948() -> None:
    ranks = [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]
    assert round(measure_agreement(ranks), 3) == 0.828


@given(st.integers(0, 10_000), st.integers(3, 8), st.integers(3, 7))
def test_agreement_matches_the_friedman_test_with_ties(seed: int, raters: int, items: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 4, (raters, items)).astype(np.float64)
    scores[0] = np.arange(items)
    chi_square = friedmanchisquare(*scores.T).statistic
    assert measure_agreement(scores) == pytest.approx(chi_square / (raters * (items - 1)), abs=1e-12)


def test_agreement_at_its_bounds() -> None:
    assert measure_agreement([[1, 2, 3]] * 4) == pytest.approx(1.0)
    assert measure_agreement([[1, 2, 3], [3, 2, 1]]) == pytest.approx(0.0)
    assert np.isnan(measure_agreement([[1, 2, 3]]))
    assert np.isnan(measure_agreement([[1, 1, 1], [2, 2, 2]]))
    with pytest.raises(InputError, match="Accord"):
        measure_agreement(np.array([[1, np.nan], [1, 2]]))


def test_a_college_has_its_median_and_quartiles() -> None:
    votes = [[100, 0], [50, 50], [0, 100], [20, 80], [60, 40]]
    summary = summarise_priorities(votes, room(5, 0, 0, 0))
    group = dict(summary.by_college)["collectivites"]
    assert group is not None
    assert group.participant_count == 5
    assert group.quartiles is not None
    np.testing.assert_allclose(group.median, [0.5, 0.5])
    np.testing.assert_allclose(group.quartiles, [[0.2, 0.4], [0.6, 0.8]])
    assert [college for college, _ in summary.by_college] == list(COLLEGES)


@pytest.mark.parametrize(
    ("counts", "shown", "everyone_count"),
    [
        ((4, 3, 5, 3), (True, True, True, True), 15),
        ((4, 3, 5, 2), (True, True, True, False), 12),
        ((4, 3, 0, 1), (True, True, False, False), 7),
        ((4, 1, 0, 2), (True, False, False, False), 4),
        ((2, 2, 2, 2), (False, False, False, False), None),
        ((2, 0, 0, 0), (False, False, False, False), None),
        ((0, 0, 0, 0), (False, False, False, False), None),
    ],
)
def test_a_small_college_is_neither_shown_nor_counted(
    counts: tuple[int, ...], shown: tuple[bool, ...], everyone_count: int | None
) -> None:
    votes = draw_uniform(3, max(sum(counts), 1), np.random.default_rng(1))[: sum(counts)]
    summary = summarise_priorities(votes, room(*counts))
    assert tuple(group is not None for _, group in summary.by_college) == shown
    assert (None if summary.everyone is None else summary.everyone.participant_count) == everyone_count
    kept, members = keep_shown(votes, room(*counts))
    assert len(kept) == len(members) == (everyone_count or 0)


def test_the_spread_of_four_would_give_back_their_answers() -> None:
    rng = np.random.default_rng(2)
    for count, has_spread in ((3, False), (4, False), (5, True)):
        group = summarise_priorities(draw_uniform(3, count, rng), room(count, 0, 0, 0)).everyone
        assert group is not None
        assert (group.quartiles is not None) is has_spread


def test_ranks_that_agree_less_than_moderately_are_divided() -> None:
    same, apart = [[60, 30, 10]] * 5, [[60, 30, 10], [10, 60, 30], [30, 10, 60], [60, 10, 30], [10, 30, 60]]
    told = [summarise_priorities(votes, room(5, 0, 0, 0)).everyone for votes in (same, apart, [[1, 1, 1]] * 5)]
    assert [group is not None and group.is_divided for group in told] == [False, True, False]


def test_each_college_supports_its_own_scenario() -> None:
    values = np.broadcast_to(np.array([[0.9, 0.0], [0.0, 0.9], [0.6, 0.6]])[:, None, :], (3, 400, 2))
    votes = [[100, 0]] * 3 + [[0, 100]] * 4 + [[50, 50]] * 2
    support = dict(support_by_college(values, votes, room(3, 4, 0, 2), np.random.default_rng(1)))
    np.testing.assert_array_equal(support["collectivites"], [1, 0, 0])
    np.testing.assert_array_equal(support["entreprises"], [0, 1, 0])
    assert support["chambres_consulaires"] is None
    assert support["lien_social"] is None


def test_the_unrejected_scenario_is_not_the_favourite_of_the_most() -> None:
    support = np.array([[0.8, 0.0, 0.2], [0.7, 0.0, 0.3], [0.05, 0.7, 0.25]])
    assert choose_unrejected(support) == 2
    assert choose_unrejected(np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])) == 2
    assert choose_unrejected(np.array([[0.5, 0.5], [0.5, 0.5]])) == 0
    with pytest.raises(InputError, match="trois participants"):
        choose_unrejected(np.empty((0, 3)))


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="2 votes pour 1 participants"):
        summarise_priorities([[1, 0], [0, 1]], room(1, 0, 0, 0))
    with pytest.raises(InputError, match="« élus » inconnu"):
        summarise_priorities([[1, 0]], ["élus"])  # type: ignore[list-item]
    with pytest.raises(InputError, match="somme des poids est 0"):
        summarise_priorities([[0, 0]], room(1, 0, 0, 0))
