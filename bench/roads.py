"""Roads: an OpenStreetMap extract beside Valhalla, 36 by 36, and how time and memory grow to 150,000 nodes."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from alpsat_geo.compute.road_comparison import compare_minutes
from alpsat_geo.compute.road_contraction import contract_lines
from alpsat_geo.compute.road_lines import keep_largest_component
from alpsat_geo.compute.road_speeds import choose_speeds
from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.sources.detailed_roads import make_detailed_roads
from alpsat_geo.sources.openstreetmap_roads import read_openstreetmap
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.road_rows import NodeRow
from alpsat_geo.sources.roads import freeze_network

POINTS = 36
SIZES = (12_000, 48_000, 180_000)  # a sixth of the crossings are left in the middle of a road, and contracted
_KB_PER_MB = 1024
_NO_BUILDER = 3  # see valhalla_matrix
_SPACING_DEG = 0.004
_VERTICES = 3  # on each road between two crossings


def run(arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Measure an extract and Valhalla on it, then generated extracts of growing size, each in a process of its own.

    Parameters
    ----------
    arguments : sequence of str
        ``FILE.osm.pbf``; ``--valhalla PYTHON`` names a Python that has pyvalhalla, when this one does not;
        ``--no-growth`` leaves the generated extracts out.
    """
    parser = argparse.ArgumentParser(prog="bench roads")
    parser.add_argument("extract", type=Path, nargs="?", help="an extract of OpenStreetMap, .osm.pbf")
    parser.add_argument("--valhalla", default=sys.executable, help="a Python that has pyvalhalla")
    parser.add_argument("--no-growth", action="store_true")
    chosen = parser.parse_args(list(arguments))
    figures: dict[str, Any] = {"extract": "aucun : bench roads FICHIER.osm.pbf"}
    if chosen.extract is not None:
        figures = {"extract": chosen.extract.name, **compare_with_valhalla(chosen.extract, chosen.valhalla)}
    if not chosen.no_growth:
        figures["growth"] = grow()
    return figures


def compare_with_valhalla(extract: Path, python: str) -> dict[str, Any]:
    """Measure ours and, where it is installed, Valhalla's on the same points."""
    speeds = choose_speeds(read_parameters())
    start = time.perf_counter()
    lines = read_openstreetmap(extract)
    whole = keep_largest_component(lines)
    stretches = contract_lines(whole, np.zeros(0, dtype=np.int64), speeds)
    crossings = np.unique(np.concatenate((stretches.from_point, stretches.to_point)))
    points = spread_points(whole.lon_deg[crossings], whole.lat_deg[crossings], POINTS)
    lon, lat = whole.lon_deg[crossings][points], whole.lat_deg[crossings][points]
    halls = [_make_hall(rank, float(lon[rank]), float(lat[rank])) for rank in range(POINTS)]
    codes = [hall.insee_code or "" for hall in halls]
    made = make_detailed_roads(lines, halls, (), speeds)
    network = freeze_network(made.nodes, made.edges, codes)
    built = time.perf_counter()
    times = travel_times(network, "summer", 0.0)
    done = time.perf_counter()
    free = make_detailed_roads(lines, halls, (), dataclasses.replace(speeds, sinuosity_slowdown=0.0))
    free_minutes = travel_times(freeze_network(free.nodes, free.edges, codes), "summer", 0.0).minutes
    figures: dict[str, Any] = {
        "nodes": len(made.nodes),
        "edges": len(made.edges),
        "ours_build_s": built - start,
        "ours_matrix_s": done - built,
    }
    answer = ask_valhalla(extract, python, np.column_stack((lon, lat)))
    if answer is None:
        return {
            **figures,
            "valhalla": "absent : pip install pyvalhalla sous Python 3.12 ou après, puis --valhalla PYTHON",
        }
    theirs = np.array(answer["minutes"], dtype=np.float64)
    found = compare_minutes(times.minutes, theirs)
    # Valhalla drives bends nearly as it drives straight roads: what is left without them is the graph.
    without_bends = compare_minutes(free_minutes, theirs)
    return {
        **figures,
        "valhalla_build_s": answer["build_s"],
        "valhalla_matrix_s": answer["matrix_s"],
        "pairs": found.pair_count,
        "only_ours": found.only_first_count,
        "only_valhalla": found.only_second_count,
        "correlation": found.correlation,
        "mean_gap_min": found.mean_gap_min,
        "mean_absolute_gap_min": found.mean_absolute_gap_min,
        "correlation_without_bends": without_bends.correlation,
        "mean_gap_without_bends_min": without_bends.mean_gap_min,
    }


def ask_valhalla(extract: Path, python: str, points: FloatArray) -> dict[str, Any] | None:
    """Return Valhalla's answer, or None where that Python does not have it, or has one that builds no tiles."""
    if python == sys.executable and importlib.util.find_spec("valhalla") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="alpsat-roads-") as folder:
        asked = Path(folder, "points.json")
        asked.write_text(json.dumps(points.tolist()), encoding="utf-8")
        script = Path(__file__).with_name("valhalla_matrix.py")
        done = subprocess.run(  # noqa: S603 - the interpreter that the caller names
            [python, str(script), str(extract), str(asked)], check=False, capture_output=True, text=True
        )
    if done.returncode == _NO_BUILDER:
        return None
    done.check_returncode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def spread_points(lon_deg: FloatArray, lat_deg: FloatArray, count: int) -> list[int]:
    """Choose points as far from each other as can be, one after another: the same ones each time."""
    place = np.column_stack((lon_deg * np.cos(np.radians(lat_deg.mean())), lat_deg))
    chosen = [0]
    gap = np.linalg.norm(place - place[0], axis=1)
    while len(chosen) < count:
        chosen.append(int(gap.argmax()))
        gap = np.minimum(gap, np.linalg.norm(place - place[chosen[-1]], axis=1))
    return chosen


def grow() -> dict[str, Any]:
    """Measure each size in a process of its own, whose memory nothing else fills."""
    sizes: dict[str, Any] = {}
    for size in SIZES:
        code = f"import json; from bench.roads import measure_size; print(json.dumps(measure_size({size})))"
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
        sizes[str(size)] = json.loads(done.stdout)
    first, last = sizes[str(SIZES[0])], sizes[str(SIZES[-1])]
    ratio = np.log(last["nodes"] / first["nodes"])
    for step in ("build_s", "matrix_s"):
        sizes[f"exponent_{step.removesuffix('_s')}"] = float(np.log(last[step] / first[step]) / ratio)
    return sizes


def measure_size(node_count: int) -> dict[str, float]:
    """Write an extract of that many crossings, read it as a network, and travel between 36 of them."""
    with tempfile.TemporaryDirectory(prefix="alpsat-roads-") as folder:
        path = Path(folder, "grid.osm.pbf")
        halls = write_grid(path, node_count)
        start = time.perf_counter()
        lines = read_openstreetmap(path)
        made = make_detailed_roads(lines, halls, (), choose_speeds(read_parameters()))
        network = freeze_network(made.nodes, made.edges, [hall.insee_code or "" for hall in halls])
        built = time.perf_counter()
        travel_times(network, "winter", 0.0)
        done = time.perf_counter()
    return {
        "nodes": len(made.nodes),
        "edges": len(made.edges),
        "points": len(lines.lon_deg),
        "build_s": built - start,
        "matrix_s": done - built,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_PER_MB,
    }


def write_grid(path: Path, node_count: int) -> list[NodeRow]:
    """Write a grid of crooked roads and return 36 town halls on it."""
    rng = np.random.default_rng(0)
    side = int(np.ceil(np.sqrt(node_count)))
    lon = 3.0 + _SPACING_DEG * (np.arange(side)[None, :] + rng.uniform(-0.3, 0.3, (side, side)))
    lat = 44.0 + _SPACING_DEG * (np.arange(side)[:, None] + rng.uniform(-0.3, 0.3, (side, side)))
    number = side * side
    with osmium.SimpleWriter(str(path)) as writer:
        for place in range(side * side):
            row, column = divmod(place, side)
            location = (float(lon[row, column]), float(lat[row, column]))
            writer.add_node(osmium.osm.mutable.Node(id=place + 1, location=location, version=1))
        ways: list[list[int]] = []
        for place in range(side * side):
            row, column = divmod(place, side)
            for other in ((row, column + 1), (row + 1, column)):
                if max(other) >= side or rng.random() < 0.2:  # noqa: PLR2004 - a fifth of the roads are missing
                    continue
                way = [place + 1]
                for share in np.linspace(0, 1, _VERTICES + 2)[1:-1]:
                    number += 1
                    bend = rng.uniform(-0.1, 0.1, 2) * _SPACING_DEG
                    location = (
                        float(lon[row, column] * (1 - share) + lon[other] * share + bend[0]),
                        float(lat[row, column] * (1 - share) + lat[other] * share + bend[1]),
                    )
                    writer.add_node(osmium.osm.mutable.Node(id=number, location=location, version=1))
                    way.append(number)
                ways.append([*way, other[0] * side + other[1] + 1])
        kinds = ("secondary", "tertiary", "unclassified", "residential")
        for rank, way in enumerate(ways):
            tags = {"highway": kinds[rank % len(kinds)]}
            writer.add_way(osmium.osm.mutable.Way(id=rank + 1, nodes=way, tags=tags, version=1))
    chosen = rng.choice(side * side, POINTS, replace=False).tolist()
    return [_make_hall(rank, float(lon.flat[place]), float(lat.flat[place])) for rank, place in enumerate(chosen)]


def _make_hall(rank: int, lon_deg: float, lat_deg: float) -> NodeRow:
    code = f"{rank:05d}"
    return NodeRow(
        node_id=f"H{code}",
        name=code,
        kind="mairie",
        insee_code=code,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        altitude_m=None,
        position_basis="bench",
        altitude_basis="",
    )
