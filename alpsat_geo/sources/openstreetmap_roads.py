"""Roads of an OpenStreetMap extract (.osm.pbf)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import osmium

from alpsat_geo.compute.road_lines import RoadClass, RoadLines
from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.manifest import BoundingBox
from alpsat_geo.sources.road_line_builder import LineBuilder, RoadLine
from alpsat_geo.sources.road_tags import MIDSUMMER, MIDWINTER, is_open_to_cars

_CLASSES: Final[Mapping[str, RoadClass]] = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "unclassified": "local",
    "road": "local",
    "residential": "street",
    "living_street": "street",
    "service": "track",
    "track": "track",
}
# A road of one's own, or the lanes of a car park, lead nowhere.
_SERVICES_LEFT_OUT = frozenset({"driveway", "parking_aisle", "drive-through", "emergency_access"})
_ALLOWED = frozenset({"yes", "designated", "permissive"})
_FRENCH_LIMITS = {"urban": 50.0, "rural": 80.0, "zone30": 30.0, "30": 30.0, "motorway": 130.0, "trunk": 110.0}
_KMH_PER_MPH = 1.609344
_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h)?")


def read_openstreetmap(path: Path, box: BoundingBox | None = None) -> RoadLines:
    """Read the roads that cars may drive in summer.

    Parameters
    ----------
    path : pathlib.Path
        An extract, .osm.pbf.
    box : BoundingBox or None
        Points outside are left out, and lines are cut there; None for the whole file.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no road there.
    """
    if not path.is_file():
        raise InputError(f"« {path} » n'existe pas : vérifiez le chemin de l'extrait d'OpenStreetMap.")
    builder = LineBuilder()
    try:
        _read_ways(path, box, builder, _read_passes(path))
    except (RuntimeError, ValueError) as error:
        raise InputError(
            f"« {path.name} » n'est pas un extrait d'OpenStreetMap lisible (.osm.pbf) : téléchargez-le de nouveau."
        ) from error
    lines = builder.finish("osm")
    if not len(lines.from_index):
        raise InputError(
            f"« {path.name} » n'a aucune route ouverte aux voitures sur ce territoire : choisissez un autre extrait."
        )
    return lines


def _read_passes(path: Path) -> dict[int, tuple[str, float]]:
    """Return the name and altitude of the nodes that are passes."""
    nodes = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(osmium.filter.KeyFilter("mountain_pass"))
    return {
        node.id: (node.tags.get("name") or "", _read_number(node.tags.get("ele") or ""))
        for node in nodes
        if isinstance(node, osmium.osm.Node) and node.tags.get("mountain_pass") == "yes"
    }


def _read_ways(
    path: Path, box: BoundingBox | None, builder: LineBuilder, passes: Mapping[int, tuple[str, float]]
) -> None:
    points: dict[int, int] = {}
    ways = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for way in ways.with_filter(osmium.filter.KeyFilter("highway")):
        line = _read_line(dict(way.tags)) if isinstance(way, osmium.osm.Way) else None
        if line is None or not isinstance(way, osmium.osm.Way):
            continue
        run: list[int] = []
        for node in way.nodes:
            # An extract is cut at its limit: what lies beyond has no position.
            if node.location.valid() and (box is None or box.contains(node.lon, node.lat)):
                if node.ref not in points:
                    name, altitude_m = passes.get(node.ref, ("", float("nan")))
                    points[node.ref] = builder.add_point(node.lon, node.lat, altitude_m)
                    if node.ref in passes:
                        builder.pass_names[points[node.ref]] = name
                run.append(points[node.ref])
            else:
                builder.add_line(run, line)
                run = []
        builder.add_line(run, line)


def _read_line(tags: Mapping[str, str]) -> RoadLine | None:
    """Return what the tags of a way say, or None when cars may not drive it in summer."""
    highway = tags.get("highway", "").removesuffix("_link")
    road_class = _CLASSES.get(highway)
    if road_class is None or tags.get("service") in _SERVICES_LEFT_OUT or tags.get("area") == "yes":
        return None
    if highway == "track" and not {tags.get("motor_vehicle"), tags.get("motorcar")} & _ALLOWED:
        return None
    if not is_open_to_cars(tags, MIDSUMMER):
        return None
    goes_forward, goes_backward = _read_ways_allowed(tags, highway)
    return RoadLine(
        ref=tags.get("ref") or tags.get("name") or "",
        road_class=road_class,
        speed_kmh=None,
        speed_limit_kmh=_read_limit(tags.get("maxspeed", "")),
        goes_forward=goes_forward,
        goes_backward=goes_backward,
        is_closed_in_winter=not is_open_to_cars(tags, MIDWINTER),
    )


def _read_ways_allowed(tags: Mapping[str, str], highway: str) -> tuple[bool, bool]:
    """Return whether one may drive as the way is drawn, and against it."""
    said = tags.get("oneway")
    if said in {"-1", "reverse"}:
        return False, True
    is_implied = highway == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    return True, not (said in {"yes", "true", "1"} or (said is None and is_implied))


def _read_limit(written: str) -> float | None:
    country, separator, zone = written.partition(":")
    if separator and country.isupper():
        return _FRENCH_LIMITS.get(zone)
    found = _SPEED.match(written)
    if not found or float(found[1]) <= 0:
        return None
    return float(found[1]) * (_KMH_PER_MPH if found[2] == "mph" else 1.0)


def _read_number(written: str) -> float:
    found = _SPEED.match(written)
    return float(found[1]) if found else float("nan")
