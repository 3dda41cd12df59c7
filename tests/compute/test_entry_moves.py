"""How far unknowns move entry prices."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import pytest

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.draws import take_first
from alpsat_geo.compute.entry_moves import EntryMove, move_entry_prices, shift_unknowns
from alpsat_geo.domain.scenario import Scenario


@pytest.fixture(scope="module")
def comparison(pose: Callable[[int], DecisionProblem], scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios, pose(400), {})


@pytest.fixture(scope="module")
def moves(comparison: Comparison) -> Mapping[str, tuple[EntryMove, ...]]:
    return move_entry_prices(comparison)


def test_every_entry_price_is_told_and_what_moves_it_most_comes_first(
    comparison: Comparison, moves: Mapping[str, tuple[EntryMove, ...]]
) -> None:
    appraisal = comparison.appraisal
    entered = {appraisal.keys[e.programme] for axis in appraisal.axes for e in appraisal.entry_prices(axis)[1:]}
    assert set(moves) == entered
    for found in moves.values():
        assert [move.spread for move in found] == sorted((move.spread for move in found), reverse=True)


def test_a_dearer_platform_raises_its_entry_price_by_what_it_costs_more(
    comparison: Comparison, moves: Mapping[str, tuple[EntryMove, ...]]
) -> None:
    found = next(move for move in moves["plateforme-seule"] if move.unknown.key == "platform_opex_eur_year")
    appraisal, draws = comparison.appraisal, comparison.problem.draws
    row, parameter = appraisal.row("plateforme-seule"), draws.table["platform_opex_eur_year"]
    assert parameter.low is not None
    few = take_first(draws, 100)["platform_opex_eur_year"].mean()
    inhabitants = appraisal.mean_results[row, 0]
    assert found.low == pytest.approx((appraisal.mean_costs[row] + parameter.low - few) / inhabitants)


def test_what_has_no_part_in_a_scenario_moves_no_price_of_it(moves: Mapping[str, tuple[EntryMove, ...]]) -> None:
    unknowns = {move.unknown.key for move in moves["plateforme-seule"] if move.result_key == "inhabitant"}
    assert "platform_intensity" in unknowns
    assert not {"shuttle_cost_eur_km", "animation_cost_eur_year"} & unknowns


def test_other_prices_are_moved_from_what_is_measured_already(comparison: Comparison) -> None:
    priced = dataclasses.replace(comparison, prices={"inhabitant": 1_000.0}, remembered=comparison.measured)
    assert move_entry_prices(priced, shift_unknowns(comparison)) == move_entry_prices(priced)
