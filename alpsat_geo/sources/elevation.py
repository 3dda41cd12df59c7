"""Altitudes from SRTM tiles (.hgt), one file a degree; what is no altitude is masked."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np

from alpsat_geo.compute.road_lines import RoadLines
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError

_SIDES = (1201, 3601)  # three seconds of arc, or one
_LOWEST_M, _HIGHEST_M = -500.0, 9000.0


def mask_altitudes(altitude_m: FloatArray) -> FloatArray:
    """Return altitudes with NaN for what no ground has: voids of SRTM (-32,768, read down to -15,414), -1,000 of IGN.

    Parameters
    ----------
    altitude_m : float array
    """
    return np.where((altitude_m >= _LOWEST_M) & (altitude_m <= _HIGHEST_M), altitude_m, np.nan)


def add_altitudes(lines: RoadLines, folder: Path) -> RoadLines:
    """Give the points whose altitude is unknown that of the tiles; see `read_altitudes`.

    Parameters
    ----------
    lines : RoadLines
    folder : pathlib.Path
    """
    found = read_altitudes(folder, lines.lon_deg, lines.lat_deg)
    return dataclasses.replace(lines, altitude_m=np.where(np.isnan(lines.altitude_m), found, lines.altitude_m))


def read_altitudes(folder: Path, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
    """Read the altitude of points between the four nearest posts of their tile.

    Parameters
    ----------
    folder : pathlib.Path
        Holds tiles named by their south-west corner, ``N44E006.hgt``.
    lon_deg, lat_deg : float array (v,)

    Returns
    -------
    float array (v,)
        NaN without a tile, or where one of the four posts is a void: between a void and the ground nothing is known.

    Raises
    ------
    InputError
        If a tile is not square of 1,201 or 3,601 posts.
    """
    found = np.full(len(lon_deg), np.nan)
    columns, rows = np.floor(lon_deg).astype(np.int64), np.floor(lat_deg).astype(np.int64)
    for column, row in sorted(set(zip(columns.tolist(), rows.tolist(), strict=True))):
        name = f"{'S' if row < 0 else 'N'}{abs(row):02d}{'W' if column < 0 else 'E'}{abs(column):03d}.hgt"
        path = folder / name
        if not path.is_file():
            continue
        here = (columns == column) & (rows == row)
        posts = _read_tile(path)
        last = len(posts) - 1
        x, y = (lon_deg[here] - column) * last, (row + 1 - lat_deg[here]) * last
        left, top = np.minimum(x.astype(np.int64), last - 1), np.minimum(y.astype(np.int64), last - 1)
        right_share, bottom_share = x - left, y - top
        upper = posts[top, left] * (1 - right_share) + posts[top, left + 1] * right_share
        lower = posts[top + 1, left] * (1 - right_share) + posts[top + 1, left + 1] * right_share
        found[here] = upper * (1 - bottom_share) + lower * bottom_share
    return found


def _read_tile(path: Path) -> FloatArray:
    side = math.isqrt(path.stat().st_size // 2)
    if side not in _SIDES or path.stat().st_size != 2 * side * side:
        raise InputError(
            f"« {path.name} » n'est pas une dalle SRTM (.hgt) de 1 201 ou 3 601 points de côté : rétablissez-la."
        )
    return mask_altitudes(np.fromfile(path, dtype=">i2").astype(np.float64).reshape(side, side))
