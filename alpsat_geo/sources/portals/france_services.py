"""France services: ANCT's list on data.gouv.fr, whose separator and encoding are looked at, not supposed."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.catalogues import find_data_gouv
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, RowsUpdate
from alpsat_geo.sources.portals.points import Point, read_held_notes, write_places
from alpsat_geo.sources.portals.tables import download_rows, keep_codes, read_number

_DATASET = "liste-des-structures-france-services"
_MOST_BYTES = 64 * 1024**2
_KIND = "france_services"


def fetch(request: Request) -> Delivery:
    """Fetch the France services of the territory."""
    found = find_data_gouv(request.client, _DATASET, r".*", file_format="csv", by_date=True)
    rows = download_rows(
        request.client,
        found.resource,
        "France services",
        ["id_fs", "lib_fs", "insee_com", "latitude", "longitude"],
        keep_codes("insee_com", request.codes),
        most_bytes=_MOST_BYTES,
    )
    if rows.empty:
        raise PortalError(
            "La liste des France services n'en connaît aucune dans le territoire : elle a peut-être changé de forme."
        )
    notes = read_held_notes(request, [_KIND])
    day = found.published or ""
    points = [
        Point(
            _KIND,
            row["lib_fs"],
            row["insee_com"],
            read_number(row["longitude"]),
            read_number(row["latitude"]),
            notes.get((row["insee_com"], row["lib_fs"]), ""),
        )
        for row in rows.drop_duplicates("id_fs").to_dict("records")
    ]
    origin = ("ANCT, liste France services", day or "non daté", "Licence Ouverte 2.0")
    placed, findings = write_places(request, PORTAL.key, points, origin, 14)
    update = RowsUpdate("places", placed, lambda row: row["kind"] == _KIND, ("kind", "name"))
    month = f"{day[5:7]}/{day[:4]}" if day else "non daté"
    return Delivery(f"France services {month}", found.resource.url, (update,), found.published, tuple(findings))


PORTAL = Portal(
    key="france_services",
    label=N_("France services"),
    producer="ANCT",
    title="Points de service : France services, écoles, points de contact postaux, gares",
    url_main="https://www.data.gouv.fr",
    licence="Licence Ouverte 2.0",
    roles=("places",),
    vintage_pattern=r"France services (?:\d{2}/\d{4}|non daté)",
    cadence_days=92,
    fetch=fetch,
)
