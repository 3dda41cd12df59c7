from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.series import Period, Series


def test_the_last_two_periods_give_the_change() -> None:
    by_period = {Period(year, year): freeze_floats([value, np.nan]) for year, value in ((2023, 90), (2012, 80))}
    series = Series.build("Habitants", by_period, 2)
    assert [period.last_year for period in series.periods] == [2012, 2023]
    assert series.measure_change()[0] == 10
    assert np.isnan(series.measure_change()[1])


def test_a_series_of_one_period_or_none_knows_no_change() -> None:
    one = Series.build("Habitants", {Period(2023, 2023): freeze_floats([5.0])}, 1)
    assert one.latest[0] == 5
    assert one.previous_period is None
    assert np.isnan(one.measure_change()).all()
    none = Series.build("Habitants", {}, 3)
    assert none.latest_period is None
    assert np.isnan(none.latest).all()
    assert none.latest.shape == (3,)


def test_two_methods_refuse_to_be_subtracted() -> None:
    old, new = Period(2021, 2021), Period(2023, 2023)
    by_period = {old: freeze_floats([19_460.0]), new: freeze_floats([21_000.0])}
    series = Series.build("Revenu médian", by_period, 1, {old: "Filosofi", new: "Filosofi 2"})
    with pytest.raises(InputError, match=r"2021 et 2023 ne se comparent pas.*Filosofi, puis Filosofi 2"):
        series.measure_change()
    assert series.latest[0] == 21_000
