"""A person's own scenarios: the record, and what may be done to one, as pure functions."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, ActionChoice, OptionValue, Scenario


@dataclass(frozen=True, slots=True)
class OwnScenario:
    """A scenario of the person who visits.

    Attributes
    ----------
    scenario : Scenario
    stored_id : str
        Record of the store that it was saved to or opened from; empty: none.
    revision : int
        Of that record, when it was last read or written.
    is_saved : bool
        Whether the record holds the same.
    is_copy : bool
        Opened from a link, or from what another saved: saving makes another record.
    """

    scenario: Scenario
    stored_id: str = ""
    revision: int = 0
    is_saved: bool = False
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The own scenarios of a visit, how they were before each change, and after each that was taken back.

    ``generation`` moves when what is on screen no longer matches the widgets that show it.
    """

    entries: tuple[OwnScenario, ...] = ()
    past: tuple[tuple[OwnScenario, ...], ...] = ()
    future: tuple[tuple[OwnScenario, ...], ...] = ()
    generation: int = 0

    def find(self, key: str) -> OwnScenario | None:
        """Return one own scenario by key."""
        return next((own for own in self.entries if own.scenario.key == key), None)


def add_action(scenario: Scenario, choice: ActionChoice) -> Scenario:
    """Add an action at the end.

    Raises
    ------
    InputError
        When the scenario is full.
    """
    if len(scenario.actions) >= ACTIONS_AT_MOST:
        message = f"Un scénario compte au plus {ACTIONS_AT_MOST} actions : retirez-en une."
        raise InputError(message)
    return dataclasses.replace(scenario, actions=(*scenario.actions, choice))


def replace_action(scenario: Scenario, position: int, choice: ActionChoice) -> Scenario:
    """Put another action at a position."""
    actions = (*scenario.actions[:position], choice, *scenario.actions[position + 1 :])
    return dataclasses.replace(scenario, actions=actions)


def remove_action(scenario: Scenario, position: int) -> Scenario:
    """Take the action at a position away."""
    return dataclasses.replace(scenario, actions=scenario.actions[:position] + scenario.actions[position + 1 :])


def move_action(scenario: Scenario, position: int, shift: int) -> Scenario:
    """Move an action up (-1) or down (+1); nothing moves beyond the ends."""
    target = min(max(position + shift, 0), len(scenario.actions) - 1)
    actions = list(scenario.actions)
    actions.insert(target, actions.pop(position))
    return dataclasses.replace(scenario, actions=tuple(actions))


def duplicate_action(scenario: Scenario, position: int) -> Scenario:
    """Put a copy of an action after it."""
    copied = add_action(scenario, scenario.actions[position])
    return move_action(copied, len(scenario.actions), position + 1 - len(scenario.actions))


def toggle_places(choice: ActionChoice, places: tuple[str, ...]) -> ActionChoice:
    """Add the places that an action does not name; when it names them all, take them away."""
    missing = tuple(place for place in places if place not in choice.places)
    kept = (*choice.places, *missing) if missing else tuple(place for place in choice.places if place not in places)
    return dataclasses.replace(choice, places=kept)


def set_option(choice: ActionChoice, key: str, value: OptionValue | None) -> ActionChoice:
    """Set one option; None leaves it to the model."""
    options = {name: given for name, given in choice.options.items() if name != key}
    if value is not None:
        options[key] = value
    return dataclasses.replace(choice, options=MappingProxyType(options))
