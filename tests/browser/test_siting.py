from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser

BEST_THREE = "Château-Ville-Vieille, Guillestre, Puy-Saint-Vincent"


def test_the_page_opens_with_the_best_plan_and_what_is_asked_recolours_its_map(visit: OpenVisit) -> None:
    opened = visit("/implanter")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Où ouvrir, s'il faut ouvrir ?")
    expect(opened.page.locator(".ag-verdict strong").first).to_contain_text(
        f"Le meilleur plan ouvre 3 espaces : {BEST_THREE}."
    )
    expect(opened.map.locator(".alpsat-symbol-opened")).to_have_count(3)
    expect(opened.page.locator(".ag-balance")).to_have_count(4)
    expect(opened.page.locator(".ag-balance-case")).to_contain_text("Lamure-sur-Azergues")
    expect(opened.page.get_by_text("espace à ouvrir")).to_be_visible()
    # The chart is drawn under the content security policy of the site.
    expect(opened.page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    host = opened.map.locator(".alpsat")
    host.evaluate("host => { host.dataset.kept = 'yes'; }")
    before = opened.fills()
    opened.move_slider("Espaces à ouvrir", "ArrowRight")
    opened.wait_for_other_fills(before)
    expect(opened.map.locator(".alpsat-symbol-opened")).to_have_count(4)
    assert host.get_attribute("data-kept") == "yes"


def test_staff_asks_for_one_space_per_epci_and_adds_the_plan_as_a_scenario(visit: OpenVisit) -> None:
    opened = visit("/implanter?saison=ete")
    opened.choose("hiver")
    opened.choose("Au moins un par communauté")
    expect(opened.page).to_have_url(re.compile("par-epci=oui"))
    answer = opened.page.locator(".ag-verdict strong").first
    expect(answer).not_to_contain_text(BEST_THREE)
    expect(answer).to_contain_text(re.compile(r"ouvre 3 espaces\s: [^,.]+, [^,.]+, [^,.]+\."))
    opened.page.get_by_role("button", name="Ajouter ce plan comme scénario").click()
    opened.page.get_by_role("link", name="Le comparer à d'autres scénarios").click()
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Que change chaque scénario, et pour qui ?")
    opened.wait_for_map()
    expect(opened.map.locator(".alpsat-title").last).to_have_text("Ouvrir 3 espaces frugaux")
    last = opened.map.locator(".alpsat-map").last
    expect(last.locator(".alpsat-symbol-opened")).to_have_count(3)
    expect(opened.map.locator(".alpsat-map").first.locator(".alpsat-symbol-opened")).to_have_count(0)
