"""From the slider to new colours in a real browser, the whole model in the loop, beside frozen peers."""

from __future__ import annotations

import math
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from bench.chromium import COMMUNE_COUNT, open_pages, serve_application, serve_leaflet, wait_for_map
from bench.server import wait_until_healthy

CHANGES = 40
WARMING_CHANGES = 4
APPLICATIONS = {
    "ours": ("dashboard.py", "/territoire"),
    "naive_st_folium": ("bench/peers/naive_st_folium.py", "/"),
    "feature_group": ("bench/peers/feature_group.py", "/"),
}

# One change: from the key to the first frame in which all the communes are there and coloured otherwise.
CHANGE = """
(count) => new Promise((resolve, reject) => {
  const before = window.benchFills().join();
  const start = performance.now();
  let blank = 0;
  window.benchSend = null;
  const look = () => {
    const now = performance.now();
    const fills = window.benchFills();
    if (fills.length < count) blank += 1;
    if (fills.length === count && fills.join() !== before && !fills.includes(null)) {
      resolve({ key_ms: now - start, sent_ms: now - window.benchSend, blank });
      return;
    }
    if (now - start > 10000) { reject(new Error('no change')); return; }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""
WIDTH = """
() => document.querySelector('iframe[src*="folium"]').contentDocument
  .querySelectorAll('path.leaflet-interactive')[0].getBoundingClientRect().width
"""


def run() -> dict[str, Any]:
    """Measure the applications in turn, change by change, with and without frozen garbage.

    Returns
    -------
    dict
        By setting and application: median and 95th percentile in milliseconds, counted from the message that the
        browser sends (and from the key, which the page may hold back), blank frames, whether the zoom was kept;
        then the ratio of each peer's better median to ours.
    """
    results: dict[str, Any] = {"changes": CHANGES}
    for setting, is_frozen in (("gc_freeze_off", False), ("gc_freeze_on", True)):
        with ExitStack() as stack:
            leaflet = stack.enter_context(serve_leaflet())
            pages = stack.enter_context(open_pages(len(APPLICATIONS)))
            runs = []
            for (name, (script, path)), page in zip(APPLICATIONS.items(), pages, strict=True):
                address = stack.enter_context(serve_application(script, leaflet, is_frozen=is_frozen))
                wait_until_healthy(address)
                page.goto(address + path)
                wait_for_map(page)
                runs.append(Run(name, page))
            for one in runs:
                one.zoom_twice()
            for change in range(WARMING_CHANGES + CHANGES):
                for one in runs:
                    one.change("ArrowRight" if change % 2 == 0 else "ArrowLeft", is_counted=change >= WARMING_CHANGES)
            results[setting] = {one.name: one.summarise() for one in runs}
    ours = results["gc_freeze_on"]["ours"]["median_ms"]
    for peer in list(APPLICATIONS)[1:]:
        best = min(results[setting][peer]["median_ms"] for setting in ("gc_freeze_off", "gc_freeze_on"))
        results[f"ratio_{peer}"] = round(best / ours, 2)
    return results


@dataclass
class Run:
    """One application under measure."""

    name: str
    page: Page
    sent_ms: list[float] = field(default_factory=list)
    key_ms: list[float] = field(default_factory=list)
    blank_frames: int = 0
    width: float = 0.0
    is_zoom_kept: bool = True

    def zoom_twice(self) -> None:
        """Zoom as a person would, so that what loses the zoom shows it."""
        self.page.wait_for_timeout(1500)
        frame = self.page.frame_locator('iframe[src*="folium"]').first
        for _ in range(2):
            frame.locator(".leaflet-control-zoom-in").click()
            self.page.wait_for_timeout(1200)
        self.width = self.page.evaluate(WIDTH)
        self.page.get_by_role("slider").first.focus()

    def change(self, key: str, *, is_counted: bool) -> None:
        """Move the slider by one step and wait until the map is quiet again."""
        handle = self.page.evaluate_handle(f"() => ({{ promise: ({CHANGE})({COMMUNE_COUNT}) }})")
        self.page.get_by_role("slider").first.press(key)
        figures = handle.evaluate("held => held.promise")
        # What follows the new colours must not slow the next change.
        self.page.wait_for_timeout(350)
        self.is_zoom_kept = self.is_zoom_kept and math.isclose(self.page.evaluate(WIDTH), self.width, abs_tol=1.5)
        if is_counted:
            self.sent_ms.append(figures["sent_ms"])
            self.key_ms.append(figures["key_ms"])
            self.blank_frames += figures["blank"]

    def summarise(self) -> dict[str, float | int | bool]:
        """Return the figures of this application."""
        return {
            "median_ms": round(statistics.median(self.sent_ms), 1),
            "p95_ms": round(statistics.quantiles(self.sent_ms, n=20)[-1], 1),
            "key_median_ms": round(statistics.median(self.key_ms), 1),
            "blank_frames": self.blank_frames,
            "zoom_kept": self.is_zoom_kept,
        }
