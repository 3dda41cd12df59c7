from __future__ import annotations

import math

import pytest

from alpsat_geo.compute.summary import Interval
from alpsat_geo.report.dossier.wording import write_change, write_ends, write_interval, write_middle, write_with_unit
from tests.report.dossier.reading import flatten

NOTHING = Interval(math.nan, math.nan, math.nan)


@pytest.mark.parametrize(
    ("interval", "unit", "expected"),
    [
        (Interval(19.2, 43.7, 72.1), "usagers", "environ 45 (20 à 70)"),
        (Interval(0.1, 0.25, 0.4), "part", "environ 25 % (10 à 40 %)"),
        (Interval(9.0, 9.0, 9.0), "mois", "9"),
        (NOTHING, "part", "sans objet"),
    ],
)
def test_interval(interval: Interval, unit: str, expected: str) -> None:
    assert flatten(write_interval(interval, unit)) == expected


@pytest.mark.parametrize(
    ("interval", "unit", "expected"),
    [
        (Interval(6.4, 21.0, 36.0), "usagers", "environ +21 (+6 à +36)"),
        (Interval(-12_000, 16_000, 41_000), "€/an", "environ +15 000 (\u221210 000 à +40 000)"),
        (Interval(0.18, 0.32, 0.38), "part", "environ +32 points (+18 à +38)"),
        (Interval(0.0, 0.0, 0.0), "part", "0"),
        (Interval(-1e-9, 1e-6, 0.04), "usagers", "0"),
        (NOTHING, "mois", "sans objet"),
    ],
)
def test_change_is_signed_and_noise_is_nothing(interval: Interval, unit: str, expected: str) -> None:
    assert flatten(write_change(interval, unit)) == expected


def test_points_may_be_named_once_above_a_column() -> None:
    assert flatten(write_change(Interval(0.18, 0.32, 0.38), "part", has_unit=False)) == "environ +32 (+18 à +38)"


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(-9.0, -5.5, -2.0), "environ 6 t émises en plus (2 à 9)"),
        (Interval(-12.0, -5.0, 3.0), "environ 5 t émises en plus (de 12 t émises en plus à 3 t évitées)"),
        (Interval(-2.0, 3.0, 8.0), "environ 3 (de 2 t émises en plus à 8 t évitées)"),
        (Interval(1.0, 3.0, 8.0), "environ 3 (1 à 8)"),
        (Interval(-0.001, 3.0, 8.0), "environ 3 (0 à 8)"),
        (Interval(-8.0, -3.0, 0.001), "environ 3 t émises en plus (0 à 8)"),
        (Interval(0.0, 0.0, 0.0), "0"),
        (NOTHING, "sans objet"),
    ],
)
def test_nobody_avoids_less_than_nothing(interval: Interval, expected: str) -> None:
    unit = "tCO₂e/an"
    assert flatten(write_interval(interval, unit)) == expected
    if interval.value < 0:
        assert flatten(write_change(interval, unit)) == flatten(write_with_unit(interval, unit)) == expected


def test_the_middle_and_the_range_may_stand_apart() -> None:
    cost = Interval(94_000, 120_000, 180_000)
    assert flatten(f"{write_middle(cost, '€/an')} {write_ends(cost, '€/an')}") == flatten(write_with_unit(cost, "€/an"))


def test_unit_follows_the_median() -> None:
    assert (
        flatten(write_with_unit(Interval(94_000, 120_000, 180_000), "€/an"))
        == "environ 120 000 €/an (90 000 à 180 000)"
    )
