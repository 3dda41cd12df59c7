"""Staff at work: a scenario built on the map, compared, and read by communauté de communes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from alpsat_geo.domain.territory import Territory
from tests.browser.accessibility import measure_contrast
from tests.browser.building import AIGUILLES, GUILLESTRE, PLACING, add_action, build_two_actions
from tests.browser.visits import PHONE, OpenVisit, Visit, open_list

pytestmark = pytest.mark.browser


def test_staff_builds_a_scenario_on_the_map_and_reads_who_gains(visit: OpenVisit, territory: Territory) -> None:
    opened = visit("/actions", has_map=False)
    build_two_actions(opened, territory)
    effects = opened.page.locator(".ag-effects")
    expect(effects).to_contain_text("64\u202f000\u00a0€")
    expect(effects).to_contain_text("Usagers réguliers des espaces")
    with opened.asking():
        opened.page.get_by_role("textbox", name="Nom du scénario").fill("Deux espaces et un accueil")
        opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_role("button", name="Comparer ce scénario")).to_be_enabled()
    with opened.asking():
        opened.page.get_by_role("button", name="Comparer ce scénario").click()
    opened.wait_for_map()
    for name in ("Plateforme seule", "Plateforme et accueil"):
        opened.choose(name)
    expect(opened.map.locator(".alpsat-title")).to_have_text(
        ["Ne rien faire", "Plateforme seule", "Plateforme et accueil", "Deux espaces et un accueil"]
    )
    last = opened.map.locator(".alpsat-map").last
    expect(last.locator(".alpsat-symbol-opened")).to_have_count(2)
    header = opened.page.locator("summary", has_text="Où cela se passe")
    header.click()
    table = opened.page.get_by_role("region", name=re.compile("Habitants assez proches")).last
    for epci in territory.epcis:
        expect(table.get_by_role("rowheader", name=epci.name)).to_be_visible()


def test_a_second_touch_takes_a_place_away_undo_brings_it_back_and_the_map_keeps_its_view(
    visit: OpenVisit, territory: Territory
) -> None:
    opened = visit("/actions", has_map=False)
    add_action(opened, "Ouvrir un espace de travail")
    opened.wait_for_map()
    host = opened.map.locator(".alpsat")
    host.evaluate("host => { host.dataset.kept = 'yes'; }")
    zoomed = opened.zoom_in()
    index = territory.insee_codes.index(GUILLESTRE)
    signs = opened.map.locator(".alpsat-symbol-opened")
    for count in (1, 0, 1):
        opened.click_commune(index)
        expect(signs).to_have_count(count)
    opened.choose("standard")
    expect(opened.page.locator(".ag-effects")).to_contain_text("200\u202f000\u00a0€")
    assert opened.positions() == zoomed
    assert host.get_attribute("data-kept") == "yes"
    for _time in range(2):
        with opened.asking():
            opened.page.get_by_role("button", name="Annuler le dernier geste").click()
    expect(signs).to_have_count(0)


def reach(opened: Visit, wanted: Locator, key: str = "Tab") -> None:
    """Walk to a widget by the keyboard alone, on a page that is no longer drawn anew."""
    wanted.wait_for()
    opened.settle()
    for _step in range(200):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        opened.page.keyboard.press(key)
    pytest.fail(f"the keyboard never reaches {wanted}")


def test_a_scenario_is_placed_parted_saved_and_found_again_by_the_keyboard_alone(visit: OpenVisit) -> None:
    opened = visit(PLACING.replace("volet=carte", "volet=catalogue"), has_map=False)
    page = opened.page
    steps = page.locator(".ag-step")
    reach(opened, page.get_by_role("combobox", name="Ajouter tous les lieux d'une communauté"))
    page.keyboard.type("Guillestrois")
    page.keyboard.press("Enter")
    expect(steps).to_contain_text(["Ceillac"])
    reach(opened, page.get_by_role("combobox", name="D'autres options pour un seul lieu"))
    page.keyboard.type("guill")
    page.keyboard.press("Enter")
    expect(steps).to_have_count(2)
    expect(steps.nth(1)).to_contain_text("Guillestre")
    reach(opened, page.get_by_role("button", name="Retirer tous les lieux"))
    page.keyboard.press("Enter")
    expect(steps.nth(1)).to_contain_text("lieu à choisir")
    reach(opened, page.get_by_role("button", name="Annuler le dernier geste"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(steps.nth(1)).to_contain_text("Guillestre")
    reach(opened, page.get_by_role("button", name="Enregistrer", exact=True), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("« À placer » est enregistré.")).to_be_visible()
    reach(opened, page.get_by_role("radio", name="Le catalogue"), "Shift+Tab")
    for key in ("ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    reach(opened, page.get_by_role("button", name="Historique"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Une seule version : rien n'a changé depuis.")).to_be_visible()


def test_nothing_that_one_edits_is_lost_by_a_name_a_key_or_a_fifth_scenario(visit: OpenVisit) -> None:
    four = "ne-rien-faire,plateforme-seule,animer-existant,plateforme-et-accueil"
    opened = visit(f"/actions?scenarios={four}", has_map=False)
    page = opened.page
    add_action(opened, "Accueil et accompagnement")
    page.locator("summary", has_text="Notes, copies et fichiers").click()
    mine = page.get_by_role("combobox", name="Vos scénarios")
    name = page.get_by_role("textbox", name="Nom du scénario")
    for text in ("Accueillir", "Accueillir mieux", "Accueillir encore"):
        with opened.asking():
            name.fill(text)
            name.press("Tab")
        expect(mine).to_have_value(text)
        expect(page.locator(".ag-step")).to_have_count(1)
    open_list(page, mine)
    for _time in range(2):
        page.keyboard.press("Escape")
    expect(mine).to_have_value("Accueillir encore")
    add_action(opened, "Ouvrir un espace de travail")
    opened.wait_for_map()
    opened.choose("standard")
    expect(page.get_by_role("radio", name="standard")).to_be_checked()
    for button, size in (("Annuler le dernier geste", "frugal"), ("Rétablir", "standard")):
        with opened.asking():
            page.get_by_role("button", name=button).click()
        expect(page.get_by_role("radio", name=size)).to_be_checked()
    page.locator(".ag-step-open").wait_for()
    with opened.asking():
        page.get_by_role("button", name="Retirer", exact=True).click()
    with opened.asking():
        page.get_by_role("button", name="Comparer ce scénario").click()
    opened.wait_for_map()
    expect(page.get_by_text("« Accueillir encore » prend la place de « Plateforme et accueil »")).to_be_visible()
    page.get_by_text("Réseau d'espaces frugaux", exact=True).click()
    expect(page.get_by_text("retirez-en un pour ajouter « Réseau d'espaces frugaux »")).to_be_visible()
    expect(opened.map.locator(".alpsat-title", has_text="Accueillir encore")).to_be_visible()


def test_a_member_clicks_a_commune_and_reads_it_in_winter(visit: OpenVisit, territory: Territory) -> None:
    opened = visit("/territoire?saison=ete")
    opened.click_commune(territory.insee_codes.index(AIGUILLES))
    expect(opened.page.get_by_role("heading", name="Aiguilles", exact=True)).to_be_visible()
    opened.settle()
    opened.page.get_by_role("tab", name="Lieux").click()
    places = opened.page.get_by_role("region", name=re.compile("Lieu le plus proche"))
    station = places.get_by_role("row", name=re.compile("^Gare"))
    expect(station).to_contain_text(re.compile(r"\d+\s(min|h)"))
    opened.choose("hiver")
    expect(opened.page).not_to_have_url(re.compile("saison="))
    expect(station).to_contain_text(re.compile(r"\d+\s(min|h)"))
    opened.page.get_by_role("tab", name="Profil").click()
    for dimension in ("Connexion", "Emplois télétravaillables", "Services"):
        expect(opened.page.locator(".ag-bar b", has_text=dimension).first).to_be_visible()


def test_the_page_never_scrolls_sideways_and_speaks_french(visit: OpenVisit) -> None:
    opened = visit("/actions", PHONE, has_map=False)
    add_action(opened, "Ouvrir un espace de travail")
    opened.page.locator("summary", has_text="Notes, copies et fichiers").click()
    opened.page.get_by_text("Importer un scénario (fichier YAML)").wait_for()
    opened.settle()
    main = opened.page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")
    # The library's own name of the button is out of sight, and only there for who hears the page.
    names = opened.page.locator('[data-testid="stFileUploaderDropzone"] button > *')
    assert names.evaluate_all("nodes => Math.max(...nodes.map(node => node.getBoundingClientRect().width))") <= 1
    names.evaluate_all("nodes => nodes.forEach(node => node.remove())")
    text = opened.page.locator("body").inner_text()
    assert re.findall(r"\b(Browse|Upload|Drag|Limit|Press|Choose|Running|Select|MB|nan|None)\b", text) == []


def test_a_button_that_cannot_be_pressed_yet_is_read(visit: OpenVisit) -> None:
    opened = visit(PLACING)
    button = opened.page.get_by_role("button", name="Comparer ce scénario")
    expect(button).to_be_disabled()
    papers = set()
    for theme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=theme)
        expect(opened.page.locator(".stApp")).to_have_css("color-scheme", theme)
        opened.settle()
        ink, edge, paper = button.evaluate(
            """node => [
                getComputedStyle(node.querySelector("p")).color,
                getComputedStyle(node).borderTopColor,
                getComputedStyle(document.querySelector(".stApp")).backgroundColor,
            ]"""
        )
        assert measure_contrast(ink, paper) >= 4.5
        assert measure_contrast(edge, paper) >= 3
        papers.add(paper)
    assert len(papers) == 2
