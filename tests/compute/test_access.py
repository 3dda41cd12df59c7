"""Minutes from homes to spaces, and who still comes, draw by draw."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_matrix

from alpsat_geo.compute.access import access_to, list_roads, minutes_from_homes
from alpsat_geo.compute.baseline import mean_distance_inside
from alpsat_geo.compute.draws import CLASS_COUNT, Draws, central_draws, sample_draws
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import invent_baseline

MINUTES = np.array([[0.0, 12.0], [12.0, 0.0]])


def settle(table: ParameterTable) -> Draws:
    return central_draws(table.settle({"terminal_time_min": 2.0, "inside_commune_speed_kmh": 15.0}), ())


def test_minutes_worked_by_hand(table: ParameterTable) -> None:
    # 10 minutes are driven and 2 are not: at half the speed, 22. Inside: 2 + 60 * 0.5 / (15 * .5) = 6.
    baseline = invent_baseline(MINUTES, inside_km=[0.5, 0.0])
    found = np.asarray(minutes_from_homes(baseline, settle(table), [0, 1], "winter", 0.5))
    np.testing.assert_allclose(found, [[6.0, 22.0], [22.0, 2.0]])


def test_a_sparse_table_gives_the_same_minutes(table: ParameterTable) -> None:
    baseline = invent_baseline(MINUTES, inside_km=[0.5, 1.0])
    dense = np.asarray(minutes_from_homes(baseline, settle(table), [1, 0], "winter", 0.9))
    rows, columns = np.indices(MINUTES.shape).reshape(2, -1)
    for season in baseline.minutes:
        baseline.minutes[season] = csc_matrix((MINUTES.ravel(), (rows, columns)))  # type: ignore[index]
    sparse = minutes_from_homes(baseline, settle(table), [1, 0], "winter", 0.9)
    np.testing.assert_allclose(read_columns(sparse, [0, 1], np.inf), dense)


def test_mean_distance_inside_is_that_of_a_disc() -> None:
    # 100 pi homes at one a hectare make a disc of one kilometre of radius.
    np.testing.assert_allclose(mean_distance_inside(np.array([100 * math.pi, 0.0, np.nan]), 1.0), [2 / 3, 0.0, 0.0])


def test_each_draw_has_its_own_roads_among_a_few(table: ParameterTable) -> None:
    baseline = invent_baseline(MINUTES)
    draws = sample_draws(table, (), 400, 1)
    roads = list_roads(draws)
    assert len(roads.speed_factors) <= CLASS_COUNT**2
    np.testing.assert_array_equal(roads.speed_factors[roads.road_of], draws["road_speed_factor"])
    access = access_to(baseline, draws, [1], "winter", 20.0)
    felt = access.felt(np.ones((400, 1)))
    terminal = table["terminal_time_min"].value
    minutes = terminal + (12 - terminal) / draws["road_speed_factor"]
    expected = 1 / (1 + np.exp((minutes - 20) / (20 / draws["catchment_decay_divisor"])))
    np.testing.assert_allclose(felt[:, 0], expected)
    np.testing.assert_allclose(access.gather(np.tile([1.0, 0.0], (400, 1)))[:, 0], expected)
    np.testing.assert_allclose(access.times(np.full((2, 1), 3.0)).felt(np.ones((400, 1))), 3 * felt)
    assert np.median(draws["catchment_decay_divisor"]) == table["catchment_decay_divisor"].value


@given(st.floats(0.5, 2), st.floats(0.5, 2), st.floats(0, 90))
def test_faster_roads_never_take_longer(table: ParameterTable, one: float, other: float, between: float) -> None:
    baseline = invent_baseline([[0.0, between], [between, 0.0]], inside_km=[0.4, 0.4])
    slow, fast = (
        np.asarray(minutes_from_homes(baseline, settle(table), [1], "winter", factor))
        for factor in sorted((one, other))
    )
    assert (fast <= slow + 1e-12).all()


@pytest.mark.parametrize("communes", [[], [0, 0, 1]])
def test_no_space_and_several_in_one_commune(table: ParameterTable, communes: list[int]) -> None:
    access = access_to(invent_baseline(MINUTES), settle(table), communes, "winter", 20.0)
    assert access.felt(np.ones((1, len(communes)))).shape == (1, 2)
