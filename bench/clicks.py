"""Press every name and every dot that the maps show first, and count those that open their own commune."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, FrameLocator, Locator, Page
from playwright.sync_api import TimeoutError as NoAnswer

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.scenario_code import encode_scenario
from bench.chromium import open_pages, serve_application
from bench.server import wait_until_healthy

SIZES = ((1280, 720), (390, 844))
SEASONS = ("hiver", "ete")
LEAST_NAMES = 20
_PHONE_PX = 500
_ANSWER_MS = 20_000
_SETTLED_MS = 700
_OPENED_MS = 120_000
_STILL_MS = 60
_DOUBLE_MS = 500

_TO_PLACE = Scenario("a-placer", "À placer", actions=(ActionChoice("open_space"),))
_ACTIONS = {"perso": encode_scenario(_TO_PLACE), "scenario": _TO_PLACE.key, "volet": "carte", "action": "1"}


@dataclass(frozen=True, slots=True)
class Map:
    """One map under test.

    Attributes
    ----------
    page : Page
    is_phone : bool
        Whether a finger touches it, instead of a mouse.
    """

    page: Page
    is_phone: bool

    @property
    def frame(self) -> FrameLocator:
        """The document in which the map is drawn."""
        return self.page.frame_locator('iframe[src*="folium"]').first

    def list_names(self) -> list[str]:
        """List the names of communes that stand on the map."""
        return self.frame.locator(".alpsat-label[role=button]").all_inner_texts()

    def press(self, node: Locator) -> None:
        """Click or tap the middle of an element, whatever lies over it."""
        # At the very edge of the screen, what is cut in two is pressed elsewhere than in its middle.
        node.evaluate("node => node.scrollIntoView({ block: 'center' })")
        self.page.wait_for_timeout(_STILL_MS)
        if self.is_phone:
            node.tap(force=True)
        else:
            node.click(force=True)

    def press_name(self, name: str) -> None:
        """Click or tap the middle of a name."""
        self.press(self.frame.get_by_role("button", name=name, exact=True))


def run() -> dict[str, Any]:
    """Press every name and every dot, at both sizes and in both seasons.

    Returns
    -------
    dict
        By page, season and size: how many are shown, how many opened their own commune.

    Raises
    ------
    RuntimeError
        When one opened another commune or none, or when the first map names too few.
    """
    results: dict[str, Any] = {}
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as data, open_pages() as (page,):
        os.environ["ALPSAT_DATA_DIR"] = data
        os.environ.pop("ALPSAT_DATABASE_URL", None)
        with serve_application("serve.py", "") as address:
            wait_until_healthy(address)
            browser = page.context.browser
            assert browser is not None  # noqa: S101 - a page of a launched browser has one
            for size in SIZES:
                for season in SEASONS:
                    where = f"{season}.{size[0]}x{size[1]}"
                    with open_map(browser, f"{address}/territoire?{urlencode({'saison': season})}", size) as map_:
                        names = map_.list_names()
                        missed = [name for name in names if not _opens_its_card(map_, name, map_.press_name)]
                        results[f"territoire.noms.{where}"] = _count(names, missed)
                        faults += [f"{where} : {name}" for name in missed]
                        if len(names) < LEAST_NAMES:
                            faults.append(f"{where} : {len(names)} noms seulement")
                        dots = _list_dots(map_)
                        missed = [name for name in dots if not _opens_its_card(map_, name, _press_dot(map_, dots))]
                        results[f"territoire.points.{where}"] = _count(dots, missed)
                        faults += [f"{where} : point de {name}" for name in missed]
                    query = urlencode({**_ACTIONS, "saison": season})
                    with open_map(browser, f"{address}/actions?{query}", size) as map_:
                        names = map_.list_names()
                        missed = [name for name in names if not _takes_its_place(map_, name)]
                        results[f"actions.noms.{where}"] = _count(names, missed)
                        faults += [f"actions {where} : {name}" for name in missed]
    counts = list(results.values())
    results["total"] = {field: sum(one[field] for one in counts) for field in ("shown", "own")}
    if faults:
        raise RuntimeError(f"{results['total']['own']} sur {results['total']['shown']} ; {'; '.join(faults)}")
    return results


@contextmanager
def open_map(browser: Browser, url: str, size: tuple[int, int]) -> Iterator[Map]:
    """Open a page in a visit of its own and wait until its map stands; a narrow one is a phone, touched by a finger."""
    is_phone = size[0] < _PHONE_PX
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="fr-FR", has_touch=is_phone, is_mobile=is_phone
    )
    page = context.new_page()
    page.goto(url)
    opened = Map(page, is_phone)
    opened.frame.locator("[data-ready=true]").wait_for(timeout=_OPENED_MS)
    page.wait_for_timeout(_SETTLED_MS)
    yield opened
    context.close()


def _opens_its_card(map_: Map, name: str, press: Callable[[str], None]) -> bool:
    press(name)
    return _is_answered(map_.page.get_by_role("heading", name=name, exact=True))


def _takes_its_place(map_: Map, name: str) -> bool:
    """Put the open action on a commune by its name, then take it away by the sign that stands there since."""
    place = map_.page.locator(".ag-step-open span")
    map_.press_name(name)
    opened = map_.frame.locator(".alpsat-symbol-opened")
    is_own = _is_answered(place.filter(has_text=name)) and place.inner_text() == name and _is_answered(opened)
    # At once, it would be the second half of a double click, which takes nothing away.
    map_.page.wait_for_timeout(_DOUBLE_MS)
    map_.press(opened.first)
    opened.first.wait_for(state="detached", timeout=_ANSWER_MS)
    return is_own


def _list_dots(map_: Map) -> list[str]:
    """List the communes in the order in which their dots are drawn, which is that of the geometry."""
    url = map_.frame.locator("body").evaluate(
        "() => performance.getEntriesByType('resource').map(entry => entry.name).find(name => name.endsWith('.json'))"
    )
    return [str(commune["name"]) for commune in map_.page.request.get(url).json()["communes"]]


def _press_dot(map_: Map, dots: list[str]) -> Callable[[str], None]:
    return lambda name: map_.press(map_.frame.locator(".alpsat-symbol-hall").nth(dots.index(name)))


def _is_answered(node: Locator) -> bool:
    try:
        node.first.wait_for(timeout=_ANSWER_MS)
    except NoAnswer:
        return False
    return True


def _count(shown: list[str], missed: list[str]) -> dict[str, Any]:
    return {"shown": len(shown), "own": len(shown) - len(missed), "others": ", ".join(missed)}
