from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.commands.numbers import french, french_interval, round_significant
from alpsat_geo.compute.summary import Interval

NBSP = "\u202f"  # the narrow space that French puts between thousands


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (90.95, "91"),
        (73.69, "74"),
        (0.123, "0,12"),
        (33_484.0, f"33{NBSP}000"),
        (-1_782.0, f"-1{NBSP}800"),
        (0.0051, "0,0051"),
        (math.nan, "—"),
        (math.inf, "hors d'atteinte"),
    ],
)
def test_two_significant_digits_in_french(value: float, text: str) -> None:
    assert french(value) == text


def test_count_is_not_rounded_when_asked() -> None:
    assert french(33_484.0, None) == f"33{NBSP}484"


def test_interval_or_without_object() -> None:
    assert french_interval(Interval(53.2, 90.9, 171.4)) == "91 [53 ; 170]"
    assert french_interval(Interval(math.nan, math.nan, math.nan)) == "sans objet"


@given(st.floats(1e-6, 1e9), st.integers(1, 6))
def test_rounding_keeps_the_digits_asked_for(value: float, digits: int) -> None:
    rounded = round_significant(value, digits)
    assert abs(rounded - value) <= value * 0.5 * 10 ** (1 - digits) * (1 + 1e-9)
    assert float(f"{rounded:.{digits - 1}e}") == pytest.approx(rounded, rel=1e-12)
    assert round_significant(-value, digits) == -rounded


@pytest.mark.parametrize("value", [0.0, math.inf, -math.inf])
def test_zero_and_unreachable_are_left_alone(value: float) -> None:
    assert round_significant(value) == value
