"""What a vote must answer before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.ballot import Vote, check_vote, weigh_vote

CRITERIA = ("reach", "users", "equity")


def vote(answers: Mapping[str, float], **changes: Any) -> Vote:  # noqa: ANN401
    return Vote(**{"college": "entreprises", "method": "points", "answers": answers, **changes})


@given(st.permutations(CRITERIA), st.tuples(st.integers(0, 100), st.integers(0, 100)), st.sampled_from(COLLEGES))
def test_points_that_make_a_hundred_are_kept_in_the_order_of_the_criteria(
    order: list[str], cuts: tuple[int, int], college: str
) -> None:
    low, high = sorted(cuts)
    given_points = dict(zip(order, (low, high - low, 100 - high), strict=True))
    checked = check_vote(vote(given_points, college=college), CRITERIA)
    assert tuple(checked.answers) == CRITERIA
    assert checked.answers == given_points


def test_thirds_typed_with_two_decimals_make_a_hundred() -> None:
    assert check_vote(vote(dict.fromkeys(CRITERIA, 33.33)), CRITERIA).answers["reach"] == 33.33


@pytest.mark.parametrize("ranks", [(1, 2, 3), (1, 1, 3), (2, 2, 2)])
def test_rankings_may_put_criteria_level(ranks: tuple[int, ...]) -> None:
    answers = dict(zip(CRITERIA, map(float, ranks), strict=True))
    assert check_vote(vote(answers, method="ranking"), CRITERIA).answers == answers


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            vote({"reach": 50, "users": 50}),
            "dit rien de « equity » : répondez sur chacun de reach, users, equity.",
        ),
        (
            vote({"reach": 50, "users": 25, "equity": 25, "co2": 0}),
            "« co2 » n'est pas dans cette consultation",
        ),
        (vote({"reach": 50, "users": 25, "equity": 24}), "Les points font 99 en tout : répartissez-en exactement 100."),
        (vote({"reach": 120, "users": -20, "equity": 0}), "« users » reçoit -20 points : donnez-lui 0 point ou plus."),
        (vote({"reach": float("nan"), "users": 50, "equity": 50}), "La réponse sur « reach » vaut « nan »"),
        (vote({"reach": float("inf"), "users": 50, "equity": 50}), "La réponse sur « reach » vaut « inf »"),
        (
            vote({"reach": True, "users": 50, "equity": 49}),
            "La réponse sur « reach » vaut « True »",
        ),
        (
            vote({"reach": 0, "users": 1, "equity": 2}, method="ranking"),
            "« reach » a le rang 0 : donnez",
        ),
        (vote({"reach": 1, "users": 2, "equity": 4}, method="ranking"), "« equity » a le rang 4"),
        (vote({"reach": 1.5, "users": 1, "equity": 2}, method="ranking"), "« reach » a le rang 1.5"),
        (vote({"reach": 100, "users": 0, "equity": 0}, college="mairie"), "Collège « mairie » inconnu"),
        (vote({"reach": 100, "users": 0, "equity": 0}, method="dés"), "Façon de voter « dés » inconnue"),
    ],
)
def test_a_vote_that_does_not_answer_is_refused(wrong: Vote, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        check_vote(wrong, CRITERIA)
    assert sentence in str(caught.value)


def test_a_vote_becomes_weights() -> None:
    keys = ("a", "b", "c")
    points = Vote("lien_social", "points", {"c": 20.0, "a": 50.0, "b": 30.0})
    np.testing.assert_allclose(weigh_vote(points, keys), [0.5, 0.3, 0.2])
    # Barron and Barrett, three criteria: 11/18, 5/18, 2/18.
    ranking = Vote("lien_social", "ranking", {"a": 3.0, "b": 1.0, "c": 2.0})
    np.testing.assert_allclose(weigh_vote(ranking, keys), np.array([2, 11, 5]) / 18)
