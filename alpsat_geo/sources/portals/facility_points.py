"""Schools and post points at their positions: INSEE's permanent base of facilities, one point a facility."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.access_times import KINDS_BY_CODE
from alpsat_geo.sources.places import read_places
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, RowsUpdate
from alpsat_geo.sources.portals.points import Point, write_places

_FILE = "fichier/8217525/BPE{year}.parquet"
_MOST_BYTES = 2 * 1024**3
_FIRST_YEAR, _LAST_YEAR = 25, 40
_KINDS = {
    code: kind for code, kind in KINDS_BY_CODE.items() if kind in {"primary_school", "college", "lycee", "post_point"}
}
_NOTES = {"A206": "Bureau de poste", "A207": "Relais poste", "A208": "Agence postale"}
_GOOD = {"Bonne", "Acceptable", ""}
_COLUMNS = ["DEPCOM", "TYPEQU", "LONGITUDE", "LATITUDE", "QUALITE_XY"]
_NAME = "NOMRS"
_NOTE = N_("Un point dont l'INSEE ne juge pas la position bonne le dit.")


def fetch(request: Request) -> Delivery:
    """Fetch the points of the types that the model reads, by the columns that it reads."""
    import pyarrow as pa  # noqa: PLC0415 - only who refreshes points waits for it
    import pyarrow.parquet as pq  # noqa: PLC0415

    year, resource = _find_newest(request)
    path = request.client.download(resource, most_bytes=_MOST_BYTES)
    try:
        names = set(pq.read_schema(path).names)
        missing = [name for name in _COLUMNS if name not in names]
        if missing:
            raise PortalError(f"BPE{year} : la colonne « {missing[0]} » manque ; le fichier a changé de forme.")
        columns = [*_COLUMNS, *([_NAME] if _NAME in names else [])]
        # Only these columns and these communes leave the file, whatever its size.
        chosen = [("DEPCOM", "in", list(request.codes)), ("TYPEQU", "in", list(_KINDS))]
        rows = pq.read_table(path, columns=columns, filters=chosen).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise PortalError(
            f"BPE{year} n'est pas un fichier Parquet lisible, ou il est abîmé : réessayez plus tard."
        ) from error
    if not rows:
        raise PortalError(
            f"BPE{year} ne connaît aucun équipement des communes du territoire : leurs codes ont peut-être changé."
        )
    producer = f"INSEE, BPE 20{year}"
    # Who asked for the directory of schools keeps it: it is renewed every day.
    held = () if request.contents.lacks("places") else read_places(request.contents).rows
    others = {row.kind for row in held if "INSEE" not in row.producer and "La Poste" not in row.producer}
    points = [point for point in _list_points(rows) if point.kind not in others]
    placed, findings = write_places(request, PORTAL.key, points, (producer, f"20{year}", "Licence Ouverte 2.0"), 5)
    kinds = {str(row["kind"]) for row in placed}
    update = RowsUpdate("places", placed, lambda row: row["kind"] in kinds, ("kind", "name"))
    return Delivery(f"BPE 20{year}", resource.url, (update,), None, tuple(findings), note=_NOTE)


def _find_newest(request: Request) -> tuple[int, Resource]:
    """Return the newest year: the page of the file keeps its number, and only the name changes."""
    url = request.client.locate("insee", "8217525")
    try:
        page = request.client.read_bytes(url).decode("utf-8", "replace")
    except PortalError:
        page = ""
    years = [int(found) for found in re.findall(r"BPE(\d{2})\.parquet", page)]
    known = [year for year in years if _FIRST_YEAR <= year <= _LAST_YEAR]
    year = max(known, default=_FIRST_YEAR)
    return year, Resource(request.client.locate("insee", _FILE.format(year=year)))


def _list_points(rows: list[dict[str, object]]) -> Iterator[Point]:
    for row in rows:
        code, kind = str(row["TYPEQU"]), _KINDS[str(row["TYPEQU"])]
        quality = str(row["QUALITE_XY"] or "")
        notes = [_NOTES.get(code, ""), "" if quality in _GOOD else f"position : {quality.lower()}"]
        longitude, latitude = row["LONGITUDE"], row["LATITUDE"]
        yield Point(
            kind,
            str(row.get(_NAME) or _NOTES.get(code, kind)),
            str(row["DEPCOM"]),
            float(longitude) if isinstance(longitude, float) else None,
            float(latitude) if isinstance(latitude, float) else None,
            ", ".join(note for note in notes if note),
        )


PORTAL = Portal(
    key="facility_points",
    label=N_("Équipements : écoles et points postaux à leur place"),
    producer="INSEE",
    title="Points de service : France services, écoles, points de contact postaux, gares",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=("places",),
    vintage_pattern=r"\bBPE \d{4}\b",
    cadence_days=365,
    fetch=fetch,
)
