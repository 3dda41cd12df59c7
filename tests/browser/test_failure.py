"""When the interface itself fails, a reader sees what happened and what to do, in the page's language only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import PATIENCE_S

pytestmark = pytest.mark.browser

ENGLISH = re.compile(r"\b(error|connect|trouble|loading|Streamlit|reload|server|close|the)\b", re.IGNORECASE)
READ_SAID = "(shown) => getComputedStyle(shown, '::after').content"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page whose failures are looked for."""
    context = browser.new_context()
    context.set_default_timeout(1000 * PATIENCE_S)
    yield context.new_page()
    context.close()


def test_a_line_that_never_opens_is_said_before_any_page_has_come(page: Page, address: str) -> None:
    page.route("**/_stcore/health", lambda route: route.abort())
    page.route("**/_stcore/host-config", lambda route: route.abort())
    page.goto(f"{address}/territoire?langue=de", wait_until="commit")
    dialog = page.get_by_role("dialog")
    said = [part.evaluate(READ_SAID) for part in (dialog.locator("h2"), dialog.locator("h2 + div > div"))]
    assert said[0] == '"Verbindung unterbrochen"'
    assert said[1].startswith('"Das Dashboard')
    assert ENGLISH.findall(dialog.inner_text()) == []
    expect(dialog).to_have_accessible_name("Verbindung unterbrochen")
    assert ENGLISH.findall(dialog.aria_snapshot()) == []


def test_a_part_of_the_interface_that_does_not_come_is_said(page: Page, address: str) -> None:
    page.route(re.compile(r"/static/js/Slider\."), lambda route: route.abort())
    page.goto(f"{address}/territoire", wait_until="commit")
    box = page.get_by_role("alert").first
    expect(box).to_be_visible()
    assert box.evaluate(READ_SAID) == '"Cette partie de la page n\'a pas pu être montrée\u00a0: rechargez la page."'
    assert box.inner_text() == ""
    assert ENGLISH.findall(box.aria_snapshot()) == []
