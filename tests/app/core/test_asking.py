"""A file is made in its turn, in the language of who asked, and not at all for who has left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core import asking, limits, mode, state
from alpsat_geo.app.core.limits import DOOR_PER_MIN, LimitError
from alpsat_geo.report import computation_queue
from alpsat_geo.report.computation_queue import PLACES, QUEUE, Asker, ask_as, has_place
from alpsat_geo.report.language import get_language, speak
from alpsat_geo.report.precedence import Length

PATIENCE_S = 30


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(computation_queue, "_GLANCE_S", 0.002)
    monkeypatch.setattr(state, "find_visit", lambda: "visit")
    monkeypatch.setattr(mode, "find_address", lambda: "address")
    return "visit"


@pytest.mark.usefixtures("visit")
def test_a_file_is_made_in_a_place_and_in_the_language_of_who_asked() -> None:
    def tell() -> bytes:
        return f"{get_language()} {has_place()}".encode()

    with speak("de"):
        make = asking.make_in_turn(tell)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(make).result(PATIENCE_S) == b"de True"


def test_who_left_does_not_get_the_file(visit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "is_connected", lambda asked: asked != visit)
    make, over, taken = asking.make_in_turn(lambda: b"made"), threading.Event(), threading.Semaphore(0)

    def compute(number: int) -> None:
        with ask_as(Asker(f"other {number}", f"elsewhere {number}")), QUEUE.take_place(Length.PROGRAMMES):
            taken.release()
            assert over.wait(PATIENCE_S)

    with ThreadPoolExecutor(PLACES) as threads:
        others = [threads.submit(compute, number) for number in range(PLACES)]
        assert all(taken.acquire(timeout=PATIENCE_S) for _ in others)
        with pytest.raises(asking.GoneError):
            make()
        over.set()
    assert make() == b"made"


@pytest.mark.usefixtures("visit")
def test_an_address_that_asks_for_files_without_end_gets_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    limits._open_limiter.cache_clear()
    monkeypatch.setattr(mode, "is_shared", lambda: True)
    with speak("en"):
        make = asking.make_in_turn(lambda: b"made")
    assert {make() for _ in range(DOOR_PER_MIN["file"])} == {b"made"}
    with pytest.raises(LimitError, match="Too many files"):
        make()
    limits._open_limiter.cache_clear()


def _wait_long() -> None:
    import streamlit as st  # noqa: PLC0415 - a page of its own

    from alpsat_geo.app.core.asking import TOLD_AFTER_S, find_asker  # noqa: PLC0415 - see above

    asker = find_asker()
    for waited_s in (0.1, TOLD_AFTER_S, TOLD_AFTER_S + 1):
        asker.look_up(waited_s)
    st.write("served")


def test_who_waits_for_a_second_reads_so_once() -> None:
    page = AppTest.from_function(_wait_long, default_timeout=PATIENCE_S).run()
    assert not page.exception
    sentence = "D'autres calculs passent avant le vôtre : il commence dans un instant."
    assert [toast.value for toast in page.toast] == [sentence]
