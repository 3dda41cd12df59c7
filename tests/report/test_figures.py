from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.figures import (
    format_change,
    format_estimate,
    format_interval,
    format_minutes,
    format_number,
    format_observed_count,
    format_range,
    format_share,
    format_vintage,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12345, 0, "12\u202f345"),
        (0.52, 2, "0,52"),
        (-1782, 0, "\u22121\u202f782"),
        (-0.2, 0, "0"),
        (1234567.891, 1, "1\u202f234\u202f567,9"),
        (math.nan, 0, "donnée absente"),
        (math.inf, 0, "hors d'atteinte"),
    ],
)
def test_numbers_are_french(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(73.7, "74"), (0.0523, "0,052"), (5746.2, "5\u202f700"), (9.96, "10"), (0.996, "1,0"), (0, "0"), (4.4321, "4,4")],
)
def test_estimates_keep_two_significant_digits(value: float, text: str) -> None:
    assert format_estimate(value) == text


@given(st.floats(1e-6, 1e9))
def test_an_estimate_is_within_its_last_digit(value: float) -> None:
    text = format_estimate(value).replace("\u202f", "").replace(",", ".")
    assert float(text) == pytest.approx(value, rel=0.051)


def test_a_range_shows_its_ends() -> None:
    assert format_range(52.1, 90.4, 171.0) == "90\u00a0[52\u00a0;\u00a0170]"
    assert format_range(3.0, 3.0, 3.0) == "3,0"
    assert format_range(math.nan, math.nan, math.nan) == "sans objet"
    assert format_interval(math.nan, 1.0) == ""


@pytest.mark.parametrize(
    ("count", "text"), [(0, "moins de 11"), (10.9, "moins de 11"), (11, "11"), (math.nan, "donnée absente")]
)
def test_small_observed_counts_are_not_told(count: float, text: str) -> None:
    assert format_observed_count(count) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(22.6, "23\u00a0min"), (59.6, "1\u00a0h\u00a000"), (65, "1\u00a0h\u00a005"), (math.inf, "hors d'atteinte")],
)
def test_minutes_turn_into_hours(minutes: float, text: str) -> None:
    assert format_minutes(minutes) == text


def test_shares_and_changes() -> None:
    assert format_share(0.524, 1) == "52,4\u202f%"
    assert format_change(12.2) == "+12"
    assert format_change(-1782) == "\u22121\u202f782"
    assert format_change(0.3) == "0"
    assert format_change(math.nan) == "donnée absente"


@pytest.mark.parametrize(
    ("vintage", "text"),
    [
        ("2025-07", "juillet 2025"),
        ("2024-08-01", "1 août 2024"),
        ("2026-T2", "2026-T2"),
        ("2022", "2022"),
        ("2019-2025", "2019-2025"),
    ],
)
def test_dates_are_french_and_other_vintages_stay(vintage: str, text: str) -> None:
    assert format_vintage(vintage) == text
