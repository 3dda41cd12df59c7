"""Hypotheses moved, looks changed, pages printed: what a browser then shows."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.visits import DESK, PHONE, OpenVisit, Visit, wait_for

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]


def read_backgrounds(opened: Visit) -> tuple[str, str]:
    """Return the colours behind the page and behind the map."""
    read = "node => getComputedStyle(node).backgroundColor"
    return opened.page.locator(".stApp").evaluate(read), opened.map.locator(".alpsat-map").first.evaluate(read)


def is_dark(colour: str) -> bool:
    return max(int(channel) for channel in re.findall(r"\d+", colour)[:3]) < 100


def wait_for_backgrounds(opened: Visit, *, dark: bool) -> None:
    opened.wait_until(
        lambda: [is_dark(colour) for colour in read_backgrounds(opened)] == [dark, dark], "the page and the map differ"
    )


def open_looks(opened: Visit) -> None:
    opened.page.get_by_role("button", name="Affichage").click()
    opened.page.get_by_role("button", name="Préparer une réunion").wait_for()


def test_a_moved_hypothesis_moves_the_figures_of_another_page(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    users = opened.page.locator(".ag-bar", has_text="qui viendraient dans un espace assez proche").locator(".ag-value")
    before = users.inner_text()
    opened.page.get_by_role("link", name="Données").click()
    opened.choose("Les hypothèses")
    label = "Part des indépendants qui utiliseraient un espace de travail"
    opened.page.get_by_role("slider", name=label).wait_for()
    opened.move_slider(label, "End")
    notice = opened.page.get_by_text(re.compile(rf"{label}\s: [\d,]+\s% au lieu de 2\s%"))
    expect(notice).to_be_visible()
    expect(opened.page).to_have_url(re.compile("hypotheses=third_place_share_independents"))
    opened.page.get_by_role("link", name="Territoire").click()
    opened.wait_for_map()
    expect(notice).to_be_visible()
    expect(users).not_to_have_text(before)
    copied = visit(opened.page.url.removeprefix(opened.address))
    expect(copied.page.get_by_text("Hypothèse modifiée : 1.")).to_be_visible()
    opened.page.get_by_role("button", name="Revenir aux hypothèses du projet").click()
    expect(users).to_have_text(before)
    expect(notice).to_have_count(0)


def test_a_theme_of_the_address_wins_over_the_device_and_dresses_the_map(visit: OpenVisit) -> None:
    opened = visit("/territoire?saison=ete&theme=sombre")
    wait_for_backgrounds(opened, dark=True)
    assert "saison=ete" in opened.page.url
    open_looks(opened)
    opened.page.get_by_role("link", name="clair", exact=True).click()
    expect(opened.page).to_have_url(re.compile("theme=clair"))
    opened.wait_for_map()
    wait_for_backgrounds(opened, dark=False)
    assert "saison=ete" in opened.page.url


def test_the_device_decides_by_default_and_the_map_follows_at_once(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    wait_for_backgrounds(opened, dark=False)
    host = opened.map.locator(".alpsat")
    host.evaluate("host => { host.dataset.kept = 'yes'; }")
    opened.page.emulate_media(color_scheme="dark")
    expect(opened.map.locator("html")).to_have_css("color-scheme", "dark")
    wait_for_backgrounds(opened, dark=True)
    assert host.get_attribute("data-kept") == "yes"


@pytest.mark.parametrize("path", ["/territoire", "/comparer?scenarios=ne-rien-faire,plateforme-et-accueil"])
def test_paper_keeps_the_map_and_the_tables_and_drops_the_controls(visit: OpenVisit, tmp_path: Path, path: str) -> None:
    opened = visit(path)
    opened.page.locator("summary", has_text=re.compile("tableau|communauté")).first.click()
    opened.page.locator(".ag-table").first.wait_for()
    opened.settle()
    opened.page.emulate_media(media="print")
    for control in ("stHeader", "stSelectbox", "stSlider", "stRadio", "stToggle", "stButton"):
        for found in opened.page.get_by_test_id(control).all():
            expect(found).to_be_hidden()
    expect(opened.page.locator(".ag-table").first).to_be_visible()
    expect(opened.page.locator('iframe[src*="folium"]')).to_be_visible()
    opened.page.emulate_media(media="screen")
    opened.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "page.pdf") as paper:
        # Chromium shrinks a page that is too wide for its paper: a full scale says that nothing is cut.
        scales = re.findall(rb"([\d.]+) 0 0 [\d.]+ [\d.]+ [\d.]+ cm", paper.pages[0].Contents.read_bytes()[:600])
    assert float(scales[0]) == pytest.approx(300 / 96, abs=0.01)


def test_the_bar_hides_no_page_and_speaks_french(visit: OpenVisit) -> None:
    opened = visit("/donnees", DESK, has_map=False)
    rest = opened.page.get_by_role("button", name="Autres pages")
    for width in (1280, 1060, 820):
        opened.page.set_viewport_size({"width": width, "height": 720})
        opened.settle()
        if width < 1280:
            rest.click()
        else:
            expect(rest).to_be_hidden()
        expect(opened.page.get_by_text("Suivi", exact=True).locator("visible=true").first).to_be_visible()
        opened.page.keyboard.press("Escape")
        opened.settle()
        looks = opened.page.get_by_role("button", name="Affichage").bounding_box()
        assert looks is not None
        links = opened.page.get_by_test_id("stTopNav").locator("a").locator("visible=true")
        edges = links.evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect().right)")
        assert all(edge <= looks["x"] for edge in edges if edge > 0)


def test_the_browser_keeps_what_the_notice_says_and_nothing_else(visit: OpenVisit) -> None:
    opened = visit("/donnees?partie=vie-privee", has_map=False)
    notice = opened.page.locator(".ag-prose").inner_text()
    assert {cookie["name"] for cookie in opened.page.context.cookies()} == {"_streamlit_xsrf"}
    opened.page.get_by_role("link", name="Consultation").click()
    opened.page.get_by_role("button", name="Ouvrir la consultation").wait_for()
    wait_for(opened.page, "document.querySelector('header img')?.complete", "the logo did not come")
    kept: dict[str, float] = {}

    def is_named() -> bool:
        kept.update({cookie["name"]: cookie.get("expires", 0) for cookie in opened.page.context.cookies()})
        return "alpsat_appareil" in kept

    opened.wait_until(is_named, "the browser has no name")
    assert set(kept) == {"_streamlit_xsrf", "alpsat_appareil"}
    assert all(name in notice for name in kept)
    assert kept["_streamlit_xsrf"] == -1
    assert kept["alpsat_appareil"] < time.time() + 400 * 24 * 3600
    stored = opened.page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert all(name.startswith("stActiveTheme") for name in stored)
    assert opened.page.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_the_foot_of_the_page_opens_another_part_at_its_beginning(visit: OpenVisit) -> None:
    opened = visit("/donnees", PHONE, has_map=False, has_touch=True)
    for title in ("Les mots de cet outil", "Vie privée"):
        with opened.asking():
            opened.page.get_by_role("button", name=title).tap()
        expect(opened.page.get_by_role("heading", name=title, level=2)).to_be_in_viewport()
