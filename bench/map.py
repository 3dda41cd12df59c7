"""From the slider to new colours in a real browser, the whole model in the loop, beside frozen peers."""

from __future__ import annotations

import math
import statistics
from typing import Any

from playwright.sync_api import Page

from bench.chromium import COMMUNE_COUNT, open_page, serve_application, serve_leaflet, wait_for_map, wait_until_healthy

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
() => document.querySelector('iframe[title*="folium"]').contentDocument
  .querySelectorAll('path.leaflet-interactive')[0].getBoundingClientRect().width
"""


def run() -> dict[str, Any]:
    """Measure each application with and without frozen garbage.

    Returns
    -------
    dict
        By application and setting: median and 95th percentile in milliseconds, counted from the message that the
        browser sends (and from the key, which Streamlit may hold back), blank frames, whether the zoom was kept;
        then the ratio of the naive peer's better median to ours.
    """
    results: dict[str, Any] = {"changes": CHANGES}
    with serve_leaflet() as leaflet:
        for name, (script, path) in APPLICATIONS.items():
            results[name] = {}
            for setting, is_frozen in (("gc_freeze_off", False), ("gc_freeze_on", True)):
                with serve_application(script, leaflet, is_frozen=is_frozen) as address, open_page() as page:
                    wait_until_healthy(address)
                    page.goto(address + path)
                    wait_for_map(page)
                    results[name][setting] = _measure(page)
    ours = results["ours"]["gc_freeze_on"]["median_ms"]
    for peer in ("naive_st_folium", "feature_group"):
        best = min(figures["median_ms"] for figures in results[peer].values())
        results[f"ratio_{peer}"] = round(best / ours, 2)
    return results


def _measure(page: Page) -> dict[str, float | int | bool]:
    page.wait_for_timeout(1500)
    frame = page.frame_locator('iframe[title*="folium"]').first
    for _ in range(2):
        frame.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(1200)
    width = page.evaluate(WIDTH)
    thumb = page.get_by_role("slider").first
    thumb.focus()
    sent, keys, blanks = [], [], 0
    is_kept = True
    for change in range(WARMING_CHANGES + CHANGES):
        handle = page.evaluate_handle(f"() => ({{ promise: ({CHANGE})({COMMUNE_COUNT}) }})")
        thumb.press("ArrowRight" if change % 2 == 0 else "ArrowLeft")
        figures = handle.evaluate("held => held.promise")
        # What follows the new colours must not slow the next change.
        page.wait_for_timeout(400)
        is_kept = is_kept and math.isclose(page.evaluate(WIDTH), width, abs_tol=1.5)
        if change >= WARMING_CHANGES:
            sent.append(figures["sent_ms"])
            keys.append(figures["key_ms"])
            blanks += figures["blank"]
    return {
        "median_ms": round(statistics.median(sent), 1),
        "p95_ms": round(statistics.quantiles(sent, n=20)[-1], 1),
        "key_median_ms": round(statistics.median(keys), 1),
        "blank_frames": blanks,
        "zoom_kept": is_kept,
    }
