"""What the server makes ready while the browser of its first visitor still loads the interface."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Final

from streamlit.runtime import get_instance

from alpsat_geo.domain.collector import pause_collector
from alpsat_geo.domain.errors import AlpSatError

SLOW_LIBRARIES: Final = ("pandas", "folium.plugins")
CHART_LIBRARIES: Final = ("altair", "pyarrow")
"""What the first chart of a server, and its first list of several choices, wait for."""

_PAGES: Final = "alpsat_geo.app.pages"
_SWITCH_INTERVAL_S = 0.0005


def prepare_first_page() -> None:
    """Import what the first page needs, and load its territory.

    Never a module that declares a Streamlit component: declared outside of the runtime, it would be unknown to it
    (see `declare_map_frame`).
    A fault of the data is left for the page to tell.
    """
    # The server answers a hundred small files meanwhile: it must not wait 5 ms for its turn before each.
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    try:
        # What is imported is there to stay.
        with pause_collector():
            for name in SLOW_LIBRARIES:
                import_module(name)
            wiring = import_module("alpsat_geo.app.core.wiring")
            with suppress(AlpSatError):
                wiring.load_background(wiring.load_project())
            # Streamlit asks at the first element and the first component who calls; Python then looks through every
            # module once, for 80 ms.
            inspect.stack()
    finally:
        sys.setswitchinterval(interval_s)


_PREPARATION: Final = Thread(target=prepare_first_page, name="first-page", daemon=True)


def begin_preparation() -> None:
    """Begin to prepare the first page, unless it has begun."""
    if _PREPARATION.ident is None:
        _PREPARATION.start()


def wait_until_prepared() -> None:
    """Wait for the first page to be prepared, if that has begun.

    Two threads that import a large library at once, each by another of its modules, may come to wait for one another;
    Python then raises an error in one of them. So nobody else imports what is prepared.
    """
    if _PREPARATION.ident is not None:
        _PREPARATION.join()


def declare_map_frame() -> None:
    """Declare the frame of the map to the runtime, which must be there, before any page draws one.

    A page that was being drawn when its server went asks another for that frame. One that had drawn none yet would
    answer that there is none, and the page would say so until it is loaded again.
    """
    wait_until_prepared()
    component = import_module("streamlit_folium")._component_func  # noqa: SLF001 - held by a test of the web door
    # Outside of a visit, Streamlit does not do it by itself.
    get_instance().component_registry.register_component(component)


def import_every_page() -> None:
    """Import what every page needs, within a visit: a page costs its first visitor up to half a second, a room too."""
    for module in pkgutil.walk_packages(import_module(_PAGES).__path__, f"{_PAGES}."):
        import_module(module.name)
    for name in CHART_LIBRARIES:
        import_module(name)
