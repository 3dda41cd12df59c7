from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Route, expect

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.commands.dossier import Question, build_subject
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Registries, open_project
from alpsat_geo.report.dossier.page import write_page
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenarios import read_scenario
from tests.browser.accessibility import find_faults, walk_by_keyboard
from tests.browser.visits import DESK, PHONE, OpenVisit
from tests.report.dossier.reading import flatten

pytestmark = pytest.mark.browser

READ_WIDTHS = "images => images.map(image => image.naturalWidth)"
PAGE = "/dossier?dossier=espaces-frugaux&scenarios=ne-rien-faire,espaces-frugaux"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenarios = tuple(read_scenario(key) for key in ("espaces-frugaux", "plateforme-et-accueil"))
    question = Question(scenarios, Settings(), {}, 300, 1, "http://localhost:8501")
    project = open_project(EMBEDDED_TERRITORY, Registries(ACTION_TYPES, CRITERIA))
    path = tmp_path_factory.mktemp("dossier") / "dossier.html"
    path.write_bytes(write_page(build_subject(project, question)))
    return path


def test_staff_opens_the_maps_changes_the_scenario_and_takes_the_pdf_away(visit: OpenVisit, tmp_path: Path) -> None:
    opened = visit(PAGE, has_map=False)
    expect(opened.page.locator(".dossier-sheet").first).to_contain_text("Réseau d'espaces frugaux")
    opened.page.get_by_text("Annexe 5 : Les cartes").click()
    maps = opened.page.locator(".st-key-partie_maps .dossier-picture img")
    expect(maps.nth(4)).to_be_visible()
    opened.wait_until(lambda: all(maps.evaluate_all(READ_WIDTHS)), "an image of a map does not come")
    assert all(maps.nth(i).get_attribute("alt") for i in range(maps.count()))
    code = opened.page.locator(".dossier-code img")
    before = code.get_attribute("src")
    opened.choose("Plateforme seule")
    expect(opened.page).to_have_url(re.compile("plateforme-seule"))
    expect(opened.page.locator(".dossier-address")).to_contain_text("plateforme-seule")
    expect(code).not_to_have_attribute("src", str(before))
    opened.settle()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="PDF").click()
    assert download.value.suggested_filename == "dossier-espaces-frugaux.pdf"
    path = tmp_path / "dossier.pdf"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-1.7")


def test_page_serves_everyone(visit: OpenVisit) -> None:
    opened = visit(PAGE, PHONE, has_map=False)
    for part, shown in (
        ("Ce qu'on peut en attendre", ".st-key-partie_benefits .dossier-table"),
        ("Les cartes", ".st-key-partie_maps .dossier-gallery"),
        ("Le modèle économique en une page", ".st-key-partie_canvas .dossier-canvas"),
    ):
        opened.page.get_by_text(re.compile(rf"^Annexe \d+\s: {part}$")).click()
        opened.page.locator(shown).first.wait_for()
        # What opens carries away what stands below it, and what a run is about to replace is faded until it ends.
        opened.settle()
    assert find_faults(opened.page) == []
    stops = walk_by_keyboard(opened.page)
    assert [stop for stop in stops if not stop.is_seen] == []
    reached = [stop.text for stop in stops]
    for name in ("Le scénario proposé", "Ne rien faire", "PDF", "GeoPackage"):
        assert any(name in text for text in reached), name
    parts = opened.page.locator(".st-key-apercu_dossier summary").count()
    assert sum(stop.role == "summary" for stop in stops) >= parts > 10


def test_page_file_serves_everyone(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert find_faults(page) == []
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_page_file_opens_without_network_and_shows_its_map(
    browser: Browser, page_file: Path, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="fr-FR", offline=True)
    asked: list[str] = []
    complaints: list[str] = []

    def refuse(route: Route) -> None:
        if route.request.url == page_file.as_uri():
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", refuse)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(page_file.as_uri())
    communes = page.locator(".folium-map path[stroke-width='1.2']")
    expect(communes).to_have_count(36)
    frame = page.locator(".dossier-frame").bounding_box()
    assert frame is not None
    assert frame["height"] > 300
    fills = communes.evaluate_all("nodes => nodes.map(node => node.getAttribute('fill'))")
    assert len(set(fills)) > 2
    expect(page.locator(".ag-legend:visible")).to_have_count(1)
    page.get_by_label("Usagers : différence avec « Ne rien faire »").check()
    expect(page.locator(".ag-legend:visible")).to_contain_text("valeur du milieu des écarts")
    other = communes.evaluate_all("nodes => nodes.map(node => node.getAttribute('fill'))")
    assert other != fills
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    expect(page.get_by_label("Agrandir la carte")).to_be_visible()
    names = page.locator(".dossier-name span:visible")
    expect(names.nth(19)).to_be_visible()
    names.filter(has_text="Guillestre").hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("Guillestre")
    context.close()
    assert asked == []
    assert complaints == []


def test_page_file_prints_without_its_live_map(browser: Browser, page_file: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".dossier-frame")).to_be_hidden()
    expect(page.locator("#maps svg").first).to_be_visible()
    pages = [flatten(part.extract_text()) for part in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert "La question et la réponse" in pages[0]
    assert "Pour qui, et payé par qui" in pages[1]
    assert "Annexe 1 : Ce qui est proposé Quatre places" in pages[2]
    context.close()
