"""A commune answers where it is touched: by its name, by its dot, under a mouse, a finger or the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from alpsat_geo.domain.territory import Territory
from tests.browser.building import PLACING
from tests.browser.visits import PHONE, OpenVisit, Visit

pytestmark = pytest.mark.browser

# Names that stand over the ground of a neighbour.
ASTRAY = ("Guillestre", "L'Argentière-la-Bessée", "Les Vigneaux", "Vars", "Saint-Clément-sur-Durance")
# A box of text may end within a pixel.
ROUNDING_PX = 0.01
FOUR = "/comparer?scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux,animer-existant"


def find_card(opened: Visit, name: str) -> Locator:
    return opened.page.locator(".ag-card h2, .ag-place h2").filter(has_text=re.compile(f"^{re.escape(name)}$"))


def test_a_click_on_a_name_opens_its_own_commune_and_the_keyboard_goes_on_from_name_to_name(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    for name in ASTRAY:
        opened.find_name(name).click()
        expect(find_card(opened, name)).to_be_visible()
        expect(opened.find_name(name)).to_have_attribute("aria-pressed", "true")
    names = opened.map.locator(".alpsat-label[role=button]").all_inner_texts()
    # From the map itself: its shapes have no name, and the keyboard passes them by.
    opened.map.locator(".alpsat-map").focus()
    opened.page.keyboard.press("Tab")
    expect(opened.find_name(names[0])).to_be_focused()
    opened.page.keyboard.press("Enter")
    expect(find_card(opened, names[0])).to_be_visible()
    opened.settle()
    opened.page.keyboard.press("Tab")
    expect(opened.find_name(names[1])).to_be_focused()
    expect(opened.map.get_by_role("tooltip").last).to_contain_text(names[1])
    opened.page.keyboard.press("Space")
    expect(find_card(opened, names[1])).to_be_visible()
    # What the page then draws leaves the keyboard where it was.
    expect(opened.find_name(names[1])).to_be_focused()


def test_a_finger_opens_a_commune_by_its_name_by_its_dot_and_beside_them(
    visit: OpenVisit, territory: Territory
) -> None:
    opened = visit("/territoire?saison=ete", PHONE, has_touch=True)
    opened.find_name("Guillestre").tap()
    expect(find_card(opened, "Guillestre")).to_be_visible()
    opened.settle()
    dot = opened.map.locator(".alpsat-symbol-hall").nth(territory.insee_codes.index("05177"))
    dot.tap()
    expect(find_card(opened, "Vars")).to_be_visible()
    opened.settle()
    name = opened.find_name("Briançon")
    name.scroll_into_view_if_needed()
    opened.settle()
    box = name.bounding_box()
    assert box is not None
    opened.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 3)
    expect(find_card(opened, "Briançon")).to_be_visible()


def test_a_name_puts_an_action_on_its_own_commune_and_takes_it_away(visit: OpenVisit) -> None:
    opened = visit(PLACING)
    place = opened.page.locator(".ag-step-open span")
    opened.find_name("Guillestre").click()
    expect(place).to_have_text("Guillestre")
    opened.find_name("Aiguilles").focus()
    opened.page.keyboard.press("Enter")
    expect(place).to_have_text("Guillestre, Aiguilles")
    expect(opened.find_name("Aiguilles")).to_be_focused()
    opened.page.keyboard.press("Enter")
    expect(place).to_have_text("Guillestre")
    opened.map.locator(".alpsat-symbol-opened").click()
    expect(place).to_have_text("lieu à choisir")
    # A hand that clicks twice puts there what it meant to, and the map stays still.
    before = opened.positions()
    opened.find_name("Vars").dblclick()
    expect(place).to_have_text("Vars")
    assert opened.positions() == before


def test_a_name_answers_on_each_of_four_maps(visit: OpenVisit) -> None:
    opened = visit(FOUR)
    for panel, name in enumerate(("Guillestre", "Risoul", "Saint-Chaffrey", "Briançon")):
        opened.find_name(name, panel).click()
        expect(opened.page.locator(".ag-commune")).to_contain_text(name)
    opened.settle()
    opened.page.locator("summary").filter(has_text="Où cela se passe").click()
    card = find_card(opened, "Briançon").locator("..")
    expect(card.locator("tbody th")).to_have_text(
        ["Ne rien faire", "Plateforme et accueil", "Réseau d'espaces frugaux", "Animer l'existant"]
    )
    # The keyboard meets the same names once.
    assert opened.find_name("Guillestre", 1).get_attribute("tabindex") == "-1"


def test_what_a_small_map_tells_of_a_commune_is_not_cut_by_its_edge(visit: OpenVisit) -> None:
    opened = visit(FOUR, PHONE, has_touch=True)
    for panel, name in enumerate(("Briançon", "Guillestre")):
        opened.find_name(name, panel).tap()
        told = opened.map.get_by_role("tooltip").filter(has_text=name)
        expect(told).to_have_count(1)
        opened.settle()
        drawn, frame = told.bounding_box(), opened.map.locator(".alpsat-map").nth(panel).bounding_box()
        assert drawn is not None
        assert frame is not None
        assert frame["x"] <= drawn["x"]
        assert drawn["x"] + drawn["width"] <= frame["x"] + frame["width"] + ROUNDING_PX
        assert frame["y"] <= drawn["y"]


@pytest.mark.parametrize("path", ["/implanter", "/s-installer?besoins=fibre%3D90"])
def test_a_name_answers_on_the_other_maps(visit: OpenVisit, path: str) -> None:
    opened = visit(path)
    for name in ("Guillestre", "Briançon"):
        opened.find_name(name).click()
        # The map and the list above the page choose the same commune.
        expect(opened.page.get_by_role("combobox", name="Ma commune")).to_have_value(name)
        expect(opened.page.locator(".ag-commune")).to_contain_text(name)
        expect(opened.page).to_have_url(re.compile("commune=05"))
