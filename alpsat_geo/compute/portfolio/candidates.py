"""What is proposed when nobody proposes anything: each action of the catalogue, where it may do something."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.mcda.value_functions import score_linear
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.portfolio.problem import Candidate, place_candidate
from alpsat_geo.compute.siting.request import SitingRequest, find_sites
from alpsat_geo.compute.viability import EFFECTS
from alpsat_geo.domain.scenario import ActionChoice, Scenario

_PLACE_COUNT = 3
_TRIED_COUNT = 100
_SCORE_DECIMALS = 12


def propose_candidates(
    decision: DecisionProblem, places: Sequence[str] = (), *, is_one_per_epci: bool = False
) -> tuple[Candidate, ...]:
    """Propose each action of the catalogue, in the order of the catalogue.

    An action that opens spaces is proposed in each of the communes of the best siting plan of three spaces. One that
    must name its place otherwise is proposed once, where it does most at the central values. The others are proposed
    once, everywhere they may act.

    Parameters
    ----------
    decision : DecisionProblem
    places : sequence of str
        INSEE codes in which to propose spaces, instead of those of a siting plan.
    is_one_per_epci : bool
        Whether the siting plan puts a space in each EPCI.

    Raises
    ------
    InputError
        If a place is not a commune of the territory, or if no siting plan is possible.
    """
    central = central_draws(decision.draws.table, decision.baseline.spaces)
    nothing = _evaluate(decision, central, DO_NOTHING, None)
    found: list[Candidate] = []
    for action in decision.action_types.values():
        if not action.places_required:
            found.append(place_candidate(action, ActionChoice(action.key), decision))
            continue
        tried = _list_places(decision, action)
        if action.placement == "commune" and tried and _opens_space(decision, central, nothing, action, tried[0]):
            chosen = list(places) or _choose_sites(decision, is_one_per_epci=is_one_per_epci)
        else:
            chosen = _find_most_useful(decision, central, nothing, action, tried)
        found += [place_candidate(action, ActionChoice(action.key, (place,)), decision) for place in chosen]
    return tuple(found)


def _list_places(decision: DecisionProblem, action: ActionType) -> list[str]:
    """Places that an action may name; of many communes, the most inhabited."""
    baseline = decision.baseline
    if action.placement == "space":
        return [space.key for space in baseline.possible_spaces]
    if action.placement == "epci":
        return list(baseline.epci_sirens)
    order = np.argsort(-baseline.population_count, kind="stable")[:_TRIED_COUNT]
    return [baseline.insee_codes[place] for place in order]


def _choose_sites(decision: DecisionProblem, *, is_one_per_epci: bool) -> list[str]:
    baseline, settings = decision.baseline, decision.settings
    least = max(_PLACE_COUNT, len(baseline.epci_sirens)) if is_one_per_epci else _PLACE_COUNT
    request = SitingRequest(
        count=min(least, baseline.commune_count),
        budget_eur=None,
        seasons=(settings.season,),
        catchment_min=settings.catchment_min,
        objective="coverage",
        one_per_epci=is_one_per_epci,
    )
    return [baseline.insee_codes[site] for site in find_sites(baseline, decision.draws.table, request).optimal.sites]


def _evaluate(decision: DecisionProblem, central: Draws, scenario: Scenario, nothing: Outcome | None) -> Outcome:
    types, settings = decision.action_types, decision.settings
    return evaluate(scenario, decision.baseline, central, types, settings=settings, reference=nothing)


def _try(decision: DecisionProblem, central: Draws, nothing: Outcome, action: ActionType, place: str) -> Outcome:
    scenario = Scenario("essai", "essai", actions=(ActionChoice(action.key, (place,)),))
    return _evaluate(decision, central, scenario, nothing)


def _opens_space(decision: DecisionProblem, central: Draws, nothing: Outcome, action: ActionType, place: str) -> bool:
    outcome = _try(decision, central, nothing, action, place)
    return any(space.is_new for space in outcome.levers.spaces)


def _find_most_useful(
    decision: DecisionProblem, central: Draws, nothing: Outcome, action: ActionType, tried: Sequence[str]
) -> list[str]:
    """Return the place where an action gains most, all criteria of effect together; the first of equals."""
    gains = [_add_effects(decision, _try(decision, central, nothing, action, place)) for place in tried]
    return [tried[int(np.argmax(np.round(gains, _SCORE_DECIMALS)))]] if tried else []


def _add_effects(decision: DecisionProblem, outcome: Outcome) -> float:
    total = 0.0
    for criterion in decision.criteria:
        if criterion.objective in EFFECTS:
            worst, best = decision.anchor_bounds(criterion.key)
            total += float(np.nan_to_num(score_linear(criterion.measure(outcome), worst, best))[0])
    return total
