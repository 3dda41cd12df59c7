"""Where the application puts what the browser fetches: beside our own scripts, or where it may write.

The web door serves both under one address; it opens before the libraries that write there are loaded.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import platformdirs

from alpsat_geo import HOME
from alpsat_geo.domain.errors import AlpSatError

STATIC_FOLDER = HOME / "static"

CACHE_VARIABLE = "ALPSAT_CACHE_DIR"
PUBLISHED = ("vendor", "generated")
"""What the application publishes, under the static folder's address."""

# Streamlit alone serves what stands beside dashboard.py, and nothing else.
_has_door = threading.Event()


class PublicationError(AlpSatError):
    """What the browser must fetch cannot be published; the sentence says where, and what to do."""


def open_door() -> None:
    """Say that a web door serves what is published, wherever it stands."""
    _has_door.set()


def find_published_folder() -> Path:
    """Find the folder for what the application publishes.

    Returns
    -------
    Path
        Under ``ALPSAT_CACHE_DIR`` where it is set; else our static folder, or where that cannot be written a folder of
        the user's cache.

    Raises
    ------
    PublicationError
        If it stands elsewhere than our static folder, and no web door serves it.
    """
    stated = os.environ.get(CACHE_VARIABLE, "").strip()
    if not stated and os.access(STATIC_FOLDER, os.W_OK):
        return STATIC_FOLDER
    cache = Path(stated).expanduser() if stated else platformdirs.user_cache_path("alpsat-geo", appauthor=False)
    if not _has_door.is_set():
        raise PublicationError(
            f"Le fond de carte ne peut pas être publié dans « {cache} » : lancez « python3 start.py » (ou « streamlit "
            f"run serve.py »), ou donnez le droit d'écrire dans « {STATIC_FOLDER} »."
        )
    return cache.absolute() / "static"
