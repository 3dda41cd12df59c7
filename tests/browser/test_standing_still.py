"""What a person sees stays where it is while a control moves: zoom, selection and scroll, on each page with a map."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.browser.visits import DESK, OpenVisit, Visit

pytestmark = pytest.mark.browser

OWN = encode_scenario(Scenario("essai", "Essai", actions=(ActionChoice("open_space", ("05065",)),)))
PATHS = {
    "/territoire?commune=05006": "L'Argentière-la-Bessée",
    f"/actions?perso={OWN}&scenario=essai&action=1&volet=carte": "Ouvrir un espace de travail",
    "/comparer?scenarios=ne-rien-faire,espaces-frugaux&prix=inhabitant=2000": "Réseau d'espaces frugaux",
    "/implanter": "Ce que chaque espace de plus apporte, et ce qu'il coûte",
}
SCROLL = "document.querySelector('[data-testid=stMain]').scrollTop"


def scroll_down(opened: Visit, by_px: int) -> int:
    opened.page.evaluate(f"document.querySelector('[data-testid=stMain]').scrollTo(0, {by_px})")
    top: int = opened.page.evaluate(SCROLL)
    assert top > 0
    return top


def find_map_top(opened: Visit) -> float:
    top: float = opened.page.locator('iframe[src*="folium"]').first.evaluate("node => node.getBoundingClientRect().top")
    return top


def wait_for_change(opened: Visit, before: str) -> None:
    opened.wait_until(lambda: read_answer(opened) != before, "nothing changed")
    # What follows the first answer must have come too.
    opened.settle()


def read_answer(opened: Visit) -> str:
    texts = opened.page.locator(".ag-verdict, .ag-figures").all_inner_texts()
    return " | ".join([*texts, *opened.fills()])


@pytest.mark.parametrize("path", list(PATHS))
def test_zoom_selection_and_scroll_survive_the_controls(visit: OpenVisit, path: str) -> None:
    opened = visit(path)
    zoomed = opened.zoom_in()
    kept = opened.page.get_by_text(PATHS[path], exact=True).first
    expect(kept).to_be_attached()
    # A slider that takes the focus comes into sight: it is there before.
    opened.page.get_by_role("slider", name="Trajet accepté").scroll_into_view_if_needed()
    top = opened.page.evaluate(SCROLL) or scroll_down(opened, 60)
    for move in ("ArrowRight", "ArrowLeft"):
        before = read_answer(opened)
        opened.move_slider("Trajet accepté", move, 4)
        wait_for_change(opened, before)
    before = read_answer(opened)
    # Without the mouse, which would scroll to what it clicks.
    opened.page.get_by_role("radio", name="été").evaluate("node => node.click()")
    wait_for_change(opened, before)
    assert opened.positions() == zoomed
    assert opened.page.evaluate(SCROLL) == top
    expect(kept).to_be_attached()


def test_zoom_and_scroll_survive_the_efforts(visit: OpenVisit) -> None:
    path = next(path for path in PATHS if path.startswith("/comparer"))
    opened = visit(path)
    zoomed = opened.zoom_in()
    slider = opened.page.get_by_role("slider", name="Un habitant de plus")
    slider.scroll_into_view_if_needed()
    top = opened.page.evaluate(SCROLL)
    before = read_answer(opened)
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    wait_for_change(opened, before)
    assert opened.positions() == zoomed
    assert abs(opened.page.evaluate(SCROLL) - top) <= 1


def test_a_window_that_changes_its_size_shows_what_the_address_asks(visit: OpenVisit) -> None:
    path = "/comparer?vue=44.8336,6.6398,9.50"
    asked = visit(path).positions()
    opened = visit(path, size=(DESK[0] + 1, DESK[1]))
    opened.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    opened.wait_until(lambda: opened.positions() == asked, "the maps are not where the address puts them")


def test_a_click_on_a_map_that_is_half_in_sight_counts_and_moves_nothing(
    visit: OpenVisit, territory: Territory
) -> None:
    opened = visit("/territoire")
    scroll_down(opened, 190)
    map_top = find_map_top(opened)
    opened.click_commune(territory.insee_codes.index("05065"))
    expect(opened.page.get_by_role("heading", name="Guillestre", exact=True)).to_be_visible()
    opened.settle()
    # The answer above the map may take another line: the map stays where it was under the pointer.
    assert abs(find_map_top(opened) - map_top) <= 1
