"""What the server makes ready while the browser of its first visitor still loads the interface."""

from __future__ import annotations

import inspect
import re
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

import streamlit

from alpsat_geo.domain.errors import AlpSatError

SLOW_LIBRARIES: Final = ("pandas", "folium.plugins")

# The elements of the first page, by the name that Streamlit's build gives their script.
FIRST_ELEMENTS: Final = ("Html", "Selectbox", "Radio", "Slider", "ComponentInstance", "Checkbox")

_SCRIPTS_FOLDER = Path(streamlit.__file__).parent / "static" / "static" / "js"
_IMPORT = re.compile(r'from"\./([\w.-]+\.js)"')
_SWITCH_INTERVAL_S = 0.0005


def list_first_scripts(page: str, folder: Path = _SCRIPTS_FOLDER) -> tuple[str, ...]:
    """List the scripts that the elements of the first page need, beyond those that Streamlit's shell names.

    Streamlit asks for them only once the first page has come, one generation of imports after the other.

    Parameters
    ----------
    page : str
        Streamlit's HTML shell.
    folder : Path
        Where Streamlit keeps its scripts.

    Returns
    -------
    tuple of str
        Names of files; an element whose script has another name in this version is left out, and is then fetched
        when it is shown.
    """
    found: dict[str, None] = {}
    waiting = [path.name for element in FIRST_ELEMENTS for path in sorted(folder.glob(f"{element}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found and (folder / name).is_file():
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return tuple(name for name in found if name not in page)


def prepare_first_page() -> None:
    """Import what the first page needs, and load its territory.

    Never a module that declares a Streamlit component: declared outside of the runtime, it would be unknown to it.
    A fault of the data is left for the page to tell.
    """
    # The server answers a hundred small files meanwhile: it must not wait 5 ms for its turn before each.
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    try:
        for name in SLOW_LIBRARIES:
            import_module(name)
        wiring = import_module("alpsat_geo.app.wiring")
        with suppress(AlpSatError):
            wiring.load_embedded()
        # Streamlit asks at the first element and the first component who calls; Python then looks through every
        # module once, for 80 ms.
        inspect.stack()
    finally:
        sys.setswitchinterval(interval_s)
