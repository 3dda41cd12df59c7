"""Convex cells of an upper envelope of planes: who leads where, as polygons.

Corners are homogeneous prices (x, y, w): the prices are x / w and y / w, endless where w is 0. Cells have a handful of
corners: plain numbers are faster than arrays of them.
"""

from __future__ import annotations

from alpsat_geo.domain.arrays import FloatArray

Corner = tuple[float, float, float]
Polygon = list[Corner]

# Of the whole: a smaller cell is a line or a point that rounding has opened.
LEAST_AREA_SHARE = 1e-12
# Of heights at most 1 apart: a smaller lead is rounding.
ROUNDING = 1e-12


class Cells:
    """What each programme leads, within a convex whole.

    Attributes
    ----------
    by_programme : dict of int to list of corners
        Together the cells are the whole.

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
        self._least_area = LEAST_AREA_SHARE * measure_area(whole)

    def insert(self, programme: int) -> bool:
        """Give a programme its cell, cut off the cells of those that it leads; cells that vanish are dropped.

        Only those that it leads somewhere bound its cell: whoever leaves the cell does so inside one of theirs.

        Returns
        -------
        bool
            Whether it has a cell.
        """
        a, b, c = self._planes[programme]
        own, led = self._whole, []
        for rival, cell in self.by_programme.items():
            d, e, f = self._planes[rival]
            lead = a - d, b - e, c - f
            if max(_measure_heights(cell, lead)) > ROUNDING:
                led.append((rival, (-lead[0], -lead[1], -lead[2])))
                own = clip(own, lead)
        if (self.by_programme and not led) or measure_area(own) <= self._least_area:
            return False
        for rival, lag in led:
            left = clip(self.by_programme.pop(rival), lag)
            if measure_area(left) > self._least_area:
                self.by_programme[rival] = left
        self.by_programme[programme] = own
        return True


def clip(polygon: Polygon, gain: Corner) -> Polygon:
    """Keep the part of a convex polygon where a linear gain is 0 or more."""
    if not polygon:
        return polygon
    kept: Polygon = []
    heights = [0.0 if abs(height) <= ROUNDING else height for height in _measure_heights(polygon, gain)]
    before, previous = polygon[-1], heights[-1]
    for corner, height in zip(polygon, heights, strict=True):
        if height * previous < 0:
            share = previous / (previous - height)
            x, y, w = (start + share * (end - start) for start, end in zip(before, corner, strict=True))
            kept.append((x, y, w))
        if height >= 0:
            kept.append(corner)
        before, previous = corner, height
    return kept


def measure_area(polygon: Polygon) -> float:
    """Measure the area of a convex polygon as seen along w: cells lie in one plane that does not stand on edge."""
    sides = zip(polygon[-1:] + polygon[:-1], polygon, strict=True)
    return abs(sum(before[0] * here[1] - here[0] * before[1] for before, here in sides)) / 2


def _measure_heights(polygon: Polygon, gain: Corner) -> list[float]:
    a, b, c = gain
    return [a * x + b * y + c * w for x, y, w in polygon]
