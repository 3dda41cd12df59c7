"""Lines of a source, gathered one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from alpsat_geo.compute.road_lines import RoadClass, RoadLines
from alpsat_geo.domain.territory import LengthBasis
from alpsat_geo.sources.elevation import mask_altitudes


@dataclass(frozen=True, slots=True)
class RoadLine:
    """One line: its number or name, class, speeds (None: unknown), ways that may be driven, winter."""

    ref: str
    road_class: RoadClass
    speed_kmh: float | None
    speed_limit_kmh: float | None
    goes_forward: bool
    goes_backward: bool
    is_closed_in_winter: bool


@dataclass(slots=True)
class LineBuilder:
    """Gathers points and lines; `finish` freezes them.

    Attributes
    ----------
    lon_deg, lat_deg, altitude_m : list of float
        Of each point; an unknown altitude is NaN.
    pass_names : dict of point to name
    """

    lon_deg: list[float] = field(default_factory=list)
    lat_deg: list[float] = field(default_factory=list)
    altitude_m: list[float] = field(default_factory=list)
    pass_names: dict[int, str] = field(default_factory=dict)
    _lines: list[RoadLine] = field(default_factory=list)
    _from: list[int] = field(default_factory=list)
    _to: list[int] = field(default_factory=list)
    _line: list[int] = field(default_factory=list)

    def add_point(self, lon_deg: float, lat_deg: float, altitude_m: float = float("nan")) -> int:
        """Add a point and return its number."""
        self.lon_deg.append(lon_deg)
        self.lat_deg.append(lat_deg)
        self.altitude_m.append(altitude_m)
        return len(self.lon_deg) - 1

    def add_line(self, points: Sequence[int], line: RoadLine) -> None:
        """Add a line through points, in the order in which it is drawn; a point that repeats is passed once."""
        pairs = [(a, b) for a, b in pairwise(points) if a != b]
        self._from += [a for a, _ in pairs]
        self._to += [b for _, b in pairs]
        self._line += [len(self._lines)] * len(pairs)
        self._lines.append(line)

    def finish(self, basis: LengthBasis) -> RoadLines:
        """Freeze what was gathered."""
        lines = self._lines

        def numbers(values: Sequence[float | None]) -> np.ndarray:
            return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

        return RoadLines(
            basis=basis,
            lon_deg=np.array(self.lon_deg, dtype=np.float64),
            lat_deg=np.array(self.lat_deg, dtype=np.float64),
            altitude_m=mask_altitudes(np.array(self.altitude_m, dtype=np.float64)),
            pass_names=self.pass_names,
            from_index=np.array(self._from, dtype=np.int64),
            to_index=np.array(self._to, dtype=np.int64),
            line_index=np.array(self._line, dtype=np.int64),
            line_refs=tuple(line.ref for line in lines),
            line_classes=tuple(line.road_class for line in lines),
            line_speed_kmh=numbers([line.speed_kmh for line in lines]),
            line_speed_limit_kmh=numbers([line.speed_limit_kmh for line in lines]),
            line_goes_forward=np.array([line.goes_forward for line in lines], dtype=np.bool_),
            line_goes_backward=np.array([line.goes_backward for line in lines], dtype=np.bool_),
            line_is_closed_in_winter=np.array([line.is_closed_in_winter for line in lines], dtype=np.bool_),
        )
