"""Schools: the ministry's directory, renewed every day; asked for by name, it takes the place of INSEE's points."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.catalogues import find_opendatasoft, write_departments
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, RowsUpdate
from alpsat_geo.sources.portals.points import Point, write_places
from alpsat_geo.sources.portals.tables import download_rows, keep_codes, read_number

_DATASET = "fr-en-annuaire-education"
_MOST_BYTES = 256 * 1024**2
_KINDS = {"Ecole": "primary_school", "École": "primary_school", "Collège": "college", "Lycée": "lycee"}
_SURE = {"NUMERO", "NUMÉRO", "Numéro de rue", "Parfaite", "Correcte", ""}


def fetch(request: Request) -> Delivery:
    """Fetch the schools of the territory that teach in its communes."""
    columns = [
        "identifiant_de_l_etablissement",
        "nom_etablissement",
        "type_etablissement",
        "code_commune",
        "latitude",
        "longitude",
        "precision_localisation",
    ]
    where = write_departments("code_commune", request.codes)
    found = find_opendatasoft(request.client, "education", _DATASET, ",".join(columns), where)
    keeps = keep_codes("code_commune", request.codes)
    rows = download_rows(request.client, found.resource, _DATASET, columns, keeps, most_bytes=_MOST_BYTES)
    if rows.empty:
        raise PortalError(
            "L'annuaire de l'éducation ne connaît aucune école du territoire : il a peut-être changé de forme."
        )
    points = [
        Point(
            _KINDS[row["type_etablissement"]],
            row["nom_etablissement"],
            row["code_commune"],
            read_number(row["longitude"]),
            read_number(row["latitude"]),
            "" if row["precision_localisation"] in _SURE else f"position : {row['precision_localisation'].lower()}",
        )
        for row in rows.drop_duplicates("identifiant_de_l_etablissement").to_dict("records")
        if row["type_etablissement"] in _KINDS
    ]
    day = found.published or ""
    origin = ("Éducation nationale, annuaire", day or "non daté", "Licence Ouverte 2.0")
    placed, findings = write_places(request, PORTAL.key, points, origin, 5)
    kinds = set(_KINDS.values())
    update = RowsUpdate("places", placed, lambda row: row["kind"] in kinds, ("kind", "name"))
    return Delivery(f"écoles {day}", found.resource.url, (update,), found.published, tuple(findings))


PORTAL = Portal(
    key="schools",
    label=N_("Écoles : annuaire de l'éducation"),
    producer="Ministère de l'Éducation nationale",
    title="Points de service : France services, écoles, points de contact postaux, gares",
    url_main="https://data.education.gouv.fr",
    licence="Licence Ouverte 2.0",
    roles=("places",),
    vintage_pattern=r"écoles \d{4}-\d{2}-\d{2}",
    cadence_days=30,
    fetch=fetch,
    is_on_request=True,
)
