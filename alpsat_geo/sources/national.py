"""The national sheets: every commune of France with its EPCI, populations, town hall and boundaries, embedded."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely

from alpsat_geo.compute.resemblance import Country
from alpsat_geo.domain.arrays import FloatArray, freeze_floats, freeze_integers
from alpsat_geo.domain.collector import pause_collector
from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.origins import read_checked
from alpsat_geo.sources.pack import PackPaths, find_root
from alpsat_geo.sources.topology import read_topology

SHEETS_PATH = "geo/national/sheets.zip"
COMMUNES_MEMBER = "communes.csv"
EPCIS_MEMBER = "epcis.csv"
DEPARTMENTS_MEMBER = "departments.csv"
TOWN_HALLS_MEMBER = "town_halls.csv"
BORDERS_MEMBER = "borders.topojson"
COMMUNE_COLUMNS = (
    "insee_code",
    "name",
    "department",
    "epci_siren",
    "population_2022_count",
    "population_2023_count",
    "mairie_lon_deg",
    "mairie_lat_deg",
    "area_km2",
)
TOWN_HALL_COLUMNS = ("insee_code", "address", "phone", "email", "website", "opening_hours")


@dataclass(frozen=True, slots=True)
class NationalCommune:
    """One commune of France.

    Attributes
    ----------
    insee_code, name, department : str
    epci_siren : str
        Empty for the four islands that belong to none.
    population_2022_count, population_2023_count : float or None
        Municipal population; None where not published.
    mairie_lon_deg, mairie_lat_deg : float or None
        None where the town hall has no known position.
    area_km2 : float or None
        Of the generalised boundary; None for the few communes whose boundary is not known.
    """

    insee_code: str
    name: str
    department: str
    epci_siren: str
    population_2022_count: float | None
    population_2023_count: float | None
    mairie_lon_deg: float | None
    mairie_lat_deg: float | None
    area_km2: float | None


@dataclass(frozen=True, slots=True)
class Department:
    """One department: ``01``, ``2A``, ``974``."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class NationalSheets:
    """All the communes, by code; EPCI and departments by theirs.

    Attributes
    ----------
    communes : dict of str to NationalCommune
        In the order of the codes.
    epci_names : dict of str to str
        By SIREN number.
    departments : dict of str to Department
    """

    communes: dict[str, NationalCommune]
    epci_names: dict[str, str]
    departments: dict[str, Department]


def read_national_sheets() -> NationalSheets:
    """Read who is where in France: no shape, no town hall's contact.

    Raises
    ------
    DataError
        If the file is missing or its hash differs.
    """
    return _read_sheets(find_root())


def read_national_shapes(wanted: Iterable[str] | None = None) -> dict[str, shapely.Geometry]:
    """Read boundaries of communes, in degrees; two neighbours share their border point by point.

    Parameters
    ----------
    wanted : iterable of str or None
        INSEE codes; None for all.

    Returns
    -------
    dict of str to MultiPolygon
        By code, in the order of the codes.
    """
    content = _open_sheets(find_root()).read(BORDERS_MEMBER)
    with pause_collector():
        return read_topology(json.loads(content), None if wanted is None else tuple(wanted))


def read_national_town_halls() -> dict[str, dict[str, str]]:
    """Read the contacts of the town halls, by code: the columns of a pack's table; blank where not published."""
    rows = _read_rows(_open_sheets(find_root()), TOWN_HALLS_MEMBER)
    return {row["insee_code"]: row for row in rows}


@cache
def _read_sheets(root: Path) -> NationalSheets:
    archive = _open_sheets(root)
    return NationalSheets(
        communes={
            row["insee_code"]: NationalCommune(
                row["insee_code"],
                row["name"],
                row["department"],
                row["epci_siren"],
                _read_number(row["population_2022_count"]),
                _read_number(row["population_2023_count"]),
                _read_number(row["mairie_lon_deg"]),
                _read_number(row["mairie_lat_deg"]),
                _read_number(row["area_km2"]),
            )
            for row in _read_rows(archive, COMMUNES_MEMBER)
        },
        epci_names={row["siren"]: row["name"] for row in _read_rows(archive, EPCIS_MEMBER)},
        departments={
            row["code"]: Department(row["code"], row["name"], row["region"])
            for row in _read_rows(archive, DEPARTMENTS_MEMBER)
        },
    )


@cache
def _open_sheets(root: Path) -> zipfile.ZipFile:
    content, findings = read_checked(PackPaths(root), SHEETS_PATH)
    if content is None or findings:
        raise DataError(findings)
    return zipfile.ZipFile(io.BytesIO(content))


def _read_rows(archive: zipfile.ZipFile, member: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(member).decode())))


def _read_number(text: str) -> float | None:
    return float(text) if text else None


def build_country(sheets: NationalSheets) -> Country:
    """Return what is compared of the communes, in the order of ``sheets.communes``."""
    communes = sheets.communes.values()
    sirens = {siren: place for place, siren in enumerate(sheets.epci_names)}

    def column(values: Iterable[float | None]) -> FloatArray:
        return freeze_floats([math.nan if value is None else value for value in values])

    return Country(
        insee_codes=tuple(sheets.communes),
        epci_index=freeze_integers([sirens.get(one.epci_siren, -1) for one in communes]),
        population_count=column(one.population_2023_count for one in communes),
        area_km2=column(one.area_km2 for one in communes),
        lon_deg=column(one.mairie_lon_deg for one in communes),
        lat_deg=column(one.mairie_lat_deg for one in communes),
    )
