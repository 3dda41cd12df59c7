"""The choice map: which programme is the best at each pair of prices, as exact polygons."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from alpsat_geo.compute.net_benefit.cells import LEAST_AREA_SHARE, ROUNDING, Cells, Polygon, clip, measure_area
from alpsat_geo.compute.net_benefit.dominance import Dominated, find_dominator
from alpsat_geo.compute.net_benefit.equality import EQUAL_SHARE, NOTHING, find_equals, read_scales, scale_columns
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats

PICTURE_LIMIT_EUR = 20_000.0
# Corners to a millionth of a euro: 0 and the limit are just these.
_DECIMALS = 6


@dataclass(frozen=True, eq=False)
class Region:
    """The prices at which one programme is the best.

    Attributes
    ----------
    programmes : tuple of int
        Equal ones are named together: doing nothing first, else as listed.
    polygon : numpy.ndarray, shape (V, 2)
        Corners in euros a year, counter-clockwise, without the first repeated; empty where the programme is the best
        only at prices beyond the picture.
    """

    programmes: tuple[int, ...]
    polygon: FloatArray


@dataclass(frozen=True, eq=False)
class ChoiceMap:
    """Which programme is the best at each pair of prices.

    Attributes
    ----------
    axes : tuple of two str
        The results whose prices are x and y.
    limit : float
        The picture is the square from 0 to this price, on both axes.
    regions : tuple of Region
        Doing nothing first, then the cheapest; together they are the whole square.
    beyond : tuple of Region
        Best at some price, but at none of the picture.
    planes : numpy.ndarray, shape (S, 3)
        Cost and both results of each programme.
    """

    axes: tuple[str, str]
    limit: float
    regions: tuple[Region, ...]
    beyond: tuple[Region, ...]
    planes: FloatArray = field(repr=False)
    _scaled: FloatArray = field(repr=False)
    _corners: FloatArray = field(repr=False)

    def find_region(self, x: float, y: float) -> Region:
        """Find the region of a pair of prices, in the picture or beyond; on a border, the one listed first.

        Returns
        -------
        Region
        """
        found = [*self.regions, *self.beyond]
        terms = self.planes[[region.programmes[0] for region in found]] * (-1.0, x, y)
        heights = terms.sum(axis=1)
        rounding = ROUNDING * np.abs(terms).max()
        first = [region for region, is_best in zip(found, heights >= heights.max() - rounding, strict=True) if is_best]
        return min(first, key=lambda region: _rank(self.planes, region))

    @cached_property
    def dominated(self) -> tuple[Dominated, ...]:
        """What is the best at no pair of prices, and by what: every programme that no region names."""
        named = {programme for region in (*self.regions, *self.beyond) for programme in region.programmes}
        return tuple(self.explain(programme) for programme in range(len(self.planes)) if programme not in named)

    def explain(self, programme: int) -> Dominated:
        """Tell by what a programme is dominated that no region names.

        Extended dominance is by the programmes that meet where it comes nearest to the best: by the duality of linear
        programmes, a mix of these costs no more and gives no less of both results.

        Returns
        -------
        Dominated
        """
        by = find_dominator(self._scaled, programme)
        if by is not None:
            return Dominated(programme, (by,))
        efficient = [region.programmes[0] for region in (*self.regions, *self.beyond)]
        gaps = _measure_heights(self._scaled[efficient] - self._scaled[programme], self._corners)
        at_nearest = gaps[:, int(np.argmin(gaps.max(axis=0)))]
        meeting = np.flatnonzero(at_nearest >= at_nearest.max() - EQUAL_SHARE)
        return Dominated(programme, tuple(efficient[place] for place in meeting))


def trace_choice_map(
    costs: FloatArray, results: FloatArray, axes: tuple[str, str], limit: float = PICTURE_LIMIT_EUR
) -> ChoiceMap:
    """Trace the choice map of mean costs and results.

    Net benefit is linear in the prices: the best programme at each pair of prices is the upper envelope of planes, and
    its cells are convex polygons. Who is on it is judged at every price, endless ones included; only the picture is
    clipped.

    Parameters
    ----------
    costs : numpy.ndarray, shape (S,)
        Euros a year, less what other results are worth at their own prices.
    results : numpy.ndarray, shape (S, 2)
    axes : tuple of two str
    limit : float

    Returns
    -------
    ChoiceMap

    References
    ----------
    A. A. Stinnett, J. Mullahy, "Net health benefits: a new framework for the analysis of uncertainty in
    cost-effectiveness analysis", Medical Decision Making 18 (2) Suppl, 1998, pp. S68-S80.
    """
    planes = freeze_floats(np.column_stack([costs, results]))
    scaled = scale_columns(planes)
    cells = _trace_envelope(scaled).by_programme
    cost_scale, *result_scales = read_scales(planes).tolist()
    to_prices = (cost_scale / result_scales[0], cost_scale / result_scales[1])
    regions = [
        Region(tuple(np.flatnonzero(find_equals(scaled, programme)).tolist()), _clip_to_picture(cell, to_prices, limit))
        for programme, cell in cells.items()
    ]
    regions.sort(key=lambda region: _rank(planes, region))
    return ChoiceMap(
        axes=axes,
        limit=limit,
        regions=tuple(region for region in regions if len(region.polygon)),
        beyond=tuple(region for region in regions if not len(region.polygon)),
        planes=planes,
        _scaled=scaled,
        _corners=np.array([corner for cell in cells.values() for corner in cell]),
    )


def _clip_to_picture(cell: Polygon, to_prices: tuple[float, float], limit: float) -> FloatArray:
    """Clip a cell to the square of the picture; its corners in euros, none where it is outside.

    Parameters
    ----------
    cell : list of corners
    to_prices : tuple of two floats
        Euros for a scaled price of 1, on both axes.
    limit : float

    Returns
    -------
    numpy.ndarray, shape (V, 2)
    """
    per_x, per_y = to_prices
    inside = clip(clip(cell, (-per_x / limit, 0.0, 1.0)), (0.0, -per_y / limit, 1.0))
    priced = [(per_x * x / w, per_y * y / w, 1.0) for x, y, w in inside]
    if measure_area(priced) <= LEAST_AREA_SHARE * limit**2:
        return freeze_floats(np.empty((0, 2)))
    corners = np.round(np.array(priced)[:, :2], _DECIMALS)
    corners[corners > limit * (1 - EQUAL_SHARE)] = limit
    # From the lowest corner: the same polygon whatever the order in which it was cut out.
    return freeze_floats(np.roll(corners, -int(np.lexsort(corners.T)[0]), axis=0))


def _rank(planes: FloatArray, region: Region) -> tuple[bool, float, int]:
    """Order regions: doing nothing, then the cheapest, then the first listed."""
    first = region.programmes[0]
    return first != NOTHING, float(planes[first, 0]), first


def _trace_envelope(scaled: FloatArray) -> Cells:
    """Trace the cells of the upper envelope over all prices.

    What the envelope of some programmes leaves out is found at the corners of its cells: inside a cell the lead of
    another programme is linear, and therefore highest at a corner. Those found are inserted, until nothing leads.

    Parameters
    ----------
    scaled : float array (S, 3)

    Returns
    -------
    Cells
    """
    cells = Cells(scaled, [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)])
    untried = np.ones(len(scaled), dtype=np.bool_)
    found = [int(np.lexsort((-scaled[:, 1:].sum(axis=1), scaled[:, 0]))[0])]
    while found:
        inserted = []
        for programme in found:
            if untried[programme]:
                untried &= ~find_equals(scaled, programme)
                if cells.insert(programme):
                    inserted.append(programme)
        # New corners are those of new cells; where none was inserted, those of all cells are looked at once more.
        fresh = [programme for programme in inserted if programme in cells.by_programme]
        found = _find_leaders(scaled, cells, fresh, untried) or _find_leaders(
            scaled, cells, list(cells.by_programme), untried
        )
    return cells


def _find_leaders(scaled: FloatArray, cells: Cells, owners: list[int], untried: BoolArray) -> list[int]:
    """Find the programme that leads most at each corner of some cells, among those not tried yet."""
    rivals = np.flatnonzero(untried)
    if not (rivals.size and owners):
        return []
    polygons = [cells.by_programme[owner] for owner in owners]
    corners = np.array([corner for polygon in polygons for corner in polygon])
    owned = scaled[np.repeat(owners, [len(polygon) for polygon in polygons])]
    heights = _measure_heights(scaled[rivals], corners)
    leads = heights.max(axis=0) - (owned[:, [1, 2, 0]] * (1.0, 1.0, -1.0) * corners).sum(axis=1)
    leaders: list[int] = np.unique(rivals[heights.argmax(axis=0)[leads > ROUNDING]]).tolist()
    return leaders


def _measure_heights(scaled: FloatArray, corners: FloatArray) -> FloatArray:
    """Measure the net benefit of each programme at each corner, in homogeneous prices; shape (S, C)."""
    return np.asarray(scaled[:, [1, 2, 0]] * (1.0, 1.0, -1.0) @ corners.T)
