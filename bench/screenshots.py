"""Picture every page as a council room and a phone see it, with the embedded background and with the IGN plan."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, Page

from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.scenario_code import encode_scenario
from bench.chromium import open_pages, serve_application
from bench.server import wait_until_healthy

FOLDER = Path(__file__).resolve().parents[1] / "test-results" / "screenshots"
SIZES = ((1280, 720), (390, 844))
BASEMAPS = {"atlas": "", "plan-ign": "fond=oui"}
_TALLEST_PX = 8000
_SETTLED_S, _SETTLE_AT_MOST_S = 0.6, 20.0

_BUILT = Scenario(
    "deux-espaces-et-un-accueil",
    "Deux espaces et un accueil",
    actions=(ActionChoice("open_space", ("05065", "05003")), ActionChoice("welcome_service")),
)
_OWN = f"perso={encode_scenario(_BUILT)}&scenario={_BUILT.key}"

# Beside each page as a first visit finds it: pages at work, by address and name.
SCENES: dict[str, dict[str, str]] = {
    "territoire": {"commune": "commune=05003"},
    "actions": {"catalogue-et-scenario": _OWN, "carte": f"{_OWN}&volet=carte&action=1"},
    "comparer": {
        "quatre-scenarios": f"{_OWN}&scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux,{_BUILT.key}",
        "ecart": f"{_OWN}&scenarios=ne-rien-faire,{_BUILT.key}&ecart=oui&mesure=usagers",
    },
}


def list_scenes() -> Iterator[tuple[str, str]]:
    """List what is pictured: a name, and an address with its query."""
    for page in PAGES:
        yield page.address, f"/{page.address}"
        for name, query in SCENES.get(page.address, {}).items():
            yield f"{page.address}-{name}", f"/{page.address}?{query}"


def main() -> int:
    """Picture everything; each picture is taken once as it opens and once in its whole height.

    Returns
    -------
    int
        0 when all was pictured, 1 when a page failed to show, 2 when there is no browser.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as data:
        os.environ["ALPSAT_DATA_DIR"] = data
        os.environ.pop("ALPSAT_DATABASE_URL", None)
        try:
            with serve_application("serve.py", "") as address, open_pages() as (page,):
                wait_until_healthy(address)
                for name, path in list_scenes():
                    failed += _picture_scene(page, address + path, name)
        except FileNotFoundError:
            print("Chromium manque : tapez « sudo apt install chromium », puis recommencez.", file=sys.stderr)
            return 2
    print(FOLDER)
    return 1 if failed else 0


def _picture_scene(page: Page, url: str, name: str) -> int:
    failed = 0
    for basemap, query in BASEMAPS.items():
        full = url + ("&" if "?" in url else "?") + query if query else url
        for width, height in SIZES:
            stem = f"{name}-{basemap}-{width}x{height}"
            try:
                _picture(page, full, stem, (width, height))
            except (Error, TimeoutError) as error:
                failed += 1
                print(f"{stem} : {str(error).splitlines()[0]}", file=sys.stderr)
            else:
                print(stem, flush=True)
    return failed


def _picture(page: Page, url: str, stem: str, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    _wait_until_settled(page)
    page.screenshot(path=FOLDER / f"{stem}.png")
    whole = int(page.locator('[data-testid="stMain"]').evaluate("node => node.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(whole, height), _TALLEST_PX)})
    _wait_until_settled(page)
    page.screenshot(path=FOLDER / f"{stem}-entiere.png")


def _wait_until_settled(page: Page) -> None:
    """Wait until the maps are drawn and the page has kept its height for a moment.

    Raises
    ------
    TimeoutError
        When it never does.
    """
    deadline, since, last = time.monotonic() + _SETTLE_AT_MOST_S, time.monotonic(), ""
    while time.monotonic() < deadline:
        # A page that shows a map has a frame; the frame says itself when it is drawn.
        now = str(
            page.evaluate(
                """() => {
                    const main = document.querySelector('[data-testid="stMain"]');
                    const frames = [...document.querySelectorAll('iframe[src*="folium"]')];
                    const drawn = frames.every(frame => frame.contentDocument?.querySelector('[data-ready=true]'));
                    const isBusy = document.querySelector('[data-testid="stSpinner"]') !== null;
                    return [main?.scrollHeight, frames.length, drawn, isBusy].join(' ');
                }"""
            )
        )
        if now != last or not now.endswith("true false"):
            since, last = time.monotonic(), now
        elif time.monotonic() - since > _SETTLED_S:
            return
        page.wait_for_timeout(100)
    raise TimeoutError(f"la page ne se fixe pas ({last})")


if __name__ == "__main__":
    sys.exit(main())
