"""Types of commune on a valley drawn by hand."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.commune_types import classify_communes

# A town below, a village half-way, the last village, and one whose pass closes in winter.
ALTITUDE_M = np.array([900.0, 1150.0, 1500.0, 1600.0])
PLACES_MIN = np.array([0.0, 10.0, 25.0, 29.0])
SUMMER_MIN = np.abs(PLACES_MIN[:, None] - PLACES_MIN)


def test_a_valley_has_its_floor_its_middle_and_its_head() -> None:
    winter = SUMMER_MIN.copy()
    assert classify_communes(ALTITUDE_M, SUMMER_MIN, winter) == (
        "valley_floor",
        "mid_mountain",
        "mid_mountain",
        "valley_head",
    )
    # The road beyond the third closes: it is then where the valley ends.
    winter[3, :3] = winter[:3, 3] = np.inf
    assert classify_communes(ALTITUDE_M, SUMMER_MIN, winter)[2] == "valley_head"


def test_what_is_not_known_has_no_type() -> None:
    altitude = ALTITUDE_M.copy()
    altitude[1] = np.nan
    assert classify_communes(altitude, SUMMER_MIN, SUMMER_MIN)[1] is None
    unknown = np.full_like(SUMMER_MIN, np.nan)
    assert classify_communes(ALTITUDE_M, unknown, SUMMER_MIN) == (None,) * 4
    many = np.zeros((601, 601))
    assert set(classify_communes(np.zeros(601), many, many)) == {None}
