"""Adapters of open data: one source a file; a new one is its file and its line here."""

from __future__ import annotations

from alpsat_geo.sources import (
    boundaries,
    broadband,
    census,
    communes,
    facilities,
    inhabitants,
    mobile,
    places,
    programmes,
    roads,
    spaces,
    town_halls,
)
from alpsat_geo.sources.source import Source

SOURCES: tuple[Source, ...] = (
    boundaries.SOURCE,
    communes.SOURCE,
    census.SOURCE,
    broadband.SOURCE,
    mobile.SITES_SOURCE,
    mobile.COVERAGE_SOURCE,
    inhabitants.SOURCE,
    places.SOURCE,
    facilities.SOURCE,
    spaces.SOURCE,
    roads.SOURCE,
    town_halls.SOURCE,
    programmes.SOURCE,
)

INDICATORS = tuple(indicator for source in SOURCES for indicator in source.indicators)
"""Measures by commune that sources may bring, in the order of the registry."""
