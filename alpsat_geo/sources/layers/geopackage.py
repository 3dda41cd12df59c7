"""Shapes and columns of a GeoPackage: an SQLite database, of which nothing that it holds is run."""

from __future__ import annotations

import io
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.geojson import RawShapes, check_count
from alpsat_geo.sources.layers.record import LayerError
from alpsat_geo.sources.layers.text import Row

MAGIC = b"SQLite format 3\0"
# Where the header of the file says that its last changes stand in another file: those that came with it are whole.
_JOURNAL_BYTES = slice(18, 20)
_NO_JOURNAL = b"\x01\x01"
_STEPS_AT_MOST = 200
_STEP_INSTRUCTIONS = 10_000
_HIDDEN_COMPUTED = (2, 3)

_UNREADABLE = N_("Ce GeoPackage ne s'ouvre pas : il est abîmé, ou c'est une autre base SQLite. Exportez-le de nouveau.")
_TABLES_ONLY = N_("Vues du GeoPackage, qui ne sont pas lues : {count}. Seules ses tables le sont.")


def read_geopackage(content: bytes, wanted: str) -> tuple[RawShapes, list[str], str]:
    """Return a layer of a GeoPackage, the names of all, and that of the one that was read.

    Its views, triggers and computed columns are never run: views and triggers are taken out of a copy in memory
    before the layers are read, and a table with computed columns is refused.

    Parameters
    ----------
    content : bytes
    wanted : str
        Name of the layer; empty, or another, gives the first.

    Raises
    ------
    LayerError
        If it cannot be read, or has no layer of shapes.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            patched = bytearray(content)
            patched[_JOURNAL_BYTES] = _NO_JOURNAL
            database.deserialize(bytes(patched))
            with _within_steps(database):
                names, views = _strip(database)
            name = wanted if wanted in names else next(iter(names), "")
            computes = bool(name) and _has_computed_column(database, name)
            safe = database.serialize()
    except LayerError:
        raise
    except (sqlite3.Error, ValueError, OverflowError):
        raise LayerError(_UNREADABLE) from None
    if computes:
        raise LayerError(
            N_("La couche « {layer} » a des colonnes calculées : enregistrez-la en table simple."), layer=name
        )
    if not name:
        raise LayerError(N_("Ce GeoPackage n'a pas de couche de points, de lignes ou de surfaces en table simple."))
    said = (remark(_TABLES_ONLY, count=views),) if views else ()
    shapes, system, rows = _read_table(safe, name)
    return RawShapes(shapes, system, rows, said), names, name


@contextmanager
def _within_steps(database: sqlite3.Connection) -> Iterator[None]:
    """Stop a database that asks for more work than its size explains."""
    left = iter(range(_STEPS_AT_MOST))
    database.set_progress_handler(lambda: next(left, None) is None, _STEP_INSTRUCTIONS)
    yield
    database.set_progress_handler(None, 0)


def _strip(database: sqlite3.Connection) -> tuple[list[str], int]:
    """Take out what could run, and return the layers that are tables, and how many views there were."""
    database.execute("PRAGMA trusted_schema = OFF")
    held = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    tables = {name for kind, name, sql in held if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")}
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= tables:
        raise LayerError(_UNREADABLE)
    # Triggers first: nothing then runs when a view goes.
    for kind in ("trigger", "view"):
        for _kind, name, _sql in (one for one in held if one[0] == kind):
            database.execute(f"DROP {kind.upper()} {_quote(name)}")
    listed = [name for (name,) in database.execute("SELECT table_name FROM gpkg_geometry_columns")]
    database.executemany(
        "DELETE FROM gpkg_contents WHERE table_name = ?", [(name,) for name in listed if name not in tables]
    )
    database.executemany(
        "DELETE FROM gpkg_geometry_columns WHERE table_name = ?", [(name,) for name in listed if name not in tables]
    )
    database.commit()
    return [name for name in sorted(set(listed)) if name in tables], sum(kind == "view" for kind, _n, _s in held)


def _has_computed_column(database: sqlite3.Connection, name: str) -> bool:
    return any(row[6] in _HIDDEN_COMPUTED for row in database.execute(f"PRAGMA table_xinfo({_quote(name)})"))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_table(content: bytes, name: str) -> tuple[np.ndarray, str, list[Row]]:
    # Both take half a second to load: only who brings shapes waits for them.
    import geopandas  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            count = int(pyogrio.read_info(io.BytesIO(content), layer=name, force_feature_count=True)["features"])
            check_count(count)
            frame = geopandas.read_file(io.BytesIO(content), layer=name, engine="pyogrio", on_invalid="ignore")
    except LayerError:
        raise
    # GDAL, pyogrio and pyproj each have their own errors for a file that is not what it says.
    except Exception:  # noqa: BLE001
        raise LayerError(_UNREADABLE) from None
    if "geometry" not in frame:
        raise LayerError(_UNREADABLE)
    shapes = np.asarray(frame.geometry.array, dtype=object)
    columns = [column for column in frame.columns if column != "geometry"]
    cells = frame[columns].astype(object).where(frame[columns].notna(), None)
    rows: list[Row] = [(1, [str(column) for column in columns])]
    rows += list(enumerate(cells.itertuples(index=False, name=None), start=2))
    return shapes, "" if frame.crs is None else frame.crs.to_string(), rows
