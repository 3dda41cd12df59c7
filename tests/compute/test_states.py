"""A figure by the state of the existing spaces."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.states import split_by_open_spaces


def test_residents_within_reach_are_told_apart_by_the_spaces_of_briancon(
    pose: Callable[[int], DecisionProblem],
) -> None:
    problem = pose(500)
    outcome = evaluate(DO_NOTHING, problem.baseline, problem.draws, problem.action_types)
    figure = (outcome.is_within @ problem.baseline.population_count)[outcome.combination_index]
    first = split_by_open_spaces(outcome.levers.spaces, figure)[0]
    assert first.space_keys == ("altipolis", "quai9")
    assert first.has_two_peaks
    assert first.opened.low > first.closed.value
    is_open = problem.draws.space_is_open[:, :2].any(axis=1)
    assert first.open_share == pytest.approx(is_open.mean())
    assert first.opened.value == pytest.approx(np.median(figure[is_open]))
    assert first.closed.value == pytest.approx(np.median(figure[~is_open]))


def test_what_no_state_moves_has_one_peak(pose: Callable[[int], DecisionProblem]) -> None:
    problem = pose(200)
    outcome = evaluate(DO_NOTHING, problem.baseline, problem.draws, problem.action_types)
    for split in split_by_open_spaces(outcome.levers.spaces, np.arange(200.0) % 7):
        assert not split.has_two_peaks
    # A tenth added ten times is not always one: no state explains that.
    rounded = np.where(np.arange(200) % 2, 0.9, np.nextafter(0.9, 1)).astype(np.float64)
    assert split_by_open_spaces(outcome.levers.spaces, rounded) == ()
