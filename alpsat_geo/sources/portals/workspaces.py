"""Workspaces that OpenStreetMap knows; desks and status are for the PETR to complete."""

from __future__ import annotations

import math
import re
from typing import Any

import shapely

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.text import N_, drop_accents
from alpsat_geo.sources.boundaries import read_shapes
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, Delivery, Portal, Request, RowsUpdate, warn
from alpsat_geo.sources.spaces import read_spaces

_SOURCE = "OpenStreetMap, contributeurs (ODbL)"
_NEAR_DEG = 0.002  # some two hundred metres: the same place under another name


def fetch(request: Request) -> Delivery:
    """Fetch the workspaces of the territory's communes that the pack does not know yet."""
    box = request.manifest.bounding_box
    around = f"({box.south_deg},{box.west_deg},{box.north_deg},{box.east_deg})"
    query = (
        f'[out:json][timeout:60];(nwr["amenity"="coworking_space"]{around};nwr["office"="coworking"]{around};);'
        "out center meta;"
    )
    answer = request.client.read_json(request.client.locate("overpass", "interpreter"), {"data": query})
    elements = answer.get("elements") if isinstance(answer, dict) else None
    if not isinstance(elements, list) or answer.get("remark"):
        raise PortalError("OpenStreetMap (Overpass) n'a pas répondu jusqu'au bout : réessayez plus tard.")
    known = [row for row in read_spaces(request.contents).rows if not row.source.startswith("OpenStreetMap")]
    rows = []
    findings: list[Finding] = []
    for element in sorted(elements, key=lambda one: (str(one.get("type")), int(one.get("id", 0)))):
        row = _write_space(element, request)
        if row is None:
            continue
        twin = next((one for one in known if _is_same(row, one.name, one.lon_deg, one.lat_deg)), None)
        if twin is not None:
            findings.append(warn(PORTAL.key, f"« {row['name']} » est déjà connu sous le nom « {twin.name} »."))
            continue
        rows.append(row)
    if not rows:
        message = "OpenStreetMap ne connaît pas d'autre espace de travail ici : complétez la liste vous-même."
        findings.append(warn(PORTAL.key, message))
    day = str((answer.get("osm3s") or {}).get("timestamp_osm_base") or "")[:4] or "non daté"
    update = RowsUpdate("spaces", rows, lambda row: row["source"].startswith("OpenStreetMap"), ("name",))
    url = request.client.locate("overpass", "interpreter")
    return Delivery(f"OpenStreetMap {day}", url, (update,), None, tuple(findings))


def _write_space(element: dict[str, Any], request: Request) -> dict[str, Cell] | None:
    tags = element.get("tags") or {}
    centre = element.get("center") or element
    try:
        longitude, latitude = round(float(centre["lon"]), 6), round(float(centre["lat"]), 6)
    except (KeyError, TypeError, ValueError):
        return None
    point = shapely.Point(longitude, latitude)
    code = next((code for code, shape in read_shapes(request.contents).items() if shapely.contains(shape, point)), None)
    if code is None:
        return None
    name = str(tags.get("name") or f"Espace sans nom ({element.get('type')} {element.get('id')})")
    street = " ".join(str(tags[one]) for one in ("addr:housenumber", "addr:street") if tags.get(one))
    return {
        "key": f"osm-{element.get('type')}-{element.get('id')}",
        "name": name,
        "kind": "coworking",
        "operator": str(tags.get("operator") or ""),
        "insee_code": code,
        "address": street,
        "lon_deg": longitude,
        "lat_deg": latitude,
        "location_precision": "address",
        "desks_count": None,
        "status": "open_unverified",
        "status_date": str(element.get("timestamp") or "")[:10] or "1970",
        "source": _SOURCE,
    }


def _is_same(row: dict[str, Cell], name: str, lon_deg: float | None, lat_deg: float | None) -> bool:
    if _fold(str(row["name"])) == _fold(name):
        return True
    if lon_deg is None or lat_deg is None:
        return False
    return math.hypot(float(row["lon_deg"] or 0) - lon_deg, float(row["lat_deg"] or 0) - lat_deg) < _NEAR_DEG


def _fold(name: str) -> str:
    plain = drop_accents(name).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)


PORTAL = Portal(
    key="workspaces",
    label=N_("Espaces de travail (OpenStreetMap)"),
    producer="OpenStreetMap",
    title="Espaces de travail connus dans le territoire et autour",
    url_main="https://www.openstreetmap.org",
    licence="ODbL 1.0",
    roles=("spaces",),
    vintage_pattern=r"OpenStreetMap (?:\d{4}|non daté)",
    cadence_days=92,
    fetch=fetch,
    is_on_request=True,
)
