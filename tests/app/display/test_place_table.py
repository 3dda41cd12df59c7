from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.app.display.place_table import Column, rank_places, write_csv


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=12), st.booleans())
def test_missing_values_come_last_whatever_the_direction(values: list[float], is_descending: bool) -> None:  # noqa: FBT001
    ranks = rank_places(np.array(values), is_descending=is_descending)
    assert sorted(ranks) == list(range(len(values)))
    present = [values[i] for i in ranks if not np.isnan(values[i])]
    assert present == sorted(present, reverse=is_descending)
    assert all(np.isnan(values[i]) for i in ranks[len(present) :])


def test_texts_sort_by_the_alphabet() -> None:
    assert rank_places(np.array(["b", "c", "a"]), is_descending=False) == [2, 0, 1]


def test_the_file_holds_raw_values_and_an_empty_cell_where_one_is_missing() -> None:
    columns = [
        Column("Commune", np.array(["A", "B"]), ("A", "B")),
        Column("Minutes", np.array([12.5, np.inf]), ("13 min", "hors d'atteinte")),
        Column("Part", np.array([np.nan, 0.25]), ("donnée absente", "25 %")),
    ]
    text = write_csv(["05001", "05002"], columns).decode("utf-8-sig")
    assert text.splitlines() == ["Code INSEE;Commune;Minutes;Part", "05001;A;12,5;", "05002;B;;0,25"]
