"""What is proposed when nobody proposes anything: each action of the catalogue, where it may do something."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import Criterion, list_results
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.portfolio.problem import Candidate, place_candidate
from alpsat_geo.compute.siting.request import SitingRequest, find_sites
from alpsat_geo.domain.scenario import ActionChoice, Scenario

_PLACE_COUNT = 3
_TRIED_COUNT = 100
_DECIMALS = 6


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
    """Return the place where an action gains most; the first of equals.

    Gains are compared one criterion after the other, at the central values: the results that are asked first, the
    other results, then what is shown beside. What counts less decides only between places equal in all before it.
    """
    ordered = _order_effects(decision.criteria)
    gains = [_measure_effects(ordered, _try(decision, central, nothing, action, place)) for place in tried]
    return [tried[gains.index(max(gains))]] if tried else []


def _order_effects(criteria: Sequence[Criterion]) -> list[Criterion]:
    results = [result.criterion for result in list_results(criteria)]
    return [*results, *(c for c in criteria if c.kind == "effect" and c not in results)]


def _measure_effects(criteria: Sequence[Criterion], outcome: Outcome) -> tuple[float, ...]:
    """Measure each criterion, the more the better, rounded so that the order of a sum decides nothing."""
    measured = (float(np.nan_to_num(criterion.measure(outcome))[0]) for criterion in criteria)
    return tuple(
        round(value if criterion.direction == "max" else -value, _DECIMALS)
        for criterion, value in zip(criteria, measured, strict=True)
    )
