from __future__ import annotations

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.actions.open_space import OPEN_SPACE
from alpsat_geo.actions.shared_platform import SHARED_PLATFORM
from alpsat_geo.actions.welcome_service import WELCOME_SERVICE
from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.sketch import list_places, list_places_by_epci, sketch_action
from alpsat_geo.domain.parameters import ParameterTable


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_the_places_of_the_epci_are_all_the_places_once(action: ActionType, baseline: Baseline) -> None:
    by_epci = list_places_by_epci(action, baseline)
    assert tuple(by_epci) == baseline.epci_sirens
    found = {place for places in by_epci.values() for place in places}
    # A space that is closed cannot be extended, and is not proposed.
    closed = {space.key for space in baseline.spaces} - {space.key for space in baseline.possible_spaces}
    assert found == set(list_places(action, baseline)) - closed
    if action.placement != "epci":
        assert sum(map(len, by_epci.values())) == len(found)


def test_a_platform_costs_what_the_table_says(baseline: Baseline, central: Draws, table: ParameterTable) -> None:
    (sketch,) = sketch_action(SHARED_PLATFORM, baseline, central)
    assert sketch.variant == ""
    assert sketch.capex_eur.value == table["platform_capex_eur"].value
    assert sketch.opex_eur_per_year.value == table["platform_opex_eur_year"].value
    assert sketch.months.value == table["months_to_start_shared_platform"].value


def test_a_service_by_epci_is_sketched_for_all_of_them(
    baseline: Baseline, central: Draws, table: ParameterTable
) -> None:
    (sketch,) = sketch_action(WELCOME_SERVICE, baseline, central)
    assert sketch.opex_eur_per_year.value == 3 * table["welcome_programme_line_eur_year"].value
    assert sketch.capex_eur.high == 0


def test_one_space_is_sketched_for_each_kind(baseline: Baseline, central: Draws, table: ParameterTable) -> None:
    sketches = sketch_action(OPEN_SPACE, baseline, central)
    assert [sketch.variant for sketch in sketches] == ["frugal", "standard"]
    for sketch in sketches:
        kind = sketch.variant
        desks = table[f"{kind}_desks_count"].value
        assert sketch.capex_eur.value == pytest.approx(desks * table[f"{kind}_capex_per_desk_eur"].value)
        assert sketch.months.value == table[f"months_to_start_open_space_{kind}"].value


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_every_action_has_a_sketch_in_order(action: ActionType, baseline: Baseline, central: Draws) -> None:
    sketches = sketch_action(action, baseline, central)
    assert sketches
    for sketch in sketches:
        for interval in (sketch.capex_eur, sketch.opex_eur_per_year, sketch.months):
            assert 0 <= interval.low <= interval.value <= interval.high
        assert sketch.months.low > 0


def test_places_are_those_of_the_placement(baseline: Baseline) -> None:
    sizes = {"territory": 0, "epci": 3, "commune": 36, "space": len(baseline.spaces)}
    assert {action.placement: len(list_places(action, baseline)) for action in ACTION_TYPES} == sizes
