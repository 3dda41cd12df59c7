"""National size: 35,000 communes read, evaluated and drawn, and the map of a whole department in a real browser."""

from __future__ import annotations

import math
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from playwright.sync_api import Page

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.draws import Draws, cut_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.atlas.drawing import list_rings, simplify_shapes
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.national import read_national_shapes, read_national_sheets
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.parameters import read_parameters
from bench.chromium import open_pages
from bench.generated import COMMUNES_PER_SPACE, generate_baseline
from bench.invented_pack import make_invented_pack
from bench.map import CHANGE
from bench.server import Server, serve, wait_until_healthy

SIZES = (1_000, 4_000, 16_000, 34_871)
DRAWS, DRAWS_AT_ONCE = 200, 50
DEPARTMENT = "38"
VISITS, CHANGES, WARMING_CHANGES = 5, 20, 4
_KEY = "departement-invente"
_DRAWN = """
(count) => {
  const fills = window.benchFills();
  return fills.length === count && fills.some((fill) => fill && fill !== fills[0]);
}
"""


def run() -> dict[str, Any]:
    """Measure each of them, each size in a process of its own.

    Returns
    -------
    dict
        Processor seconds and peak memory by size, with the exponent of growth between the smallest and the largest;
        then the map of a department, of invented figures: seconds from the address to the first picture, milliseconds
        from the message of a change to its picture (median and worst), beside the load of the machine: with more than
        a process for each core these two are those of a machine that is busy.
    """
    results: dict[str, Any] = {work.__name__.strip("_"): _measure_growth(work) for work in (_read, _evaluate, _draw)}
    results["load_per_core"] = round(os.getloadavg()[0] / (os.cpu_count() or 1), 2)
    results["department_map"] = _measure_map()
    return results


def _measure_growth(work: Callable[[int], tuple[float, float]]) -> dict[str, Any]:
    found = {}
    for size in SIZES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            found[size] = pool.submit(work, size).result()
    seconds = [cpu_s for cpu_s, _peak in found.values()]
    span = math.log(SIZES[-1] / SIZES[0])
    return {
        "cpu_s_by_communes": {str(size): round(cpu_s, 3) for size, (cpu_s, _peak) in found.items()},
        "peak_mb_by_communes": {str(size): round(peak) for size, (_cpu, peak) in found.items()},
        "exponent_overall": round(math.log(seconds[-1] / seconds[0]) / span, 3),
        "exponent_between_largest_sizes": round(
            math.log(seconds[-1] / seconds[-2]) / math.log(SIZES[-1] / SIZES[-2]), 3
        ),
    }


def _time(work: Callable[[], object]) -> tuple[float, float]:
    started = time.process_time()
    work()
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _first_codes(size: int) -> Sequence[str]:
    communes = read_national_sheets().communes.values()
    return [one.insee_code for one in communes if one.area_km2 is not None][:size]


def _read(size: int) -> tuple[float, float]:
    """Read the sheets, and the shapes of the first communes."""
    return _time(lambda: read_national_shapes(_first_codes(size)))


def _draw(size: int) -> tuple[float, float]:
    """List what a map draws of the shapes of the first communes, simplified where they have many points."""
    shapes = list(read_national_shapes(_first_codes(size)).values())
    return _time(lambda: list_rings(simplify_shapes(shapes)))


def _evaluate(size: int) -> tuple[float, float]:
    """Evaluate a scenario and read every criterion, some draws at a time, on generated communes."""
    baseline, table = generate_baseline(size), read_parameters()
    opened = baseline.insee_codes[:: COMMUNES_PER_SPACE**2]
    scenario = Scenario(
        "genere", "Généré", actions=(ActionChoice("shared_platform"), ActionChoice("open_space", opened))
    )
    draws = sample_draws(table, baseline.spaces, DRAWS, 1)

    def evaluate_part(part: Draws) -> FloatArray:
        outcome = evaluate(scenario, baseline, part, ACTION_TYPES_BY_KEY, settings=Settings())
        return np.stack([criterion.measure(outcome) for criterion in CRITERIA], axis=1)

    return _time(lambda: np.concatenate([evaluate_part(part) for part in cut_draws(draws, DRAWS_AT_ONCE)]))


def _measure_map() -> dict[str, Any]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        with patch.dict(os.environ, {"ALPSAT_DATA_DIR": folder}):
            make_invented_pack(_KEY, [DEPARTMENT])
            count = len(read_manifest(find_pack(_KEY)).insee_codes)
        environment = {"ALPSAT_DATA_DIR": folder, "ALPSAT_TERRITORY": _KEY, "ALPSAT_CACHE_DIR": str(Path(folder) / "c")}
        server = stack.enter_context(serve(environment=environment))
        wait_until_healthy(server.address)
        visits = [_visit(server, count) for _ in range(VISITS)]
        changes = _change(server, count)
    first_s, first_cpu_s = zip(*visits, strict=True)
    changes_ms, changes_cpu_ms = zip(*changes, strict=True)
    return {
        "communes": count,
        "first_visit_after_start_s": round(first_s[0], 2),
        "first_picture_median_s": round(float(np.median(first_s[1:])), 2),
        "first_picture_cpu_median_s": round(float(np.median(first_cpu_s[1:])), 2),
        "change_median_ms": round(float(np.median(changes_ms)), 1),
        "change_worst_ms": round(max(changes_ms), 1),
        "change_cpu_median_ms": round(float(np.median(changes_cpu_ms)), 1),
    }


def _read_cpu_s(server: Server, page: Page) -> float:
    """Return the processor time of the server and of the main thread of the page: a busy machine adds none."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return server.read_cpu_s() + next(float(one["value"]) for one in metrics if one["name"] == "ThreadTime")


def _visit(server: Server, count: int) -> tuple[float, float]:
    with open_pages(1) as (page,):
        before_s = _read_cpu_s(server, page)
        started = time.monotonic()
        page.goto(f"{server.address}/territoire", timeout=120_000, wait_until="commit")
        page.wait_for_function(_DRAWN, arg=count, timeout=120_000, polling="raf")
        waited_s = time.monotonic() - started
        return waited_s, _read_cpu_s(server, page) - before_s


def _change(server: Server, count: int) -> list[tuple[float, float]]:
    found = []
    with open_pages(1) as (page,):
        page.goto(f"{server.address}/territoire", timeout=120_000, wait_until="commit")
        page.wait_for_function(_DRAWN, arg=count, timeout=120_000, polling="raf")
        page.wait_for_timeout(2000)
        page.get_by_role("slider").first.focus()
        for change in range(WARMING_CHANGES + CHANGES):
            before_s = _read_cpu_s(server, page)
            handle = page.evaluate_handle(f"() => ({{ promise: ({CHANGE})({count}) }})")
            page.get_by_role("slider").first.press("ArrowRight" if change % 2 == 0 else "ArrowLeft")
            figures = handle.evaluate("held => held.promise")
            cpu_ms = 1000 * (_read_cpu_s(server, page) - before_s)
            page.wait_for_timeout(350)
            if change >= WARMING_CHANGES:
                found.append((float(figures["sent_ms"]), cpu_ms))
    return found
