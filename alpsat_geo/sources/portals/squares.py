"""Where people live: INSEE's squares of 200 m, as the share of inhabitants who live far from their town hall."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import read_shapes
from alpsat_geo.sources.communes import read_communes
from alpsat_geo.sources.inhabitants import FAR_FROM_TOWN_HALL, FAR_KM
from alpsat_geo.sources.portals.archives import open_member
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.whole_file import unpack_aside

_YEAR = 2021
_FILE = f"fichier/8735162/Filosofi{_YEAR}_carreaux_200m_gpkg.zip"
_MOST_BYTES = 3 * 1024**3
_PARTS = {"972": "mart", "974": "reun"}  # one layer for each; the others are in that of the mainland
_M_PER_KM = 1000


def fetch(request: Request) -> Delivery:
    """Fetch the inhabited squares of the territory, and how far each stands from the town hall of its commune."""
    import geopandas as gpd  # noqa: PLC0415 - see pyogrio in `fibre`
    import pyogrio  # noqa: PLC0415

    resource = Resource(request.client.locate("insee", _FILE))
    path = request.client.download(resource, most_bytes=_MOST_BYTES)
    part = _PARTS.get(request.codes[0][:3], "met")
    shapes = read_shapes(request.contents)
    communes = gpd.GeoDataFrame(
        {"insee_code": list(request.codes)}, geometry=[shapes[code] for code in request.codes], crs="EPSG:4326"
    )
    with open_member(path, rf"{part}\w*\.gpkg$") as content, unpack_aside(content, ".gpkg") as layer:
        try:
            # The names of the squares are in EPSG:3035, their shapes in the system of the layer, in metres.
            system = pyogrio.read_info(layer)["crs"]
            around = tuple(communes.to_crs(system).total_bounds)
            rows = pyogrio.read_dataframe(layer, bbox=around, columns=["ind", "i_est_200m"])
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise PortalError(
                "Les carreaux de l'INSEE ne sont pas un GeoPackage lisible : réessayez plus tard."
            ) from error
    if not {"ind", "i_est_200m"} <= set(rows.columns) or rows.empty:
        raise PortalError("Les carreaux de l'INSEE n'ont rien ici, ou plus les colonnes « ind » et « i_est_200m ».")
    squares = rows.set_geometry(rows.geometry.centroid)
    placed = squares.sjoin(communes.to_crs(system), predicate="within")
    held = read_communes(request.contents).rows
    halls = gpd.GeoSeries.from_xy(
        [row.mairie_lon_deg for row in held],
        [row.mairie_lat_deg for row in held],
        index=[row.insee_code for row in held],
        crs="EPSG:4326",
    ).to_crs(system)
    away = placed.geometry.distance(gpd.GeoSeries(halls.loc[placed["insee_code"]].values, placed.index, crs=system))
    is_far = (away > FAR_KM * _M_PER_KM).to_numpy()
    people = placed["ind"].to_numpy(dtype=np.float64)
    counted = pd.DataFrame({"code": placed["insee_code"].to_numpy(), "all": people, "far": people * is_far})
    sums = counted.groupby("code").sum()
    shares = sums["far"] / sums["all"].where(sums["all"] > 0)
    values: dict[str, dict[str, Cell]] = {
        code: {"value": round(float(shares[code]), 4) if code in shares and shares[code] >= 0 else None}
        for code in request.codes
    }
    imputed = float((placed["i_est_200m"].to_numpy(dtype=np.float64) > 0).mean()) if len(placed) else 0.0
    message = f"{100 * imputed:.0f} % des {len(placed)} carreaux habités sont estimés par l'INSEE, tenus au secret."
    return Delivery(
        f"carreaux {_YEAR}",
        resource.url,
        (ColumnsUpdate(FAR_FROM_TOWN_HALL.key, values),),
        None,
        (warn(PORTAL.key, message),),
        note=N_("La plupart des carreaux peu peuplés sont estimés par l'INSEE : un ordre de grandeur."),
    )


PORTAL = Portal(
    key="squares",
    label=N_("Habitants par carreaux de 200 m"),
    producer="INSEE",
    title="Données carroyées à 200 m",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=(FAR_FROM_TOWN_HALL.key,),
    vintage_pattern=r"^.*$",
    cadence_days=730,
    fetch=fetch,
    is_on_request=True,
)
