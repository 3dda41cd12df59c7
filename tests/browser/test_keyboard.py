"""By the keyboard alone, on a page enlarged twice: the focus goes where one looks, and comes back from there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser

# A small projector at 200 %.
ENLARGED = (640, 360)


def test_the_menu_takes_the_focus_and_gives_it_back(visit: OpenVisit) -> None:
    opened = visit("/donnees", ENLARGED, has_map=False)
    page = opened.page
    opening, closing = (page.get_by_role("button", name=name) for name in ("Ouvrir le menu", "Fermer le menu"))
    menu = page.get_by_role("navigation", name="Pages du tableau de bord")
    opening.focus()
    page.keyboard.press("Enter")
    expect(closing).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(opening).to_be_focused()
    page.keyboard.press("Enter")
    expect(closing).to_be_focused()
    page.keyboard.press("Enter")
    expect(opening).to_be_focused()
    # Who walks past its last page closes it: nothing has the focus under a menu.
    page.keyboard.press("Enter")
    expect(closing).to_be_focused()
    menu.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()
    expect(opening).not_to_be_focused()


def test_what_a_button_opens_is_walked_through_next(visit: OpenVisit) -> None:
    opened = visit("/donnees", ENLARGED, has_map=False)
    page = opened.page
    button = page.get_by_role("button", name="Affichage")
    button.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Affichage")
    first, last = box.get_by_role("button", name="Préparer une réunion"), box.get_by_role("link", name="sombre")
    expect(last).to_be_visible()
    for _both_ways in range(2):
        page.keyboard.press("Tab")
        expect(first).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(button).to_be_focused()
    last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Les sources")).to_be_focused()
    # It is as near the second time.
    button.focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(button).to_be_focused()
