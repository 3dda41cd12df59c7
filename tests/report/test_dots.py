from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.dots import DOT_COUNT, place_dots, quantile_dots, write_dots


def test_dots_are_the_middles_of_the_twentieths() -> None:
    # A thousand even steps from 0 to 1: the quantile of each twentieth is its middle.
    np.testing.assert_allclose(quantile_dots(np.linspace(0, 1, 1001)), (np.arange(20) + 0.5) / 20)


def test_dots_of_one_column_stand_on_top_of_each_other() -> None:
    draws = np.array([0.0] * 50 + [10.0] * 50)
    assert place_dots(draws, 5) == [(0, k) for k in range(10)] + [(4, k) for k in range(10)]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_twenty_dots_stand_in_order_within_the_scale(values: list[float]) -> None:
    placed = place_dots(np.array(values), 30)
    columns = [column for column, _height in placed]
    assert len(set(placed)) == DOT_COUNT
    assert columns == sorted(columns)
    assert min(columns) >= 0
    assert max(columns) <= 29


def test_the_picture_has_its_words_and_its_scale() -> None:
    markup = write_dots(np.linspace(10, 50, 2001))
    assert markup.count('class="ag-mark"') == DOT_COUNT
    assert 'aria-label="Vingt points, un par vingtième des simulations : la moitié entre 20 et 40."' in markup
    assert re.findall(r"<span>([^<]+)</span>", markup) == ["0", "chaque point : une simulation sur vingt", "49"]
    # Half of the draws, and more, at one number: both quarters are that number.
    assert "la moitié entre 7 et 7." in write_dots(np.array([1.0, *[7.0] * 8, 30.0]))
    assert write_dots(np.full(20, 3.0)) == ""
    assert write_dots(np.array([1.0, np.nan])) == ""
