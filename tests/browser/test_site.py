"""The site without a server: from a disk and under a folder of a web host, for everyone, on the first screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from alpsat_geo.commands.publish import Question, publish
from alpsat_geo.project import Project
from alpsat_geo.sources.scenarios import read_scenario
from tests.browser.accessibility import COLOURS, find_faults, walk_by_keyboard
from tests.browser.visits import DESK, PHONE

pytestmark = pytest.mark.browser

KEYS = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
PAGES = ("index", "comparer-ete-20", "scenario-espaces-frugaux", "ma-commune", "commune-05026", "donnees")
CEILLAC = "commune-05026.html"

Theme = Literal["light", "dark"]


@pytest.fixture(scope="module", name="folder")
def publish_site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("host") / "mairie" / "etude"
    scenarios = tuple(map(read_scenario, KEYS))
    publish(project, Question(scenarios, ("fr", "de"), ("winter", "summer"), (20.0,), 60, 1), folder)
    return folder


@pytest.fixture(scope="module", name="host")
def serve_site(folder: Path) -> Iterator[str]:
    """Serve the site under a folder of a host, as any web host would."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_said: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder.parent.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/mairie/etude"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_first_screen_answers_and_nothing_else_is_asked_for(
    browser: Browser, folder: Path, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        # Nothing is wider than the screen, but what scrolls by itself.
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        _check_first_screen(page, size, name)
    page.close()
    assert asked == [(folder / f"{name}.html").as_uri() for name in PAGES]


def _check_first_screen(page: Page, size: tuple[int, int], name: str) -> None:
    """Check that the question, its answer and the picture are seen without scrolling."""
    shown = [page.locator("h1"), page.locator(".site-answer")]
    shown += [] if name == "donnees" else [page.locator(".site-picture svg").first]
    for part in shown:
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + min(box["height"], 0.75 * box["width"]) <= size[1], name


@pytest.mark.parametrize(
    ("size", "theme", "names", "rules"),
    [
        # Each page is judged at both sizes and in both themes, whole in one of them.
        (DESK, "light", PAGES[::2], ()),
        (PHONE, "light", PAGES[1::2], ()),
        (DESK, "dark", PAGES[1::2], COLOURS),
        (PHONE, "dark", PAGES[::2], COLOURS),
    ],
    ids=["desk-light", "phone-light", "desk-dark", "phone-dark"],
)
def test_pages_serve_everyone(  # noqa: PLR0917 - a row of a table
    browser: Browser,
    folder: Path,
    size: tuple[int, int],
    theme: Theme,
    names: Sequence[str],
    rules: Sequence[str],
) -> None:
    # The policy of the site lets no script run, axe-core neither.
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    for name in names:
        page.goto((folder / f"{name}.html").as_uri())
        assert find_faults(page, rules=rules, has_structure=not rules) == [], name
    context.close()


def test_a_mayor_finds_a_commune_and_another_season_under_any_host(browser: Browser, host: str) -> None:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, java_script_enabled=False)
    outside: list[str] = []
    context.on("request", lambda r: outside.append(r.url) if not r.url.startswith(f"{host}/") else None)
    page = context.new_page()
    page.goto(f"{host}/index.html")
    page.get_by_role("link", name="été", exact=True).click()
    expect(page.locator(".ag-answer")).to_contain_text("En été")
    expect(page.get_by_role("link", name="été", exact=True)).to_have_attribute("aria-current", "true")
    # A name is its commune, over whose ground it may stand.
    page.locator(".site-picture svg text", has_text="Ceillac").last.click()
    expect(page).to_have_url(f"{host}/{CEILLAC}#ete-20")
    answer = page.locator(".site-at:visible .ag-answer")
    expect(answer).to_contain_text("Ceillac : en été")
    assert answer.count() == 1
    page.locator(".site-choice:visible").get_by_role("link", name="hiver").click()
    expect(answer).to_contain_text("Ceillac : en hiver")
    page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(f"{host}/de/{CEILLAC}")
    expect(page.locator(".site-at:visible .ag-answer")).to_contain_text("Ceillac: Im Winter")
    page.get_by_role("link", name="Vergleichen").click()
    expect(page.locator(".ag-verdict").first).to_be_visible()
    context.close()
    assert outside == []


def test_the_keyboard_is_seen_where_it_is(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
    page.goto((folder / CEILLAC).as_uri())
    stops = walk_by_keyboard(page, at_most=16)
    assert [stop for stop in stops if not stop.is_seen] == []
    reached = {stop.text for stop in stops}
    assert {"Aller au contenu", "Territoire", "Deutsch", "Abriès-Ristolas"} <= reached
    page.close()
