"""On every page of the workbench, from a change to its answer on screen, and from a visit to the page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.scenario_code import encode_scenario
from bench.chromium import open_pages, serve_application
from bench.server import wait_until_healthy

CHANGES = 30
WARMING_CHANGES = 2
VISITS = 5
_PAUSE_MS = 400

_BUILT = Scenario(
    "deux-espaces-et-un-accueil",
    "Deux espaces et un accueil",
    actions=(ActionChoice("open_space", ("05065", "05003")), ActionChoice("welcome_service")),
)
_OWN = f"perso={encode_scenario(_BUILT)}&scenario={_BUILT.key}&action=1"
_FOUR = f"scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux,{_BUILT.key}"
_PRICES = "prix=inhabitant=2000,user=3000"
_MAP = "window.benchFills().join()"
_VERDICT = "document.querySelector('.ag-verdict')?.textContent"
_ANSWER = f"{_VERDICT} + document.querySelector('.ag-choice-map')?.outerHTML"
_EFFECTS = "document.querySelector('.ag-figures')?.textContent"
_PLAN = f"{_MAP} + document.querySelector('.ag-verdict')?.textContent"


@dataclass(frozen=True, slots=True)
class Change:
    """One control that a person moves, and what answers it.

    Attributes
    ----------
    name, path : str
    control : str
        "minutes", "season" or "prices".
    answer : str
        Script whose value is what the change must alter on screen.
    """

    name: str
    path: str
    control: str
    answer: str


CASES = (
    Change("territoire.minutes", "/territoire", "minutes", _MAP),
    Change("territoire.saison", "/territoire", "season", _MAP),
    Change("actions.catalogue.minutes", f"/actions?{_OWN}", "minutes", _EFFECTS),
    Change("actions.catalogue.saison", f"/actions?{_OWN}", "season", _EFFECTS),
    Change("actions.carte.minutes", f"/actions?{_OWN}&volet=carte", "minutes", _MAP),
    Change("comparer.minutes", f"/comparer?perso={encode_scenario(_BUILT)}&{_FOUR}", "minutes", _MAP),
    Change("comparer.saison", f"/comparer?perso={encode_scenario(_BUILT)}&{_FOUR}", "season", _MAP),
    Change("comparer.effort", f"/comparer?perso={encode_scenario(_BUILT)}&{_FOUR}&{_PRICES}", "prices", _ANSWER),
    Change("implanter.minutes", "/implanter", "minutes", _PLAN),
    Change("implanter.saison", "/implanter", "season", _PLAN),
)
VISITED = {
    "territoire": ("Territoire", _MAP),
    "actions": ("Actions", "document.querySelector('.ag-action')?.textContent"),
    "comparer": ("Comparer", _VERDICT),
    "implanter": ("Implanter", "document.querySelector('.ag-sites')?.textContent"),
}

# From the key to the first frame in which the answer is another one.
_WATCH = """
(answer) => new Promise((resolve, reject) => {
  const read = new Function('return ' + answer);
  const before = read();
  const start = performance.now();
  window.benchSend = null;
  const look = () => {
    const now = performance.now();
    const found = read();
    if (found && found !== before) {
      resolve({ key_ms: now - start, sent_ms: now - window.benchSend });
    } else if (now - start > 3000) {
      resolve(null);
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})
"""


def run() -> dict[str, Any]:
    """Measure each control of each page, then each page opened on a server and a browser that have shown it before.

    Returns
    -------
    dict
        By control: median and 95th percentile in milliseconds, counted from the message that the browser sends (and
        from the key, which the control may hold back), and how many changes altered nothing on screen. By page:
        median seconds from a click in the menu, and from its address, to its answer.
    """
    results: dict[str, Any] = {"changes": CHANGES, "visits": VISITS}
    with ExitStack() as stack:
        (page,) = stack.enter_context(open_pages())
        address = stack.enter_context(serve_application("serve.py", ""))
        wait_until_healthy(address)
        for case in CASES:
            results[case.name] = _measure_change(page, address, case)
        results["open"] = {name: _measure_visits(page, address, name) for name in VISITED}
    return results


def _measure_change(page: Page, address: str, case: Change) -> dict[str, float | int]:
    page.goto(address + case.path)
    page.wait_for_function(f"() => Boolean({case.answer})", timeout=60_000)
    page.wait_for_timeout(2 * _PAUSE_MS)
    moves = _list_moves(page, case.control)
    sent_ms, key_ms, still_count = [], [], 0
    for number in range(WARMING_CHANGES + CHANGES):
        control, key = next(moves)
        control.focus()
        handle = page.evaluate_handle(f"(answer) => ({{ promise: ({_WATCH})(answer) }})", case.answer)
        control.press(key)
        figures = handle.evaluate("held => held.promise")
        page.wait_for_timeout(_PAUSE_MS)
        if number < WARMING_CHANGES:
            continue
        if figures is None:
            still_count += 1
            continue
        sent_ms.append(figures["sent_ms"])
        key_ms.append(figures["key_ms"])
    return {
        "median_ms": round(statistics.median(sent_ms), 1),
        "p95_ms": round(statistics.quantiles(sent_ms, n=20)[-1], 1),
        "key_median_ms": round(statistics.median(key_ms), 1),
        "unanswered": still_count,
    }


def _list_moves(page: Page, control: str) -> Iterator[tuple[Locator, str]]:
    """Move a slider up to its end and back, step by step; go round the seasons."""
    if control == "season":
        group = page.get_by_role("radiogroup", name="Saison")
        while True:
            yield group.get_by_role("radio", checked=True), "ArrowRight"
    name = "Un habitant de plus" if control == "prices" else "Trajet accepté"
    slider = page.get_by_role("slider", name=name).first
    low, high = (int(slider.get_attribute(name) or 0) for name in ("min", "max"))
    key, other = "ArrowRight", "ArrowLeft"
    while True:
        if int(slider.input_value()) == (high if key == "ArrowRight" else low):
            key, other = other, key
        yield slider, key


def _measure_visits(page: Page, address: str, name: str) -> dict[str, float]:
    label, answer = VISITED[name]
    other = "comparer" if name != "comparer" else "territoire"
    clicked_s, opened_s = [], []
    for _ in range(VISITS):
        page.goto(f"{address}/{other}")
        page.wait_for_function(f"() => Boolean({VISITED[other][1]})", timeout=60_000)
        page.wait_for_timeout(_PAUSE_MS)
        start = time.perf_counter()
        page.get_by_role("link", name=label, exact=False).first.click()
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_url(f"**/{name}*")
        page.wait_for_function(f"() => Boolean({answer})", timeout=60_000, polling="raf")
        clicked_s.append(time.perf_counter() - start)
        start = time.perf_counter()
        page.goto(f"{address}/{name}")
        page.wait_for_function(f"() => Boolean({answer})", timeout=60_000, polling="raf")
        opened_s.append(time.perf_counter() - start)
    return {
        "from_menu_s": round(statistics.median(clicked_s), 2),
        "from_address_s": round(statistics.median(opened_s), 2),
    }
