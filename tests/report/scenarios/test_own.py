from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, ActionChoice, Scenario
from alpsat_geo.report.scenarios.own import (
    add_action,
    duplicate_action,
    move_action,
    remove_action,
    replace_action,
    set_option,
    toggle_places,
)

KEYS = ("shared_platform", "open_space", "welcome_service", "shuttle")
FOUR = Scenario("essai", "Essai", actions=tuple(ActionChoice(key) for key in KEYS))


def order(scenario: Scenario) -> list[str]:
    return [choice.type_key for choice in scenario.actions]


def test_actions_move_by_one_place() -> None:
    assert order(move_action(FOUR, 2, -1)) == ["shared_platform", "welcome_service", "open_space", "shuttle"]
    assert order(move_action(FOUR, 0, 1)) == ["open_space", "shared_platform", "welcome_service", "shuttle"]


@given(st.integers(0, 3), st.integers(-9, 9))
def test_moving_keeps_every_action_and_stops_at_the_ends(position: int, shift: int) -> None:
    moved = move_action(FOUR, position, shift)
    assert sorted(order(moved)) == sorted(KEYS)
    assert order(moved)[min(max(position + shift, 0), 3)] == KEYS[position]


def test_a_copy_stands_after_the_original() -> None:
    placed = replace_action(FOUR, 1, ActionChoice("open_space", ("05065",)))
    copied = duplicate_action(placed, 1)
    assert order(copied) == ["shared_platform", "open_space", "open_space", "welcome_service", "shuttle"]
    assert copied.actions[2] == placed.actions[1]


def test_the_original_is_never_changed() -> None:
    remove_action(FOUR, 0)
    assert order(FOUR) == list(KEYS)
    assert order(remove_action(FOUR, 3)) == list(KEYS[:3])


def test_a_full_scenario_refuses_one_action_more() -> None:
    full = Scenario("essai", "Essai", actions=(ActionChoice("open_space"),) * ACTIONS_AT_MOST)
    with pytest.raises(InputError, match=f"au plus {ACTIONS_AT_MOST} actions"):
        add_action(full, ActionChoice("open_space"))


def test_touching_a_place_twice_takes_it_away() -> None:
    once = toggle_places(ActionChoice("open_space"), ("05065",))
    both = toggle_places(once, ("05003",))
    assert both.places == ("05065", "05003")
    assert toggle_places(both, ("05065",)).places == ("05003",)


def test_places_that_go_together_are_completed_before_they_are_taken_away() -> None:
    half = ActionChoice("extend_space", ("luceo",))
    whole = toggle_places(half, ("luceo", "altipolis"))
    assert whole.places == ("luceo", "altipolis")
    assert toggle_places(whole, ("luceo", "altipolis")).places == ()


def test_an_option_left_empty_goes_back_to_the_model() -> None:
    choice = ActionChoice("open_space", ("05065",), MappingProxyType({"kind": "frugal"}))
    assert set_option(choice, "desks", 4).options == {"kind": "frugal", "desks": 4}
    assert set_option(set_option(choice, "desks", 4), "desks", None).options == {"kind": "frugal"}
    assert choice.options == {"kind": "frugal"}
