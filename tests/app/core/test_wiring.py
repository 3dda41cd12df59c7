"""Programmes that are asked for at once are not evaluated all at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.composition.question import Offer
from alpsat_geo.report.computation_queue import PLACES, Asker, ask_as
from tests.embedded import open_embedded


def test_a_crowd_of_links_is_evaluated_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    guard, is_full, under_way, most = threading.Lock(), threading.Event(), 0, 0

    def evaluate(_project: object, offer: Offer) -> Offer:
        nonlocal under_way, most
        with guard:
            under_way += 1
            most = max(most, under_way)
            if most == PLACES:
                is_full.set()
        # The first ones stay until every place is taken: were there more places, others would come meanwhile.
        assert is_full.wait(60)
        with guard:
            under_way -= 1
        return offer

    monkeypatch.setattr(wiring, "measure_programmes", evaluate)
    offers = [Offer(Settings("winter", 10 + n), ("05026",) if n % 2 else ()) for n in range(8)]

    def ask(number: int) -> object:
        with ask_as(Asker(f"visit {number}", f"address {number}")):
            return wiring.evaluate_programmes(open_embedded(), offers[number])

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(ask, range(8))) == list[object](offers)
    assert most == PLACES
    for kept in (wiring._programmes, wiring._chosen_programmes):
        kept.forget()
