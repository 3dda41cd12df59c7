"""The table of published counts."""

from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.pack import PUBLISHED_COUNTS_PATH
from alpsat_geo.sources.published_counts import read_published_counts
from tests.sources.pack_copy import PackCopy


def test_each_fitted_count_has_an_address_a_date_and_where_its_inhabitants_are_from() -> None:
    fitted = [count for count in read_published_counts() if count.use == "fit"]
    assert len(fitted) >= 8
    for count in fitted:
        assert count.address.startswith("http")
        assert count.residents_source
        assert count.is_comparable


@pytest.mark.parametrize(("column", "value"), [("year", ""), ("counted", "membres"), ("users_count", "-1")])
def test_a_count_that_does_not_compare_is_refused(pack: PackCopy, column: str, value: str) -> None:
    pack.set_cell(PUBLISHED_COUNTS_PATH, 1, column, value)
    with pytest.raises(DataError):
        read_published_counts(pack.root)
