"""A pack with blanks: two communautés de communes of Isère, six communes, their shapes drawn as squares."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import yaml
from shapely.geometry import box, mapping

from alpsat_geo.sources.manifest import AWAITABLE_ROLES
from alpsat_geo.sources.surface import measure_area_km2

KEY = "trieves-oisans"
TRIEVES, OISANS = "200030658", "243800745"
# Real codes and names; positions and populations are made for the tests.
COMMUNES = (
    ("38005", "Allemond", OISANS, 1013),
    ("38052", "Le Bourg-d'Oisans", OISANS, 3187),
    ("38186", "Gresse-en-Vercors", TRIEVES, 397),
    ("38226", "Mens", TRIEVES, 1371),
    ("38242", "Monestier-de-Clermont", TRIEVES, 1409),
    ("38289", "Oz", OISANS, 229),
)
CODES = tuple(code for code, *_ in COMMUNES)
_STEP_DEG = 0.1


def make_blank_pack(
    territories: Path, key: str = KEY, name: str = "Trièves et Oisans", altitudes_m: str = ",,"
) -> Path:
    """Write the pack of a territory of which only the identity of the communes is known, and return its folder.

    ``altitudes_m`` are the mean, the least and the greatest altitude of every commune, apart by commas; blank: unknown.
    """
    folder = territories / key
    for part in ("data", "geo"):
        (folder / part).mkdir(parents=True)
    features, lines = [], []
    for rank, (code, commune, siren, population) in enumerate(COMMUNES):
        west, south = 5.5 + _STEP_DEG * rank, 44.9
        shape = box(west, south, west + _STEP_DEG, south + _STEP_DEG)
        named = {"insee_code": code, "name": commune, "epci_siren": siren}
        features.append({"type": "Feature", "properties": named, "geometry": mapping(shape)})
        middle = (west + _STEP_DEG / 2, south + _STEP_DEG / 2)
        area = round(measure_area_km2(shape), 2)
        lines.append(f"{code},{commune},{siren},{middle[0]:.5f},{middle[1]:.5f},{area},{altitudes_m},,,,,{population}")
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    columns = (
        "insee_code,name,epci_siren,mairie_lon_deg,mairie_lat_deg,area_km2,altitude_mean_m,altitude_min_m,"
        "altitude_max_m,density_grid,service_centre_level,population_2011_count,population_2016_count,"
        "population_2022_count"
    )
    _write(folder / "geo" / "communes.geojson", json.dumps(collection))
    _write(folder / "data" / "communes.csv", "\n".join((columns, *lines, "")))
    manifest = {
        "key": key,
        "name": name,
        "department": "38",
        "crs": "EPSG:4326",
        "bounding_box": {"west_deg": 5.4, "south_deg": 44.8, "east_deg": 6.2, "north_deg": 45.1},
        "epcis": [
            {"siren": siren, "name": epci, "communes": [code for code, _, own, _ in COMMUNES if own == siren]}
            for siren, epci in ((TRIEVES, "CC du Trièves"), (OISANS, "CC de l'Oisans"))
        ],
        "files": {
            "boundaries": "geo/communes.geojson",
            "communes": "data/communes.csv",
            **{role: f"data/{role}.csv" for role in AWAITABLE_ROLES},
        },
        "awaited": list(AWAITABLE_ROLES),
    }
    _write(folder / "manifest.yaml", yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False))
    return folder


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    origin = {
        "producer": "Essai",
        "title": "Écrit par un essai",
        "url_main": "https://www.insee.fr",
        "url_download": None,
        "licence": "MIT",
        "vintage": "2026",
        "date_published": None,
        "date_accessed": "2026-11-24",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "obtained": "transcribed",
        "note": "",
    }
    beside = path.with_name(f"{path.name}.origin.yaml")
    beside.write_text(yaml.safe_dump(origin, allow_unicode=True, sort_keys=False), "utf-8")
