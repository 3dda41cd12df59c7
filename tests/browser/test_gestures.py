"""How many gestures four questions of a council take, from the page that answers them to their answer.

A gesture is one press of a finger or of the mouse, or one text typed and entered. `pytest -s` prints the time of each.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.app.pages.consultation.rooms import open_room
from tests.browser.visits import PHONE, OpenVisit, Visit
from tests.browser.voting import Room

pytestmark = pytest.mark.browser


@dataclass
class Hand:
    """A person's hand on a page that stands still, and how many gestures it made."""

    visit: Visit
    count: int = 0

    def press(self, place: Locator) -> None:
        self.count += 1
        self.visit.settle()
        place.click()

    def enter(self, text: str) -> None:
        self.count += 1
        self.visit.page.keyboard.type(text)
        self.visit.page.keyboard.press("Enter")


@contextmanager
def counting(visit: Visit, question: str, at_most: int) -> Iterator[Hand]:
    hand, began_s = Hand(visit), time.monotonic()
    yield hand
    print(f"{question} {hand.count} gestures, {time.monotonic() - began_s:.1f} s")  # noqa: T201 - a stopwatch
    assert hand.count <= at_most


def test_so_much_money_what_does_it_bring(visit: OpenVisit) -> None:
    opened = visit("/composer")
    with counting(opened, "60 000 € a year, what does it bring?", 1):
        answer = opened.page.locator(".ag-verdict")
        expect(answer).to_contain_text(re.compile(r"Avec 60\s000\s€ par an"))
        expect(answer).to_contain_text("habitants de plus")


def test_what_changes_for_a_commune_and_is_another_a_place_for_a_space(visit: OpenVisit) -> None:
    opened = visit("/comparer")
    page = opened.page
    mine = page.get_by_role("combobox", name="Ma commune", exact=True)
    with counting(opened, "What changes for Ceillac under the frugal network?", 2) as hand:
        hand.press(mine)
        hand.enter("ceil")
        told = page.locator(".ag-commune")
        expect(told).to_contain_text(re.compile(r"^Ceillac\s: .*Réseau d'espaces frugaux"))
        expect(told).to_contain_text("26\u00a0min")
    page.get_by_role("link", name="Implanter").click()
    opened.wait_for_map()
    with counting(opened, "And Guillestre?", 2) as hand:
        hand.press(mine)
        hand.enter("guill")
        expect(page.locator(".ag-commune").first).to_contain_text(re.compile(r"^Guillestre, avec un espace frugal"))


def test_a_vote_by_prices(room: Room) -> None:
    session, _facilitator = open_room(room.store)
    opened = room.visit(f"/concertation?session={session}", PHONE, has_map=False)
    page = opened.page
    with counting(opened, "A vote by prices:", 4) as hand:
        hand.press(page.get_by_role("button", name="Collectivités", exact=True))
        for question in range(2):
            row = page.locator(f".st-key-reponse_{question}")
            hand.press(row.get_by_role("radio", name="je ne sais pas"))
        expect(page.get_by_text("Chaque question a sa réponse")).to_be_visible()
        hand.press(page.get_by_role("button", name="Envoyer mon vote"))
        expect(page.get_by_text("il est enregistré")).to_be_visible()
    assert len(room.store.list_votes(session)) == 1
