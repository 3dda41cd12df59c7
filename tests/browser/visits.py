"""A visit of the dashboard in a real browser: what a person does, and what the page then shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import FrameLocator, Locator, Page

DESK = (1280, 720)
PHONE = (390, 844)

# Streamlit's page asks for its server under the page's own address before it asks at the root.
PROBES = ("_stcore/health", "_stcore/host-config")

_INNER_POINT = """shape => {
    const box = shape.getBBox(), svg = shape.ownerSVGElement, point = svg.createSVGPoint();
    for (let i = 1; i < 20; i += 1) for (let j = 1; j < 20; j += 1) {
        point.x = box.x + (box.width * ((i * 7) % 20)) / 20;
        point.y = box.y + (box.height * ((j * 7) % 20)) / 20;
        if (!shape.isPointInFill(point)) continue;
        const place = point.matrixTransform(shape.getScreenCTM());
        if (document.elementFromPoint(place.x, place.y) === shape) return [place.x, place.y];
    }
    return null;
}"""


@dataclass
class Visit:
    """A page, all that it asked of other hosts, and all that it complained of."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title*="folium"]').first

    def open(self, path: str, *, has_map: bool = True) -> None:
        self.page.goto(self.address + path)
        if has_map:
            self.wait_for_map()
        else:
            self.page.get_by_role("heading", level=1).wait_for()

    def wait_for_map(self) -> None:
        self.map.locator("[data-ready=true]").wait_for(timeout=20_000)

    def fills(self, panel: int = 0) -> list[str]:
        """Return the colours of the communes of one map."""
        paths = self.map.locator(".alpsat-map").nth(panel).locator("path.alpsat-commune")
        found: list[str] = paths.evaluate_all("nodes => nodes.map(node => node.getAttribute('fill'))")
        return found

    def wait_for_other_fills(self, before: list[str], panel: int = 0) -> list[str]:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            now = self.fills(panel)
            if now and now != before:
                return now
            time.sleep(0.02)
        pytest.fail("the colours did not change")

    def positions(self) -> list[list[float]]:
        """Return where each map puts the same commune, inside its own frame."""
        found: list[list[float]] = self.map.locator(".alpsat-map").evaluate_all(
            """boxes => boxes.map(box => {
                const frame = box.getBoundingClientRect();
                const shape = box.querySelectorAll('path.alpsat-commune')[0].getBoundingClientRect();
                return [Math.round(shape.x - frame.x), Math.round(shape.y - frame.y), Math.round(shape.width)];
            })"""
        )
        return found

    def click_commune(self, index: int, panel: int = 0) -> None:
        """Click inside a commune, by its index in the order of the codes."""
        x, y = self._find_still_point(index, panel)
        self.page.mouse.click(x, y)

    def _find_still_point(self, index: int, panel: int) -> tuple[float, float]:
        """Return a point inside a commune once it has stood still: a page that was just drawn still settles."""
        shape = self.map.locator(".alpsat-map").nth(panel).locator("path.alpsat-commune").nth(index)
        last: tuple[float, float] | None = None
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            point = shape.evaluate(_INNER_POINT)
            frame = self.page.locator('iframe[title*="folium"]').first.bounding_box()
            if point is not None and frame is not None:
                now = (float(frame["x"] + point[0]), float(frame["y"] + point[1]))
                if now == last:
                    return now
                last = now
            self.page.wait_for_timeout(150)
        pytest.fail("the map did not stand still")

    def find_name(self, name: str, panel: int = 0) -> Locator:
        """Find the name of a commune on one map."""
        return self.map.locator(".alpsat-map").nth(panel).get_by_role("button", name=name, exact=True)

    def choose(self, label: str) -> None:
        """Choose a radio button, a pill or a toggle by what is written on it."""
        self.page.get_by_text(label, exact=True).first.click()

    def move_slider(self, label: str, key: str, times: int = 1) -> None:
        thumb = self.page.get_by_role("slider", name=label)
        thumb.focus()
        for _ in range(times):
            thumb.press(key)

    def zoom_in(self) -> list[list[float]]:
        """Zoom with the button of the map and wait until it stands still; return where the communes are."""
        before = self.positions()
        self.map.locator(".leaflet-control-zoom-in").first.click()
        last = before
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            time.sleep(0.25)
            now = self.positions()
            if now == last and now != before:
                return now
            last = now
        pytest.fail("the map did not zoom")


OpenVisit = Callable[..., Visit]
