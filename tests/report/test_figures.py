from __future__ import annotations

import math
import re

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
    format_share,
    format_vintage,
    tell_change,
    tell_ends,
    tell_interval,
    tell_range,
    tell_value,
)
from alpsat_geo.report.language import speak


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


def test_bounds_of_a_hypothesis_are_shown_as_they_are() -> None:
    assert format_interval(0.052, 170.0) == "[0,052\u00a0;\u00a0170]"
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
        ("2024-08-01", "1er août 2024"),
        ("2024-08-11", "11 août 2024"),
        ("2026-T2", "2026-T2"),
        ("2022", "2022"),
        ("2019-2025", "2019-2025"),
    ],
)
def test_dates_are_french_and_other_vintages_stay(vintage: str, text: str) -> None:
    assert format_vintage(vintage) == text


@pytest.mark.parametrize(("language", "text"), [("en", "1 August"), ("it", "1 agosto"), ("de", "1. August")])
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(language: str, text: str) -> None:
    with speak(language):
        assert format_vintage("2024-08-01") == f"{text} 2024"


@pytest.mark.parametrize(
    ("drawn", "unit", "text"),
    [
        ((3, 6, 11), "", "environ\u00a06 (3\u00a0à\u00a011)"),
        ((19, 44, 72), "", "environ\u00a045 (20\u00a0à\u00a070)"),
        ((15.4, 23.3, 35.8), "", "environ\u00a023 (15\u00a0à\u00a036)"),
        ((22000, 27300, 31000), "€", "environ\u00a027\u202f000\u00a0€ (22\u202f000\u00a0à\u00a031\u202f000)"),
        ((0.3, 0.45, 0.6), "part", "environ\u00a045\u202f% (30\u00a0à\u00a060\u202f%)"),
        # A long tail does not drown the middle: each number keeps its first digit.
        ((0.2, 6, 250), "", "environ\u00a06 (0\u00a0à\u00a0250)"),
        ((0.2, 0.7, 3.2), "", "moins de 1 (0\u00a0à\u00a03)"),
        ((0.2, 0.7, math.inf), "", "moins de 1 (0\u00a0à\u00a0hors d'atteinte)"),
        ((2.1e-6, 2.2e-6, 2.3e-6), "habitants", "moins de 1\u00a0habitants"),
        ((0.001, 0.003, 0.004), "part", "moins de 1\u202f%"),
        ((-2, -0.4, 1), "", "environ\u00a00 (\u22122\u00a0à\u00a01)"),
        ((-0.8, -0.4, -0.1), "", "entre \u22121 et 0"),
        ((6.1, 6.3, 6.4), "", "environ\u00a06"),
        # What does not vary is not said to be uncertain.
        ((5746, 5746, 5746), "", "5\u202f700"),
        ((0, 0, 0), "€", "0\u00a0€"),
        # An amount that somebody stated is told to the cent; what was only computed is not.
        ((48250.5, 48250.5, 48250.5), "€", "48\u202f250,50\u00a0€"),
        ((48250.5012, 48250.5012, 48250.5012), "€", "48\u202f000\u00a0€"),
        ((math.nan, math.nan, math.nan), "", "sans objet"),
        ((8, math.inf, math.inf), "", "hors d'atteinte"),
    ],
)
def test_people_read_a_number_and_its_range(drawn: tuple[float, float, float], unit: str, text: str) -> None:
    assert tell_range(*drawn, unit) == text


def test_a_range_is_told_in_each_language() -> None:
    told = {}
    for language in ("en", "de", "it"):
        with speak(language):
            told[language] = (tell_range(3, 6, 11), tell_range(0.1, 0.3, 0.4), tell_range(0.3, 0.45, 0.6, "part"))
    assert told == {
        "en": ("about\u00a06 (3\u00a0to\u00a011)", "less than 1", "about\u00a045% (30\u00a0to\u00a060%)"),
        "de": ("etwa\u00a06 (3\u00a0bis\u00a011)", "weniger als 1", "etwa\u00a045\u00a0% (30\u00a0bis\u00a060\u00a0%)"),
        "it": ("circa\u00a06 (da\u00a03\u00a0a\u00a011)", "meno di 1", "circa\u00a045% (da\u00a030\u00a0a\u00a060%)"),
    }


@pytest.mark.parametrize(
    ("drawn", "unit", "text"),
    [
        ((1, 3, 5), "", "environ\u00a0+3 (+1\u00a0à\u00a0+5)"),
        ((-12, -5.4, 3), "", "environ\u00a0\u22125 (\u221212\u00a0à\u00a0+3)"),
        ((0.01, 0.03, 0.05), "part", "environ\u00a0+3\u00a0points (+1\u00a0à\u00a0+5)"),
        ((0.1, 0.2, 0.4), "", "0"),
        ((0.1, 0.2, 3), "", "environ\u00a00 (0\u00a0à\u00a0+3)"),
        ((0.1, 0.6, 0.8), "", "environ\u00a0+1 (0\u00a0à\u00a0+1)"),
        ((4, 4, 4), "€", "+4\u00a0€"),
        ((math.nan, math.nan, math.nan), "", "sans objet"),
    ],
)
def test_people_read_a_difference_with_its_sign(drawn: tuple[float, float, float], unit: str, text: str) -> None:
    assert tell_change(*drawn, unit) == text


def test_ends_alike_are_told_apart_from_nothing() -> None:
    assert tell_ends(7.2, 7.2) == ("7", "7")
    assert tell_interval(7.2, 7.2) == ""


def _read_numbers(text: str) -> list[float]:
    return [
        float(number.replace("\u202f", "").replace("\u2212", "-")) for number in re.findall(r"[\u2212\d\u202f]+", text)
    ]


_ENDS = st.tuples(*[st.floats(-1e7, 1e7)] * 3).map(sorted)


@given(_ENDS)
def test_no_number_for_people_is_finer_than_its_range(drawn: list[float]) -> None:
    low, value, high = drawn
    text = tell_range(low, value, high)
    assert "," not in text
    spread = high - low
    for number in _read_numbers(tell_interval(low, high)) + (
        _read_numbers(tell_value(low, value, high)) if abs(value) >= 1 and spread else []
    ):
        step = 10.0 ** (len(str(abs(int(number)))) - len(str(abs(int(number))).rstrip("0"))) if number else math.inf
        # Either one digit only, or a step that is no less than a fortieth of the range (fives count as halves).
        assert len(str(abs(int(number))).strip("0")) <= 1 or 5 * step >= spread / 40


@given(_ENDS)
def test_the_ends_told_hold_the_middle_told(drawn: list[float]) -> None:
    low, value, high = drawn
    ends = _read_numbers(tell_interval(low, high))
    middle = _read_numbers(tell_value(low, value, high))
    if ends and abs(value) >= 1:
        assert ends[0] <= middle[0] <= ends[1]
    for told, true in zip(ends, (low, high), strict=False):
        assert abs(told - true) <= max(1.0, (high - low) / 16)


@given(st.floats(1e-9, 0.999), st.floats(0, 1), st.floats(1, 1e4))
def test_below_one_no_number_is_told(value: float, low_share: float, spread: float) -> None:
    assert tell_range(low_share * value, value, value * spread).startswith("moins de 1")
