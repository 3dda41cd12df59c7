"""The background of the map: the limits of the communes, and the file that the browser fetches."""

from __future__ import annotations

import hashlib
from functools import cache

from shapely.geometry.base import BaseGeometry

from alpsat_geo.app.core.assets import publish_geometry
from alpsat_geo.app.core.publication import find_published_folder
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.atlas.drawing import ATLAS_VERSION, Document, build_atlas
from alpsat_geo.sources.boundaries import read_boundaries


@cache
def read_shapes(territory_key: str) -> tuple[BaseGeometry, ...]:
    """Read the limits of the communes once, in the order of their codes."""
    return tuple(read_boundaries(territory_key).geometry)


def publish_background(territory: Territory) -> str:
    """Put the background of the map where the browser fetches it, and return its address there."""

    def build() -> Document:
        return build_atlas(territory, read_boundaries(territory.key))

    return publish_geometry(territory.key, _hash_geometry(territory), build, find_published_folder())


def _hash_geometry(territory: Territory) -> str:
    parts = [str(ATLAS_VERSION)]
    parts += [f"{path}:{origin.sha256}" for path, origin in sorted(territory.origins.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
