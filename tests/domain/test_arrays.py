from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.domain.arrays import freeze_floats, freeze_integers


def test_frozen_copy_cannot_be_written_and_does_not_follow_its_source() -> None:
    source = np.array([[1.0, np.nan], [np.inf, 4.0]])
    frozen = freeze_floats(source)
    source[0, 0] = 9.0
    np.testing.assert_array_equal(frozen, [[1.0, np.nan], [np.inf, 4.0]])
    with pytest.raises(ValueError, match="read-only"):
        frozen[0, 0] = 2.0
    assert source.flags.writeable


def test_integers_become_floats_and_the_reverse_is_refused_for_missing() -> None:
    assert freeze_floats([1, 2]).dtype == np.float64
    assert freeze_integers([1, 2]).dtype == np.int64
    with pytest.raises(ValueError, match="read-only"):
        freeze_integers([1, 2])[0] = 3


def test_order_in_memory_is_that_of_rows() -> None:
    assert freeze_floats(np.asfortranarray(np.eye(3))).flags.c_contiguous
