"""A budget moved by keyboard changes it; a programme is then compared."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser


def test_a_budget_is_moved_in_one_gesture_and_a_programme_is_compared(visit: OpenVisit) -> None:
    opened = visit("/composer?exigees=shared_platform&budget-annuel=150000")
    answer = opened.page.locator(".ag-verdict")
    expect(answer).to_contain_text("Avec 150 000 € par an, environ")
    opened.move_slider("Argent public par an, au plus", "ArrowRight")
    expect(answer).to_contain_text("Avec 155 000 € par an")
    expect(opened.page).to_have_url(re.compile("budget-annuel=155000"))
    # The folded choices open by a click, and one of them changes the question.
    opened.page.get_by_role("button", name="Autres réglages").click()
    with opened.asking():
        opened.page.get_by_text("les collectivités du territoire", exact=True).click()
    expect(opened.page.get_by_text("paie : les collectivités du territoire")).to_be_visible()
    opened.page.keyboard.press("Escape")
    opened.page.get_by_role("button", name="En faire un scénario").click()
    opened.page.get_by_role("link", name="Le comparer à d'autres scénarios").click()
    expect(opened.page.get_by_text("Programme à 155 000 € par an").first).to_be_visible()
