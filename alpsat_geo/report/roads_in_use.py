"""Which road network the minutes come from, in words, and what a map draws of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from alpsat_geo.compute.place_travel import is_positioned
from alpsat_geo.domain.territory import RoadNetwork, RoadSource, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _

_NUMBERED = re.compile(r"[A-Z]{1,3}-?\d")

ESTIMATED_TIMES: Mapping[RoadSource, str] = {
    "skeleton": N_("temps estimés sur un réseau routier simplifié"),
    "osm": N_("temps estimés sur les routes d'OpenStreetMap"),
    "bd_topo": N_("temps estimés sur les routes de la BD TOPO"),
}


def say_times(roads: RoadNetwork) -> str:
    """Say in the language of the reader what the minutes are estimated on, or that there are none yet."""
    if not roads.edge_ids:
        return _("pas encore de temps de trajet, car les routes manquent")
    return _(ESTIMATED_TIMES[roads.source])


def say_placed(territory: Territory, kinds: Collection[str] = ()) -> str:
    """Say how many places of some kinds, or of all, are travelled to where they stand, and not at the town hall."""
    counted = [place for place in territory.places if not kinds or place.kind in kinds]
    known = sum(map(is_positioned, counted))
    if counted and known == len(counted):
        return _("tous les lieux à leur position")
    return _("{known} lieux sur {count} à leur position, les autres à la mairie").format(
        known=format_number(known), count=format_number(len(counted))
    )


def list_drawn_edges(roads: RoadNetwork) -> list[int]:
    """Return the edges that a map draws: all of a skeleton; of a detailed network the numbered roads, each once."""
    if roads.is_skeleton:
        return list(range(len(roads.edge_ids)))
    drawn: dict[tuple[int, int, str], int] = {}
    for edge, ref in enumerate(roads.edge_refs):
        if _NUMBERED.match(ref):
            first, last = sorted((int(roads.edge_from_index[edge]), int(roads.edge_to_index[edge])))
            drawn.setdefault((first, last, ref), edge)
    return list(drawn.values())
