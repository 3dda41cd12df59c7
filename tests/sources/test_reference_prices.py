"""The table of points of comparison."""

from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.pack import REFERENCE_PRICES_PATH
from alpsat_geo.sources.reference_prices import read_reference_prices
from tests.sources.pack_copy import PackCopy


def test_every_point_of_comparison_has_a_source_and_a_year() -> None:
    found = read_reference_prices()
    assert {"inhabitant", "user", "tonne"} <= {one.result for one in found}
    assert all(one.source and one.year and one.reading for one in found)


@pytest.mark.parametrize(
    ("column", "value"),
    [("source", ""), ("value", "-1"), ("low", "99999"), ("eur_per_year_high", "1")],
)
def test_a_point_of_comparison_that_does_not_hold_is_refused(pack: PackCopy, column: str, value: str) -> None:
    pack.set_cell(REFERENCE_PRICES_PATH, 1, column, value)
    with pytest.raises(DataError):
        read_reference_prices(pack.root)
