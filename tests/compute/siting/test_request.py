from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.reach import best_reach, decay_of_minutes
from alpsat_geo.compute.siting.request import (
    BOTH_SEASONS,
    SitingRequest,
    find_open_positions,
    find_sites,
    price_site,
    trace_request_front,
)
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Season

THREE = SitingRequest(count=3, budget_eur=None, seasons=("winter",), catchment_min=20.0, objective="coverage")


def evaluate_plan(baseline: Baseline, central: Draws, sites: tuple[int, ...], season: Season) -> Outcome:
    places = tuple(baseline.insee_codes[site] for site in sites)
    scenario = Scenario("plan", "Plan", actions=(ActionChoice("open_space", places),)) if places else DO_NOTHING
    types = {action.key: action for action in ACTION_TYPES}
    return evaluate(scenario, baseline, central, types, settings=Settings(season, 20.0))


@pytest.mark.parametrize("season", ["summer", "winter", "closure_day"])
def test_a_plan_covers_what_the_evaluation_of_its_scenario_reaches(
    baseline: Baseline, table: ParameterTable, central: Draws, season: Season
) -> None:
    result = find_sites(baseline, table, dataclasses.replace(THREE, seasons=(season,)))
    for plan in (result.without_opening, result.optimal, result.near_optimal[-1]):
        outcome = evaluate_plan(baseline, central, plan.sites, season)
        # Siting keeps town halls: nobody crosses their own commune there.
        minutes = np.asarray(baseline.minutes[season])[:, outcome.levers.space_communes]
        decay = np.asarray(decay_of_minutes(minutes, 20.0, table["catchment_decay_divisor"].value))
        is_open = np.array([[space.is_open[0] for space in outcome.levers.spaces]])
        reach = best_reach(decay, is_open)[0]
        assert plan.value == pytest.approx(float(outcome.demand_users[0] @ reach), rel=1e-9)


def test_the_worst_of_both_seasons_is_never_better_than_either(baseline: Baseline, table: ParameterTable) -> None:
    both = find_sites(baseline, table, dataclasses.replace(THREE, seasons=BOTH_SEASONS)).optimal.value
    for season in BOTH_SEASONS:
        assert both <= find_sites(baseline, table, dataclasses.replace(THREE, seasons=(season,))).optimal.value + 1e-9


def test_a_budget_buys_as_many_spaces_as_it_pays(baseline: Baseline, table: ParameterTable) -> None:
    price = price_site(table, "frugal")
    request = dataclasses.replace(THREE, count=None, budget_eur=3 * price + 1)
    result = find_sites(baseline, table, request)
    assert result.optimal.sites == find_sites(baseline, table, THREE).optimal.sites
    assert result.optimal.cost_eur == pytest.approx(3 * price)


def test_a_space_costs_its_desks(table: ParameterTable) -> None:
    # 4 desks at 8,000 EUR and 10 desks at 20,000 EUR, the central values of the table.
    assert price_site(table, "frugal") == 32_000
    assert price_site(table, "standard") == 200_000


def test_one_space_by_epci_is_a_rule(baseline: Baseline, table: ParameterTable) -> None:
    result = find_sites(baseline, table, dataclasses.replace(THREE, one_per_epci=True))
    for plan in result.near_optimal:
        assert set(baseline.epci_index[list(plan.sites)]) == {0, 1, 2}


def test_existing_spaces_may_be_set_aside(baseline: Baseline, table: ParameterTable) -> None:
    alone = find_sites(baseline, table, dataclasses.replace(THREE, keeps_existing=False))
    assert alone.without_opening.value == 0
    assert alone.optimal.value <= find_sites(baseline, table, THREE).optimal.value


def test_the_open_spaces_are_those_of_the_central_run(baseline: Baseline, table: ParameterTable) -> None:
    names = {baseline.insee_codes[i] for i in find_open_positions(baseline, table)}
    assert "05122" in names  # Lucéo, the one space known to be open


@pytest.mark.parametrize("request_", [THREE, dataclasses.replace(THREE, count=None, budget_eur=40_000.0)])
def test_the_front_rises_whatever_count_or_budget_was_asked(
    baseline: Baseline, table: ParameterTable, request_: SitingRequest
) -> None:
    front = trace_request_front(baseline, table, request_, 5)
    assert [len(plan.sites) for plan in front] == [1, 2, 3, 4, 5]
    assert (np.diff([plan.value for plan in front]) > 0).all()
    assert front[2].sites == find_sites(baseline, table, THREE).optimal.sites


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": 0}, "demandez-en au moins un"),
        ({"count": 37}, "37 espaces demandés pour 36"),
        ({"count": 2, "one_per_epci": True}, "un par communauté"),
        ({"count": None, "budget_eur": 1000.0}, "Le budget de 1000 €"),
    ],
)
def test_what_cannot_be_met_is_refused(
    baseline: Baseline, table: ParameterTable, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        find_sites(baseline, table, dataclasses.replace(THREE, **changes))  # type: ignore[arg-type]
