"""Every page, at both sizes and in both themes: nothing serious for axe-core, in order, in French, no wider."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.report.address.app_state import METHOD_PART_WORDS
from tests.browser.accessibility import COLOURS, find_faults, find_faults_everywhere
from tests.browser.visits import DESK, PATIENCE_S, PHONE, Visit, settle, wait_for

pytestmark = pytest.mark.browser

PATHS = [f"/{page.address}" for page in PAGES]
# Further states of the pages, at one size and in the light: the other size and the dark are the same styles.
SCENES = {
    **{f"/donnees?partie={word}": PHONE for word in METHOD_PART_WORDS.values()},
    "/territoire?commune=05065": PHONE,
    "/donnees?partie=hypotheses&hypotheses=huff_desks_exponent=0.8": PHONE,
    "/s-installer?besoins=fibre%3D90%2Cespace%3D15%2Ccourses%3D10&commune=05065": PHONE,
    "/s-installer?besoins=espace%3D5%2Clycee%3D5%2Cgare%3D5%2Caltitude_min%3D2000": DESK,
    "/territoire?reunion=oui": PHONE,
}

# Words of Streamlit's own, in English, and what stands for a missing value.
FOREIGN = re.compile(
    r"\b(Running|Stop|Deploy|Choose|Search|Download|Fullscreen|View|Loading|Press|more|nan|None|undefined)\b"
)
_IS_DARK = """() => [document.querySelector('.stApp'),
    ...[...document.querySelectorAll('iframe[src*="folium"]')].map(frame => frame.contentDocument.documentElement)]
    .every(part => getComputedStyle(part).colorScheme === 'dark')"""
_LEVELS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(node => node.checkVisibility()).map(node => Number(node.tagName[1]))"""
# Streamlit's own names, for who hears the page.
_ENGLISH_NAMES = """() => [...document.querySelectorAll('[aria-label], iframe[title]')]
    .map(node => node.getAttribute('aria-label') || node.title)
    .filter(name => /^(Open|Close|Clear|Help for|App pages|Navigate|file upload|streamlit)/i.test(name))"""
# Lines, letters and words as far apart as somebody may need them: WCAG 1.4.12, RGAA 10.12.
_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""
# A text that no longer has its place: cut, or under its own edge. What is hidden to the eye is one point wide.
_CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] *')].filter(node => {
    const isSeen = node.checkVisibility() && node.clientWidth > 8;
    if (!isSeen || node.children.length || !node.textContent.trim()) return false;
    const style = getComputedStyle(node);
    const isHiding = [style.overflowX, style.overflowY].some(way => way === 'hidden' || way === 'clip');
    return isHiding && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 2);
}).map(node => node.textContent.trim().slice(0, 60))"""
# What has no name, no heading, or a heading that does not say of what.
_UNNAMED_TABLES = """() => [...document.querySelectorAll('table')]
    .filter(table => !(table.caption?.textContent || table.getAttribute('aria-label'))
        || !table.querySelector('th') || [...table.querySelectorAll('th')].some(head => !head.scope))
    .map(table => table.innerText.slice(0, 60))"""
NARROW = (320, 640)
_OVERFLOW_PX = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(document.scrollingElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Open one context, which all the pages share."""
    opened = browser.new_context(base_url=address, locale="fr-FR", color_scheme="light")
    opened.set_default_timeout(1000 * PATIENCE_S)
    yield opened
    opened.close()


@pytest.fixture
def opened(context: BrowserContext, address: str) -> Iterator[Visit]:
    page = context.new_page()
    yield Visit(page, address)
    page.close()


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    settle(page)


def open_whole(opened: Visit, path: str, size: tuple[int, int]) -> None:
    """Open a page, and all that unfolds in it."""
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened.open(path, has_map=False)
    for box in page.locator('[data-testid="stMain"] summary').all():
        if box.is_visible():
            box.click()
            # What unfolds may ask the server, and the page is drawn again under the next one.
            opened.settle()
    page.locator('[data-testid="stMain"]').evaluate("node => node.scrollTo(0, 0)")


def judge_order(page: Page) -> None:
    """Refuse headings out of order, a text that is not in French, and a page wider than its screen."""
    levels = page.evaluate(_LEVELS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert [frame.locator("html").get_attribute("lang") for frame in page.frames] == ["fr"] * len(page.frames)
    assert FOREIGN.findall(page.locator("body").inner_text()) == []
    judge_width(page)


def judge_width(page: Page) -> None:
    """Refuse a page wider than its screen, once its charts have their new width, a moment after their page."""
    wait_for(page, f"({_OVERFLOW_PX})() <= 0", "the page is wider than its screen")


def judge_names(page: Page) -> None:
    """Refuse a title of the tab that does not name the page, and names that Streamlit left in English."""
    assert page.get_by_role("heading", level=1).inner_text() in page.title()
    assert page.evaluate(_ENGLISH_NAMES) == []
    assert page.evaluate(_UNNAMED_TABLES) == []
    assert page.get_by_text("Aller au contenu").count() == 1


def judge_reading(page: Page) -> None:
    """Refuse a page that is wider than a narrow screen, or that cuts a text whose lines and letters are set apart."""
    style = page.add_style_tag(content=_SPACING)
    settle(page)
    judge_width(page)
    assert page.evaluate(_CUT) == []
    style.evaluate("node => node.remove()")
    resize(page, NARROW)
    judge_width(page)
    assert page.evaluate(_CUT) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_serves_everyone(opened: Visit, path: str) -> None:
    page = opened.page
    open_whole(opened, path, DESK)
    assert find_faults_everywhere(page) == []
    judge_order(page)
    judge_names(page)
    resize(page, PHONE)
    assert find_faults_everywhere(page) == []
    judge_order(page)
    judge_reading(page)
    page.emulate_media(color_scheme="dark")
    wait_for(page, _IS_DARK, "the page did not darken")
    settle(page)
    assert find_faults_everywhere(page, COLOURS) == []


@pytest.mark.parametrize("path", SCENES)
def test_a_page_serves_everyone_in_other_states(opened: Visit, path: str) -> None:
    open_whole(opened, path, SCENES[path])
    assert find_faults_everywhere(opened.page) == []
    judge_order(opened.page)


def test_the_menus_are_no_worse(opened: Visit) -> None:
    """What a menu covers cannot be judged: menus are opened once the pages are."""
    page = opened.page
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        # A bar that still gains a button moves the one aimed at.
        opened.open("/donnees?partie=hypotheses", has_map=False)
        page.get_by_role("button", name="Affichage").click()
        page.get_by_role("button", name="Préparer une réunion").wait_for()
        settle(page)
        assert find_faults(page, has_structure=True) == []
        page.keyboard.press("Escape")
        page.get_by_label("Hypothèses de").click()
        page.get_by_role("option").first.wait_for()
        settle(page)
        assert find_faults(page, has_structure=True) == []
