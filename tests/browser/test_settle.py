from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from alpsat_geo.report.classes import SEQUENTIAL
from tests.browser.accessibility import walk_by_keyboard
from tests.browser.visits import PHONE, OpenVisit

pytestmark = pytest.mark.browser

ASKED = "/s-installer?besoins=fibre%3D90%2Cespace%3D15%2Ccourses%3D10"
IMPOSSIBLE = "/s-installer?besoins=espace%3D5%2Clycee%3D5%2Cgare%3D5%2Caltitude_min%3D2000"


def test_a_phone_says_its_needs_and_reads_the_answer_then_shares_it(visit: OpenVisit) -> None:
    opened = visit("/s-installer", PHONE)
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Vivre et travailler ici : par où commencer ?")
    opened.page.get_by_role("button", name="La fibre").click()
    opened.page.get_by_role("button", name="Un espace de travail").click()
    expect(opened.page).to_have_url(re.compile("besoins=fibre%3D90%2Cespace%3D20"))
    verdict = opened.page.locator(".ag-verdict")
    expect(verdict).to_contain_text("communes conviennent")
    opened.settle()
    # The answer stands before the map, and nothing scrolls sideways.
    answer, sight = verdict.bounding_box(), opened.page.locator("iframe").first.bounding_box()
    assert answer is not None
    assert sight is not None
    assert answer["y"] < sight["y"]
    # A thumb is wide.
    buttons = opened.page.locator(".st-key-besoins [data-testid=stButtonGroup] button, [class*=st-key-ouvrir_] button")
    buttons.nth(15).wait_for()
    boxes = [button.bounding_box() for button in buttons.all()]
    assert min(box["height"] for box in boxes if box) >= 44
    again = visit(opened.page.url.removeprefix(opened.address), PHONE)
    assert again.page.locator(".ag-place h2").all_inner_texts() == opened.page.locator(".ag-place h2").all_inner_texts()


def test_needs_recolour_the_map_and_a_click_opens_a_sheet_first(visit: OpenVisit) -> None:
    opened = visit(ASKED)
    before = opened.fills()
    opened.choose("été")
    opened.page.get_by_role("button", name="Un lycée").click()
    after = opened.wait_for_other_fills(before)
    # The four colours of the legend, and no other.
    assert set(after) <= {SEQUENTIAL[place] for place in (0, 1, 3, 5)}
    opened.click_commune(0)
    first = opened.page.locator(".ag-place h2").first
    expect(first).to_have_text("Abriès-Ristolas")
    expect(opened.page.get_by_text("Essayer avant de s'installer")).to_be_visible()
    opened.settle()
    opened.page.get_by_text("Mairie : contacts et horaires").click()
    expect(opened.page.get_by_role("link", name="04 92 46 71 03")).to_be_visible()


def test_impossible_needs_leave_neither_the_list_nor_the_map_empty(visit: OpenVisit) -> None:
    opened = visit(IMPOSSIBLE)
    expect(opened.page.locator(".ag-verdict")).to_contain_text("Aucune commune n'a tout cela")
    expect(opened.page.locator(".ag-place h2")).to_have_text(["Briançon", "Eygliers", re.compile(".+")])
    assert opened.fills().count(SEQUENTIAL[1]) == 3


def test_the_keyboard_reaches_needs_sheets_and_their_parts(visit: OpenVisit) -> None:
    opened = visit(f"{ASKED}&commune=05065")
    opened.page.locator(".ag-sheet").wait_for()
    stops = walk_by_keyboard(opened.page)
    said = [stop.text for stop in stops]
    for text in ("La fibre", "Espaces de travail", "Fermer la fiche de Guillestre", "Tout effacer"):
        assert text in said
    assert [stop.text for stop in stops if not stop.is_seen and stop.role != "iframe"] == []
    # The needs are one stop: the arrows go from one to the next.
    opened.page.get_by_role("button", name="La fibre").focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    expect(opened.page.get_by_role("button", name="Une école primaire")).to_be_focused()
    opened.page.keyboard.press("Space")
    expect(opened.page).to_have_url(re.compile("ecole%3D10"))
