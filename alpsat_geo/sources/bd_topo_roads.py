"""Roads of IGN's BD TOPO: features of ``BDTOPO_V3:troncon_de_route``, as its WFS writes them in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from alpsat_geo.compute.road_lines import RoadClass, RoadLines
from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.road_line_builder import LineBuilder, RoadLine
from alpsat_geo.sources.road_tags import MIDSUMMER, MIDWINTER, is_in_period

FIELDS = (
    "cleabs",
    "nature",
    "importance",
    "sens_de_circulation",
    "vitesse_moyenne_vl",
    "acces_vehicule_leger",
    "periode_de_fermeture",
    "etat_de_l_objet",
    "cpx_numero",
    "nom_collaboratif_gauche",
)
"""Properties that are read; the others may be left out of the request."""

_CLASSES: Final[Mapping[str, RoadClass]] = {
    "1": "trunk",
    "2": "primary",
    "3": "secondary",
    "4": "tertiary",
    "5": "local",
    "6": "track",
}
_NOT_FOR_CARS = frozenset({"Chemin", "Sentier", "Escalier", "Piste cyclable", "Bac ou liaison maritime"})
_REFUSED = frozenset({"Physiquement impossible", "Restreint aux ayants droit"})
_MOTORWAY = "Type autoroutier"
_AGAINST, _ALONG = "Sens inverse", "Sens direct"
_DIGITS = 6  # a tenth of a metre: two stretches meet where their ends are written alike
_POSITION_SIZE = 2


def read_bd_topo(features: Iterable[Mapping[str, Any]]) -> RoadLines:
    """Read the stretches that cars may drive in summer.

    Parameters
    ----------
    features : iterable of mapping
        GeoJSON features, EPSG:4326, lines with or without an altitude; ``importance`` and the other properties by the
        names of BD TOPO version 3. A ``cleabs`` that comes twice, as it does when pages overlap, is read once.

    Raises
    ------
    InputError
        If a feature is no line or has no class, or if none may be driven.

    Notes
    -----
    ``vitesse_moyenne_vl`` is an average that IGN works out, not a limit: it takes the place of the speed of the class.
    """
    builder = LineBuilder()
    points: dict[tuple[float, float], int] = {}
    seen: set[str] = set()
    for feature in features:
        properties = feature.get("properties") or {}
        key = str(properties.get("cleabs", ""))
        if key in seen or not _may_be_driven(properties):
            continue
        seen.add(key)
        for positions in _list_parts(feature, key):
            chain = [
                _add_position(builder, points, position, is_end=rank in {0, len(positions) - 1})
                for rank, position in enumerate(positions)
            ]
            builder.add_line(chain, _read_line(properties, key))
    lines = builder.finish("bd_topo")
    if not len(lines.from_index):
        raise InputError(
            "aucun tronçon de la BD TOPO n'est ouvert aux voitures sur ce territoire : demandez une autre emprise."
        )
    return lines


def _may_be_driven(properties: Mapping[str, Any]) -> bool:
    period = str(properties.get("periode_de_fermeture") or "")
    return (
        properties.get("nature") not in _NOT_FOR_CARS
        and properties.get("acces_vehicule_leger") not in _REFUSED
        and properties.get("etat_de_l_objet", "En service") == "En service"
        and not is_in_period(period, MIDSUMMER)
    )


def _read_line(properties: Mapping[str, Any], key: str) -> RoadLine:
    importance = str(properties.get("importance") or "")
    if importance not in _CLASSES:
        raise InputError(
            f"l'importance du tronçon {key} de la BD TOPO est « {importance} », non 1 à 6 : récupérez-le de nouveau."
        )
    direction = properties.get("sens_de_circulation")
    speed = float(properties.get("vitesse_moyenne_vl") or 0)
    return RoadLine(
        ref=str(properties.get("cpx_numero") or properties.get("nom_collaboratif_gauche") or ""),
        road_class="motorway" if properties.get("nature") == _MOTORWAY else _CLASSES[importance],
        speed_kmh=speed if speed > 0 else None,
        speed_limit_kmh=None,
        goes_forward=direction != _AGAINST,
        goes_backward=direction != _ALONG,
        is_closed_in_winter=bool(is_in_period(str(properties.get("periode_de_fermeture") or ""), MIDWINTER)),
    )


def _list_parts(feature: Mapping[str, Any], key: str) -> list[Sequence[Sequence[float]]]:
    geometry = feature.get("geometry") or {}
    coordinates = geometry.get("coordinates") or []
    parts = {"LineString": [coordinates], "MultiLineString": coordinates}.get(str(geometry.get("type")))
    if parts is None:
        raise InputError(f"le tronçon {key} de la BD TOPO n'est pas une ligne : récupérez-le de nouveau.")
    return list(parts)


def _add_position(
    builder: LineBuilder, points: dict[tuple[float, float], int], position: Sequence[float], *, is_end: bool
) -> int:
    """Return the point of a position: only the ends of stretches are shared, for a bridge crosses without meeting."""
    lon_deg, lat_deg = float(position[0]), float(position[1])
    altitude_m = float(position[2]) if len(position) > _POSITION_SIZE else float("nan")
    if not is_end:
        return builder.add_point(lon_deg, lat_deg, altitude_m)
    key = round(lon_deg, _DIGITS), round(lat_deg, _DIGITS)
    if key not in points:
        points[key] = builder.add_point(lon_deg, lat_deg, altitude_m)
    return points[key]
