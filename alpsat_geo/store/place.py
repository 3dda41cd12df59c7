"""Where the rows of a machine are kept, told without loading the library of databases."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

URL_VARIABLE = "ALPSAT_DATABASE_URL"
FOLDER_VARIABLE = "ALPSAT_DATA_DIR"
FILE_NAME = "alpsat.sqlite3"


def find_usual_file() -> Path:
    """Return the file of the database where the environment names no other: it may not be there yet."""
    folder = os.environ.get(FOLDER_VARIABLE, "").strip()
    path = Path(folder).expanduser() if folder else platformdirs.user_data_path("alpsat-geo", appauthor=False)
    return path.absolute() / FILE_NAME


def find_database_file() -> Path | None:
    """Return the file of the database, which may not be there yet; None where the environment names a server."""
    address = os.environ.get(URL_VARIABLE, "").strip()
    if not address:
        return find_usual_file()
    _start, is_file, path = address.partition("sqlite:///")
    return Path(path).absolute() if is_file else None


def may_hold_rows() -> bool:
    """Tell whether a database may hold something: the environment names one, or the usual file is there."""
    return bool(os.environ.get(URL_VARIABLE, "").strip()) or find_usual_file().is_file()
