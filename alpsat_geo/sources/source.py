"""What an open-data source declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.indicator import Indicator, MeasuredIndicator
from alpsat_geo.domain.territory import (
    AccessTime,
    Broadband,
    Census,
    Communes,
    Place,
    Programme,
    RoadNetwork,
    Space,
    TownHall,
    TownHallAltitudes,
)
from alpsat_geo.sources.contents import PackContents


class TerritoryPart(TypedDict, total=False):
    """What one source gives of a `Territory`, by field; what several sources give is a tuple, put end to end."""

    communes: Communes
    census: Census
    broadband: Broadband
    places: tuple[Place, ...]
    old_places: tuple[Place, ...]
    spaces: tuple[Space, ...]
    roads: RoadNetwork
    town_halls: tuple[TownHall, ...]
    town_hall_altitudes: TownHallAltitudes
    programmes: tuple[Programme, ...]
    indicators: tuple[MeasuredIndicator, ...]
    access_times: tuple[AccessTime, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One open-data source of the pack.

    Attributes
    ----------
    key : str
        Stable name.
    label : str
        French name, for a screen.
    producer : str
        Who publishes it.
    roles : tuple of str
        Roles of its files in a territory's manifest.
    check : callable
        Takes the contents of a pack and returns everything that is wrong with these files, alone and against the
        others; it never stops at the first finding.
    build : callable
        Takes the contents of a pack that no check refuses and returns this source's part of the territory.
    indicators : tuple of Indicator
        Those that it may bring, known before any file is read: the address names them.
    """

    key: str
    label: str
    producer: str
    roles: tuple[str, ...]
    check: Callable[[PackContents], list[Finding]]
    build: Callable[[PackContents], TerritoryPart]
    indicators: tuple[Indicator, ...] = ()
