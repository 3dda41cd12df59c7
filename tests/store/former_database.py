"""A database as the last version wrote it whose votes were points and rankings, at revision 0011, of both kinds.

The code of that version wrote each of them, through its stores; `former_sqlite.sql` and `former_postgresql.sql` are
what the programs of the databases said of it, less the settings of their session.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import make_url

TERRITORY = "brianconnais-queyras"
READ_AT = datetime(2026, 12, 2, tzinfo=UTC)
"""A day after it was written."""
DEVICE = "9XChaf688ZLcQSfgXwpbbY"
SCENARIO, PROMISED = "bwPNENDjflTh2aGF49peQI", "mD4HQb8GeavjTEQykdeLFk"
BY_OBJECTIVE, OBJECTIVE_LEAD = "UXH0CsrhXlABXh8Hg11Fy0", "kocxYjVduU17CoJZ8Nn1MA"
PHONES = ("0QqPmwgSSZ9kL68rj21UuY", "YCUefznd5sZcoG1fY78Sut", "8DeLq2eSB8mgzmT44DGp0Z")
"""Of the first three who voted by objective; two gave points, the third a ranking."""
BY_CRITERION, CRITERION_LEAD = "tB1R0ElzOEksLxPMwnkH7K", "wHU_1TVDtrwYtNJzD7LFjw"
CODED, CODED_LEAD = "xi3bzcQcnQjuHwB6G6e2W9", "vJUMUPrcQXNYnhjk_b2aBQ"
SERVED_CODE, FREE_CODE = "fssy9y9e7u", "wwceu95hzf"
MEDIANS = {
    BY_OBJECTIVE: {
        "": [33.88888889, 25.0, 30.0],
        "collectivites": [27.77777778, 11.11111111, 60.0],
        "entreprises": [40.0, 50.0, 0.0],
    },
    BY_CRITERION: {"": [40.0, 60.0], "chambres_consulaires": [40.0, 60.0]},
    CODED: {},
}
"""Points of each college that is shown, and of everyone, as that version told them."""


def fill_database(url: str) -> None:
    """Fill an empty database as that version left it."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(found.database))) as connection:
            connection.executescript(_read("sqlite"))
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(_read("postgresql").encode())


def _read(kind: str) -> str:
    return Path(__file__).with_name(f"former_{kind}.sql").read_text(encoding="utf-8")
