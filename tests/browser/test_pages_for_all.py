"""Every page, at both sizes and in both themes: nothing serious for axe-core, one title, ordered headings."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from alpsat_geo.app.address import METHOD_PART_WORDS
from alpsat_geo.app.page_table import PAGES
from tests.browser.accessibility import SEVERE
from tests.browser.visits import DESK, PHONE

pytestmark = pytest.mark.browser

PATHS = [f"/{page.address}" for page in PAGES]
# Further states of the pages, in the light alone: what the dark changes is the same styles.
SCENES = [f"/donnees?partie={word}" for word in METHOD_PART_WORDS.values()] + [
    "/territoire?commune=05065",
    "/comparer?scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux",
    "/donnees?partie=hypotheses&hypotheses=huff_desks_exponent=0.8",
    "/territoire?projecteur=oui",
]
SIZES = (DESK, PHONE)
PAGE_BUDGET_S = 40.0

# Beside the serious faults: what a reader who hears the page relies upon to find a way in it.
STRUCTURE = frozenset({"heading-order", "landmark-unique", "empty-heading", "page-has-heading-one"})

_SETTLED = """() => {
    const frames = [...document.querySelectorAll('iframe[title*="folium"]')];
    const areDrawn = frames.every(frame => frame.contentDocument?.querySelector('[data-ready=true]'));
    return areDrawn && !document.querySelector('[data-testid="stSpinner"], [data-stale="true"]');
}"""
_RUN = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    return found.violations.flatMap(fault => fault.nodes.map(node => ({
        rule: fault.id, impact: fault.impact, html: node.html, summary: node.failureSummary,
    })));
}"""
_LEVELS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(node => node.checkVisibility()).map(node => Number(node.tagName[1]))"""


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Open one context a theme, which all the pages share."""
    width, height = DESK
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="fr-FR",
        color_scheme=request.param,
    )
    yield context
    context.close()


@pytest.fixture
def page(theme: BrowserContext) -> Iterator[Page]:
    opened = theme.new_page()
    yield opened
    opened.close()


def open_whole(page: Page, path: str) -> None:
    """Open a page, and all that unfolds in it."""
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_function(_SETTLED)
    for box in page.locator('[data-testid="stMain"] summary').all():
        if box.is_visible():
            box.click()
    page.wait_for_function(_SETTLED)
    page.locator('[data-testid="stMain"]').evaluate("node => node.scrollTo(0, 0)")


def find_violations(frame: Frame) -> list[dict[str, str]]:
    """Return what axe-core finds in one document."""
    frame.evaluate(Axe().axe_script)
    found: list[dict[str, str]] = frame.evaluate(_RUN)
    return found


def list_faults(frame: Frame, *, is_page: bool) -> list[str]:
    return [
        f"{fault['rule']}: {fault['html'][:160]}: {fault['summary'][:200]}"
        for fault in find_violations(frame)
        if fault["impact"] in SEVERE or (is_page and fault["rule"] in STRUCTURE)
    ]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_serious_is_found(page: Page, path: str) -> None:
    judge_page(page, path)


@pytest.mark.parametrize("theme", ["light"], indirect=True)
@pytest.mark.parametrize("path", SCENES)
def test_nothing_serious_is_found_in_other_states(page: Page, path: str) -> None:
    judge_page(page, path)


def judge_page(page: Page, path: str) -> None:
    start = time.monotonic()
    open_whole(page, path)
    faults = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(_SETTLED)
        found = [fault for frame in page.frames for fault in list_faults(frame, is_page=frame == page.main_frame)]
        faults += [f"{width}: {fault}" for fault in found]
    assert faults == []
    levels = page.evaluate(_LEVELS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert [frame.locator("html").get_attribute("lang") for frame in page.frames] == ["fr"] * len(page.frames)
    assert time.monotonic() - start < PAGE_BUDGET_S


def test_the_menus_are_no_worse(page: Page) -> None:
    """What a menu covers cannot be judged: menus are opened once the pages are."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/donnees?partie=hypotheses")
        page.get_by_role("heading", level=1).wait_for()
        page.get_by_role("button", name="Affichage").click()
        page.get_by_text("Mode projecteur").wait_for()
        assert list_faults(page.main_frame, is_page=True) == []
        page.keyboard.press("Escape")
        page.get_by_label("Hypothèses de").click()
        page.get_by_role("option").first.wait_for()
        assert list_faults(page.main_frame, is_page=True) == []


def test_a_serious_fault_would_be_found(page: Page) -> None:
    open_whole(page, "/donnees")
    page.locator(".ag-card p").first.evaluate("node => { node.style.color = '#777'; node.style.background = '#888'; }")
    page.locator("header h1").evaluate("node => node.insertAdjacentHTML('afterend', '<h4>Saut</h4>')")
    faults = list_faults(page.main_frame, is_page=True)
    assert any(fault.startswith("color-contrast: <p") for fault in faults)
    assert any(fault.startswith("heading-order: <h4>Saut") for fault in faults)
