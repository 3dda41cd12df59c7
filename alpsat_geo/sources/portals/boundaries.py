"""Boundaries of the communes: IGN's Admin Express, simplified as one mosaic so that neighbours still touch."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import shapely

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, FileUpdate, Portal, Request
from alpsat_geo.sources.portals.features import fetch_features

_LAYER = "ADMINEXPRESS-COG.LATEST:commune"
# Some sixty metres: what a map of a territory shows, a fortieth of the points.
_TOLERANCE_DEG = 0.0006
_DECIMALS = 6
_NOTE = N_(
    "Simplifiées ensemble à soixante mètres près : couverture valide, ne pas simplifier davantage. Degrés décimaux."
)


def fetch(request: Request) -> Delivery:
    """Fetch the polygon of each commune of the territory."""
    manifest = request.manifest
    features = fetch_features(request.client, _LAYER, manifest.bounding_box)
    held = {str(one["properties"].get("code_insee", "")): one for one in features}
    missing = [code for code in request.codes if code not in held]
    if missing:
        raise PortalError(f"Admin Express n'a plus la commune {missing[0]} : elle a peut-être fusionné.")
    shapes = np.array([shapely.from_geojson(json.dumps(held[code]["geometry"])) for code in request.codes])
    simple = shapely.coverage_simplify(shapes, _TOLERANCE_DEG)
    lines = []
    for code, shape in zip(request.codes, simple, strict=True):
        properties = {
            "insee_code": code,
            "name": str(held[code]["properties"].get("nom_officiel") or code),
            "epci_siren": manifest.epci_by_commune[code],
        }
        geometry = json.loads(shapely.to_geojson(shape), parse_float=lambda text: round(float(text), _DECIMALS))
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    system = '{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}'
    head = f'{{\n"type": "FeatureCollection",\n"name": "communes",\n"crs": {system},\n"features": [\n'
    content = (head + ",\n".join(lines) + "\n]\n}\n").encode()
    points = int(sum(shapely.get_num_coordinates(simple)))
    told = f"limites de {len(lines)} communes, {points} points"
    year = datetime.now(UTC).year
    url = request.client.locate("geopf", "wfs/ows")
    return Delivery(f"Admin Express {year}", url, (FileUpdate("boundaries", content, told),), note=_NOTE)


PORTAL = Portal(
    key="boundaries",
    label=N_("Limites des communes"),
    producer="IGN",
    title="Admin Express, limites des communes",
    url_main="https://geoservices.ign.fr/adminexpress",
    licence="Licence Ouverte 2.0",
    roles=("boundaries",),
    vintage_pattern=r"communes en vigueur, déjà généralisées|Admin Express \d{4}",
    cadence_days=365,
    fetch=fetch,
    is_on_request=True,
)
