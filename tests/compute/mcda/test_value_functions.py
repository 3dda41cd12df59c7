"""Value functions between fixed anchors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.value_functions import flag_beyond_anchors, score_linear
from alpsat_geo.domain.errors import InputError

MEASURES = st.floats(-1e6, 1e6)


def test_cost_of_a_hundred_thousand_between_printed_anchors() -> None:
    # Net public cost: 250,000 EUR is worth 0 and 0 EUR is worth 1.
    np.testing.assert_allclose(score_linear([0, 100_000, 250_000], 250_000, 0), [1.0, 0.6, 0.0])


def test_beyond_the_anchors_is_clipped_and_flagged() -> None:
    measures = [-10, 0, 75, 150, 400, np.inf, np.nan]
    np.testing.assert_array_equal(score_linear(measures, 0, 150), [0, 0, 0.5, 1, 1, 1, np.nan])
    assert flag_beyond_anchors(measures, 0, 150).tolist() == [True, False, False, False, True, True, False]
    assert flag_beyond_anchors(measures, 150, 0).tolist() == [True, False, False, False, True, True, False]


def test_each_criterion_has_its_own_anchors() -> None:
    scores = score_linear(np.array([[50.0, 30.0], [100.0, 60.0]]), np.array([0.0, 60.0]), np.array([100.0, 0.0]))
    np.testing.assert_allclose(scores, [[0.5, 0.5], [1.0, 0.0]])


@given(MEASURES, st.floats(-1e3, 1e3), st.floats(1e-2, 1e3))
def test_inverting_a_criterion_twice_changes_nothing(measure: float, worst: float, span: float) -> None:
    value = score_linear(measure, worst, worst + span)
    assert 1.0 - score_linear(measure, worst + span, worst) == pytest.approx(float(value), abs=1e-9)
    assert score_linear(-measure, -worst, -(worst + span)) == pytest.approx(float(value), abs=1e-9)


@given(MEASURES, MEASURES)
def test_a_better_measure_never_has_a_lower_value(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert score_linear(low, -10, 10) <= score_linear(high, -10, 10)
    assert score_linear(low, 10, -10) >= score_linear(high, 10, -10)


@pytest.mark.parametrize(("worst", "best", "said"), [(5, 5, "égaux"), (np.nan, 1, "manquant"), (0, np.inf, "manquant")])
def test_anchors_that_say_nothing_are_refused(worst: float, best: float, said: str) -> None:
    with pytest.raises(InputError, match=said):
        score_linear(1.0, worst, best)
