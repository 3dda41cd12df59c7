"""What an action costs and when it starts, before anybody settles its places and options."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from alpsat_geo.compute.action_type import ActionType, Placement
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario


@dataclass(frozen=True, slots=True)
class Sketch:
    """Costs and delay of one action on the draws, its options at their defaults.

    Attributes
    ----------
    variant : str
        Value of the action's first choice that it holds for; empty: for all of them.
    capex_eur, opex_eur_per_year : Interval
        To all public funders, before grants and revenue.
    months : Interval
        Before the first effect.
    uncounted_count : int
        Communes that add nothing to its costs, for want of data.
    """

    variant: str
    capex_eur: Interval
    opex_eur_per_year: Interval
    months: Interval
    uncounted_count: int = 0


def sketch_action(action: ActionType, baseline: Baseline, draws: Draws) -> tuple[Sketch, ...]:
    """Sketch an action, once for each value of its first choice where that changes something.

    Parameters
    ----------
    action : ActionType
    baseline : Baseline
    draws : Draws
        Drawn for this baseline's spaces.

    Returns
    -------
    tuple of Sketch
        In one place when the action must be placed, everywhere else otherwise. None where the
        territory has no place for it.
    """
    if action.places_required and not list_places(action, baseline):
        return ()
    choice = next((option for option in action.options if option.choices), None)
    if choice is None:
        return (_sketch(action, baseline, draws, "", {}),)
    sketches = [_sketch(action, baseline, draws, value, {choice.key: value}) for value in choice.choices]
    plain = [dataclasses.replace(sketch, variant="") for sketch in sketches]
    return (plain[0],) if all(sketch == plain[0] for sketch in plain) else tuple(sketches)


def list_places(action: ActionType, baseline: Baseline) -> tuple[str, ...]:
    """Return the codes of the places where an action may be put; none when it holds everywhere."""
    by_placement: dict[Placement, tuple[str, ...]] = {
        "territory": (),
        "epci": baseline.epci_sirens,
        "commune": baseline.insee_codes,
        "space": tuple(space.key for space in baseline.spaces),
    }
    return by_placement[action.placement]


def find_places(action: ActionType, baseline: Baseline, insee_code: str) -> tuple[str, ...]:
    """Return the places of an action's kind that stand for one commune: what a touch of the map means."""
    position = baseline.commune_position(insee_code)
    if action.placement == "commune":
        return (insee_code,)
    if action.placement == "epci":
        return (baseline.epci_sirens[int(baseline.epci_index[position])],)
    if action.placement == "space":
        return tuple(space.key for space in baseline.possible_spaces if space.commune_index == position)
    return ()


def list_places_by_epci(action: ActionType, baseline: Baseline) -> dict[str, tuple[str, ...]]:
    """Return the places of an action's kind in each EPCI, by SIREN number; empty where it has none there."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(baseline.epci_sirens, ())
    for insee_code, epci in zip(baseline.insee_codes, baseline.epci_index, strict=True):
        found[baseline.epci_sirens[int(epci)]] += find_places(action, baseline, insee_code)
    return found


def _sketch(
    action: ActionType, baseline: Baseline, draws: Draws, variant: str, options: dict[str, OptionValue]
) -> Sketch:
    places = list_places(action, baseline)[:1] if action.places_required else ()
    scenario = Scenario(action.key, action.label, actions=(ActionChoice(action.key, places, options),))
    levers = apply_actions(scenario, baseline, draws, {action.key: action})
    line, start = levers.cost_lines[-1], levers.starts[-1]
    return Sketch(
        variant,
        summarise_draws(line.capex_eur),
        summarise_draws(line.opex_eur_per_year),
        summarise_draws(start.months),
        len(line.uncounted_index),
    )
