"""Shapes put where they belong: reference system judged, flat, valid, within the territory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.geojson import Shapes
from alpsat_geo.sources.layers.record import LayerError, LayerKind

if TYPE_CHECKING:
    import geopandas

DEGREES, LAMBERT_93 = "EPSG:4326", "EPSG:2154"
_JUDGED = (DEGREES, LAMBERT_93, "EPSG:3857", "EPSG:3944", "EPSG:3945", "EPSG:32632", "EPSG:32631", "EPSG:27572")
_COORDINATES_AT_MOST = 1_000_000
# A ring that crosses itself all over would take minutes to repair.
_CROSSINGS_AT_MOST = 500
_SEGMENTS_AT_ONCE = 20
_KINDS: dict[int, LayerKind] = {
    0: "points",
    4: "points",
    1: "lines",
    2: "lines",
    5: "lines",
    3: "polygons",
    6: "polygons",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Shapes of one kind within the territory, in degrees, flat and valid.

    Attributes
    ----------
    kind : {"points", "lines", "polygons"}
    shapes : array of geometry
    ranks : integer array
        Place of each in the file.
    remarks : tuple of Remark
    """

    kind: LayerKind
    shapes: Shapes
    ranks: np.ndarray
    remarks: tuple[Remark, ...]


def place_shapes(shapes: Shapes, system: str, territory: shapely.Geometry) -> Placed:
    """Put shapes in degrees, flat, valid and of one kind, and keep those that touch the territory.

    Parameters
    ----------
    shapes : array of geometry or None
    system : str
        That the file declares; empty: none, the coordinates are then judged by where they fall.
    territory : geometry
        In degrees.

    Raises
    ------
    LayerError
        If there is nothing to show.
    """
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    remarks = []
    if absent.all():
        raise LayerError(
            N_("Ce fichier ne contient aucune forme lisible : exportez-le de nouveau avec ses géométries.")
        )
    if absent.any():
        remarks.append(remark(N_("Objets sans forme lisible, laissés de côté : {count}."), count=int(absent.sum())))
    ranks = np.flatnonzero(~absent)
    if shapely.get_num_coordinates(shapes[ranks]).sum() > _COORDINATES_AT_MOST:
        raise LayerError(
            N_("Les formes de ce fichier ont trop de points : simplifiez-les, ou n'en gardez qu'une partie.")
        )
    is_raised = shapely.has_z(shapes[ranks])
    if is_raised.any():
        remarks.append(remark(N_("Altitudes laissées de côté : {count} objets."), count=int(is_raised.sum())))
    flat = shapely.force_2d(shapes[ranks])
    chosen, is_swapped, said = judge_system(flat, system, territory)
    placed = _reproject(_swap(flat) if is_swapped else flat, chosen)
    remarks += said
    inside = _touch_box(placed, territory)
    placed, ranks = placed[inside], ranks[inside]
    outside = int((~inside).sum())
    placed, repaired = _repair(placed)
    if repaired:
        remarks.append(remark(N_("Formes invalides, réparées : {count}."), count=repaired))
    shapely.prepare(territory)
    inside = shapely.intersects(territory, placed)
    outside += int((~inside).sum())
    placed, ranks = placed[inside], ranks[inside]
    if outside:
        remarks.append(remark(N_("Objets hors du territoire, laissés de côté : {count}."), count=outside))
    if not len(placed):
        raise LayerError(N_("Aucun objet de ce fichier ne touche le territoire : prenez-en un qui le couvre."))
    kinds = np.array([_KINDS.get(int(number), "") for number in shapely.get_type_id(placed)])
    names, counts = np.unique(kinds[kinds != ""], return_counts=True)
    if not len(names):
        raise LayerError(N_("Ce fichier mêle les formes dans chaque objet : séparez points, lignes et surfaces."))
    kind: LayerKind = next(one for one in _KINDS.values() if one == names[counts.argmax()])
    is_kept = kinds == kind
    if not is_kept.all():
        sentence = N_("Objets d'une autre forme que la plupart, laissés de côté : {count}.")
        remarks.append(remark(sentence, count=int((~is_kept).sum())))
    return Placed(kind, placed[is_kept], ranks[is_kept], tuple(remarks))


def judge_system(shapes: Shapes, system: str, territory: shapely.Geometry) -> tuple[str, bool, list[Remark]]:
    """Choose a reference system: the declared one where it puts something in the territory, else one that does.

    Returns
    -------
    str
    bool
        Whether latitude stands before longitude.
    list of Remark
        What was supposed.

    Raises
    ------
    LayerError
        If none does.
    """
    # Their envelopes fall where they do, and are transformed a hundred times faster.
    shapes = shapely.envelope(shapes)
    declared = system or DEGREES
    if _falls_inside(shapes, declared, territory):
        return declared, False, []
    if _falls_inside(_swap(shapes), DEGREES, territory):
        return DEGREES, True, [remark(N_("La latitude y est écrite avant la longitude : elles sont échangées."))]
    for candidate in _JUDGED:
        if candidate == declared or not _falls_inside(shapes, candidate, territory):
            continue
        sentence = (
            N_("Le fichier se dit en {declared}, mais ses coordonnées sont en {found} : elles sont lues ainsi.")
            if system
            else N_("Le fichier ne dit pas son système de coordonnées : lu en {found}, où il tombe dans le territoire.")
        )
        return candidate, False, [remark(sentence, declared=declared[:60], found=candidate)]
    west, south, east, north = shapely.total_bounds(shapes)
    raise LayerError(
        N_(
            "Rien de ce fichier ne tombe dans le territoire : ses coordonnées vont de {west} ; {south} à {east} ;"
            " {north}. Reprojetez-le en EPSG:4326 ou EPSG:2154."
        ),
        west=f"{west:.6g}",
        south=f"{south:.6g}",
        east=f"{east:.6g}",
        north=f"{north:.6g}",
    )


def project_metric(shapes: Shapes) -> Shapes:
    """Return shapes in metres, from degrees (Lambert-93, whose scale is within a thousandth of one in the Alps)."""
    return np.asarray(_wrap(shapes, DEGREES).to_crs(LAMBERT_93).array, dtype=object)


def _wrap(shapes: Shapes, system: str) -> geopandas.GeoSeries:
    import geopandas  # noqa: PLC0415 - half a second: only who brings shapes waits for it

    return geopandas.GeoSeries(shapes, crs=system)


def _reproject(shapes: Shapes, system: str) -> Shapes:
    if system == DEGREES:
        return shapes
    return np.asarray(_wrap(shapes, system).to_crs(DEGREES).array, dtype=object)


def _swap(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.transform(shapes, lambda points: points[:, ::-1]))


def _touch_box(shapes: Shapes, territory: shapely.Geometry) -> np.ndarray:
    west, south, east, north = shapely.bounds(territory)
    bounds = shapely.bounds(shapes)
    # What a projection cannot place is infinite, and touches nothing.
    with np.errstate(invalid="ignore"):
        touches = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return np.asarray(touches & np.isfinite(bounds).all(axis=1))


def _falls_inside(shapes: Shapes, system: str, territory: shapely.Geometry) -> bool:
    """Tell whether some shape touches the box of the territory."""
    try:
        placed = _reproject(shapes, system)
    # pyproj has its own errors for a system that it does not know.
    except Exception:  # noqa: BLE001
        return False
    return bool(_touch_box(placed, territory).any())


def _repair(shapes: Shapes) -> tuple[Shapes, int]:
    """Make invalid shapes valid, and keep of each what has its own dimension."""
    is_wrong = ~shapely.is_valid(shapes)
    if not is_wrong.any():
        return shapes, 0
    if any(_crosses_itself_much(shape) for shape in shapes[is_wrong]):
        raise LayerError(
            N_("Une forme se recoupe plus de {most} fois : réparez-la dans votre logiciel avant de l'apporter."),
            most=_CROSSINGS_AT_MOST,
        )
    repaired = shapes.copy()
    for rank in np.flatnonzero(is_wrong):
        valid = shapely.make_valid(shapes[rank])
        parts = [
            part for part in shapely.get_parts(valid) if shapely.get_dimensions(part) == shapely.get_dimensions(valid)
        ]
        repaired[rank] = shapely.union_all(parts) if parts else valid
    return repaired, int(is_wrong.sum())


def cut_in_segments(shapes: Shapes) -> Shapes:
    """Return the segments of lines and of rings, each of two points."""
    is_surface = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 - surfaces
    lines = np.concatenate([shapely.get_rings(shapes[is_surface]), shapely.get_parts(shapes[~is_surface])])
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    follows = line[1:] == line[:-1]
    return np.asarray(shapely.linestrings(np.stack([coordinates[:-1][follows], coordinates[1:][follows]], axis=1)))


def _crosses_itself_much(shape: shapely.Geometry) -> bool:
    segments = cut_in_segments(np.array([shape], dtype=object))
    tree, found = shapely.STRtree(segments), 0
    for start in range(0, len(segments), _SEGMENTS_AT_ONCE):
        # Each crossing is met from both of its segments.
        found += tree.query(segments[start : start + _SEGMENTS_AT_ONCE], predicate="crosses").shape[1]
        if found > 2 * _CROSSINGS_AT_MOST:
            return True
    return False
