"""Convex cells of an upper envelope of planes: who leads where, as polygons.

Corners are homogeneous prices (x, y, w): the prices are x / w and y / w, endless where w is 0. Cells have a handful of
corners: plain numbers are faster than arrays of them.
"""

from __future__ import annotations

from alpsat_geo.domain.arrays import FloatArray

Corner = tuple[float, float, float]
Polygon = list[Corner]

# Of the whole: a smaller cell is a line or a point that rounding has opened.
_LEAST_AREA_SHARE = 1e-12
# Of heights at most 1 apart: a smaller lead is rounding.
ROUNDING = 1e-12


class Cells:
    """What each programme leads, within a convex whole.

    Attributes
    ----------
    by_programme : dict of int to list of corners
        Corners of each cell, counter-clockwise; together the cells are the whole.

    Parameters
    ----------
    scaled : float array (S, 3)
        Cost and two results, of `scale_columns`.
    whole : list of corners
    """

    def __init__(self, scaled: FloatArray, whole: Polygon) -> None:
        self.by_programme: dict[int, Polygon] = {}
        self._planes = [(x, y, -cost) for cost, x, y in scaled.tolist()]
        self._whole = whole
        self._least_area = _LEAST_AREA_SHARE * _measure_area(whole)
        self._rounding = ROUNDING * max(max(corner) for corner in whole)

    def insert(self, programme: int) -> bool:
        """Give a programme its cell, cut off the cells of those that it leads; cells that vanish are dropped.

        Only those that it leads somewhere bound its cell: whoever leaves the cell does so inside one of theirs.

        Returns
        -------
        bool
            Whether it has a cell.
        """
        plane = self._planes[programme]
        own, led = self._whole, []
        for rival, cell in self.by_programme.items():
            x, y, w = self._planes[rival]
            gain = plane[0] - x, plane[1] - y, plane[2] - w
            heights = [_measure_height(gain, corner) for corner in cell]
            if max(heights) > self._rounding:
                led.append((rival, [-height for height in heights]))
                own = self._clip(own, [_measure_height(gain, corner) for corner in own])
        if (self.by_programme and not led) or _measure_area(own) <= self._least_area:
            return False
        for rival, losses in led:
            left = self._clip(self.by_programme.pop(rival), losses)
            if _measure_area(left) > self._least_area:
                self.by_programme[rival] = left
        self.by_programme[programme] = own
        return True

    def _clip(self, polygon: Polygon, heights: list[float]) -> Polygon:
        """Keep the part of a convex polygon where heights, given at its corners, are 0 or more."""
        heights = [0.0 if abs(height) <= self._rounding else height for height in heights]
        kept: Polygon = []
        for here, height in enumerate(heights):
            corner, before, previous = polygon[here], polygon[here - 1], heights[here - 1]
            if height * previous < 0:
                share = previous / (previous - height)
                x, y, w = (start + share * (end - start) for start, end in zip(before, corner, strict=True))
                kept.append((x, y, w))
            if height >= 0:
                kept.append(corner)
        return kept


def _measure_height(gain: Corner, corner: Corner) -> float:
    return gain[0] * corner[0] + gain[1] * corner[1] + gain[2] * corner[2]


def _measure_area(polygon: Polygon) -> float:
    """Measure the area of a convex polygon as seen along w: all cells lie in one plane that does not stand on edge."""
    sides = zip(polygon[-1:] + polygon[:-1], polygon, strict=True)
    turns = (before[0] * here[1] - here[0] * before[1] for before, here in sides)
    return abs(sum(turns)) / 2
