"""Communes: identity, altitude, populations (INSEE)."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.series import Series
from alpsat_geo.domain.territory import Communes
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import read_shapes
from alpsat_geo.sources.commune_keys import check_one_row_each, check_total
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import (
    InseeCode,
    Latitude,
    Longitude,
    MaybeCount,
    MaybeNumber,
    Positive,
    Row,
    Siren,
    Text,
    number_or_nan,
)
from alpsat_geo.sources.positions import check_point
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.surface import measure_area_km2
from alpsat_geo.sources.table import Table
from alpsat_geo.sources.vintages import find_vintages, read_series

POPULATION = "population_{years}_count"
_AREA_TOLERANCE_SHARE = 0.02
_POSITION_COLUMNS = ("mairie_lon_deg", "mairie_lat_deg")


class CommuneRow(Row):
    """A line of communes.csv."""

    insee_code: InseeCode
    name: Text
    epci_siren: Siren
    mairie_lon_deg: Longitude
    mairie_lat_deg: Latitude
    area_km2: Positive
    altitude_mean_m: MaybeNumber
    altitude_min_m: MaybeNumber
    altitude_max_m: MaybeNumber
    density_grid: MaybeNumber
    service_centre_level: MaybeNumber

    dated_columns = {POPULATION: MaybeCount}  # noqa: RUF012 - a class variable of the parent


def read_communes(contents: PackContents) -> Table[CommuneRow]:
    """Return the table of communes."""
    return contents.table("communes", CommuneRow)


def read_population(rows: Sequence[CommuneRow]) -> Series:
    """Return the inhabitants of communes at each census."""
    return read_series(N_("Habitants"), POPULATION, rows)


def check_communes(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the communes: codes, EPCI, totals, town halls, altitudes, areas."""
    table = read_communes(contents)
    findings = list(table.findings)
    if not table.rows:
        return findings
    manifest, path = contents.manifest, table.path
    findings += check_one_row_each(table.column("insee_code"), manifest, path)
    columns = find_vintages(POPULATION, tuple(type(table.rows[0]).model_fields))
    if not columns:
        message = remark(
            N_("aucune colonne ne dit la population d'une année : ajoutez-en une, « population_2022_count ».")
        )
        findings.append(Finding("error", path, message, line=1, column="population_2022_count", value="vide"))
    for name, count in manifest.totals.populations.items():
        if name in columns:
            findings += check_total(sum(getattr(row, name) or 0.0 for row in table.rows), count, path, name)
        else:
            message = remark(
                N_("la colonne « {name} » manque, alors que le manifeste en dit le total : rétablissez-la."), name=name
            )
            findings.append(Finding("error", path, message, line=1, column=name, value=name))
    shapes = read_shapes(contents)
    sirens = manifest.epci_by_commune
    for line, row in table.numbered():
        expected = sirens.get(row.insee_code)
        if expected is None:
            continue
        if row.epci_siren != expected:
            message = remark(
                N_("« {epci_siren} » n'est pas l'EPCI de {name} : le manifeste dit « {expected} »."),
                epci_siren=row.epci_siren,
                name=row.name,
                expected=expected,
            )
            findings.append(Finding("error", path, message, line, "epci_siren", row.epci_siren))
        point = (row.mairie_lon_deg, row.mairie_lat_deg)
        findings += check_point(contents, path, line, point, row.insee_code, columns=_POSITION_COLUMNS)
        findings += _check_altitudes(row, path, line)
        if row.insee_code in shapes:
            findings += _check_area(row, measure_area_km2(shapes[row.insee_code]), path, line)
    return findings


def _check_altitudes(row: CommuneRow, path: str, line: int) -> list[Finding]:
    low, mean, high = row.altitude_min_m, row.altitude_mean_m, row.altitude_max_m
    if low is None or mean is None or high is None or low <= mean <= high:
        return []
    message = remark(
        N_("les altitudes {low}, {mean} et {high} ne sont pas dans l'ordre minimum, moyenne, maximum."),
        low=f"{low:g}",
        mean=f"{mean:g}",
        high=f"{high:g}",
    )
    return [Finding("error", path, message, line, "altitude_mean_m", f"{mean:g}")]


def _check_area(row: CommuneRow, drawn_km2: float, path: str, line: int) -> list[Finding]:
    if abs(drawn_km2 - row.area_km2) <= _AREA_TOLERANCE_SHARE * row.area_km2:
        return []
    drawn, written = (f"{area:.2f}".replace(".", ",") for area in (drawn_km2, row.area_km2))
    message = remark(
        N_(
            "{name} mesure {drawn} km² sur ses limites et {written} km² dans le tableau : plus de 2 %"
            " d'écart, corrigez l'un des deux."
        ),
        name=row.name,
        drawn=drawn,
        written=written,
    )
    return [Finding("error", path, message, line, "area_km2", f"{row.area_km2:g}")]


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the communes of a checked pack, in the order of their codes; see `Source.build`."""
    rows = sorted(read_communes(contents).rows, key=lambda row: row.insee_code)
    sirens = [epci.siren for epci in contents.manifest.epcis]
    communes = Communes(
        names=tuple(row.name for row in rows),
        epci_index=freeze_integers([sirens.index(row.epci_siren) for row in rows]),
        mairie_lon_deg=freeze_floats([row.mairie_lon_deg for row in rows]),
        mairie_lat_deg=freeze_floats([row.mairie_lat_deg for row in rows]),
        area_km2=freeze_floats([row.area_km2 for row in rows]),
        altitude_mean_m=freeze_floats([number_or_nan(row.altitude_mean_m) for row in rows]),
        altitude_min_m=freeze_floats([number_or_nan(row.altitude_min_m) for row in rows]),
        altitude_max_m=freeze_floats([number_or_nan(row.altitude_max_m) for row in rows]),
        density_grid=freeze_floats([number_or_nan(row.density_grid) for row in rows]),
        service_centre_level=freeze_floats([number_or_nan(row.service_centre_level) for row in rows]),
        population=read_population(rows),
    )
    return {"communes": communes}


SOURCE = Source(
    "communes", N_("Communes : identité et populations"), "INSEE", ("communes",), check_communes, build_part
)
