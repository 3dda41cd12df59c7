"""The first screen of Composer answers; a budget moved by keyboard changes it; the best programme is then compared."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import DESK, PHONE, OpenVisit, Visit

pytestmark = pytest.mark.browser


def read_ends(opened: Visit) -> list[float]:
    """Return where the answer and the map end, from the top of the screen."""
    boxes = [opened.page.locator(one).first.bounding_box() for one in (".ag-verdict", 'iframe[title*="folium"]')]
    return [box["y"] + box["height"] for box in boxes if box]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_answer_and_the_map_are_the_first_screen(visit: OpenVisit, language: str) -> None:
    opened = visit(f"/composer?langue={language}&exigees=shared_platform&budget-annuel=150000", DESK)
    expect(opened.page.locator(".ag-verdict")).to_contain_text({"fr": "150 000 €", "de": "150.000 €"}[language])
    answer, drawn = read_ends(opened)
    assert answer < drawn <= DESK[1]
    assert opened.page.locator(".ag-fates li").first.is_visible()
    phone = visit(f"/composer?langue={language}", PHONE)
    answer, drawn = read_ends(phone)
    assert answer < drawn <= PHONE[1]
    width = phone.page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE[0]


def test_a_budget_is_moved_in_one_gesture_and_the_best_programme_is_compared(visit: OpenVisit) -> None:
    opened = visit("/composer?exigees=shared_platform&budget-annuel=150000")
    answer = opened.page.locator(".ag-verdict")
    expect(answer).to_contain_text("Avec 150 000 € par an, à soutenir d'abord : plateforme numérique mutualisée")
    with opened.asking():
        opened.move_slider("Argent public par an, au plus", "ArrowRight")
    expect(answer).to_contain_text("Avec 155 000 € par an")
    expect(opened.page).to_have_url(re.compile("budget-annuel=155000"))
    # The folded choices open by a click, and one of them changes the question.
    opened.page.get_by_role("button", name="Autres réglages").click()
    with opened.asking():
        opened.page.get_by_text("le PETR et ses communautés", exact=True).click()
    expect(answer).to_contain_text("par an au PETR")
    opened.page.keyboard.press("Escape")
    opened.page.get_by_role("button", name="En faire un scénario").click()
    opened.page.get_by_role("link", name="Le comparer à d'autres scénarios").click()
    expect(opened.page.get_by_text("Programme à 155 000 € par an").first).to_be_visible()
