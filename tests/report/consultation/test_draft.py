"""A ballot in the making becomes a vote that the store accepts, or says what it lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.address.seat import Draft
from alpsat_geo.report.consultation.draft import count_left, fill_points, read_answers, say_left, start_draft
from alpsat_geo.store.ballot import Vote, check_vote

KEYS = ("a", "b", "c")


@given(st.lists(st.integers(0, 100), min_size=2, max_size=6), st.sampled_from([5, 10]))
def test_adjusted_points_are_whole_steps_that_make_a_hundred_in_the_same_order(numbers: list[int], step: int) -> None:
    filled = fill_points(numbers, step)
    assert sum(filled) == 100
    assert all(points >= 0 and points % step == 0 for points in filled)
    given_points = numbers if sum(numbers) else [1] * len(numbers)
    for share, points in zip(given_points, filled, strict=True):
        assert abs(points - 100 * share / sum(given_points)) < step
    keys = [str(place) for place in range(len(filled))]
    check_vote(Vote("lien_social", "points", read_answers(Draft("points", filled), keys)), keys)


def test_points_by_hand() -> None:
    assert fill_points([0, 0, 0], 5) == (35, 35, 30)
    assert fill_points([20, 0, 0], 5) == (100, 0, 0)
    assert fill_points([60, 60], 5) == (50, 50)


@given(st.permutations(range(3)))
def test_a_ranking_gives_one_to_the_first_touched(order: list[int]) -> None:
    answers = read_answers(Draft("ranking", tuple(order)), KEYS)
    assert [KEYS[place] for place in order] == sorted(KEYS, key=lambda key: answers[key])
    check_vote(Vote("lien_social", "ranking", answers), KEYS)


@pytest.mark.parametrize(
    ("draft", "left", "sentence"),
    [
        (Draft("points", (0, 0, 0)), 100, "Il reste 100 points à donner."),
        (Draft("points", (99, 0, 0)), 1, "Il reste 1 point à donner."),
        (Draft("points", (60, 60, 0)), -20, "20 points de trop : retirez-les."),
        (Draft("points", (60, 40, 0)), 0, "Les 100 points sont donnés : vous pouvez envoyer."),
        (Draft("ranking", (2,)), 2, "Il reste 2 priorités à classer."),
        (Draft("ranking", (2, 0, 1)), 0, "Tout est classé : vous pouvez envoyer."),
    ],
)
def test_what_is_left_is_said(draft: Draft, left: int, sentence: str) -> None:
    assert count_left(draft, 3) == left
    assert say_left(draft, 3) == sentence


def test_a_ballot_begins_with_what_was_entered_then_with_what_was_sent() -> None:
    sent = Vote("lien_social", "points", {"a": 50.0, "b": 30.0, "c": 20.0})
    ranked = Vote("lien_social", "ranking", {"a": 3.0, "b": 1.0, "c": 2.0})
    assert start_draft(Draft("points", (5, 5, 5)), KEYS, sent) == Draft("points", (5, 5, 5))
    assert start_draft(Draft("ranking", (1,)), KEYS, sent) == Draft("ranking", (1,))
    assert start_draft(Draft(), KEYS, sent) == Draft("points", (50, 30, 20))
    assert start_draft(Draft(), KEYS, ranked) == Draft("ranking", (1, 2, 0))
    assert start_draft(Draft(), KEYS, None) == Draft("points", (0, 0, 0))
    # An address that was changed by hand.
    for wrong in (
        Draft("points", (5, 5)),
        Draft("points", (5, 5, 101)),
        Draft("ranking", (7,)),
        Draft("ranking", (1, 1)),
    ):
        assert start_draft(wrong, KEYS, None) == Draft("points", (0, 0, 0))
