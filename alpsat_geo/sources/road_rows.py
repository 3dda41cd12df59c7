"""The tables of the road network: its nodes and its edges, line by line."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from alpsat_geo.domain.territory import LengthBasis
from alpsat_geo.sources.communes import read_communes
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import Latitude, Longitude, MaybeInseeCode, MaybeNumber, Positive, Row, Speed, Text
from alpsat_geo.sources.table import Table

NodeKey = Annotated[str, Field(pattern=r"^[A-Z0-9_]+$")]


class NodeRow(Row):
    """A line of road_nodes.csv; the code is blank for gateways outside the territory."""

    node_id: NodeKey
    name: Text
    kind: Literal["mairie", "hamlet", "junction", "pass", "station", "gateway"]
    insee_code: MaybeInseeCode
    lon_deg: Longitude
    lat_deg: Latitude
    altitude_m: MaybeNumber
    position_basis: Text
    altitude_basis: str


class EdgeRow(Row):
    """A line of road_edges.csv; a file without the last column has no one-way road."""

    edge_id: NodeKey
    from_node_id: NodeKey
    to_node_id: NodeKey
    road_ref: Text
    length_km: Positive
    length_basis: LengthBasis
    length_source: Text
    road_class: Literal["national", "departmental_main", "departmental_local", "mountain_pass"]
    speed_summer_kmh: Speed
    speed_winter_kmh: Speed
    winter_access: Literal["open", "open_short_closures", "closed"]
    winter_source: Text
    note: str
    is_oneway: Literal["yes", "no"] = "no"


def read_nodes(contents: PackContents) -> Table[NodeRow]:
    """Return the table of road nodes; while it is awaited, the town halls alone."""
    if not contents.lacks("road_nodes"):
        return contents.table("road_nodes", NodeRow)
    communes = read_communes(contents)
    halls = tuple(
        NodeRow(
            node_id=row.insee_code,
            name=row.name,
            kind="mairie",
            insee_code=row.insee_code,
            lon_deg=row.mairie_lon_deg,
            lat_deg=row.mairie_lat_deg,
            altitude_m=None,
            position_basis=communes.path,
            altitude_basis="",
        )
        for row in communes.rows
    )
    return Table(contents.locate("road_nodes"), halls, communes.lines)


def read_edges(contents: PackContents) -> Table[EdgeRow]:
    """Return the table of road edges."""
    return contents.table("road_edges", EdgeRow)
