"""What the answers of a room support, on a choice map that a hand can draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.compute.deliberation import Support, place_answers
from alpsat_geo.compute.net_benefit.appraisal import Appraisal

UNKNOWN = float("nan")
ASKED = ("inhabitant", "user")
# A platform that brings 10 inhabitants for 20,000 € a year, spaces that bring 10 users for 40,000 €.
NOTHING, PLATFORM, SPACES = (0,), (1,), (2,)
PRICES = (0.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 20_000.0)


@pytest.fixture(scope="module")
def appraisal() -> Appraisal:
    means = np.array([[0, 10, 0], [0, 0, 10]])
    return Appraisal(
        ("ne-rien-faire", "plateforme", "espaces"),
        ASKED,
        ("inhabitant", "user"),
        np.repeat(np.array([[0.0], [20_000.0], [40_000.0]]), 4, axis=1),
        np.repeat(means[:, :, None].astype(np.float64), 4, axis=2),
    )


def place(
    appraisal: Appraisal, asked: tuple[str, ...], *votes: tuple[College, tuple[float, ...], int]
) -> Support | None:
    rows = [answers for _college, answers, count in votes for _ in range(count)]
    colleges = [college for college, _answers, count in votes for _ in range(count)]
    return place_answers(appraisal, asked, np.array(rows).reshape(len(rows), len(asked)), colleges)


def test_seven_answers_of_twelve_support_the_platform(appraisal: Appraisal) -> None:
    found = place(
        appraisal,
        ASKED,
        ("collectivites", (4_000, 500), 6),
        ("entreprises", (8_000, 0), 1),
        ("entreprises", (0, 8_000), 3),
        ("entreprises", (UNKNOWN, 8_000), 1),
        ("entreprises", (500, 500), 1),
    )
    assert found is not None
    assert found.counts == {PLATFORM: 7, SPACES: 3, NOTHING: 1}
    assert list(found.counts) == [PLATFORM, SPACES, NOTHING]
    assert (found.unknown_count, found.answer_count, found.leaders) == (1, 12, (PLATFORM,))
    assert found.agreement == pytest.approx(7 / 12)
    assert found.has_consensus
    assert found.dots == (("collectivites", 4_000, 500), ("entreprises", 0, 8_000))


def test_half_of_the_answers_is_no_consensus_and_equals_are_named_together(appraisal: Appraisal) -> None:
    found = place(appraisal, ASKED, ("collectivites", (8_000, 0), 3), ("entreprises", (0, 8_000), 3))
    assert found is not None
    assert (found.leaders, found.agreement, found.has_consensus) == ((PLATFORM, SPACES), 0.5, False)


def test_what_is_not_asked_is_worth_nothing_and_without_an_axis_there_is_no_map(appraisal: Appraisal) -> None:
    alone = place(appraisal, ("user",), ("entreprises", (8_000,), 3))
    assert alone is not None
    assert (alone.counts, alone.dots) == ({SPACES: 3}, (("entreprises", 0, 8_000),))
    assert place(appraisal, ("neighbour",), ("entreprises", (10,), 3)) is None


def test_a_small_college_shows_no_dot_and_no_answer(appraisal: Appraisal) -> None:
    found = place(appraisal, ASKED, ("collectivites", (8_000, 0), 3), ("lien_social", (0, 8_000), 2))
    assert found is not None
    assert found.counts == {PLATFORM: 3}
    assert [college for college, _x, _y in found.dots] == ["collectivites"]
    empty = place(appraisal, ASKED, ("lien_social", (0, 8_000), 2))
    assert empty is not None
    assert (empty.answer_count, empty.leaders, empty.agreement, empty.dots) == (0, (), 0.0, ())


def test_a_college_of_which_too_few_know_a_price_shows_no_dot(appraisal: Appraisal) -> None:
    found = place(appraisal, ASKED, ("entreprises", (8_000, 0), 2), ("entreprises", (UNKNOWN, 0), 2))
    assert found is not None
    assert (found.counts, found.unknown_count, found.dots) == ({PLATFORM: 2}, 2, ())


@given(
    st.lists(
        st.tuples(st.sampled_from(COLLEGES), st.sampled_from([*PRICES, UNKNOWN]), st.sampled_from([*PRICES, UNKNOWN])),
        max_size=25,
    ),
    st.randoms(use_true_random=False),
)
def test_every_shown_answer_is_in_one_region_whatever_the_order(
    appraisal: Appraisal, votes: list[tuple[College, float, float]], random: object
) -> None:
    shuffled = list(votes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found, again = (
        place_answers(
            appraisal, ASKED, np.array([vote[1:] for vote in cast]).reshape(-1, 2), [vote[0] for vote in cast]
        )
        for cast in (votes, shuffled)
    )
    assert found is not None
    assert again is not None
    assert (found.counts, found.unknown_count, found.dots) == (again.counts, again.unknown_count, again.dots)
    sizes = [sum(vote[0] == college for vote in votes) for college in COLLEGES]
    assert found.answer_count == sum(size for size in sizes if size >= 3)
