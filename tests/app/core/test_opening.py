from __future__ import annotations

import gc
import sys
import threading

import pytest

from alpsat_geo.app.core import opening, wiring
from alpsat_geo.app.core.opening import prepare_first_page
from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project


def test_preparation_leaves_a_fault_of_the_data_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever imported the web door has started the same preparation.
    for thread in threading.enumerate():
        if thread.name == opening.PREPARATION:
            thread.join()
    asked: list[tuple[float, bool]] = []

    def refuse(_project: Project) -> None:
        asked.append((sys.getswitchinterval(), gc.isenabled()))
        raise InputError("La donnée manque.")

    monkeypatch.setattr(wiring, "load_background", refuse)
    before = sys.getswitchinterval()
    prepare_first_page()
    ((interval_s, is_collecting),) = asked
    assert interval_s == pytest.approx(opening._SWITCH_INTERVAL_S)
    assert not is_collecting
    assert sys.getswitchinterval() == before
    assert gc.isenabled()


def test_every_page_is_imported_before_a_room_comes_to_it() -> None:
    opening.import_every_page()
    folders = {name.split(".")[3] for name in sys.modules if name.startswith("alpsat_geo.app.pages.")}
    assert len(folders) == len(PAGES)
