"""The embedded project, opened once for what asks it outside of a fixture."""

from __future__ import annotations

from functools import cache

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Project, Registries, open_project
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenarios import read_scenarios


@cache
def open_embedded() -> Project:
    """Return the embedded project with its scenarios, as the pages open it."""
    return open_project(EMBEDDED_TERRITORY, Registries(ACTION_TYPES, CRITERIA), read_scenarios())
