"""An agent logs in by a provider that holds ProConnect's rules, works on two replicas, and leaves both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alpsat_geo.app.core.login import pages
from alpsat_geo.report.language import speak
from tests.browser.accessibility import find_faults
from tests.browser.conftest import run_server
from tests.browser.visits import DESK, PATIENCE_S, PHONE, settle
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, LocalProvider, serve_provider
from tests.ports import find_free_port

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGE = "/comparer?scenarios=ne-rien-faire,espaces-frugaux&saison=ete"


@dataclass(frozen=True)
class Hosted:
    """Two replicas of a hosted dashboard on one database, and their provider."""

    first: str
    second: str
    provider: LocalProvider


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    ports = find_free_port(), find_free_port()
    first, second = (f"http://127.0.0.1:{port}" for port in ports)
    provider = LocalProvider([f"{first}/retour-connexion", f"{second}/retour-connexion"], is_proconnect=True)
    provider.claims |= {"given_name": "Ada", "usual_name": "d'Essai"}
    with ExitStack() as stack:
        stack.enter_context(serve_provider(provider))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in {
            "MODE": "hosted",
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_KIND": "proconnect",
            "COOKIE_SECRET": "0123456789abcdef" * 2,
            "AGENTS": "agent@petr.example",
        }.items():
            patch.setitem(os.environ, f"ALPSAT_{name}", value)
        for port in ports:
            stack.enter_context(run_server(port, tmp_path))
        yield Hosted(first, second, provider)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="fr-FR")
    opened.set_default_timeout(1000 * PATIENCE_S)
    yield opened
    opened.close()


def open_account(page: Page, address: str = "") -> None:
    """Open what the bar says of the account, on a page of the dashboard."""
    if address:
        page.goto(address)
    button = page.locator(".st-key-compte button")
    button.wait_for()
    settle(page)
    button.click()
    # The page itself may offer the way in too.
    menu = page.get_by_test_id("stPopoverBody")
    menu.locator("a[href^='./connexion'], a[href^='./deconnexion']").wait_for()


def test_an_agent_comes_back_to_the_very_page_on_every_replica_and_leaves_them_all(
    hosted: Hosted, context: BrowserContext
) -> None:
    page = context.new_page()
    open_account(page, hosted.first + PAGE)
    left = page.url
    assert "saison=ete" in left
    page.get_by_role("link", name="S'identifier avec ProConnect").click()
    page.wait_for_url(left)
    open_account(page)
    expect(page.get_by_role("button", name="Ada d'Essai")).to_be_visible()
    expect(page.get_by_text("agent@petr.example")).to_be_visible()
    expect(page.get_by_text("Votre compte enregistre, corrige et suit.")).to_be_visible()
    settle(page)
    assert find_faults(page) == []
    assert hosted.provider.refused == []
    # A cookie belongs to a host whatever its port: the other replica knows who comes.
    other = context.new_page()
    open_account(other, f"{hosted.second}/suivi")
    expect(other.get_by_text("agent@petr.example")).to_be_visible()

    kept = [one for one in context.cookies() if one["name"] == "alpsat_compte"]
    assert kept[0]["httpOnly"]
    page.get_by_role("link", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Vous êtes déconnecté")).to_be_visible()
    assert len(hosted.provider.ended) == 1
    assert find_faults(page, has_structure=True) == []
    page.get_by_role("link", name="Revenir à la page").click()
    page.wait_for_url(left)
    # Whoever kept the cookie opens nothing with it, on the other replica either.
    context.add_cookies([{"name": "alpsat_compte", "value": kept[0]["value"], "url": hosted.second}])
    open_account(other, f"{hosted.second}/suivi")
    expect(other.get_by_role("link", name="S'identifier avec ProConnect")).to_be_visible()


def test_the_plain_pages_are_for_everyone(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for language in ("fr", "de"):
        with speak(language):
            written = [
                pages.write_password_page("suivi", "Non."),
                *(write("suivi") for write in (pages.write_arrival, pages.write_question, pages.write_absence)),
                pages.write_refusal("Non.", "suivi"),
                pages.write_departure("suivi", "Non."),
            ]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for one in written:
                page.set_content(one)
                assert find_faults(page, has_structure=True) == [], one
                assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0]
    page.set_content(written[0])
    reached = []
    for _stop in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
    assert reached == ["INPUT", "BUTTON", "A"]
