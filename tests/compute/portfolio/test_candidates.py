"""What is proposed when nobody proposes anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.measured import MAX_CELLS, measure_candidates
from alpsat_geo.compute.portfolio.problem import place_candidate
from alpsat_geo.compute.siting.request import SitingRequest, find_sites
from alpsat_geo.criteria.services_within_reach import SERVICES_WITHIN_REACH
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice, Scenario

Pose = Callable[[int], DecisionProblem]


def test_every_action_is_proposed_and_spaces_stand_where_a_good_plan_puts_them(pose: Pose) -> None:
    decision = pose(10)
    candidates = propose_candidates(decision)
    assert {candidate.choice.type_key for candidate in candidates} == set(decision.action_types)
    assert 10 <= len(candidates) <= 16
    opened = [candidate.choice.places[0] for candidate in candidates if candidate.choice.type_key == "open_space"]
    plan = find_sites(decision.baseline, decision.draws.table, SitingRequest(3, None, ("winter",), 20.0, "coverage"))
    assert opened == [decision.baseline.insee_codes[site] for site in plan.optimal.sites]


def test_services_are_proposed_where_they_bring_most(pose: Pose) -> None:
    decision = pose(10)
    found = [c for c in propose_candidates(decision) if c.choice.type_key == "itinerant_services"]
    central = central_draws(decision.draws.table, decision.baseline.spaces)

    def reached(insee_code: str) -> float:
        scenario = Scenario("x", "x", actions=(ActionChoice("itinerant_services", (insee_code,)),))
        outcome = evaluate(scenario, decision.baseline, central, decision.action_types)
        return float(SERVICES_WITHIN_REACH.measure(outcome)[0])

    assert len(found) == 1
    assert reached(found[0].choice.places[0]) == pytest.approx(max(map(reached, decision.baseline.insee_codes)))


def test_places_of_spaces_are_those_that_one_picks_or_one_in_each_epci(pose: Pose) -> None:
    decision = pose(10)

    def places(*picked: str, each: bool = False) -> list[str]:
        candidates = propose_candidates(decision, picked, is_one_per_epci=each)
        return [c.choice.places[0] for c in candidates if c.choice.type_key == "open_space"]

    assert places("05001", "05007") == ["05001", "05007"]
    spread = [decision.baseline.epci_index[decision.baseline.commune_position(code)] for code in places(each=True)]
    assert sorted(spread) == [0, 1, 2]
    with pytest.raises(InputError, match="« 38185 », qui n'est pas dans le territoire"):
        places("38185")


def test_more_draws_than_memory_holds_are_refused_before_anything_is_evaluated(pose: Pose) -> None:
    decision = pose(40_000)
    actions = [a for a in decision.action_types.values() if not a.places_required]
    spaces = [ActionChoice("open_space", (code,)) for code in decision.baseline.insee_codes[:6]]
    choices = [*(ActionChoice(action.key) for action in actions), *spaces]
    candidates = [place_candidate(decision.action_types[c.type_key], c, decision) for c in choices]
    most = MAX_CELLS // 2 ** len(candidates)
    with pytest.raises(InputError, match=f"demandez au plus {most} tirages"):
        measure_candidates(decision, candidates)
