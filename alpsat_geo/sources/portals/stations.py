"""Railway stations: SNCF's open data, under the licence that its catalogue says."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.catalogues import find_opendatasoft
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, RowsUpdate, warn
from alpsat_geo.sources.portals.points import Point, read_held_notes, write_places
from alpsat_geo.sources.portals.tables import download_rows, keep_codes, read_number

_DATASET = "gares-de-voyageurs"
_MOST_BYTES = 64 * 1024**2
_KIND = "station"


def fetch(request: Request) -> Delivery:
    """Fetch the stations of the territory; a territory may have none."""
    columns = ["nom", "codes_uic", "codeinsee", "position_geographique"]
    found = find_opendatasoft(request.client, "sncf", _DATASET, ",".join(columns))
    everywhere = download_rows(request.client, found.resource, _DATASET, columns, most_bytes=_MOST_BYTES)
    if everywhere.empty:
        raise PortalError("La liste des gares de la SNCF est vide : réessayez plus tard.")
    rows = everywhere[keep_codes("codeinsee", request.codes)(everywhere)]
    notes = read_held_notes(request, [_KIND])
    points = []
    for row in rows.drop_duplicates("codes_uic").to_dict("records"):
        latitude, _comma, longitude = row["position_geographique"].partition(",")
        note = notes.get((row["codeinsee"], row["nom"]), "")
        points.append(Point(_KIND, row["nom"], row["codeinsee"], read_number(longitude), read_number(latitude), note))
    year = (found.published or "")[:4] or "non daté"
    origin = ("SNCF open data, gares de voyageurs", year, found.licence or "ODbL")
    placed, findings = write_places(request, PORTAL.key, points, origin, 7)
    if not placed:
        findings.append(warn(PORTAL.key, "aucune gare dans les communes du territoire."))
    update = RowsUpdate("places", placed, lambda row: row["kind"] == _KIND, ("kind", "name"))
    return Delivery(f"gares {year}", found.resource.url, (update,), found.published, tuple(findings))


PORTAL = Portal(
    key="stations",
    label=N_("Gares"),
    producer="SNCF",
    title="Points de service : France services, écoles, points de contact postaux, gares",
    url_main="https://ressources.data.sncf.com",
    licence="ODbL 1.0",
    roles=("places",),
    vintage_pattern=r"gares (?:\d{4}|non daté)",
    cadence_days=182,
    fetch=fetch,
)
