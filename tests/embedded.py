"""The embedded project, opened once for what asks it outside of a fixture."""

from __future__ import annotations

from functools import cache

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Project, Registries, open_project
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.territory import DEFAULT_TERRITORY


@cache
def open_embedded() -> Project:
    """Return the embedded project with its scenarios, as the pages open it."""
    return open_project(DEFAULT_TERRITORY, Registries(ACTION_TYPES, CRITERIA), read_scenarios())
