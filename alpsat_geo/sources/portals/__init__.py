"""Adapters of the portals of open data: one source a file; a new one is its file and its line here.

Only `refresh` reaches them: whoever reads a pack needs none of the network's libraries.
"""

from __future__ import annotations

from alpsat_geo.sources.portals import fibre
from alpsat_geo.sources.portals.delivery import Portal

PORTALS: tuple[Portal, ...] = (fibre.PORTAL,)
