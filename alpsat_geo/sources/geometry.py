"""Polygons of the communes: reference system, coordinates, validity, and how they fit together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.manifest import BoundingBox
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.sources.surface import measure_area_km2

_GEOGRAPHIC_SYSTEMS = frozenset(
    {
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "EPSG:4326",
    }
)
# Generalised edges of two neighbours agree to the metre: anything smaller than this is rounding.
_SMALLEST_AREA_KM2 = 1e-5
_SMALLEST_SPOKEN_KM2 = 0.01
_HIGHEST_LON_DEG, _HIGHEST_LAT_DEG = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class CommuneShape:
    """The polygon of a commune and the line of the file where it stands."""

    insee_code: str
    name: str
    epci_siren: str
    shape: shapely.Geometry
    line: int


def check_reference_system(crs: object, path: str, line: int | None) -> list[Finding]:
    """Find a reference system that is not longitude and latitude in degrees.

    Parameters
    ----------
    crs : object
        The ``crs`` member of the file; None when it has none.
    path : str
        The file, in the project.
    line : int or None
    """
    name = crs
    if isinstance(crs, dict):
        properties = crs.get("properties")
        name = properties.get("name") if isinstance(properties, dict) else None
    if name in _GEOGRAPHIC_SYSTEMS:
        return []
    if name is None:
        message = remark(
            N_("le membre « crs » manque : écrivez urn:ogc:def:crs:OGC:1.3:CRS84 (longitude et latitude, EPSG:4326).")
        )
    else:
        message = remark(
            N_("le système « {name} » n'est pas EPSG:4326 : reprojetez les limites en longitude et latitude."),
            name=f"{name}",
        )
    return [Finding("error", path, message, line=line, column="crs", value=shorten(name) or "vide")]


def check_coordinates(item: CommuneShape, box: BoundingBox, path: str) -> list[Finding]:
    """Find coordinates out of range, swapped, or out of the territory; and a shape that is not valid."""
    west, south, east, north = (float(bound) for bound in shapely.bounds(item.shape))
    value = f"{west}, {south}, {east}, {north}"
    message: Remark | None = None
    if shapely.is_empty(item.shape):
        message = remark(
            N_("{name} ({insee_code}) n'a pas de contour : rétablissez-le."), name=item.name, insee_code=item.insee_code
        )
    elif max(abs(west), abs(east)) > _HIGHEST_LON_DEG or max(abs(south), abs(north)) > _HIGHEST_LAT_DEG:
        message = remark(
            N_(
                "les coordonnées de {name} ({west}, {south}) ne sont pas des degrés : reprojetez les limites en"
                " EPSG:4326."
            ),
            name=item.name,
            west=f"{west:g}",
            south=f"{south:g}",
        )
    elif not (box.contains(west, south) and box.contains(east, north)):
        if box.contains(south, west) and box.contains(north, east):
            message = remark(
                N_("la longitude et la latitude de {name} ({west}, {south}) semblent inversées : échangez-les."),
                name=item.name,
                west=f"{west:g}",
                south=f"{south:g}",
            )
        else:
            message = remark(
                N_("{name} sort de l'emprise du territoire ({value}) : vérifiez ses coordonnées."),
                name=item.name,
                value=value,
            )
    elif not shapely.is_valid(item.shape):
        value = str(shapely.is_valid_reason(item.shape))
        message = remark(
            N_("le contour de {name} ({insee_code}) n'est pas valide : {value}."),
            name=item.name,
            insee_code=item.insee_code,
            value=value,
        )
    return [Finding("error", path, message, line=item.line, column="geometry", value=value)] if message else []


def check_mosaic(items: Sequence[CommuneShape], path: str, enclaves_count: int = 0) -> list[Finding]:
    """Find the communes that overlap, the holes between them, and the edges that do not match.

    Parameters
    ----------
    items : sequence of CommuneShape
        Valid polygons.
    path : str
        The file, in the project.
    enclaves_count : int
        Holes that communes of others leave: no more are allowed.

    Returns
    -------
    list of Finding
        Each overlap names both communes and its area.
    """
    shapes = np.array([item.shape for item in items], dtype=object)
    if shapely.coverage_is_valid(shapes):
        holes = _find_holes(shapely.coverage_union_all(shapes), path)
        return holes if len(holes) != enclaves_count else []
    findings = list(_find_overlaps(items, shapes, path))
    if not findings:
        edges = shapely.coverage_invalid_edges(shapes)
        names = [item.name for item, edge in zip(items, edges, strict=True) if not shapely.is_empty(edge)]
        message = remark(
            N_("les contours de {names} ne se raccordent pas : reprenez la source d'origine."), names=", ".join(names)
        )
        findings.append(Finding("error", path, message, column="geometry", value=", ".join(names)))
    return findings


def _find_overlaps(items: Sequence[CommuneShape], shapes: npt.NDArray[np.object_], path: str) -> Iterable[Finding]:
    tree = shapely.STRtree(shapes)
    for first, second in sorted(map(tuple, tree.query(shapes, predicate="intersects").T.tolist())):
        if first >= second:
            continue
        area_km2 = measure_area_km2(shapely.intersection(shapes[first], shapes[second]))
        if area_km2 > _SMALLEST_AREA_KM2:
            one, other = items[first], items[second]
            area = _phrase_area(area_km2)
            message = remark(
                N_(
                    "{name} ({insee_code}) et {other} ({other_code}) se recouvrent sur {area} : corrigez l'un des"
                    " deux contours."
                ),
                name=one.name,
                insee_code=one.insee_code,
                other=other.name,
                other_code=other.insee_code,
                area=area,
            )
            yield Finding("error", path, message, line=one.line, column="geometry", value=area)


def _phrase_area(area_km2: float) -> str:
    """Return an area in the unit that a person would choose, with a decimal comma."""
    is_small = area_km2 < _SMALLEST_SPOKEN_KM2
    return f"{area_km2 * 1e6:.0f} m²" if is_small else f"{area_km2:.2f} km²".replace(".", ",")


def list_holes(union: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the holes of polygons put together, but for those that are rounding."""
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    return [hole for hole in holes if measure_area_km2(hole) > _SMALLEST_AREA_KM2]


def _find_holes(union: shapely.Geometry, path: str) -> list[Finding]:
    findings = []
    for hole in list_holes(union):
        point = hole.representative_point()
        area = _phrase_area(measure_area_km2(hole))
        message = remark(
            N_("un trou de {area} sépare les communes vers {x}, {y} : un contour manque ou a bougé."),
            area=area,
            x=f"{point.x:.4f}",
            y=f"{point.y:.4f}",
        )
        findings.append(Finding("error", path, message, column="geometry", value=area))
    return findings
