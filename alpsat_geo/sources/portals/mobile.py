"""Mobile network by commune: ARCEP's sites; the surface that its polygons cover, when they are asked for."""

from __future__ import annotations

import re

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.mobile import MOBILE_4G_SITES
from alpsat_geo.sources.portals.catalogues import list_folder
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request
from alpsat_geo.sources.portals.fibre import fold_district
from alpsat_geo.sources.portals.tables import download_rows

_KEY = re.compile(r"mobile/sites/(\d{4}_T\d)/\1_sites_Metropole\.csv")
_MOST_BYTES = 512 * 1024**2
_OPERATORS = {"20801", "20810", "20815", "20820"}  # Orange, SFR, Free, Bouygues


def fetch(request: Request) -> Delivery:
    """Fetch how many 4G sites of the four operators stand in each commune."""
    listed = list_folder(request.client, "arcep", "mobile/sites/")
    found: dict[str, Resource] = {
        match[1]: resource for key, resource in listed if (match := _KEY.fullmatch(key)) is not None
    }
    if not found:
        raise PortalError("ARCEP ne liste plus de fichier « sites_Metropole » : l'arborescence a changé.")
    quarter = max(found)
    rows = download_rows(
        request.client,
        found[quarter],
        f"{quarter}_sites_Metropole.csv",
        ["code_op", "num_site", "insee_com", "site_4g"],
        lambda table: table["code_op"].isin(_OPERATORS) & (table["site_4g"].str.strip() == "1"),
        most_bytes=_MOST_BYTES,
    )
    if rows.empty:
        raise PortalError(
            f"{quarter}_sites_Metropole.csv : aucun site 4G des quatre opérateurs ; le fichier a changé de forme."
        )
    # One site shared by two operators serves the clients of both: it counts for each.
    rows = rows.drop_duplicates(["code_op", "num_site"])
    counts = rows["insee_com"].str.strip().str.zfill(5).map(fold_district).value_counts()
    values: dict[str, dict[str, Cell]] = {code: {"value": int(counts.get(code, 0))} for code in request.codes}
    vintage = f"{quarter.replace('_T', '-T')} (sites mobiles)"
    return Delivery(vintage, found[quarter].url, (ColumnsUpdate(MOBILE_4G_SITES.key, values),))


PORTAL = Portal(
    key="mobile",
    label=N_("Sites mobiles 4G"),
    producer="ARCEP",
    title="Mon réseau mobile : sites 4G des quatre opérateurs",
    url_main="https://www.arcep.fr",
    licence="Licence Ouverte 2.0",
    roles=(MOBILE_4G_SITES.key,),
    vintage_pattern=r"\d{4}-T\d \(sites mobiles\)",
    cadence_days=92,
    fetch=fetch,
)
