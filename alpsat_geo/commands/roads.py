"""The ``roads`` commands: a detailed network for a territory, and two networks compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from alpsat_geo.commands.documents import Json, number_or_null, numbers_or_null
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.compute.road_comparison import NetworkComparison, compare_minutes
from alpsat_geo.compute.road_speeds import choose_speeds
from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import RoadNetwork, Season
from alpsat_geo.project import Project
from alpsat_geo.report.access_errors import list_access_errors, list_headings
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.sources.access_times import AccessRow, describe_access, read_access_rows
from alpsat_geo.sources.communes import read_communes
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.detailed_roads import DetailedRoads, write_rows
from alpsat_geo.sources.pack import find_root
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, PackFolder
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.portals.writing import write_pack_tables
from alpsat_geo.sources.road_import import describe_origin, make_pack_roads, read_road_file
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow, read_edges
from alpsat_geo.sources.roads import build_roads

NETWORK_NAMES = {"skeleton": "réseau simplifié", "osm": "OpenStreetMap", "bd_topo": "BD TOPO"}
_COMPARED: tuple[Season, ...] = ("summer", "winter")
_FARTHEST_SHOWN = 8
_METRES_PER_KM = 1000


def import_roads(key: str, path: Path, elevation: Path | None, today: date) -> str:
    """Make a network from a file, write it as that of a territory, and say what was read.

    Parameters
    ----------
    key : str
        The territory; ours is copied first to the user's folder, where it wins.
    path : pathlib.Path
        ``.osm.pbf``, or GeoJSON features of BD TOPO.
    elevation : pathlib.Path or None
        Folder of SRTM tiles.
    today : datetime.date

    Raises
    ------
    AlpSatError
        If the file or the territory cannot be read, or the pack cannot be written: nothing is changed.
    """
    contents = PackContents.find(key)
    lines = read_road_file(path, contents, elevation)
    made, _network = make_pack_roads(contents, lines, choose_speeds(read_parameters()))
    tables = {"road_nodes": write_rows(made.nodes, NodeRow), "road_edges": write_rows(made.edges, EdgeRow)}
    folder = write_pack_tables(contents, tables, describe_origin(lines.basis, path, today))
    return "\n".join([*_tell_import(made, NETWORK_NAMES[lines.basis]), f"Écrit dans « {folder.root} »."])


def import_access(key: str, path: Path, today: date) -> PackFolder:
    """Write the minutes that INSEE publishes for the communes of a territory into its pack.

    Parameters
    ----------
    key : str
    path : pathlib.Path
        The Parquet file of a region.
    today : datetime.date

    Raises
    ------
    AlpSatError
        If the file or the territory cannot be read, or the pack cannot be written: nothing is changed.
    """
    contents = PackContents.find(key)
    rows = read_access_rows(path, contents.manifest.insee_codes)
    table = {"access_times": write_rows(rows, AccessRow)}
    return write_pack_tables(contents, table, describe_access(path, today))


def errors_text(project: Project) -> str:
    """Write our minutes beside those of INSEE, in French."""
    rows = list_access_errors(project)
    if not rows:
        return "Aucun service n'a de temps des deux côtés : importez les routes et les services d'abord."
    title = "Nos minutes moins celles de l'INSEE, par service et par saison"
    return "\n".join([title, *align_columns([list_headings(), *rows], right=(2, 3, 4))])


@dataclass(frozen=True, slots=True)
class Compared:
    """Two networks of one territory: their names, the names of the communes, and the gaps by season."""

    first: str
    second: str
    codes: tuple[str, ...]
    communes: tuple[str, ...]
    by_season: dict[Season, NetworkComparison]


def compare_roads(key: str, path: Path | None, elevation: Path | None) -> Compared:
    """Compare the network in use with that of a file, or with the embedded one of the same territory.

    Parameters
    ----------
    key : str
    path : pathlib.Path or None
    elevation : pathlib.Path or None
        Folder of SRTM tiles, for the file.

    Raises
    ------
    InputError
        If there is nothing to compare with.
    """
    contents = PackContents.find(key)
    speeds = choose_speeds(read_parameters())
    if not read_edges(contents).rows:
        raise InputError(f"Le territoire « {key} » n'a pas encore de routes : importez-les avec « roads import ».")
    used = build_roads(contents)
    if path is not None:
        other = make_pack_roads(contents, read_road_file(path, contents, elevation), speeds)[1]
        second = f"{NETWORK_NAMES[other.source]} ({path.name})"
    elif not contents.folder.is_embedded and key == EMBEDDED_TERRITORY:
        other = build_roads(PackContents.find(key, root=find_root()))
        second = f"{NETWORK_NAMES[other.source]} (livré)"
    else:
        raise InputError(
            "Donnez un fichier de routes à comparer (.osm.pbf ou .geojson) : ce territoire n'a qu'un réseau."
        )
    names = {row.insee_code: row.name for row in read_communes(contents).rows}
    codes = contents.manifest.insee_codes
    return Compared(
        NETWORK_NAMES[used.source],
        second,
        codes,
        tuple(names[code] for code in codes),
        {season: compare_minutes(_minutes(used, season), _minutes(other, season)) for season in _COMPARED},
    )


def comparison_document(compared: Compared) -> Json:
    """Build the JSON document: every pair by season; null where a network does not reach."""
    return {
        "first": compared.first,
        "second": compared.second,
        "codes": list(compared.codes),
        "seasons": {
            season: {
                "pairs": found.pair_count,
                "only_first": found.only_first_count,
                "only_second": found.only_second_count,
                "mean_gap_min": number_or_null(found.mean_gap_min),
                "mean_absolute_gap_min": number_or_null(found.mean_absolute_gap_min),
                "correlation": number_or_null(found.correlation),
                "gap_min": numbers_or_null(found.gap_min),
            }
            for season, found in compared.by_season.items()
        },
    }


def comparison_text(compared: Compared) -> str:
    """Write the comparison in French, with the pairs farthest apart."""
    lines = [f"Réseau en service : {compared.first}. Comparé à : {compared.second}."]
    for season, found in compared.by_season.items():
        lines += ["", SEASON_LABELS[season].capitalize(), *align_columns(_list_figures(found), indent="  ")]
        lines += [
            "  Trajets les plus éloignés",
            *align_columns(_list_farthest(found, compared.communes), indent="    "),
        ]
    return "\n".join(lines)


def _minutes(roads: RoadNetwork, season: Season) -> FloatArray:
    return travel_times(roads, season, 0.0).minutes


def _tell_import(made: DetailedRoads, name: str) -> list[str]:
    length_km = sum(edge.length_km for edge in made.edges if edge.is_oneway == "no" or edge.edge_id.endswith("A"))
    closed = sum(edge.winter_access == "closed" for edge in made.edges)
    counts = (
        write_count(len(made.nodes), "nœud", "nœuds"),
        write_count(len(made.edges), "tronçon", "tronçons"),
        f"{format_number(length_km)} km",
        f"{write_count(closed, 'tronçon fermé', 'tronçons fermés')} en hiver",
    )
    known = format_share(made.with_altitude_share)
    return [
        f"Routes lues ({name}) : {', '.join(counts)}.",
        f"Mairie la plus loin de sa route : {format_number(_METRES_PER_KM * made.largest_gap_km)} m.",
        f"Altitude connue pour {known} des points ; ailleurs la route compte comme plate.",
    ]


def _list_figures(found: NetworkComparison) -> list[tuple[str, str]]:
    def write(value: float, unit: str, decimals: int) -> str:
        return "sans objet" if np.isnan(value) else f"{format_number(value, decimals)}{unit}"

    return [
        ("Trajets comparés", format_number(found.pair_count)),
        ("Possibles sur le réseau en service seulement", format_number(found.only_first_count)),
        ("Possibles sur l'autre réseau seulement", format_number(found.only_second_count)),
        ("Écart moyen", write(found.mean_gap_min, " min", 1)),
        ("Écart moyen, sans le signe", write(found.mean_absolute_gap_min, " min", 1)),
        ("Corrélation", write(found.correlation, "", 3)),
    ]


def _list_farthest(found: NetworkComparison, names: Sequence[str]) -> list[tuple[str, str]]:
    gaps = np.where(np.isnan(found.gap_min), 0.0, np.abs(found.gap_min))
    order = np.argsort(-gaps, axis=None, kind="stable")[:_FARTHEST_SHOWN]
    return [
        (f"{names[i]} - {names[j]}", f"{format_number(float(found.gap_min[i, j]), 1)} min")
        for i, j in zip(*np.unravel_index(order, gaps.shape), strict=True)
        if gaps[i, j] > 0
    ]
