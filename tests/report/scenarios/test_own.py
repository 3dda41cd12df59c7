from __future__ import annotations

import dataclasses
from collections.abc import Callable
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import OwnFigures
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, ActionChoice, Scenario
from alpsat_geo.report.scenarios.own import (
    CHANGES_AT_MOST,
    Book,
    OwnScenario,
    add_action,
    add_places,
    bring_back,
    duplicate_action,
    follow_step,
    move_action,
    record_change,
    remove_action,
    replace_action,
    set_option,
    split_place,
    take_back,
    toggle_places,
)
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.sources.scenarios import write_scenario
from alpsat_geo.store.scenario_document import write_document

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


def test_one_place_leaves_with_the_options_and_the_rest_stays_where_it_was() -> None:
    stated = OwnFigures(investment_eur=40_000.0)
    choice = dataclasses.replace(FOUR_DESKS, places=("05065", "05003", "05023"), note="Un bail.", figures=stated)
    scenario = Scenario("essai", "Essai", actions=(PLATFORM, choice, SPACE))
    parted = split_place(scenario, 1, "05003")
    assert order(parted) == ["shared_platform", "open_space", "open_space", "open_space"]
    assert parted.actions[1] == dataclasses.replace(choice, places=("05065", "05023"))
    # What was stated of the whole is not stated twice.
    assert parted.actions[2] == dataclasses.replace(FOUR_DESKS, places=("05003",))
    assert (parted.actions[0], parted.actions[3]) == (PLATFORM, SPACE)
    with pytest.raises(InputError):
        split_place(Scenario("essai", "Essai", actions=(choice,) * ACTIONS_AT_MOST), 0, "05003")


def test_places_that_an_action_names_already_are_not_added_again() -> None:
    assert add_places(SPACE, ["05003", "05065"]).places == ("05065", "05003")


def test_an_option_left_empty_goes_back_to_the_model() -> None:
    choice = ActionChoice("open_space", ("05065",), MappingProxyType({"kind": "frugal"}))
    assert set_option(choice, "desks", 4).options == {"kind": "frugal", "desks": 4}
    assert set_option(set_option(choice, "desks", 4), "desks", None).options == {"kind": "frugal"}
    assert choice.options == {"kind": "frugal"}


FIRST = OwnScenario(Scenario("essai", "Essai"))
PLATFORM, SPACE = ActionChoice("shared_platform"), ActionChoice("open_space", ("05065",))
FOUR_DESKS = ActionChoice("open_space", ("05065",), MappingProxyType({"desks": 4}))


def rename(book: Book, name: str) -> Book:
    entries = tuple(
        dataclasses.replace(own, scenario=dataclasses.replace(own.scenario, name=name), is_saved=False)
        for own in book.entries
    )
    return record_change(book, entries, is_redrawn=False)


def read_names(book: Book) -> list[str]:
    return [own.scenario.name for own in book.entries]


@given(st.lists(st.text(max_size=3), max_size=8), st.integers(0, 10))
def test_what_is_taken_back_comes_back_the_same(names: list[str], steps: int) -> None:
    book = Book((FIRST,))
    for name in names:
        book = rename(book, name)
    back = book
    for _step in range(steps):
        back = take_back(back)
    assert read_names(back) == (["Essai", *names][: max(len(names) - steps, 0) + 1])[-1:]
    for _step in range(steps):
        back = bring_back(back)
    assert (back.entries, back.past, back.future) == (book.entries, book.past, ())


EDITS: dict[str, Callable[[Scenario, Random], Scenario]] = {
    "add": lambda scenario, random: add_action(scenario, random.choice([PLATFORM, SPACE, FOUR_DESKS])),
    "remove": lambda scenario, random: remove_action(scenario, random.randrange(len(scenario.actions))),
    "move": lambda scenario, random: move_action(
        scenario, random.randrange(len(scenario.actions)), random.choice([-1, 1])
    ),
    "copy": lambda scenario, random: duplicate_action(scenario, random.randrange(len(scenario.actions))),
    "place": lambda scenario, random: change_one(
        scenario, random, lambda choice: toggle_places(choice, tuple(random.sample(["05065", "05003", "05023"], 2)))
    ),
    "option": lambda scenario, random: change_one(
        scenario,
        random,
        lambda choice: set_option(
            choice, random.choice(["desks", "kind"]), random.choice([None, 1, 1.0, True, "frugal", -0.0, 0])
        ),
    ),
    "note": lambda scenario, random: change_one(
        scenario, random, lambda choice: dataclasses.replace(choice, note=random.choice(["", "un", "deux"]))
    ),
    "name": lambda scenario, random: dataclasses.replace(
        scenario, name=random.choice(["un", "deux"]), notes={"05065": random.choice(["un", "deux"])}
    ),
}


def change_one(scenario: Scenario, random: Random, change: Callable[[ActionChoice], ActionChoice]) -> Scenario:
    position = random.randrange(len(scenario.actions))
    return replace_action(scenario, position, change(scenario.actions[position]))


def write_all(book: Book) -> tuple[list[str], list[str], list[dict[str, object]]]:
    scenarios = [own.scenario for own in book.entries]
    return (
        [encode_scenario(scenario) for scenario in scenarios],
        [write_scenario(scenario) for scenario in scenarios],
        [write_document(scenario) for scenario in scenarios],
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_edits_undone_and_redone_give_the_same_bytes(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - edits, not secrets
    book = Book((FIRST, OwnScenario(FOUR)))
    written = [write_all(book)]
    for _edit in range(200):
        position = random.randrange(len(book.entries))
        own = book.entries[position]
        fitting = [
            name
            for name in EDITS
            if name in {"add", "name"} - ({"add"} if len(own.scenario.actions) == ACTIONS_AT_MOST else set())
            or (own.scenario.actions and name not in {"add", "copy"})
            or (0 < len(own.scenario.actions) < ACTIONS_AT_MOST)
        ]
        edited = EDITS[random.choice(fitting)](own.scenario, random)
        entries = list(book.entries)
        entries[position] = dataclasses.replace(own, scenario=edited, is_saved=False)
        book = record_change(book, tuple(entries), is_redrawn=False)
        written.append(write_all(book))
    for expected in written[-2::-1]:
        book = take_back(book)
        assert write_all(book) == expected
    assert take_back(book) is book
    for expected in written[1:]:
        book = bring_back(book)
        assert write_all(book) == expected
    assert bring_back(book) is book


def test_a_new_change_forgets_what_had_been_taken_back() -> None:
    book = rename(take_back(rename(Book((FIRST,)), "un")), "deux")
    assert bring_back(book) is book
    assert read_names(take_back(book)) == ["Essai"]


def test_what_was_saved_since_stays_saved() -> None:
    named = rename(Book((FIRST,)), "un")
    kept = dataclasses.replace(named.entries[0], stored_id="a" * 22, revision=1, is_saved=True)
    saved = dataclasses.replace(named, entries=(kept,))
    back = take_back(saved)
    assert (back.entries[0].stored_id, back.entries[0].revision, back.entries[0].is_saved) == ("a" * 22, 1, False)
    again = bring_back(back)
    assert again.entries[0].scenario == kept.scenario
    assert again.entries[0].stored_id == kept.stored_id


def test_only_so_many_changes_are_kept() -> None:
    book = Book((FIRST,))
    for number in range(CHANGES_AT_MOST + 5):
        book = rename(book, str(number))
    assert len(book.past) == CHANGES_AT_MOST


def test_the_open_card_is_followed_wherever_its_action_goes() -> None:
    assert follow_step((PLATFORM, FOUR_DESKS), (PLATFORM, SPACE), 2) == 2, "an option taken back"
    assert follow_step((SPACE, PLATFORM), (PLATFORM, SPACE), 1) == 2, "a move taken back"
    assert follow_step((PLATFORM, SPACE), (PLATFORM,), 2) == 0, "the open action itself taken back"
    assert follow_step((PLATFORM, SPACE, SPACE), (PLATFORM, SPACE), 3) == 2, "a copy taken back"
    assert follow_step((PLATFORM,), (SPACE, PLATFORM), 1) == 2, "a removal taken back"
    assert follow_step((PLATFORM,), (SPACE,), 0) == 0
