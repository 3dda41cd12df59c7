"""Points of service: France services, schools, post points, stations (ANCT, INSEE, La Poste, SNCF)."""

from __future__ import annotations

from typing import Literal

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.territory import Place
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_known, check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, Latitude, Longitude, Row, Text
from alpsat_geo.sources.positions import check_point
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table


class PlaceRow(Row):
    """A line of places.csv."""

    kind: Literal["france_services", "primary_school", "college", "lycee", "post_point", "station"]
    name: Text
    insee_code: InseeCode
    lon_deg: Longitude
    lat_deg: Latitude
    producer: Text
    vintage: Text
    licence: Text
    note: str


def read_places(contents: PackContents) -> Table[PlaceRow]:
    """Return the table of places."""
    return contents.table("places", PlaceRow, may_be_empty=True)


def check_places(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the places: codes, positions, repetitions."""
    table = read_places(contents)
    findings = list(table.findings)
    findings += check_known(table.column("insee_code"), contents.manifest, table.path)
    names = [(line, f"{row.kind}, {row.name}, {row.insee_code}") for line, row in table.numbered()]
    findings += check_unique(names, table.path, "name")
    for line, row in table.numbered():
        findings += check_point(contents, table.path, line, (row.lon_deg, row.lat_deg), row.insee_code)
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the located places of a checked pack, in the order of the file; see `Source.build`."""
    return {"places": tuple(Place(**row.model_dump(exclude={"licence"})) for row in read_places(contents).rows)}


SOURCE = Source("places", N_("Points de service"), "ANCT, INSEE, La Poste, SNCF", ("places",), check_places, build_part)
