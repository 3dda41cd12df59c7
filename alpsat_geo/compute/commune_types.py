"""Types of commune in a mountain valley: floor, mid-mountain, head; from altitudes and winter roads."""

from __future__ import annotations

from typing import Literal

import numpy as np

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_

CommuneType = Literal["valley_floor", "mid_mountain", "valley_head"]
TYPE_NAMES: dict[CommuneType, str] = {
    "valley_floor": N_("fond de vallée"),
    "mid_mountain": N_("moyenne montagne"),
    "valley_head": N_("haut de vallée"),
}
AROUND_MIN = 30.0
"""Minutes by car in summer within which the lowest town hall is looked for."""
FLOOR_M = 150.0
HEAD_M = 300.0
"""Metres above the lowest town hall around: at most, for the floor of a valley; at least, for its head."""
DETOUR_MIN = 5.0
"""A way passes by a commune when the detour takes at most these minutes."""
COMMUNES_AT_MOST = 600
"""Beyond, ways between all the communes take too long: no type is given."""


def classify_communes(
    altitude_m: FloatArray, summer_min: FloatArray, winter_min: FloatArray
) -> tuple[CommuneType | None, ...]:
    """Tell the type of each commune.

    - Floor of a valley: the town hall stands less than 150 m above the lowest one within 30 minutes in summer.
    - Head of a valley: at least 300 m above it, and in winter no fastest way between two other communes passes within
      five minutes of it.
    - Mid-mountain: all others.

    Parameters
    ----------
    altitude_m : float array (n,)
        Of the town halls; NaN where not known.
    summer_min, winter_min : float array (n, n)
        Between town halls; inf where no road leads, NaN while no road is known.

    Returns
    -------
    tuple of str or None, length n
        None where the altitude or the roads are not known.

    Notes
    -----
    The Italian partners of AlpSatellites name these three types and match spaces with them; no threshold of theirs was
    found. The thresholds are a supposition of this tool (grade D).
    """
    count = len(altitude_m)
    if count > COMMUNES_AT_MOST or np.isnan(summer_min).any() or np.isnan(winter_min).any():
        return (None,) * count
    around = np.where((summer_min <= AROUND_MIN) & np.isfinite(altitude_m), altitude_m, np.inf)
    np.fill_diagonal(around, altitude_m)
    height_m = altitude_m - np.nanmin(around, axis=1)
    passed = _find_passed(winter_min)
    return tuple(_name_type(float(height_m[i]), is_passed=bool(passed[i])) for i in range(count))


def _find_passed(minutes: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which communes stand on the way between two others."""
    count = len(minutes)
    passed = np.zeros(count, dtype=np.bool_)
    for place in range(count):
        others = np.arange(count) != place
        through = minutes[others, place][:, None] + minutes[place, others]
        straight = minutes[np.ix_(others, others)]
        is_pair = np.isfinite(straight) & (straight > 0)
        # Parking and walking are counted in each journey: once too often in two of them.
        passed[place] = bool(np.any(through[is_pair] - straight[is_pair] <= DETOUR_MIN))
    return passed


def _name_type(height_m: float, *, is_passed: bool) -> CommuneType | None:
    if np.isnan(height_m):
        return None
    if height_m < FLOOR_M:
        return "valley_floor"
    return "valley_head" if height_m >= HEAD_M and not is_passed else "mid_mountain"
