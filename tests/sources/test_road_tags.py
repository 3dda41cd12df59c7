from __future__ import annotations

import pytest

from alpsat_geo.sources.road_tags import MIDSUMMER, MIDWINTER, is_in_period, is_open_to_cars


@pytest.mark.parametrize(
    ("words", "in_winter", "in_summer"),
    [
        ("(Nov-May)", True, False),
        ("Oct 15-May 31", True, False),
        ("du 15/11 au 15/05", True, False),
        ("du 1er novembre au 15 mai", True, False),
        ("de décembre à avril", True, False),
        ("Jan 16-Mar 31", False, False),
        ("Jun-Oct", False, True),
        ("Jan", True, False),
        ("hiver", True, False),
        ("snow", True, False),
        ("période d'enneigement", True, False),
        ("Mo-Fr 08:00-18:00", None, None),
        ("", None, None),
    ],
)
def test_periods_in_two_languages(words: str, in_winter: bool | None, in_summer: bool | None) -> None:  # noqa: FBT001 - what is expected
    assert (is_in_period(words, MIDWINTER), is_in_period(words, MIDSUMMER)) == (in_winter, in_summer)


@pytest.mark.parametrize(
    ("tags", "in_winter", "in_summer"),
    [
        ({}, True, True),
        ({"access": "no"}, False, False),
        ({"access": "private", "motor_vehicle": "yes"}, True, True),
        ({"access:conditional": "no @ (Nov-May)"}, False, True),
        ({"motor_vehicle:conditional": "no @ winter"}, False, True),
        ({"access": "no", "access:conditional": "yes @ (Jun 15-Oct 15)"}, False, True),
        ({"access:conditional": "no @ (Mo-Fr 07:00-09:00)"}, True, True),
        ({"access:conditional": "yes @ (Jan-Dec); no @ (Nov-May)"}, False, True),
        ({"seasonal": "yes"}, False, True),
        ({"seasonal": "summer"}, False, True),
        ({"seasonal": "no"}, True, True),
    ],
)
def test_access_by_season(tags: dict[str, str], in_winter: bool, in_summer: bool) -> None:  # noqa: FBT001 - what is expected
    assert (is_open_to_cars(tags, MIDWINTER), is_open_to_cars(tags, MIDSUMMER)) == (in_winter, in_summer)
