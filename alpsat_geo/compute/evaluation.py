"""Evaluation of a scenario on draws: actions change levers, levers change outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from alpsat_geo.compute.access import Access, access_to
from alpsat_geo.compute.action_type import ActionType, resolve_choice
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.demand import compute_demand
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.finance import capacity_users
from alpsat_geo.compute.levers import (
    USE_FACTOR,
    Levers,
    baseline_levers,
)
from alpsat_geo.compute.newcomers import additional_households
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.own_figures import apply_choice
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.compute.reach import best_reach, open_combinations
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.giving_way import give_way
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_

WITHIN_T = 0.5
"""The decay is exactly one half at T minutes, and decreases with time."""

DO_NOTHING = Scenario("ne-rien-faire", "Ne rien faire")


def apply_actions(
    scenario: Scenario, baseline: Baseline, draws: Draws, action_types: Mapping[str, ActionType]
) -> Levers:
    """Apply the actions of a scenario, in order, to the levers of the baseline.

    Raises
    ------
    InputError
        Unknown action, repeated action, or a choice that its type refuses.
    """
    *_before, levers = apply_in_turn(scenario, baseline, draws, action_types)
    return levers


def apply_in_turn(
    scenario: Scenario, baseline: Baseline, draws: Draws, action_types: Mapping[str, ActionType]
) -> Iterator[Levers]:
    """Give the levers of the baseline, then those that each action of a scenario leaves, in order.

    Raises
    ------
    InputError
        As `apply_actions`.
    """
    levers, seen = baseline_levers(baseline, draws), set[str]()
    yield levers
    for choice in scenario.actions:
        levers = _apply_action(
            choice,
            levers,
            seen=seen,
            scenario_name=scenario.name,
            action_types=action_types,
            baseline=baseline,
            draws=draws,
        )
        seen.add(choice.type_key)
        yield levers


def find_faults(
    scenario: Scenario, baseline: Baseline, draws: Draws, action_types: Mapping[str, ActionType]
) -> tuple[InputError | None, ...]:
    """Find the actions of a scenario that cannot be applied after the sound ones before them.

    Returns
    -------
    tuple of InputError or None
        One an action, in order; None where it can be applied. Each action is applied once at most.
    """
    levers = baseline_levers(baseline, draws)
    seen: set[str] = set()
    faults: list[InputError | None] = []
    for choice in scenario.actions:
        try:
            levers = _apply_action(
                choice,
                levers,
                seen=seen,
                scenario_name=scenario.name,
                action_types=action_types,
                baseline=baseline,
                draws=draws,
            )
        except InputError as error:
            faults.append(error)
        else:
            faults.append(None)
            seen.add(choice.type_key)
    return tuple(faults)


def _apply_action(
    choice: ActionChoice,
    levers: Levers,
    *,
    seen: AbstractSet[str],
    scenario_name: str,
    action_types: Mapping[str, ActionType],
    baseline: Baseline,
    draws: Draws,
) -> Levers:
    """Apply one action to the levers that those before it left, whose types were seen."""
    if choice.type_key not in action_types:
        sentence = N_(
            "Le scénario « {name} » nomme l'action « {action} », qui n'existe pas (actions du catalogue : {known})."
        )
        raise InputError(remark(sentence, name=scenario_name, action=choice.type_key, known=", ".join(action_types)))
    action = action_types[choice.type_key]
    if choice.type_key in seen and not action.is_repeatable:
        sentence = N_("Le scénario « {name} » contient deux fois « {action} » : gardez-en une.")
        raise InputError(remark(sentence, name=scenario_name, action=remark(action.label)))
    return apply_choice(action, resolve_choice(action, choice, baseline, draws), levers, choice.figures)


def evaluate(
    scenario: Scenario,
    baseline: Baseline,
    draws: Draws,
    action_types: Mapping[str, ActionType],
    *,
    settings: Settings | None = None,
    reference: Outcome | None = None,
) -> Outcome:
    """Evaluate one scenario.

    Parameters
    ----------
    scenario : Scenario
    baseline : Baseline
        Never changed.
    draws : Draws
        Drawn for this baseline's spaces; the same for all scenarios that are compared.
    action_types : mapping of key to ActionType
    settings : Settings, optional
    reference : Outcome, optional
        Doing nothing on the same draws and settings; evaluated here when not given.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If the scenario is not valid for this territory, or T is not a positive number.
    """
    give_way()
    settings = settings or Settings()
    if not 0 < settings.catchment_min < np.inf:
        raise InputError(
            f"Le temps d'accès T doit être un nombre positif de minutes (reçu : {settings.catchment_min:g})."
        )
    if reference is None and scenario.actions:
        reference = evaluate(DO_NOTHING, baseline, draws, action_types, settings=settings)
    levers = apply_actions(scenario, baseline, draws, action_types)
    return _outcome(scenario, baseline, draws, levers, action_types, settings=settings, reference=reference)


def evaluate_all(
    scenarios: Iterable[Scenario],
    baseline: Baseline,
    draws: Draws,
    action_types: Mapping[str, ActionType],
    settings: Settings | None = None,
) -> tuple[Outcome, ...]:
    """Evaluate several scenarios on the same draws, against one common reference."""
    reference = evaluate(DO_NOTHING, baseline, draws, action_types, settings=settings)
    return tuple(
        evaluate(scenario, baseline, draws, action_types, settings=settings, reference=reference)
        # What does nothing is the reference itself.
        if scenario.actions
        else replace(reference, scenario=scenario, reference=reference)
        for scenario in scenarios
    )


def _outcome(
    scenario: Scenario,
    baseline: Baseline,
    draws: Draws,
    levers: Levers,
    action_types: Mapping[str, ActionType],
    *,
    settings: Settings,
    reference: Outcome | None,
) -> Outcome:
    is_open = _stack([space.is_open for space in levers.spaces], draws.size, np.bool_)
    desks = _stack([space.desks_count for space in levers.spaces], draws.size)
    arrival = _find_arrival(is_open, baseline, draws, levers, settings=settings, reference=reference)
    access, combination_index, reach = arrival.access, arrival.combination_index, arrival.reach

    households, turned_away = additional_households(baseline, draws, levers)
    inhabitants = households * draws["newcomer_people_per_solo"][:, None]
    demand = compute_demand(baseline, draws, levers, inhabitants)
    attraction = np.where(is_open, desks ** draws["huff_desks_exponent"][:, None], 0.0)
    # Huff model: demand that reaches a space, divided by the total pull that each commune feels.
    reaching = demand * levers[USE_FACTOR][:, None] * reach[combination_index]
    conversion = ratio_or(reaching, access.felt(attraction), 0.0)
    days = draws["telework_days_per_week"][:, None]
    return Outcome(
        scenario=scenario,
        settings=settings,
        baseline=baseline,
        draws=draws,
        levers=levers,
        action_types=action_types,
        combination_index=combination_index,
        reach=reach,
        is_within=arrival.is_within,
        access=access,
        attraction=attraction,
        demand_users=demand,
        conversion=conversion,
        space_users=attraction * access.gather(conversion),
        space_capacity_users=np.where(is_open, capacity_users(desks, days), 0.0),
        additional_households=households,
        additional_inhabitants=inhabitants,
        households_without_home=turned_away,
        reference=reference,
    )


class _Arrival(NamedTuple):
    """Who reaches an open space, and in which; as in `Outcome`."""

    access: Access
    combination_index: IntArray
    reach: FloatArray
    is_within: FloatArray


def _find_arrival(
    is_open: BoolArray,
    baseline: Baseline,
    draws: Draws,
    levers: Levers,
    *,
    settings: Settings,
    reference: Outcome | None,
) -> _Arrival:
    """Find who reaches an open space; a scenario that opens and closes none shares what the reference found."""
    if reference is not None and _has_same_spaces(levers, is_open, reference.levers):
        return _Arrival(reference.access, reference.combination_index, reference.reach, reference.is_within)
    communes, catchment_min = levers.space_communes, settings.catchment_min
    access = access_to(baseline, draws, communes, settings.season, catchment_min)
    combinations, roads, combination_index = open_combinations(is_open, access.roads.road_of)
    reach = winter_reach = _reach_of(access, combinations, roads)
    if settings.season != "winter":
        winter_reach = _reach_of(access_to(baseline, draws, communes, "winter", catchment_min), combinations, roads)
    return _Arrival(access, combination_index, reach, (winter_reach >= WITHIN_T).astype(np.float64))


def _has_same_spaces(levers: Levers, is_open: BoolArray, others: Levers) -> bool:
    return levers.space_communes == others.space_communes and all(
        np.array_equal(column, space.is_open) for column, space in zip(is_open.T, others.spaces, strict=True)
    )


def _stack(columns: list[FloatArray] | list[BoolArray], size: int, dtype: type = np.float64) -> np.ndarray:
    return np.stack(columns, axis=1) if columns else np.empty((size, 0), dtype=dtype)


def _reach_of(access: Access, combinations: BoolArray, roads: IntArray) -> FloatArray:
    """Reach (P, n) of each combination of open spaces under its state of the roads."""
    reach = np.zeros((len(combinations), access.decays[0].shape[0]))
    for road in np.unique(roads):
        rows = roads == road
        reach[rows] = best_reach(access.decays[road], combinations[rows])
    return reach
