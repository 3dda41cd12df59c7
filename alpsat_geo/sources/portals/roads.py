"""Roads: IGN's BD TOPO around the territory, made into the tables of its network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alpsat_geo.compute.road_speeds import choose_speeds
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.bd_topo_roads import FIELDS, read_bd_topo
from alpsat_geo.sources.detailed_roads import write_rows
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.portals.delivery import Delivery, FileUpdate, Portal, Request
from alpsat_geo.sources.portals.features import fetch_features
from alpsat_geo.sources.road_import import describe_origin, make_pack_roads
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow

_LAYER = "BDTOPO_V3:troncon_de_route"
_MARGIN_DEG = 0.1  # a way round may leave the territory by some ten kilometres


def fetch(request: Request) -> Delivery:
    """Fetch the stretches of road, and make the network of the territory of them."""
    around = request.manifest.bounding_box.widen(_MARGIN_DEG)
    features = fetch_features(request.client, _LAYER, around, (*FIELDS, "geometrie"))
    made, _network = make_pack_roads(request.contents, read_bd_topo(features), choose_speeds(read_parameters()))
    today = datetime.now(UTC).date()
    told = f"{len(made.nodes)} nœuds et {len(made.edges)} tronçons, de {len(features)} tronçons de la BD TOPO"
    return Delivery(
        f"BD TOPO {today.year}",
        request.client.locate("geopf", "wfs/ows"),
        (
            FileUpdate("road_nodes", write_rows(made.nodes, NodeRow), told, ".csv"),
            FileUpdate("road_edges", write_rows(made.edges, EdgeRow), told, ".csv"),
        ),
        note=describe_origin("bd_topo", Path(_LAYER), today).note,
    )


PORTAL = Portal(
    key="roads",
    label=N_("Routes (BD TOPO)"),
    producer="IGN",
    title="Réseau routier détaillé",
    url_main="https://geoservices.ign.fr/bdtopo",
    licence="Licence Ouverte 2.0",
    roles=("road_nodes", "road_edges"),
    vintage_pattern=r"^.*$",
    cadence_days=92,
    fetch=fetch,
    is_on_request=True,
)
