from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.territory import Territory
from tests.browser.visits import OpenVisit, open_list

pytestmark = pytest.mark.browser

SLIDER = "Trajet accepté en voiture (T)"


def test_the_root_leads_to_a_map_that_answers_a_click_and_the_keyboard(visit: OpenVisit, territory: Territory) -> None:
    opened = visit("/")
    page = opened.page
    expect(page).to_have_url(re.compile("/territoire"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Où le travail à distance est-il possible aujourd'hui ?")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert len(opened.fills()) == 36
    opened.click_commune(territory.insee_codes.index("05001"))
    expect(page.get_by_role("heading", name="Abriès-Ristolas", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("commune=05001"))
    opened.settle()
    page.get_by_role("tab", name="Mairie").click()
    expect(page.get_by_text("04 92 46 71 03")).to_be_visible()
    box = page.get_by_role("combobox", name="Ma commune")
    open_list(page, box)
    expect(page.get_by_role("option", name="Aiguilles")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).not_to_have_url(re.compile("commune=05001"))
    expect(page.get_by_role("heading", name=box.input_value(), exact=True)).to_be_visible()


def test_the_season_changes_the_map_and_closes_the_passes(visit: OpenVisit) -> None:
    opened = visit("/territoire?dimension=acces")
    before = opened.fills()
    closed = opened.map.locator("path.alpsat-road-closed")
    expect(closed).to_have_count(1)
    opened.choose("été")
    assert opened.wait_for_other_fills(before) != before
    expect(closed).to_have_count(0)
    expect(opened.page).to_have_url(re.compile("saison=ete"))


def test_zoom_and_card_survive_the_slider_without_a_blank_map(visit: OpenVisit) -> None:
    opened = visit("/territoire?commune=05006")
    zoomed = opened.zoom_in()
    opened.map.locator(".alpsat").evaluate(
        "host => { host.dataset.kept = 'yes'; window.counts = []; const watch = () => {"
        " window.counts.push(host.querySelectorAll('path.alpsat-commune').length); requestAnimationFrame(watch); };"
        " watch(); }"
    )
    before = opened.fills()
    opened.move_slider(SLIDER, "ArrowRight", 6)
    opened.wait_for_other_fills(before)
    host = opened.map.locator(".alpsat")
    assert host.get_attribute("data-kept") == "yes"
    assert host.evaluate("() => Math.min(...window.counts)") == 36
    assert opened.positions() == zoomed
    expect(opened.page.get_by_role("heading", name="L'Argentière-la-Bessée", exact=True)).to_be_visible()


def test_a_copied_address_restores_the_same_state(visit: OpenVisit) -> None:
    first = visit("/territoire?dimension=lieux")
    first.choose("été")
    expect(first.page).to_have_url(re.compile("saison=ete"))
    first.zoom_in()
    expect(first.page).to_have_url(re.compile("vue="))
    first.click_commune(0)
    expect(first.page).to_have_url(re.compile("commune="))
    first.settle()
    second = visit(first.page.url.removeprefix(first.address))
    expect(second.page).to_have_url(first.page.url)
    seen = first.fills(), first.positions()
    second.wait_until(lambda: (second.fills(), second.positions()) == seen, "the maps differ")
    expect(second.page.get_by_role("radio", name="été")).to_be_checked()
    title = first.page.locator(".ag-card h2").first.inner_text()
    expect(second.page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def test_the_table_is_one_keypress_away_and_it_and_the_map_can_be_taken_away(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    header = opened.page.locator("summary", has_text="Voir les mêmes données en tableau")
    header.focus()
    header.press("Enter")
    table = opened.page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(37)
    opened.settle()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Télécharger (CSV)").click()
    assert download.value.path().read_text(encoding="utf-8-sig").count("\n") == 37
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="La carte (Image PNG)").click()
    assert download.value.suggested_filename == "brianconnais-queyras-portee-winter.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
