"""From the start of the server to the first map in a real browser, beside the naive peer."""

from __future__ import annotations

import statistics
import time
from typing import Any

from bench.chromium import open_pages, serve_application, serve_leaflet, wait_for_map
from bench.server import wait_until_healthy

STARTS = 5
APPLICATIONS = {"ours": "serve.py", "naive_st_folium": "bench/peers/naive_st_folium.py"}


def run() -> dict[str, Any]:
    """Start each application several times, alternated, the browser being open already.

    Returns
    -------
    dict
        Median seconds from the start of the process to the first coloured map, and their ratio.
    """
    seconds: dict[str, list[float]] = {name: [] for name in APPLICATIONS}
    with serve_leaflet() as leaflet:
        for _ in range(STARTS):
            for name, script in APPLICATIONS.items():
                with open_pages() as (page,):
                    start = time.perf_counter()
                    with serve_application(script, leaflet) as address:
                        wait_until_healthy(address)
                        page.goto(address)
                        wait_for_map(page)
                        seconds[name].append(time.perf_counter() - start)
    ours, naive = (statistics.median(seconds[name]) for name in APPLICATIONS)
    return {
        "starts": STARTS,
        "ours_s": round(ours, 2),
        "naive_st_folium_s": round(naive, 2),
        "ratio": round(ours / naive, 2),
    }
