"""What is taken back and brought back, and which card stays open meanwhile."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.scenarios.history import CHANGES_AT_MOST, bring_back, follow_step, record_change, take_back
from alpsat_geo.report.scenarios.own import Book, OwnScenario

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
