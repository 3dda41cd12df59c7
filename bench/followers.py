"""Devices that follow a meeting: how long after the presenter's gesture each has the step, on SQLite."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from alpsat_geo.app.core.revision_watch import MEETING_PATH, SEEN_NAME
from alpsat_geo.app.parts.meeting.steps import USUAL_STEPS, name_step
from bench.load import summarise
from bench.server import serve, wait_until_healthy
from tests.wire import WireVisit, fetch_cookies

FOLLOWERS, PAUSE_S, LATE_S = 30, 4.0, 30.0
NEXT = tuple(name_step(step) for step in USUAL_STEPS[1:])
OPEN, HEAR = "Ouvrir aux autres appareils", "Vous suivez la réunion"
# As static/page.js does.
FOLLOWING_S = 0.1


def run(arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Measure the followers.

    Parameters
    ----------
    arguments : sequence of str
        ``--followers N``.

    Returns
    -------
    dict
        The share of a processor that the server takes while nothing moves. By step: milliseconds from the presenter's
        message to the question of the new page on each follower, and to the end of its page: median, 95th percentile,
        the last; first when nobody had asked for the page, then again.
    """
    parser = argparse.ArgumentParser(prog="bench followers")
    parser.add_argument("--followers", type=int, default=FOLLOWERS)
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(serve(environment={"ALPSAT_DATA_DIR": data, "ALPSAT_MODE": "shared"}))
        wait_until_healthy(server.address)
        presenter = open_presenter(server.address)
        code = read_code(presenter)
        stop = threading.Event()
        with ThreadPoolExecutor(options.followers + 1) as threads:
            path = f"/territoire?suivre={code}"
            visits = list(
                threads.map(lambda _number: WireVisit.open(server.address, path, {}), range(options.followers))
            )
            kept = [
                threads.submit(_follow, server.address, code, visit, stop, number)
                for number, visit in enumerate(visits)
            ]
            cpu_s = server.read_cpu_s()
            time.sleep(PAUSE_S)
            idle = (server.read_cpu_s() - cpu_s) / PAUSE_S
            presenting = threads.submit(_present, presenter, visits)
            try:
                results = presenting.result()
            finally:
                stop.set()
            for one in kept:
                one.result()
        return {
            "followers": options.followers,
            "idle_cpu_share": round(idle, 3),
            **results,
        }


def open_presenter(address: str) -> WireVisit:
    """Open a meeting to other devices, as the browser of a presenter does."""
    cookies = fetch_cookies(address, "/concertation")
    presenter = WireVisit.open(address, "/territoire?reunion=oui", cookies)
    presenter.open_box("Autres appareils")
    presenter.press(OPEN)
    return presenter


def read_code(presenter: WireVisit) -> str:
    """Read the code of a meeting in the address of its presenter."""
    return presenter.query.partition("animer=")[2].partition("&")[0]


def _follow(address: str, code: str, visit: WireVisit, stop: threading.Event, number: int) -> None:
    # Each browser counts from its own opening: they do not ask all at once.
    stop.wait(random.Random(number).uniform(0, FOLLOWING_S))  # noqa: S311 - a crowd, not a secret
    seen = _wait_for_news(address, code, "")
    while not stop.wait(FOLLOWING_S):
        told = _wait_for_news(address, code, seen)
        if told != seen:
            seen = told
            visit.press(HEAR)
    visit.close()


def _wait_for_news(address: str, code: str, seen: str) -> str:
    with urllib.request.urlopen(f"{address}/{MEETING_PATH}/{code}?{SEEN_NAME}={seen}") as answer:  # noqa: S310 - our own server
        return str(json.load(answer)["revision"])


def _present(presenter: WireVisit, visits: Sequence[WireVisit]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for name in ("first_time", "again"):
        results[name] = {}
        for step in NEXT:
            time.sleep(PAUSE_S)
            start = time.monotonic()
            presenter.press(f"Suivant : {step}")
            _wait(presenter.title, visits, start)
            results[name][step] = {
                "question": _summarise([visit.titled_at_s - start for visit in visits]),
                "whole_page": _summarise([visit.drawn_at_s - start for visit in visits]),
                "presenter_ms": round(1000 * (presenter.drawn_at_s - start)),
            }
        for _step in NEXT:
            presenter.press("Précédent")
        _wait(presenter.title, visits, time.monotonic())
    return results


def _wait(title: str, visits: Sequence[WireVisit], start: float) -> None:
    while not all(visit.title == title and visit.drawn_at_s > visit.titled_at_s for visit in visits):
        if time.monotonic() > start + LATE_S:
            late = sum(visit.title != title for visit in visits)
            raise TimeoutError(f"{late} appareils n'ont pas reçu « {title} » en {LATE_S:g} s")
        time.sleep(0.01)


def _summarise(waited_s: Sequence[float]) -> dict[str, float]:
    return {**summarise(waited_s), "last_ms": round(1000 * max(waited_s))}
