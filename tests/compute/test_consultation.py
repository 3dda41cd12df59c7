"""What a room may see of its answers: small colleges stay hidden, and who does not know moves no median."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import COLLEGES, College, keep_shown, summarise_answers
from alpsat_geo.domain.errors import InputError

UNKNOWN = float("nan")
ANSWERS = st.sampled_from([0.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 20_000.0, UNKNOWN])


def room(*counts: int) -> list[College]:
    return [college for college, count in zip(get_args(College), counts, strict=True) for _ in range(count)]


@given(st.lists(st.tuples(st.sampled_from(COLLEGES), ANSWERS, ANSWERS), max_size=30))
def test_medians_are_those_of_pandas_over_who_knows(votes: list[tuple[College, float, float]]) -> None:
    table = pd.DataFrame(votes, columns=["college", "inhabitant", "user"])
    summary = summarise_answers(table[["inhabitant", "user"]].to_numpy(float).reshape(-1, 2), list(table.college))
    sizes = table.college.value_counts()
    shown = {college: table[table.college == college] for college in COLLEGES if sizes.get(college, 0) >= 3}
    assert {college for college, group in summary.by_college if group is not None} == set(shown)
    groups = [(shown[college], group) for college, group in summary.by_college if group is not None]
    assert (summary.everyone is None) is (not shown)
    if summary.everyone is not None:
        groups.append((pd.concat(list(shown.values())), summary.everyone))
    for rows, group in groups:
        answers = rows[["inhabitant", "user"]]
        assert group.participant_count == len(rows)
        np.testing.assert_array_equal(group.unknown_counts, answers.isna().sum())
        np.testing.assert_array_equal(group.medians, answers.median().where(answers.count() >= 3))


def test_who_does_not_know_is_counted_and_moves_no_median() -> None:
    told = [[500.0], [2_000.0], [8_000.0]]
    alone = summarise_answers(told, room(3, 0, 0, 0)).everyone
    joined = summarise_answers([*told, [UNKNOWN], [UNKNOWN]], room(5, 0, 0, 0)).everyone
    assert alone is not None
    assert joined is not None
    assert alone.medians.tolist() == joined.medians.tolist() == [2_000.0]
    assert (alone.participant_count, joined.participant_count, joined.unknown_counts.tolist()) == (3, 5, [2])


def test_the_median_of_two_who_know_would_give_back_their_answers() -> None:
    everyone = summarise_answers([[500.0, 0.0], [2_000.0, 0.0], [UNKNOWN, 0.0]], room(3, 0, 0, 0)).everyone
    assert everyone is not None
    np.testing.assert_array_equal(everyone.medians, [UNKNOWN, 0.0])


@pytest.mark.parametrize(
    ("counts", "shown", "everyone_count"),
    [
        ((4, 3, 5, 3), (True, True, True, True), 15),
        ((4, 3, 5, 2), (True, True, True, False), 12),
        ((4, 1, 0, 2), (True, False, False, False), 4),
        ((2, 2, 2, 2), (False, False, False, False), None),
        ((0, 0, 0, 0), (False, False, False, False), None),
    ],
)
def test_a_small_college_is_neither_shown_nor_counted(
    counts: tuple[int, ...], shown: tuple[bool, ...], everyone_count: int | None
) -> None:
    answers = np.random.default_rng(1).integers(0, 9, (sum(counts), 2))
    summary = summarise_answers(answers, room(*counts))
    assert tuple(group is not None for _, group in summary.by_college) == shown
    assert (None if summary.everyone is None else summary.everyone.participant_count) == everyone_count
    kept, members = keep_shown(answers, room(*counts))
    assert len(kept) == len(members) == (everyone_count or 0)


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="2 votes pour 1 participants"):
        summarise_answers([[1, 0], [0, 1]], room(1, 0, 0, 0))
    with pytest.raises(InputError, match="« élus » inconnu"):
        summarise_answers([[1, 0]], ["élus"])  # type: ignore[list-item]
