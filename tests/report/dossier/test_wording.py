from __future__ import annotations

import math

import pytest

from alpsat_geo.compute.summary import Interval
from alpsat_geo.report.dossier.wording import sign_number, write_change, write_interval, write_with_unit
from tests.report.dossier.reading import flatten

NOTHING = Interval(math.nan, math.nan, math.nan)


@pytest.mark.parametrize(
    ("interval", "unit", "expected"),
    [
        (Interval(19.2, 43.7, 72.1), "usagers", "44 [19 ; 72]"),
        (Interval(0.1, 0.25, 0.4), "part", "25 % [10 % ; 40 %]"),
        (Interval(9.0, 9.0, 9.0), "mois", "9,0"),
        (NOTHING, "part", "sans objet"),
    ],
)
def test_interval(interval: Interval, unit: str, expected: str) -> None:
    assert flatten(write_interval(interval, unit)) == expected


@pytest.mark.parametrize(
    ("interval", "unit", "expected"),
    [
        (Interval(6.4, 21.0, 36.0), "usagers", "+21 [+6,4 ; +36]"),
        (Interval(-12_000, 16_000, 41_000), "€/an", "+16 000 [\u221212 000 ; +41 000]"),
        (Interval(0.18, 0.32, 0.38), "part", "+32 [+18 ; +38] points"),
        (Interval(0.0, 0.0, 0.0), "part", "0"),
        (Interval(-1e-9, 1e-6, 0.04), "usagers", "0"),
        (NOTHING, "mois", "sans objet"),
    ],
)
def test_change_is_signed_and_noise_is_nothing(interval: Interval, unit: str, expected: str) -> None:
    assert flatten(write_change(interval, unit)) == expected


def test_points_may_be_named_once_above_a_column() -> None:
    assert flatten(write_change(Interval(0.18, 0.32, 0.38), "part", has_unit=False)) == "+32 [+18 ; +38]"


def test_small_change_keeps_one_decimal() -> None:
    assert sign_number(0.41) == "+0,4"
    assert sign_number(-0.96) == "\u22121,0"


def test_unit_follows_the_median() -> None:
    assert flatten(write_with_unit(Interval(94_000, 120_000, 180_000), "€/an")) == "120 000 €/an [94 000 ; 180 000]"
