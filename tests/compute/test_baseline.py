from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, build_baseline, nearest_minutes, spread_employed
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import SEASONS, Place, Space, Territory
from tests.invented_territory import invent_baseline, invent_space


def test_employed_spread_by_hand() -> None:
    # 120 employed over 10 + 30 + 20 observed: twice each; the blank cells count as none.
    spread = spread_employed(np.array([120.0]), np.array([[np.nan, 10.0, 30.0, 20.0, np.nan, 0.0]]))
    np.testing.assert_array_equal(spread, [[0.0, 20.0, 60.0, 40.0, 0.0, 0.0]])


def test_commune_where_no_csp_was_observed_is_missing() -> None:
    assert np.isnan(spread_employed(np.array([120.0]), np.full((1, 6), np.nan))).all()


@given(
    st.floats(0, 5000),
    st.lists(st.one_of(st.just(np.nan), st.integers(0, 900)), min_size=6, max_size=6).filter(
        lambda row: np.nansum(row) > 0
    ),
)
def test_spread_rows_sum_to_the_employed(employed: float, row: list[float]) -> None:
    spread = spread_employed(np.array([employed]), np.array([row], dtype=np.float64))
    assert spread.sum() == pytest.approx(employed, rel=1e-12)
    assert (spread >= 0).all()


def test_spaces_outside_the_territory_or_without_premises_are_not_counted(
    territory: Territory, baseline: Baseline
) -> None:
    counted = {space.key for space in baseline.spaces}
    assert counted == {"altipolis", "quai9", "the-snoworkers", "luceo", "hotel-coworking-eygliers"}
    assert {space.key for space in territory.spaces} - counted == {"la-passa", "la-locomotive", "ecow"}
    for space in baseline.spaces:
        source = next(one for one in territory.spaces if one.key == space.key)
        assert baseline.insee_codes[space.commune_index] == source.insee_code
        assert (space.status, space.desks_count, space.settled_is_open) == (source.status, source.desks_count, None)


def test_closed_space_is_not_counted(territory: Territory, table: ParameterTable) -> None:
    first: Space = territory.spaces[0]
    closed = dataclasses.replace(first, status="closed")
    changed = dataclasses.replace(territory, spaces=(closed, *territory.spaces[1:]))
    assert first.key not in {space.key for space in build_baseline(changed, table).spaces}


def test_terminal_and_basket_times_come_from_the_table(territory: Territory, table: ParameterTable) -> None:
    quick = build_baseline(territory, table.settle({"terminal_time_min": 0.0}))
    slow = build_baseline(territory, table.settle({"terminal_time_min": 7.0}))
    apart = ~np.eye(slow.commune_count, dtype=np.bool_)
    np.testing.assert_allclose(
        np.asarray(slow.minutes["winter"])[apart], np.asarray(quick.minutes["winter"])[apart] + 7
    )
    wide = build_baseline(territory, table.settle({"services_basket_min": 500.0}))
    assert (wide.basket_reached["summer"] == 1).all()
    none = build_baseline(territory, table.settle({"services_basket_min": -1.0}))
    assert (none.basket_reached["summer"] == 0).all()


def test_basket_is_that_of_the_nearest_places(territory: Territory, baseline: Baseline) -> None:
    for season in SEASONS:
        minutes = baseline.place_minutes[season]
        for k, kind in enumerate(BASKET_KINDS):
            for i in range(baseline.commune_count):
                times = [minutes[i, rank] for rank, place in enumerate(territory.places) if place.kind == kind]
                assert baseline.basket_reached[season][i, k] == (min(times) <= 15)


def test_kind_that_exists_nowhere_is_unreachable(territory: Territory) -> None:
    found = nearest_minutes(territory, np.zeros((36, len(territory.places))), ("lycee_introuvable",))
    assert (found == np.inf).all()


def test_place_of_another_territory_serves_nobody(territory: Territory) -> None:
    minutes = np.zeros((36, 1))
    gap = Place("planetarium", "Gap", "05061", None, None, "essai", "2024")
    away = dataclasses.replace(territory, places=(gap,))
    assert (nearest_minutes(away, minutes, ("planetarium",)) == np.inf).all()
    here = dataclasses.replace(territory, places=(dataclasses.replace(gap, insee_code="05023"),))
    assert (nearest_minutes(here, minutes, ("planetarium",)) == 0).all()


def test_share_who_work_elsewhere_is_a_share(baseline: Baseline, territory: Territory) -> None:
    known = np.isfinite(baseline.works_elsewhere_share)
    assert ((baseline.works_elsewhere_share[known] >= 0) & (baseline.works_elsewhere_share[known] <= 1)).all()
    stay = baseline.employed_by_csp_count.sum(axis=1) * (1 - baseline.works_elsewhere_share)
    np.testing.assert_allclose(stay[known], territory.census.works_in_own_commune_count[known])


def test_commune_position_or_a_sentence(baseline: Baseline) -> None:
    assert baseline.insee_codes[baseline.commune_position("05023")] == "05023"
    with pytest.raises(InputError, match="« 38185 » n'est pas dans le territoire"):
        baseline.commune_position("38185")


def test_settling_spaces_changes_them_alone_and_keeps_the_rest() -> None:
    before = invent_baseline(np.zeros((1, 1)), spaces=(invent_space("a", 0, desks=None), invent_space("b", 0)))
    after = before.with_spaces_settled({"a": False})
    assert after.spaces[0].settled_is_open is False
    assert after.spaces[1] == before.spaces[1]
    assert before.spaces[0].settled_is_open is None
    again = after.with_spaces_settled({"b": True})
    assert [space.settled_is_open for space in again.spaces] == [False, True]


def test_settling_an_unknown_space_is_refused(baseline: Baseline) -> None:
    with pytest.raises(InputError, match=r"« inconnu » n'est pas compté.*luceo"):
        baseline.with_spaces_settled({"inconnu": True})
