from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.newcomers import additional_households_rate, homes_available

shares = st.floats(0, 1)


def rate(solos: float, decay: float, butfor: float, retention: float) -> float:
    return float(additional_households_rate(*(np.array([x]) for x in (solos, decay, butfor, retention)))[0])


def test_worked_by_hand_without_any_loss() -> None:
    # 0.4 households per 1,000 and year, all stay, none would have come: 5 years * 0.4 = 2 per 1,000.
    assert rate(0.4, 0.0, 1.0, 1.0) == pytest.approx(0.002)


def test_worked_by_hand_with_decay_and_deadweight() -> None:
    # Years of arrival weigh 1, 0.5, 0.25, 0.125, 0.0625 = 1.9375; times 0.8 per 1,000, half of them due to it.
    assert rate(0.8, 0.5, 0.5, 1.0) == pytest.approx(0.8 / 1000 * 0.5 * 1.9375)


def test_worked_by_hand_with_departures() -> None:
    # 64 % stay five years: arrivals of the middle of years 1 to 5 have stayed 4.5, 3.5, 2.5, 1.5 and 0.5 years.
    expected = sum(0.64**exponent for exponent in (0.9, 0.7, 0.5, 0.3, 0.1))
    assert rate(1.0, 0.0, 1.0, 0.64) == pytest.approx(expected / 1000, rel=1e-12)


@given(st.floats(0, 5), shares, shares)
def test_nobody_is_added_when_all_would_have_come_anyway(solos: float, decay: float, retention: float) -> None:
    assert rate(solos, decay, 0.0, retention) == 0.0


@given(st.floats(0.1, 5), shares, shares, shares, st.floats(0, 0.5))
def test_more_decay_never_adds_and_more_retention_never_removes(
    solos: float, decay: float, butfor: float, retention: float, change: float
) -> None:
    start = rate(solos, decay, butfor, retention)
    assert rate(solos, min(1.0, decay + change), butfor, retention) <= start * (1 + 1e-12)
    assert rate(solos, decay, butfor, min(1.0, retention + change)) >= start * (1 - 1e-12)


def test_homes_are_the_mobilisable_share_and_unknown_vacancy_is_no_cap() -> None:
    homes = homes_available(np.array([100.0, np.nan, 0.0]), np.array([0.05, 0.1]))
    np.testing.assert_array_equal(homes, [[5.0, np.inf, 0.0], [10.0, np.inf, 0.0]])
