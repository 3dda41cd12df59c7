"""The background of the map: the limits of the communes, and the file that the browser fetches."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from alpsat_geo.app.core.assets import publish_corrected, publish_geometry
from alpsat_geo.app.core.publication import find_published_folder
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.atlas.drawing import ATLAS_VERSION, Document, build_atlas, list_spots
from alpsat_geo.sources.boundaries import read_boundaries

_TERRITORIES_KEPT = 4


def read_shapes(territory: Territory) -> tuple[BaseGeometry, ...]:
    """Read the limits of the communes once, in the order of their codes."""
    return _read_shapes(territory.key, territory.fingerprint)


@lru_cache(maxsize=_TERRITORIES_KEPT)
def _read_shapes(territory_key: str, _fingerprint: str) -> tuple[BaseGeometry, ...]:
    return tuple(read_boundaries(territory_key).geometry)


def publish_background(territory: Territory) -> str:
    """Put the background of the map where the browser fetches it, and return its address there."""

    def build() -> Document:
        return build_atlas(territory, read_boundaries(territory.key))

    folder, digest = find_published_folder(), _hash_geometry(territory)
    if not territory.corrections:
        return publish_geometry(territory.key, digest, build, folder)
    return publish_corrected(territory.key, digest, build, folder)


def _hash_geometry(territory: Territory) -> str:
    parts = [str(ATLAS_VERSION)]
    parts += [f"{path}:{origin.sha256}" for path, origin in sorted(territory.origins.items())]
    if territory.corrections:
        parts.append(repr(list_spots(territory)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
