"""Programmes that are asked for at once are not evaluated all at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.composition.question import Offer
from tests.embedded import open_embedded


def test_a_crowd_of_links_is_evaluated_two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    guard, under_way, most = threading.Lock(), 0, 0

    def evaluate(_project: object, offer: Offer) -> Offer:
        nonlocal under_way, most
        with guard:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with guard:
            under_way -= 1
        return offer

    monkeypatch.setattr(wiring, "score_programmes", evaluate)
    offers = [Offer(Settings("winter", 10 + n), ("05026",) if n % 2 else ()) for n in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        found: list[object] = list(crowd.map(lambda offer: wiring.evaluate_programmes(open_embedded(), offer), offers))
    assert found == list[object](offers)
    assert most == 2
    for kept in (wiring._evaluate_programmes, wiring._evaluate_chosen_places):
        kept.clear()
