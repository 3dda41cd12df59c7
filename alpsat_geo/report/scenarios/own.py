"""A person's own scenarios: the record, what may be done to one, undone and done again, as pure functions."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.scenario_code import encode_scenario

CHANGES_AT_MOST = 250
"""Changes that can be taken back; older ones are forgotten."""


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
        sentence = N_("Un scénario compte au plus {count} actions : retirez-en une.")
        raise InputError(remark(sentence, count=ACTIONS_AT_MOST))
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


def add_places(choice: ActionChoice, places: Sequence[str]) -> ActionChoice:
    """Add the places that an action does not name yet."""
    missing = tuple(place for place in places if place not in choice.places)
    return dataclasses.replace(choice, places=(*choice.places, *missing))


def split_place(scenario: Scenario, position: int, place: str) -> Scenario:
    """Give one place of an action an action of its own, right after, with the same options to begin with.

    What was stated and noted of the action as a whole stays with the other places.

    Raises
    ------
    InputError
        When the scenario is full.
    """
    choice = scenario.actions[position]
    others = dataclasses.replace(choice, places=tuple(other for other in choice.places if other != place))
    parted = add_action(scenario, ActionChoice(choice.type_key, (place,), choice.options))
    last = len(scenario.actions)
    return move_action(replace_action(parted, position, others), last, position + 1 - last)


def set_option(choice: ActionChoice, key: str, value: OptionValue | None) -> ActionChoice:
    """Set one option; None leaves it to the model."""
    options = {name: given for name, given in choice.options.items() if name != key}
    if value is not None:
        options[key] = value
    return dataclasses.replace(choice, options=MappingProxyType(options))


def record_change(book: Book, entries: tuple[OwnScenario, ...], *, is_redrawn: bool) -> Book:
    """Change the own scenarios; what had been taken back before can no longer be brought back.

    Parameters
    ----------
    book : Book
    entries : tuple of OwnScenario
        As they are from now on.
    is_redrawn : bool
        Whether the widgets on screen must take their values from them.
    """
    past = (*book.past, book.entries)[-CHANGES_AT_MOST:]
    return Book(entries, past, (), book.generation + int(is_redrawn))


def take_back(book: Book) -> Book:
    """Take back the last change; the book itself when there is none."""
    if not book.past:
        return book
    entries = _bring(book.past[-1], book.entries)
    return Book(entries, book.past[:-1], (*book.future, book.entries), book.generation + 1)


def bring_back(book: Book) -> Book:
    """Bring back the last change that was taken back; the book itself when there is none."""
    if not book.future:
        return book
    entries = _bring(book.future[-1], book.entries)
    return Book(entries, (*book.past, book.entries), book.future[:-1], book.generation + 1)


def detach(book: Book, stored_id: str) -> Book:
    """Part every scenario of a book, its past and its future from a record that is not there any more."""

    def part(entries: tuple[OwnScenario, ...]) -> tuple[OwnScenario, ...]:
        return tuple(OwnScenario(own.scenario) if own.stored_id == stored_id else own for own in entries)

    return Book(part(book.entries), tuple(map(part, book.past)), tuple(map(part, book.future)), book.generation + 1)


def has_notes(scenario: Scenario) -> bool:
    """Tell whether people wrote notes in a scenario, beside its description."""
    return bool(scenario.notes) or any(choice.note for choice in scenario.actions)


def drop_notes(scenario: Scenario) -> Scenario:
    """Return a scenario without its notes; its description stays."""
    actions = tuple(dataclasses.replace(choice, note="") for choice in scenario.actions)
    return dataclasses.replace(scenario, actions=actions, notes=MappingProxyType({}))


def follow_step(now: Sequence[ActionChoice], then: Sequence[ActionChoice], step: int) -> int:
    """Follow the open action from one state of a scenario to another, so that its card stays open.

    Parameters
    ----------
    now, then : sequence of ActionChoice
        The actions before and after.
    step : int
        The action that is open now, from 1; 0 when none is.

    Returns
    -------
    int
        The place of the same action, wherever it went; else the same place when it holds the same type; else 0.
    """
    if not 0 < step <= len(now):
        return 0
    opened = now[step - 1]
    same = [place for place, choice in enumerate(then, start=1) if choice == opened]
    if same:
        return step if step in same else same[0]
    return step if step <= len(then) and then[step - 1].type_key == opened.type_key else 0


def _bring(wanted: tuple[OwnScenario, ...], present: tuple[OwnScenario, ...]) -> tuple[OwnScenario, ...]:
    """Give former content to the present records: what the store has accepted since stays true."""
    records = {own.scenario.key: own for own in present}
    return tuple(_bring_one(own, records.get(own.scenario.key)) for own in wanted)


def _bring_one(wanted: OwnScenario, present: OwnScenario | None) -> OwnScenario:
    if present is None:
        return wanted
    # To Python 1 is 1.0, and the order of options is none: what comes back is the same to the last letter.
    if encode_scenario(present.scenario) == encode_scenario(wanted.scenario):
        return present
    return dataclasses.replace(present, scenario=wanted.scenario, is_saved=False)
