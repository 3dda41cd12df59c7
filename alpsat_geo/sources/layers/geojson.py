"""Shapes and properties of a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from alpsat_geo.domain.remark import Remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.record import LayerError
from alpsat_geo.sources.layers.text import Row, decode_layer

FEATURES_AT_MOST = 50_000
Shapes = npt.NDArray[np.object_]

_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)


@dataclass(frozen=True, slots=True)
class RawShapes:
    """Shapes as a file holds them.

    Attributes
    ----------
    shapes : array of geometry or None
        None where the file has none that can be read.
    system : str
        Reference system that the file declares; empty: none.
    rows : list of (line, cells)
        Properties, under a line of titles; lines count features from 2, as a table would.
    remarks : tuple of Remark
    """

    shapes: Shapes
    system: str
    rows: list[Row]
    remarks: tuple[Remark, ...] = ()


def read_geojson(content: bytes) -> RawShapes:
    """Read a FeatureCollection, a feature, or a bare geometry.

    Raises
    ------
    LayerError
        If it is not GeoJSON, or too long.
    """
    text, remarks = decode_layer(content)
    try:
        # Some programs write NaN, which JSON has not: it is missing.
        document = json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        raise LayerError(
            N_("Ce GeoJSON ne se lit plus à la ligne {line} : il est coupé ou abîmé, exportez-le de nouveau."),
            line=error.lineno,
        ) from None
    except (RecursionError, ValueError):
        raise LayerError(
            N_("Ce GeoJSON s'emboîte trop, ou compte un nombre sans fin : exportez-le de nouveau.")
        ) from None
    features = _list_features(document)
    check_count(len(features))
    geometries = [feature.get("geometry") if isinstance(feature, dict) else None for feature in features]
    written = [json.dumps(one) if _is_geometry(one) else None for one in geometries]
    shapes = np.asarray(shapely.from_geojson(np.array(written, dtype=object), on_invalid="ignore"))
    return RawShapes(shapes, _find_system(document), _list_rows(features), tuple(remarks))


def check_count(count: int) -> None:
    """Refuse more shapes than a page can take.

    Raises
    ------
    LayerError
    """
    if count > FEATURES_AT_MOST:
        raise LayerError(
            N_("Ce fichier compte {count} objets : n'en gardez pas plus de {most}, ceux du territoire."),
            count=count,
            most=FEATURES_AT_MOST,
        )


def _is_geometry(found: object) -> bool:
    return isinstance(found, dict) and found.get("type") in _GEOMETRIES


def _list_features(document: object) -> list[Any]:
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict):
        features = document.get("features")
        if kind == "FeatureCollection" and isinstance(features, list):
            return features
        if kind == "Feature":
            return [document]
        if kind in _GEOMETRIES:
            return [{"geometry": document}]
    raise LayerError(
        N_("Ce fichier JSON n'est pas du GeoJSON (type « {kind} ») : exportez-le en « GeoJSON » ou en « GeoPackage »."),
        kind=str(kind)[:40] if kind else "inconnu",
    )


def _find_system(document: Mapping[str, Any]) -> str:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def _list_rows(features: Sequence[Any]) -> list[Row]:
    found = [one.get("properties") if isinstance(one, dict) else None for one in features]
    titles = list(dict.fromkeys(name for one in found if isinstance(one, dict) for name in one))
    rows: list[Row] = [(1, titles)]
    for line, one in enumerate(found, start=2):
        held = one if isinstance(one, dict) else {}
        rows.append((line, [None if isinstance(held.get(name), dict | list) else held.get(name) for name in titles]))
    return rows
