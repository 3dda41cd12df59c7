"""A budget moved by keyboard changes the answer, and the best programme becomes a scenario in one click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser


def test_a_budget_is_moved_and_the_best_programme_is_compared(visit: OpenVisit) -> None:
    opened = visit("/composer?exigees=shared_platform&budget-annuel=150000", has_map=False)
    expect(opened.page.get_by_role("heading", level=1)).to_contain_text("que soutenir d'abord ?")
    expect(opened.page.get_by_role("heading", name="Le meilleur programme à 150 000 € par an")).to_be_visible()
    opened.page.get_by_role("slider").first.focus()
    opened.page.keyboard.press("ArrowRight")
    expect(opened.page.get_by_role("heading", name="Le meilleur programme à 155 000 € par an")).to_be_visible()
    expect(opened.page).to_have_url(re.compile("budget-annuel=155000"))
    opened.page.get_by_role("button", name="En faire un scénario").click()
    opened.page.get_by_role("link", name="Le comparer à d'autres scénarios").click()
    expect(opened.page.get_by_text("Programme à 155 000 € par an").first).to_be_visible()
