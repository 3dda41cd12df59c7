"""Features of the Géoplateforme's WFS: a box in the right order, pages in one order, none twice and none missing."""

from __future__ import annotations

import math
from typing import Any

from alpsat_geo.sources.manifest import BoundingBox
from alpsat_geo.sources.portals.client import Client, PortalError

_PAGE_MOST = 5000
_FEATURES_MOST = 2_000_000
_PATH = "wfs/ows"
# No two features share it: pages are sorted by it, for they overlap otherwise.
_KEY = "cleabs"


def fetch_features(client: Client, layer: str, box: BoundingBox, fields: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the features of a layer in a box, as GeoJSON, EPSG:4326.

    Parameters
    ----------
    client : Client
    layer : str
        Such as ``BDTOPO_V3:troncon_de_route``.
    box : BoundingBox
    fields : tuple of str
        Properties to ask for; empty: all.

    Raises
    ------
    PortalError
        If the server reports an error, gives nothing (a box in the wrong order answers so), or not all that it counts.
    """
    asked = {
        "SERVICE": "WFS",
        "VERSION": "2.0.0",
        "REQUEST": "GetFeature",
        "TYPENAMES": layer,
        "OUTPUTFORMAT": "application/json",
        "SRSNAME": "EPSG:4326",
        # Longitude first only where CRS:84 says so: without it, the server reads latitudes, and finds nothing.
        "BBOX": f"{box.west_deg},{box.south_deg},{box.east_deg},{box.north_deg},CRS:84",
        "SORTBY": _KEY,
        "COUNT": str(_PAGE_MOST),
        **({"PROPERTYNAME": ",".join(fields)} if fields else {}),
    }
    found: dict[str, dict[str, Any]] = {}
    start, matched = 0, math.inf
    while start < matched:
        page = client.read_json(client.locate("geopf", _PATH), {**asked, "STARTINDEX": str(start)})
        features = page.get("features") if isinstance(page, dict) else None
        if not isinstance(features, list):
            raise PortalError(f"« {layer} » : la réponse n'est pas une collection d'entités ; réessayez plus tard.")
        matched = float(page.get("numberMatched") or page.get("totalFeatures") or len(features))
        if matched > _FEATURES_MOST:
            raise PortalError(
                f"« {layer} » : {matched:.0f} entités dans l'emprise, plus que ce qu'un territoire demande."
            )
        if not features:
            break
        found |= {str(feature["properties"][_KEY]): feature for feature in features}
        start += len(features)
    if not found:
        raise PortalError(f"« {layer} » : le serveur ne donne rien dans l'emprise du territoire.")
    if len(found) != matched:
        raise PortalError(
            f"« {layer} » : {len(found)} entités reçues sur {matched:.0f} annoncées ; réessayez plus tard."
        )
    return list(found.values())
