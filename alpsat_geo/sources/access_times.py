"""Minutes to the nearest facility as INSEE publishes them, by square of 200 m: their mean by commune."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Literal

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.domain.territory import AccessTime
from alpsat_geo.sources.commune_keys import check_known
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import Count, InseeCode, Row
from alpsat_geo.sources.table import Table

KINDS_BY_CODE = {
    "A128": "france_services",
    "A206": "post_point",
    "A207": "post_point",
    "A208": "post_point",
    "B105": "food_shop",
    "B201": "food_shop",
    "C107": "primary_school",
    "C108": "primary_school",
    "C109": "primary_school",
    "C201": "college",
    "C301": "lycee",
    "D307": "pharmacy",
    "E107": "station",
    "E108": "station",
    "E109": "station",
}
"""Kind of place of each type of the base of facilities that INSEE counts as one."""

_COLUMNS = ["depcom", "typeeq_id", "X", "Y", "pop", "duree"]


class AccessRow(Row):
    """A line of access_times.csv: the mean minutes of the people of a commune to the nearest place of a kind."""

    insee_code: InseeCode
    kind: Literal[
        "france_services", "post_point", "food_shop", "primary_school", "college", "lycee", "pharmacy", "station"
    ]
    minutes: Count
    people_count: Count


def read_access_rows(path: Path, insee_codes: tuple[str, ...]) -> tuple[AccessRow, ...]:
    """Read the file of a region, by the columns and the communes that are needed.

    Parameters
    ----------
    path : pathlib.Path
        Parquet: ``depcom``, ``typeeq_id``, ``X``, ``Y``, ``pop`` and ``duree`` (minutes by car), a row a square and a
        type of facility.
    insee_codes : tuple of str

    Returns
    -------
    tuple of AccessRow
        In each square the nearest of the types of a kind counts; squares weigh by their people.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or knows none of the communes.
    """
    import pyarrow as pa  # noqa: PLC0415 - only who brings such a file waits for it
    import pyarrow.parquet as pq  # noqa: PLC0415

    if not path.is_file():
        raise InputError(f"« {path} » n'existe pas : vérifiez le chemin du fichier des temps d'accès.")
    try:
        missing = [name for name in _COLUMNS if name not in pq.read_schema(path).names]
        if missing:
            raise InputError(
                f"« {path.name} » n'a pas la colonne « {missing[0]} » : prenez celui d'une région, à l'INSEE."
            )
        chosen = [("depcom", "in", list(insee_codes)), ("typeeq_id", "in", list(KINDS_BY_CODE))]
        lines = pq.read_table(path, columns=_COLUMNS, filters=chosen).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"« {path.name} » n'est pas un fichier Parquet lisible : téléchargez-le de nouveau."
        ) from error
    nearest: dict[tuple[str, str, float, float], tuple[float, float]] = {}
    for line in lines:
        if line["duree"] is None or not line["pop"]:
            continue
        square = (str(line["depcom"]), KINDS_BY_CODE[line["typeeq_id"]], float(line["X"]), float(line["Y"]))
        found = (float(line["duree"]), float(line["pop"]))
        nearest[square] = min(nearest.get(square, found), found)
    if not nearest:
        raise InputError(f"« {path.name} » ne connaît aucune commune du territoire : prenez le fichier de sa région.")
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (code, kind, _x, _y), (minutes, people) in nearest.items():
        sums[code, kind][0] += minutes * people
        sums[code, kind][1] += people
    fields = [
        {"insee_code": code, "kind": kind, "minutes": round(total / people, 2), "people_count": round(people, 1)}
        for (code, kind), (total, people) in sorted(sums.items())
    ]
    return tuple(AccessRow.model_validate(row) for row in fields)


def describe_access(path: Path, today: date) -> Origin:
    """Say where a table comes from.

    Parameters
    ----------
    path : pathlib.Path
        The file that was read.
    today : datetime.date
    """
    return Origin(
        producer="INSEE",
        title="Temps d'accès aux équipements, moyenne par commune",
        url_main="https://www.data.gouv.fr/datasets/67fe0fe2423db9c4a05d8ced",
        url_download=None,
        licence="Licence Ouverte 2.0",
        vintage=str(today.year),
        date_published=None,
        date_accessed=today.isoformat(),
        sha256="",
        obtained="downloaded",
        note=f"Lu dans {path.name} : par carreau de 200 m, en voiture ; les carreaux pèsent par leurs habitants.",
    )


def read_access(contents: PackContents) -> Table[AccessRow]:
    """Return the table of a pack; one that nobody brought has no row."""
    if not contents.has("access_times"):
        return Table(contents.locate("access_times"))
    return contents.table("access_times", AccessRow, may_be_empty=True)


def check_access(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the table, and the communes that are not of the territory."""
    table = read_access(contents)
    return [*table.findings, *check_known(table.column("insee_code"), contents.manifest, table.path)]


def build_access(contents: PackContents) -> tuple[AccessTime, ...]:
    """Return the minutes of a checked pack."""
    return tuple(
        AccessTime(row.insee_code, row.kind, row.minutes, row.people_count) for row in read_access(contents).rows
    )
