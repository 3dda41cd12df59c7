"""What is prepared before a page is shown: the model under a table of parameters, and the background of the map."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TypedDict

from shapely.geometry.base import BaseGeometry

from alpsat_geo.app.core.assets import publish_geometry
from alpsat_geo.app.core.publication import find_published_folder
from alpsat_geo.compute.baseline import Baseline, build_baseline
from alpsat_geo.compute.demand import Funnel, compute_funnel
from alpsat_geo.compute.draws import DRAW_COUNT, SEED, Draws, central_draws, sample_draws
from alpsat_geo.compute.profile import Profile, feasibility_profile
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import SEASONS, Season, Territory
from alpsat_geo.report.atlas.drawing import ATLAS_VERSION, Document, build_atlas
from alpsat_geo.sources.boundaries import read_boundaries


class Preparation(TypedDict):
    """All that moves with a parameter; ``funnel`` and ``central_funnel`` are those of today."""

    table: ParameterTable
    baseline: Baseline
    draws: Draws
    central: Draws
    funnel: Funnel
    central_funnel: Funnel
    profiles: dict[Season, Profile]


def prepare_model(territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor]) -> Preparation:
    """Make all that the parameters decide.

    Parameters
    ----------
    territory : Territory
    table : ParameterTable
    anchors : mapping of str to Anchor
    """
    baseline = build_baseline(territory, table)
    draws = sample_draws(table, baseline.spaces, DRAW_COUNT, SEED)
    central = central_draws(table, baseline.spaces)
    return Preparation(
        table=table,
        baseline=baseline,
        draws=draws,
        central=central,
        funnel=compute_funnel(baseline, draws),
        central_funnel=compute_funnel(baseline, central),
        profiles={season: feasibility_profile(baseline, territory, table, anchors, season) for season in SEASONS},
    )


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
