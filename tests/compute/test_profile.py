from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline
from alpsat_geo.compute.profile import DIMENSIONS, Profile, feasibility_profile
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import SEASONS, Territory

KEYS = ["connexion", "emplois", "lieux", "services", "acces"]


@pytest.fixture(scope="module", name="profile")
def profile_in_winter(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor]
) -> Profile:
    return feasibility_profile(baseline, territory, table, anchors, "winter")


def test_five_dimensions_with_anchors_of_their_own(profile: Profile) -> None:
    assert [dimension.key for dimension in DIMENSIONS] == KEYS
    assert [anchor.key for anchor in profile.anchors] == KEYS
    for dimension in DIMENSIONS:
        assert dimension.label
        assert dimension.measure_label
        assert dimension.unit
        assert dimension.confidence


@pytest.mark.parametrize("season", SEASONS)
def test_measures_one_commune_at_a_time(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor], season: str
) -> None:
    chosen = next(s for s in SEASONS if s == season)
    found = feasibility_profile(baseline, territory, table, anchors, chosen).measures
    minutes = np.asarray(baseline.minutes[chosen])
    for i in range(baseline.commune_count):

        def nearest(codes: set[str], row: int = i) -> float:
            return min(float(minutes[row, j]) for j, code in enumerate(baseline.insee_codes) if code in codes)

        def nearest_place(kind: str, row: int = i) -> float:
            found = zip(territory.places, baseline.place_minutes[chosen][row], strict=True)
            return min(float(reached) for place, reached in found if place.kind == kind)

        fibre = territory.broadband.ftth_premises_count[i] / territory.broadband.premises_count[i]
        jobs = sum(
            baseline.employed_by_csp_count[i, k] * table[f"teleworkable_share_csp{k + 1}"].value for k in range(6)
        )
        basket = [nearest_place(kind) <= 15 for kind in BASKET_KINDS]
        expected = [
            fibre,
            jobs / territory.census.employed_count[i],
            nearest({baseline.insee_codes[space.commune_index] for space in baseline.spaces}),
            sum(basket) / 6,
            nearest_place("station"),
        ]
        np.testing.assert_allclose(found[i], expected, rtol=1e-9)


def test_scores_are_linear_between_the_printed_anchors(profile: Profile) -> None:
    ends = {"connexion": (0, 1), "emplois": (0.15, 0.5), "lieux": (45, 0), "services": (0, 1), "acces": (60, 0)}
    for k, key in enumerate(KEYS):
        worst, best = ends[key]
        for measure, score in zip(profile.measures[:, k], profile.scores[:, k], strict=True):
            expected = 100 * min(max((measure - worst) / (best - worst), 0.0), 1.0)
            assert score == pytest.approx(expected)


def test_scale_does_not_depend_on_the_set_shown(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor], profile: Profile
) -> None:
    poorer = dataclasses.replace(
        baseline, ftth_premises_count=freeze_floats(np.where(np.arange(36) == 0, 0.0, baseline.ftth_premises_count))
    )
    changed = feasibility_profile(poorer, territory, table, anchors, "winter")
    np.testing.assert_array_equal(changed.scores[1:], profile.scores[1:])
    assert changed.scores[0, 0] == 0.0


def test_space_settled_closed_is_left_out_and_without_any_the_place_is_unreachable(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor], profile: Profile
) -> None:
    luceo = baseline.with_spaces_settled({"luceo": False})
    farther = feasibility_profile(luceo, territory, table, anchors, "winter")
    assert (farther.measures[:, 2] >= profile.measures[:, 2]).all()
    assert (farther.measures[:, 2] > profile.measures[:, 2]).any()
    none = baseline.with_spaces_settled({space.key: False for space in baseline.spaces})
    empty = feasibility_profile(none, territory, table, anchors, "winter")
    assert (empty.measures[:, 2] == np.inf).all()
    assert (empty.scores[:, 2] == 0.0).all()


def test_missing_premises_leave_the_dimension_missing(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor]
) -> None:
    missing = dataclasses.replace(baseline, premises_count=freeze_floats([np.nan] + [1.0] * 35))
    profile = feasibility_profile(missing, territory, table, anchors, "winter")
    assert np.isnan([profile.measures[0, 0], profile.scores[0, 0]]).all()
