"""A visit of the dashboard in a real browser: what a person does, and what the page then shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DESK = (1280, 720)
PHONE = (390, 844)

# Streamlit's page asks for its server under the page's own address before it asks at the root.
PROBES = ("_stcore/health", "_stcore/host-config")

# How long a state may take to come: a busy machine is late, which is no fault of the page.
PATIENCE_S = 60

# The page shows what the last run of its script said: none is under way, nothing is faded, each map is drawn, no
# widget still waits for its own script (one that comes after the next run would not have its first value), and nothing
# glides: a button that a panel opening above it carries away between press and release is not clicked. All this once
# the page is idle: what just came is drawn by then.
_SETTLED = """() => new Promise(tell => requestIdleCallback(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const frames = [...document.querySelectorAll('iframe[src*="folium"]')];
    tell(app?.dataset.testScriptState === 'notRunning'
        && frames.every(frame => frame.contentDocument?.querySelector('[data-ready=true]'))
        && document.getAnimations().every(one => one.playState !== 'running'
            || one.effect.getComputedTiming().activeDuration === Infinity)
        && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"], [data-stale="true"]'));
}, { timeout: 200 }))"""

# Leaflet glides for a quarter of a second: what is at one place twice so far apart has come to rest.
_STILL_MS = 250

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


def wait_for(page: Page, expression: str, otherwise: str) -> None:
    """Wait until an expression of JavaScript holds on a page.

    Playwright's own wait asks again from within the page, where the policy of the site may refuse to evaluate.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not page.evaluate(expression):
        if time.monotonic() > deadline:
            pytest.fail(otherwise)
        page.wait_for_timeout(20)


def settle(page: Page) -> None:
    """Wait until a page shows what its script said last."""
    wait_for(page, _SETTLED, "the page did not settle")


def open_list(page: Page, box: Locator) -> None:
    """Open a list by the keyboard once it stands still: Streamlit closes a list that the page moves under it.

    What moves it is its own focus, or the panel that glides open around it.
    """
    box.focus()
    settle(page)
    deadline = time.monotonic() + PATIENCE_S
    before, now = None, box.bounding_box()
    while before != now:
        if time.monotonic() > deadline:
            pytest.fail("the list did not stand still")
        page.wait_for_timeout(_STILL_MS)
        before, now = now, box.bounding_box()
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()


class RunWatch:
    """The runs of a page's script, as its socket tells them: how many a person asked for, how many ended."""

    def __init__(self, page: Page) -> None:
        self.asked_count = 0
        self.ended_count = 0
        self.is_under_way = False
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._note_sent)
        socket.on("framereceived", self._note_received)

    def _note_sent(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            message = BackMsg.FromString(payload)
            if message.WhichOneof("type") == "rerun_script":
                # What a page asks again by itself, every so often, answers no gesture.
                self.asked_count += not message.rerun_script.is_auto_rerun
                self.is_under_way = True

    def _note_received(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            message = ForwardMsg.FromString(payload)
            if message.WhichOneof("type") == "script_finished":
                # A run that is cut short gives way to what was asked meanwhile.
                self.is_under_way = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                self.ended_count += not self.is_under_way


@dataclass
class Visit:
    """A page, all that it asked of other hosts, and all that it complained of."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    runs: RunWatch = field(init=False)

    def __post_init__(self) -> None:
        self.runs = RunWatch(self.page)

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator('iframe[src*="folium"]').first

    def open(self, path: str, *, has_map: bool = True) -> None:
        self.page.goto(self.address + path)
        if has_map:
            self.wait_for_map()
        else:
            self.page.get_by_role("heading", level=1).wait_for()
            self.settle()

    def wait_for_map(self) -> None:
        self.map.locator("[data-ready=true]").wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows what its script said last, to the last gesture that it was told of."""
        runs = self.runs
        # The page's answer brings the news of what a gesture just asked.
        self.wait_until(
            lambda: not runs.is_under_way and self.page.evaluate(_SETTLED) and not runs.is_under_way,
            "the page did not settle",
        )

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Wait until the page has settled, then, after a gesture that asks something of the server, for its answer."""
        self.settle()
        before = self.runs.asked_count
        yield
        self.wait_until(lambda: self.runs.asked_count > before, "nothing was asked of the server")
        self.settle()

    def wait_until(self, is_so: Callable[[], bool], otherwise: str, seen: object = "") -> None:
        """Wait until something is so, for what Playwright cannot expect; else say what was seen last."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            if time.monotonic() > deadline:
                pytest.fail(f"{otherwise} {seen}".rstrip())
            # The browser's own news comes in while one waits for it.
            self.page.wait_for_timeout(20)

    def fills(self, panel: int = 0) -> list[str]:
        """Return the colours of the communes of one map."""
        paths = self.map.locator(".alpsat-map").nth(panel).locator("path.alpsat-commune")
        found: list[str] = paths.evaluate_all("nodes => nodes.map(node => node.getAttribute('fill'))")
        return found

    def wait_for_other_fills(self, before: list[str], panel: int = 0) -> list[str]:
        self.wait_until(lambda: self.fills(panel) not in ([], before), "the colours did not change")
        self.settle()
        return self.fills(panel)

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
        self.settle()
        seen: list[tuple[float, float] | None] = [None, None]

        def stands_still() -> bool:
            self.page.wait_for_timeout(_STILL_MS)
            point = shape.evaluate(_INNER_POINT)
            frame = self.page.locator('iframe[src*="folium"]').first.bounding_box()
            now = (float(frame["x"] + point[0]), float(frame["y"] + point[1])) if point and frame else None
            seen[:] = [seen[1], now]
            return now is not None and seen[0] == now

        self.wait_until(stands_still, "the map did not stand still")
        assert seen[1] is not None
        return seen[1]

    def find_name(self, name: str, panel: int = 0) -> Locator:
        """Find the name of a commune on one map."""
        return self.map.locator(".alpsat-map").nth(panel).get_by_role("button", name=name, exact=True)

    def choose(self, label: str) -> None:
        """Choose a radio button, a pill or a toggle by what is written on it."""
        with self.asking():
            self.page.locator("button, label").get_by_text(label, exact=True).first.click()

    def move_slider(self, label: str, key: str, times: int = 1) -> None:
        thumb = self.page.get_by_role("slider", name=label)
        with self.asking():
            thumb.focus()
            for _ in range(times):
                thumb.press(key)

    def zoom_in(self) -> list[list[float]]:
        """Zoom with the button of the map and wait until it stands still; return where the communes are."""
        self.settle()
        before = self.positions()
        # The map says where it is once it has come to rest.
        with self.asking():
            self.map.locator(".leaflet-control-zoom-in").first.click()
        seen = [before, before]

        def has_zoomed() -> bool:
            self.page.wait_for_timeout(_STILL_MS)
            seen[:] = [seen[1], self.positions()]
            return before != seen[1] == seen[0]

        self.wait_until(has_zoomed, "the map did not zoom")
        return seen[1]


OpenVisit = Callable[..., Visit]
