"""The choice map is the best programme at each pair of prices, exactly: against every programme at many prices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, union_all

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap, trace_choice_map
from alpsat_geo.compute.net_benefit.entry import trace_entry_prices
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.scenario import Scenario

AXES = ("inhabitant", "user")
LIMIT = 20_000.0
# Cost in thousands of euros, and two results: whole numbers, so that ties, copies and dominated programmes come often.
WHOLE = st.lists(st.tuples(st.integers(-20, 120), st.integers(-3, 12), st.integers(-3, 12)), min_size=1, max_size=15)
# And any numbers, as sums of draws are.
ANY = st.lists(st.tuples(st.floats(-20, 120), st.floats(-3, 60), st.floats(-3, 60)), min_size=1, max_size=15)
PROGRAMMES = st.one_of(WHOLE, ANY)


def to_planes(programmes: list[tuple[float, float, float]]) -> FloatArray:
    """Programmes against doing nothing, which is the first row."""
    planes = np.array([(0, 0, 0), *programmes], dtype=np.float64)
    # Nobody counts in less than a euro or a thousandth of an inhabitant.
    return np.asarray(np.round(planes, 3) * (1000.0, 1.0, 1.0))


def trace(planes: FloatArray) -> ChoiceMap:
    return trace_choice_map(planes[:, 0], planes[:, 1:], AXES)


def price_all(planes: FloatArray, prices: FloatArray) -> FloatArray:
    """Net benefit of each programme at each pair of prices; shape (P, S)."""
    return np.asarray(prices @ planes[:, 1:].T - planes[:, 0])


def locate(found: ChoiceMap, prices: FloatArray) -> BoolArray:
    """Flag by their polygons alone which regions hold each pair of prices, borders excepted; shape (regions, P)."""
    inside = []
    for region in found.regions:
        corners = region.polygon
        sides = np.roll(corners, -1, axis=0) - corners
        ahead = prices[:, None, :] - corners
        turns = sides[:, 0] * ahead[..., 1] - sides[:, 1] * ahead[..., 0]
        # Two corners that are one have no side between them.
        inside.append(((turns > 0) | ~sides.any(axis=1)).all(axis=1))
    return np.array(inside)


def check_polygons(planes: FloatArray, seed: int) -> None:
    """Compare the polygons of the map with every programme at 10,000 pairs of prices."""
    found = trace(planes)
    prices = np.random.default_rng(seed).uniform(0, LIMIT, (10_000, 2))
    net_benefits = price_all(planes, prices)
    best = net_benefits.max(axis=1)
    rounding = 1e-8 * np.abs(net_benefits).max()
    inside = locate(found, prices)
    for region, held in zip(found.regions, inside, strict=True):
        for programme in region.programmes:
            assert (net_benefits[held, programme] >= best[held] - rounding).all()
    # But for borders, within rounding, each pair of prices is in one region.
    assert (inside.sum(axis=0) == 1).sum() >= 9_990


@settings(max_examples=200)
@given(PROGRAMMES, st.integers(0, 2**32 - 1))
def test_the_map_is_the_best_of_all_programmes_at_ten_thousand_pairs_of_prices(
    programmes: list[tuple[float, float, float]], seed: int
) -> None:
    check_polygons(to_planes(programmes), seed)


def test_so_is_that_of_the_project(pose: Callable[[int], DecisionProblem], scenarios: tuple[Scenario, ...]) -> None:
    appraisal = compare_scenarios(scenarios, pose(300), {}).appraisal
    check_polygons(np.column_stack([appraisal.mean_costs, appraisal.mean_results[:, :2]]), 1)


@given(PROGRAMMES)
def test_regions_are_convex_share_the_whole_square_and_do_not_overlap(
    programmes: list[tuple[float, float, float]],
) -> None:
    found = trace(to_planes(programmes))
    polygons = [Polygon(region.polygon) for region in found.regions]
    square = LIMIT * LIMIT
    for polygon in polygons:
        assert polygon.convex_hull.area - polygon.area <= 1e-9 * square
    assert sum(polygon.area for polygon in polygons) == pytest.approx(square, rel=1e-8)
    assert union_all(polygons, grid_size=1e-3).area == pytest.approx(square, rel=1e-6)


@given(PROGRAMMES)
def test_every_programme_is_named_once_or_dominated(programmes: list[tuple[float, float, float]]) -> None:
    planes = to_planes(programmes)
    found = trace(planes)
    named = [programme for region in (*found.regions, *found.beyond) for programme in region.programmes]
    told = named + [dominated.programme for dominated in found.dominated]
    assert sorted(told) == list(range(len(planes)))


@given(PROGRAMMES)
def test_what_dominates_is_a_mix_that_costs_no_more_and_gives_no_less(
    programmes: list[tuple[float, float, float]],
) -> None:
    planes = to_planes(programmes)
    # At prices of every size, those that dominate are together never below what they dominate.
    scale = max(np.abs(planes[:, 0]).max(), 1.0)
    prices = np.random.default_rng(1).exponential(1, (2000, 2)) * 10.0 ** np.arange(2000).reshape(-1, 1) ** 0.2
    net_benefits = price_all(planes, prices)
    rounding = 1e-6 * (np.abs(net_benefits).max(axis=1) + scale)
    found = trace(planes)
    for dominated in found.dominated:
        assert dominated.by
        best = net_benefits[:, list(dominated.by)].max(axis=1)
        assert (best >= net_benefits[:, dominated.programme] - rounding).all()
        if len(dominated.by) == 1:
            gains = planes[dominated.by[0]] - planes[dominated.programme]
            widest = np.maximum(np.abs(planes).max(axis=0), 1e-300)
            assert (gains / widest * (-1.0, 1.0, 1.0) >= -2e-9).all()


@given(PROGRAMMES, st.sampled_from([0, 1]))
def test_entry_prices_are_where_regions_cross_the_axis(programmes: list[tuple[float, float, float]], axis: int) -> None:
    planes = to_planes(programmes)
    found = trace(planes)
    entries = trace_entry_prices(planes[:, 0], planes[:, 1 + axis])
    crossed = set()
    for region in found.regions:
        on_axis = region.polygon[region.polygon[:, 1 - axis] <= 1e-6, axis]
        if on_axis.size and np.ptp(on_axis) > 1:
            crossed.update(on_axis.tolist())
    for price in crossed - {LIMIT}:
        assert min(abs(price - entry.price) for entry in entries) <= 1e-4 * (1 + price)


def test_regions_are_listed_from_doing_nothing_then_by_rising_cost_and_found_by_their_prices() -> None:
    planes = to_planes([(40, 0, 12), (126, 52, 2), (26, 13, 2), (68, 0, 9)])
    found = trace(planes)
    assert [region.programmes for region in found.regions] == [(0,), (3,), (1,), (2,)]
    assert found.find_region(0, 0).programmes == (0,)
    assert found.find_region(2100, 0).programmes == (3,)
    assert found.find_region(9000, 0).programmes == (2,)
    assert found.find_region(0, 1e9).programmes == (1,)
    # On a border: doing nothing, then the cheaper.
    assert found.find_region(2000, 0).programmes == (0,)
    assert [(one.programme, one.by) for one in found.dominated] == [(4, (1,))]


def test_extended_dominance_names_those_that_meet_where_it_comes_nearest() -> None:
    # 1 and 2 at equal parts give 5 of both for 50; the third asks 60 for 4 of each.
    found = trace(to_planes([(50, 10, 0), (50, 0, 10), (60, 4, 4)]))
    (dominated,) = found.dominated
    assert dominated.programme == 3
    assert set(dominated.by) == {1, 2}


def test_what_is_best_only_beyond_the_picture_is_not_dominated() -> None:
    found = trace(to_planes([(100, 2, 0)]))
    assert [region.programmes for region in found.regions] == [(0,)]
    assert [region.programmes for region in found.beyond] == [(1,)]
    assert found.beyond[0].polygon.shape == (0, 2)
    assert found.dominated == ()
    assert found.find_region(60_000, 0).programmes == (1,)


@pytest.mark.parametrize(
    "programmes",
    [[], [(0, 0, 0)], [(0, 0, 0), (0, 0, 0)], [(50, 0, 0)], [(10, -1, 0), (20, 0, -3)], [(0, -2, -2)]],
    ids=["one", "a copy", "all equal", "no result", "results lost", "lost for nothing"],
)
def test_where_nothing_is_worth_anything_doing_nothing_fills_the_square(
    programmes: list[tuple[float, float, float]],
) -> None:
    found = trace(to_planes(programmes))
    (region,) = found.regions
    assert region.programmes[0] == 0
    assert Polygon(region.polygon).area == LIMIT * LIMIT
    assert found.beyond == ()


@given(PROGRAMMES, st.data())
def test_a_copy_is_named_with_its_programme_and_moves_no_border(
    programmes: list[tuple[float, float, float]], data: st.DataObject
) -> None:
    planes = to_planes(programmes)
    copied = data.draw(st.integers(0, len(planes) - 1))
    before, after = trace(planes), trace(np.vstack([planes, planes[copied] * (1 + 1e-14)]))
    for old, new in zip(before.regions, after.regions, strict=True):
        assert new.programmes == (*old.programmes, *([len(planes)] if copied in old.programmes else []))
        np.testing.assert_allclose(new.polygon, old.polygon, atol=1e-4)


@given(PROGRAMMES, st.data())
def test_what_costs_more_and_gives_less_joins_without_moving_a_region(
    programmes: list[tuple[float, float, float]], data: st.DataObject
) -> None:
    planes = to_planes(programmes)
    better = data.draw(st.integers(0, len(planes) - 1))
    widest = np.abs(planes).max(axis=0)
    worse = planes[better] + (widest[0] / 100 + 1.0, -widest[1] / 100, -widest[2] / 100)
    before, after = trace(planes), trace(np.vstack([planes, worse]))
    for old, new in zip(before.regions, after.regions, strict=True):
        assert new.programmes == old.programmes
        np.testing.assert_allclose(new.polygon, old.polygon, atol=1e-4)
    assert [one.by for one in after.dominated if one.programme == len(planes)] != []


@given(PROGRAMMES, st.floats(0.01, 100))
def test_multiplying_euros_changes_nothing_but_the_scale(
    programmes: list[tuple[float, float, float]], factor: float
) -> None:
    planes = to_planes(programmes)
    scaled = planes * (factor, 1.0, 1.0)
    before = trace(planes)
    after = trace_choice_map(scaled[:, 0], scaled[:, 1:], AXES, LIMIT * factor)
    for old, new in zip(before.regions, after.regions, strict=True):
        assert new.programmes == old.programmes
        np.testing.assert_allclose(new.polygon, old.polygon * factor, atol=1e-3 * factor)


@given(PROGRAMMES, st.floats(0, LIMIT), st.floats(0, LIMIT), st.floats(0, LIMIT))
def test_raising_a_price_never_lowers_the_result_bought_with_it(
    programmes: list[tuple[float, float, float]], x: float, more: float, y: float
) -> None:
    planes = to_planes(programmes)
    found = trace(planes)
    for axis, (low, high) in enumerate((((x, y), (x + more, y)), ((y, x), (y, x + more)))):
        bought = [planes[found.find_region(*prices).programmes[0], 1 + axis] for prices in (low, high)]
        gap = abs(np.subtract(high, low)).max()
        # Two prices a rounding apart are the same price.
        assert bought[1] >= bought[0] - 1e-9 or gap < 1e-3


def test_four_thousand_programmes_are_judged_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    members = ((np.arange(4096)[:, None] >> np.arange(12)) & 1).astype(np.float64)
    single = np.column_stack([rng.uniform(5e3, 60e3, 12), rng.uniform(0, 15, 12), rng.uniform(0, 15, 12)])
    planes = members @ single
    planes[1:] *= rng.uniform(0.9, 1.1, (4095, 3))
    found = trace(planes)
    prices = rng.uniform(0, LIMIT, (3000, 2))
    best = price_all(planes, prices).argmax(axis=1)
    assert [found.find_region(*pair).programmes[0] for pair in prices.tolist()] == best.tolist()
