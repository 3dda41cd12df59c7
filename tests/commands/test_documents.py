from __future__ import annotations

import json
import math

import numpy as np
import pytest

from alpsat_geo.commands.documents import columns_document, dump, interval_document, number_or_null, numbers_or_null
from alpsat_geo.compute.summary import Interval


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_is_null(value: float) -> None:
    assert number_or_null(value) is None


def test_numbers_are_plain_python() -> None:
    found = number_or_null(np.float64(1.5))
    assert found == 1.5
    assert type(found) is float


def test_nested_lists_follow_the_shape() -> None:
    table = np.array([[[1.0, np.nan]], [[np.inf, 4.0]]])
    assert numbers_or_null(table) == [[[1.0, None]], [[None, 4.0]]]


def test_interval_and_columns() -> None:
    assert interval_document(Interval(1.0, math.nan, 3.0)) == {"low": 1.0, "value": None, "high": 3.0}
    summary = np.array([[1.0, 4.0], [2.0, np.nan], [3.0, 6.0]])
    assert columns_document(["a", "b"], summary) == {
        "a": {"low": 1.0, "value": 2.0, "high": 3.0},
        "b": {"low": 4.0, "value": None, "high": 6.0},
    }


def test_columns_must_have_as_many_names() -> None:
    with pytest.raises(ValueError, match="zip"):
        columns_document(["a"], np.zeros((3, 2)))


def test_document_keeps_accents_and_refuses_nan() -> None:
    assert json.loads(dump({"é": 1})) == {"é": 1}
    assert "é" in dump({"é": 1})
    with pytest.raises(ValueError, match="JSON compliant"):
        dump({"a": math.nan})
