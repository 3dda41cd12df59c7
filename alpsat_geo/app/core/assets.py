"""What the browser fetches: Leaflet and the geometry, published by the application itself.

Files are written beside their place, then moved: two servers that start together never serve half a file. Names carry
a version or a hash, so that a browser may keep them for ever.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xstatic.pkg import leaflet

from alpsat_geo.app.core.publication import (
    CACHE_VARIABLE,
    PUBLISHED,
    STATIC_FOLDER,
    PublicationError,
    find_published_folder,
)
from alpsat_geo.app.core.streamlit_shell import find_font
from alpsat_geo.domain.errors import WriteError
from alpsat_geo.sources.whole_file import write_whole

if TYPE_CHECKING:
    from alpsat_geo.report.atlas.drawing import Document  # the web door opens before any library of geometry is loaded

ADDRESS = "../../app/static"
"""The static folder as seen from the frame of the map, whatever the base path of the server."""

SCRIPTS = ("atlas_frame.js", "atlas.js", "atlas_symbols.js", "atlas_labels.js")
STYLE = "atlas.css"

_CORRECTED_AT_MOST = 50

_LEAFLET_FILES = ("leaflet.js", "leaflet.css")


@dataclass(frozen=True, slots=True)
class MapAssets:
    """Addresses of what the frame of the map loads, from that frame; ``font`` may be empty."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    font: str


def install_leaflet(folder: Path) -> str:
    """Copy Leaflet from its package into ``vendor/``, unless it is there.

    Parameters
    ----------
    folder : Path
        The published folder.

    Returns
    -------
    str
        Folder of Leaflet, relative to the published folder; it names the version.
    """
    place = f"{PUBLISHED[0]}/leaflet-{leaflet.VERSION}"
    for name in _LEAFLET_FILES:
        _publish(folder / place / name, (Path(leaflet.BASE_DIR) / name).read_bytes)
    return place


def publish_geometry(key: str, digest: str, build: Callable[[], Document], folder: Path) -> str:
    """Write the background of a territory into ``generated/``, unless it is there.

    Parameters
    ----------
    key : str
        Key of the territory.
    digest : str
        Hash of all that the background is made of.
    build : function returning the document
        Called only when the file has to be written.
    folder : Path
        The published folder.

    Returns
    -------
    str
        The file, relative to the published folder.
    """
    name = f"{PUBLISHED[1]}/{key}-{digest[:16]}.json"
    _publish(folder / name, lambda: json.dumps(build(), ensure_ascii=False, separators=(",", ":")).encode())
    return name


def publish_corrected(key: str, digest: str, build: Callable[[], Document], folder: Path) -> str:
    """Write the background of a territory under corrections, and forget the oldest such ones: anybody makes a link.

    Parameters and result as `publish_geometry`.
    """
    stem = f"{key}-corrected"
    name = publish_geometry(stem, digest, build, folder)
    target = folder / name
    others = sorted(target.parent.glob(f"{stem}-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_CORRECTED_AT_MOST:]:
        path.unlink(missing_ok=True)
    with suppress(OSError):
        os.utime(target)
    return name


def join_scripts(leaflet_folder: str, folder: Path) -> str:
    """Write Leaflet and our scripts into one file, unless it is there: the frame of the map asks for one after another.

    Returns
    -------
    str
        The file, relative to the published folder; its name carries the hash of what it holds.
    """
    parts = [folder / leaflet_folder / "leaflet.js", *(STATIC_FOLDER / name for name in SCRIPTS)]
    content = b"\n;\n".join(part.read_bytes() for part in parts)
    name = f"{PUBLISHED[1]}/atlas-{hashlib.sha256(content).hexdigest()[:16]}.js"
    _publish(folder / name, lambda: content)
    return name


@cache
def list_map_assets() -> MapAssets:
    """Return the addresses of the scripts and styles, with a hash of our own ones."""
    published = find_published_folder()
    place = install_leaflet(published)
    return MapAssets(
        scripts=(f"{ADDRESS}/{join_scripts(place, published)}",),
        styles=(f"{ADDRESS}/{place}/leaflet.css", f"{ADDRESS}/{STYLE}?{hash_file(STATIC_FOLDER / STYLE)[:8]}"),
        font=find_font(),
    )


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _publish(target: Path, make: Callable[[], bytes]) -> None:
    """Write a file unless it is there."""
    if target.exists():
        return
    try:
        write_whole(target, make(), makes_folder=True)
    except WriteError as error:
        raise PublicationError(
            f"{error} La carte en a besoin : réglez {CACHE_VARIABLE} sur un dossier où le tableau de bord peut écrire, "
            "puis relancez-le."
        ) from error
