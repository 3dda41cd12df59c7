"""Boundaries of the communes: IGN's Admin Express, simplified as one mosaic so that neighbours still touch."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import shapely

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import write_boundaries
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, FileUpdate, Portal, Request
from alpsat_geo.sources.portals.features import fetch_features

_LAYER = "ADMINEXPRESS-COG.LATEST:commune"
# Some sixty metres: what a map of a territory shows, a fortieth of the points.
_TOLERANCE_DEG = 0.0006
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
    names = [str(held[code]["properties"].get("nom_officiel") or code) for code in request.codes]
    sirens = [manifest.epci_by_commune[code] for code in request.codes]
    content = write_boundaries(zip(request.codes, names, sirens, simple, strict=True))
    points = int(sum(shapely.get_num_coordinates(simple)))
    told = f"limites de {len(request.codes)} communes, {points} points"
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
