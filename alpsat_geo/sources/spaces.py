"""Workspaces known in and around the territory."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import Space
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, MaybeLatitude, MaybeLongitude, MaybePositive, Row, Slug, Text
from alpsat_geo.sources.positions import check_point, check_swapped
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table


class SpaceRow(Row):
    """A line of spaces.csv; a blank number of desks is not published."""

    key: Slug
    name: Text
    kind: Text
    operator: str
    insee_code: InseeCode
    address: str
    lon_deg: MaybeLongitude
    lat_deg: MaybeLatitude
    location_precision: Literal["address", "village", "town_hall", "none"]
    desks_count: MaybePositive
    status: Literal["open", "open_unverified", "mentioned", "no_premises", "closed"]
    status_date: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}){0,2}$")]
    source: Text


def read_spaces(contents: PackContents) -> Table[SpaceRow]:
    """Return the table of spaces."""
    return contents.table("spaces", SpaceRow, may_be_empty=True)


def check_spaces(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the spaces: keys and positions; those outside the territory may lie anywhere near."""
    table = read_spaces(contents)
    findings = list(table.findings)
    findings += check_unique(table.column("key"), table.path, "key")
    known = set(contents.manifest.insee_codes)
    for line, row in table.numbered():
        if row.lon_deg is None or row.lat_deg is None:
            if (row.lon_deg, row.lat_deg, row.location_precision) != (None, None, "none"):
                message = remark(
                    N_("la position est incomplète : donnez les deux coordonnées, ou aucune et la précision « none ».")
                )
                value = f"{row.lon_deg}, {row.lat_deg}".replace("None", "vide")
                findings.append(Finding("error", table.path, message, line, "lon_deg", value))
        elif row.insee_code in known:
            findings += check_point(contents, table.path, line, (row.lon_deg, row.lat_deg), row.insee_code)
        else:
            box = contents.manifest.bounding_box
            findings += check_swapped(box, table.path, line, (row.lon_deg, row.lat_deg))
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the spaces of a checked pack, in the order of the file; see `Source.build`."""
    return {"spaces": tuple(Space(**row.model_dump()) for row in read_spaces(contents).rows)}


SOURCE = Source(
    "spaces",
    N_("Espaces de travail"),
    "CGET, ANCT, collectivités, AlpSatellites",
    ("spaces",),
    check_spaces,
    build_part,
)
