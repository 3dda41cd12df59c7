"""Adapters of the portals of open data: one source a file; a new one is its file and its line here.

Only `refresh` reaches them: whoever reads a pack needs none of the network's libraries.
"""

from __future__ import annotations

from alpsat_geo.sources.portals import (
    boundaries,
    census,
    copper,
    eligibility,
    facilities,
    facility_points,
    fibre,
    france_services,
    income,
    mobile,
    mobile_coverage,
    perimeters,
    populations,
    roads,
    schools,
    squares,
    stations,
    town_halls,
    travel_control,
    workspaces,
)
from alpsat_geo.sources.portals.delivery import Portal

PORTALS: tuple[Portal, ...] = (
    perimeters.PORTAL,
    boundaries.PORTAL,
    populations.PORTAL,
    census.PORTAL,
    income.PORTAL,
    squares.PORTAL,
    fibre.PORTAL,
    eligibility.PORTAL,
    copper.PORTAL,
    mobile.PORTAL,
    mobile_coverage.PORTAL,
    facilities.PORTAL,
    facility_points.PORTAL,
    france_services.PORTAL,
    schools.PORTAL,
    stations.PORTAL,
    workspaces.PORTAL,
    town_halls.PORTAL,
    roads.PORTAL,
    travel_control.PORTAL,
)
