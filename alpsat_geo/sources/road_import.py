"""A detailed network read from a file, for one territory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from alpsat_geo.compute.road_lines import RoadLines
from alpsat_geo.compute.road_speeds import RoadSpeeds
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.domain.territory import LengthBasis, RoadNetwork
from alpsat_geo.sources.bd_topo_roads import read_bd_topo
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.detailed_roads import DetailedRoads, make_detailed_roads
from alpsat_geo.sources.elevation import add_altitudes
from alpsat_geo.sources.openstreetmap_roads import read_openstreetmap
from alpsat_geo.sources.road_closures import apply_closures, read_closures
from alpsat_geo.sources.road_rows import read_nodes
from alpsat_geo.sources.roads import freeze_network

_MARGIN_DEG = 0.25  # a way round may leave the territory by some twenty kilometres
_BYTES_AT_MOST = 2_000_000_000

_ORIGINS: Mapping[LengthBasis, Mapping[str, str]] = {
    "osm": {
        "producer": "Contributeurs OpenStreetMap",
        "url_main": "https://www.openstreetmap.org",
        "licence": "ODbL 1.0",
    },
    "bd_topo": {
        "producer": "IGN",
        "url_main": "https://geoservices.ign.fr/bdtopo",
        "licence": "Licence Ouverte 2.0",
    },
}
_NOTE = (
    "Longueurs de la source ; vitesses estimées par classe, pente, sinuosité et saison. Les carrefours sont reliés par "
    "des tronçons dont la forme n'est pas gardée."
)


def read_road_file(path: Path, contents: PackContents, elevation: Path | None = None) -> RoadLines:
    """Read the roads around a territory, from an OpenStreetMap extract or from BD TOPO.

    Parameters
    ----------
    path : pathlib.Path
        ``.osm.pbf``, or ``.json`` or ``.geojson`` for features of BD TOPO.
    contents : PackContents
        The territory: roads more than 0.25 degree beyond its box are left out.
    elevation : pathlib.Path or None
        Folder of SRTM tiles, for the points whose altitude the file does not say.

    Raises
    ------
    InputError
        If the file is of neither kind, or cannot be read.
    """
    if path.name.endswith(".osm.pbf"):
        lines = read_openstreetmap(path, contents.manifest.bounding_box.widen(_MARGIN_DEG))
    elif path.suffix in {".json", ".geojson"}:
        lines = read_bd_topo(_read_features(path))
    else:
        raise InputError(f"« {path.name} » n'est ni un extrait d'OpenStreetMap (.osm.pbf) ni de la BD TOPO (.geojson).")
    return lines if elevation is None else add_altitudes(lines, elevation)


def make_pack_roads(contents: PackContents, lines: RoadLines, speeds: RoadSpeeds) -> tuple[DetailedRoads, RoadNetwork]:
    """Make the tables of a pack's network, and the network that they give with the pack's closures.

    Parameters
    ----------
    contents : PackContents
    lines : RoadLines
    speeds : RoadSpeeds

    Raises
    ------
    InputError
        See `make_detailed_roads`.
    """
    halls = [row for row in read_nodes(contents).rows if row.kind == "mairie"]
    closures = read_closures(contents).rows
    made = make_detailed_roads(lines, halls, closures, speeds)
    edges = apply_closures(made.nodes, made.edges, closures)
    return made, freeze_network(made.nodes, edges, contents.manifest.insee_codes)


def describe_origin(basis: LengthBasis, path: Path, today: date) -> Origin:
    """Say where a network comes from.

    Parameters
    ----------
    basis : {"osm", "bd_topo"}
    path : pathlib.Path
        The file that was read.
    today : datetime.date
    """
    words = _ORIGINS[basis]
    return Origin(
        producer=words["producer"],
        title="Réseau routier détaillé",
        url_main=words["url_main"],
        url_download=None,
        licence=words["licence"],
        vintage=str(today.year),
        date_published=None,
        date_accessed=today.isoformat(),
        sha256="",
        obtained="downloaded",
        note=f"Lu dans {path.name}. {_NOTE}",
    )


def _read_features(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > _BYTES_AT_MOST:
            raise InputError(f"« {path.name} » pèse plus de 2 Go : demandez une emprise plus petite.")
        document = json.loads(path.read_bytes())
    except OSError:
        raise InputError(f"« {path} » ne se lit pas : vérifiez le chemin de ce fichier et vos droits.") from None
    except ValueError:
        document = None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise InputError(
            f"« {path.name} » n'est pas une collection GeoJSON : demandez la BD TOPO au format application/json."
        )
    return features
