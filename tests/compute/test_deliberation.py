"""The answer of a room: by hand, and against whoever subtracts what was shown before from what is shown now."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.deliberation import deliberate
from alpsat_geo.compute.mcda.weights import draw_uniform
from alpsat_geo.domain.errors import InputError

# Two specialists and a scenario in between; the third criterion tells nothing apart.
VALUES = np.repeat(np.array([[0.9, 0.0, 0.5], [0.0, 0.9, 0.5], [0.6, 0.6, 0.5]])[:, None, :], 100, axis=1)


def room(*counts: int) -> list[College]:
    return [college for college, count in zip(get_args(College), counts, strict=True) for _ in range(count)]


def test_the_scenario_in_between_is_the_one_nobody_rejects() -> None:
    votes = [[70, 30, 0]] * 3 + [[0, 100, 0]] * 2 + [[40, 60, 0]] * 2 + [[60, 40, 0]] * 2 + [[100, 0, 0]] * 2
    colleges = room(3, 4, 0, 0) + room(2, 0, 0, 2)
    found = deliberate(VALUES, votes, colleges, seed=1)
    stances = dict(found.stances)
    # Collectivités: (.7, .3) three times and (.6, .4) twice: .63 > .60, then .60 > .54.
    assert found.unrejected == 2
    assert stances["chambres_consulaires"] is stances["lien_social"] is None
    collectivites, entreprises = stances["collectivites"], stances["entreprises"]
    assert collectivites is not None
    assert entreprises is not None
    assert collectivites.support == pytest.approx([0.6, 0.0, 0.4], abs=0.15)
    assert entreprises.support == pytest.approx([0.0, 0.5, 0.5], abs=0.15)
    assert found.support == pytest.approx([3 / 9, 2 / 9, 4 / 9], abs=0.15)
    # Mean (.2, .8): the middle wins from .9 (1 - w) = .6 on, w = 1/3.
    assert entreprises.shift is not None
    assert entreprises.shift.share == pytest.approx(1 / 3 - 0.2)
    np.testing.assert_allclose(entreprises.shift.weights, [1 / 3, 2 / 3, 0], atol=1e-9)
    np.testing.assert_allclose(entreprises.present_weights, [0.2, 0.8, 0])
    # Mean (.66, .34): .6 against .594, it is the best already.
    assert collectivites.shift is not None
    assert collectivites.shift.share == 0.0


def test_one_college_alone_is_everyone_and_reads_one_figure() -> None:
    votes = [[70, 30, 0], [0, 100, 0], [40, 60, 0], [55, 45, 0]]
    found = deliberate(VALUES, [*votes, [0, 100, 0]], room(0, 4, 0, 1), seed=1)
    (stance,) = found.shown
    assert found.support is not None
    np.testing.assert_array_equal(found.support, stance.support)


def test_a_scenario_that_a_college_hardly_ever_has_first_is_no_consensus() -> None:
    # Chance would have each of three scenarios first one time in three; one college has the middle first less often.
    for middle_count, is_consensus in ((4, True), (1, False)):
        votes = [*[[50, 50, 0]] * middle_count, *[[70, 30, 0]] * (6 - middle_count), *[[50, 50, 0]] * 3]
        found = deliberate(VALUES, votes, room(6, 3, 0, 0), seed=1)
        assert found.unrejected == 2
        assert found.least_support == pytest.approx(middle_count / 6, abs=0.1)
        assert found.has_consensus is is_consensus
    assert np.isnan(deliberate(VALUES, [], [], seed=1).least_support)


def test_an_empty_room_and_a_room_of_small_colleges_answer_nothing() -> None:
    for counts in ((0, 0, 0, 0), (2, 2, 1, 2)):
        found = deliberate(VALUES, [[50, 50, 0]] * sum(counts), room(*counts), seed=1)
        assert found.support is None
        assert found.unrejected is None
        assert found.summary.everyone is None
        assert {stance for _college, stance in found.stances} == {None}


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_no_vote_of_a_hidden_college_moves_anything(seed: int, counts: list[int]) -> None:
    rng = np.random.default_rng(seed)
    colleges = room(*counts)
    votes = draw_uniform(3, max(len(colleges), 1), rng)[: len(colleges)]
    others = votes.copy()
    is_hidden = np.array([colleges.count(college) < 3 for college in colleges], dtype=bool)
    others[is_hidden] = draw_uniform(3, max(int(is_hidden.sum()), 1), rng)[: int(is_hidden.sum())]
    without = [college for college, hidden in zip(colleges, is_hidden, strict=True) if not hidden]
    shown = repr(deliberate(VALUES, votes, colleges, seed=1))
    assert shown == repr(deliberate(VALUES, others, colleges, seed=1))
    assert shown == repr(deliberate(VALUES, votes[~is_hidden], without, seed=1))


@given(st.integers(0, 10_000))
def test_the_order_of_the_votes_leaves_no_trace(seed: int) -> None:
    rng = np.random.default_rng(seed)
    colleges = room(4, 3, 0, 2)
    votes = draw_uniform(3, len(colleges), rng)
    order = rng.permutation(len(colleges))
    shuffled = deliberate(VALUES, votes[order], [colleges[place] for place in order], seed=1)
    assert repr(shuffled) == repr(deliberate(VALUES, votes, colleges, seed=1))


def test_the_third_participant_cannot_tell_the_two_before_apart() -> None:
    """Whoever watched before, and knows the newcomer's vote, finds the same numbers had the two swapped theirs."""
    first, second, third = [80, 15, 5], [10, 60, 30], [40, 40, 20]
    before, after = room(5, 2, 0, 0), room(5, 3, 0, 0)
    others = [[60, 30, 10], [20, 20, 60], [50, 25, 25], [10, 80, 10], [30, 30, 40]]
    watched = [repr(deliberate(VALUES, [*others, *pair], before, seed=1)) for pair in ([first, second], [third, first])]
    assert watched[0] == watched[1]
    now = deliberate(VALUES, [*others, first, second, third], after, seed=1)
    swapped = deliberate(VALUES, [*others, second, first, third], after, seed=1)
    assert repr(now) == repr(swapped)
    group = dict(now.summary.by_college)["entreprises"]
    assert group is not None
    assert group.quartiles is None


def test_votes_on_what_tells_nothing_apart_are_said() -> None:
    with pytest.raises(InputError, match="critères sans objet ou égaux"):
        deliberate(VALUES, [[0, 0, 100]] * 3, room(3, 0, 0, 0), seed=1)
