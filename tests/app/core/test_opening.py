from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from alpsat_geo.app.core import opening, wiring
from alpsat_geo.app.core.opening import prepare_first_page
from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project


def test_preparation_leaves_a_fault_of_the_data_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever imported the web door has started the same preparation.
    opening.wait_until_prepared()
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


def test_the_preparation_is_waited_for_once_it_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end, waited = Event(), Event()
    monkeypatch.setattr(opening, "_PREPARATION", Thread(target=may_end.wait, daemon=True))
    opening.wait_until_prepared()
    opening.begin_preparation()
    opening.begin_preparation()

    def wait() -> None:
        opening.wait_until_prepared()
        waited.set()

    waiting = Thread(target=wait, daemon=True)
    waiting.start()
    assert not waited.wait(0.1)
    may_end.set()
    assert waited.wait(30)
    waiting.join()


@pytest.mark.parametrize("library", opening.SLOW_LIBRARIES)
def test_a_visit_imports_nothing_slow_beside_the_preparation(library: str) -> None:
    code = """
import runpy, sys
from alpsat_geo.app.core import opening

class Preparation:
    ident = 1

    def join(self):
        sys.exit(sys.argv[1] in sys.modules)

opening._PREPARATION = Preparation()
runpy.run_path("dashboard.py")
sys.exit("nobody waited")
"""
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code, library], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_page_is_imported_before_a_room_comes_to_it() -> None:
    opening.import_every_page()
    folders = {name.split(".")[3] for name in sys.modules if name.startswith("alpsat_geo.app.pages.")}
    assert len(folders) == len(PAGES)
