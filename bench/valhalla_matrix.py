"""Valhalla's minutes between points: run by a Python that has ``pyvalhalla``, ours or another, and by nothing else.

``python valhalla_matrix.py EXTRACT POINTS.json``: points are pairs of longitude and latitude; the answer is one JSON
document on standard output, ``build_s``, ``matrix_s`` and ``minutes``, null where Valhalla finds no way.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import valhalla  # type: ignore[import-not-found]  # optional: no requirement names it

NO_BUILDER = 3


def main(extract: str, points: str) -> None:
    """Build the tiles of an extract in a folder that is gone afterwards, and ask for all pairs."""
    build = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
    if not build.is_file():  # the wheels for Python 3.11 and before read tiles, and build none
        sys.exit(NO_BUILDER)
    with tempfile.TemporaryDirectory(prefix="alpsat-valhalla-") as folder:
        tiles = Path(folder, "tiles")
        tiles.mkdir()
        config = valhalla.get_config(tile_extract="", tile_dir=str(tiles))
        written = Path(folder, "valhalla.json")
        written.write_text(json.dumps(config), encoding="utf-8")
        start = time.perf_counter()
        subprocess.run([str(build), "-c", str(written), extract], check=True, capture_output=True)  # noqa: S603
        built = time.perf_counter()
        places = [{"lon": lon, "lat": lat} for lon, lat in json.loads(Path(points).read_text(encoding="utf-8"))]
        actor = valhalla.Actor(config)
        asked = time.perf_counter()
        answer = actor.matrix({"sources": places, "targets": places, "costing": "auto"})
        done = time.perf_counter()
    seconds: list[list[float | None]] = [[None for _ in places] for _ in places]
    for row in answer["sources_to_targets"]:
        for cell in row:
            seconds[cell["from_index"]][cell["to_index"]] = cell["time"]
    minutes = [[None if value is None else value / 60 for value in row] for row in seconds]
    json.dump({"build_s": built - start, "matrix_s": done - asked, "minutes": minutes}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
