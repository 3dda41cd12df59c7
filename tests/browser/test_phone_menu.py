"""On a phone the pages are in a menu over the page: it goes away as one expects."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import PHONE, OpenVisit, Visit

pytestmark = pytest.mark.browser

_IS_ON_TOP = """node => {
    const box = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""

_STANDS = "node => getComputedStyle(node).transform === 'none' && node.getBoundingClientRect().left === 0"


def open_menu(opened: Visit) -> None:
    opened.page.get_by_test_id("stExpandSidebarButton").tap()
    expect(opened.page.get_by_test_id("stSidebarNav").get_by_text("Comparer")).to_be_in_viewport()
    # The menu glides in; the shade beside it covers the page once it stands.
    opened.wait_until(lambda: opened.page.get_by_test_id("stSidebar").evaluate(_STANDS) is True, "the menu still moves")


def expect_no_menu(opened: Visit) -> None:
    expect(opened.page.get_by_test_id("stSidebarNav")).to_be_hidden()
    # What the menu made step back is there again.
    expect(opened.page.get_by_role("button", name=re.compile("Affichage"))).to_be_visible()


def test_the_menu_goes_away_by_a_choice_by_a_touch_beside_it_and_by_its_button(visit: OpenVisit) -> None:
    opened = visit("/territoire", PHONE, has_touch=True)
    open_menu(opened)
    opened.page.get_by_test_id("stSidebarNav").get_by_text("Comparer").tap()
    expect_no_menu(opened)
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Que change chaque scénario, et pour qui ?")
    opened.wait_for_map()
    # Beside the menu, over the map: the map must not take the touch.
    open_menu(opened)
    before = opened.page.url
    opened.page.touchscreen.tap(PHONE[0] - 30, 600)
    expect_no_menu(opened)
    assert opened.page.url == before
    open_menu(opened)
    button = opened.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    assert button.evaluate(_IS_ON_TOP)
    button.tap()
    expect_no_menu(opened)
    open_menu(opened)
    opened.page.keyboard.press("Escape")
    expect_no_menu(opened)
