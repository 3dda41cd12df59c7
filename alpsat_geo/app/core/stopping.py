"""How the server stops: what is under way is finished, then the databases are closed, whole.

uvicorn has closed the lines of the pages by then, and waited for the answers that it was sending; a page that was
being drawn may still be keeping something. Python itself is not asked to tidy up: a server that was asked to stop
ends by the very signal that it received.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from starlette.concurrency import run_in_threadpool

from alpsat_geo.app.core.garbage import wait_between_runs

STOP_AT_MOST_S: Final = 20.0


@asynccontextmanager
async def stop_whole() -> AsyncIterator[None]:
    """Wait at the end for what is under way, for a while, then close the databases."""
    yield
    await run_in_threadpool(wait_between_runs, STOP_AT_MOST_S)
    # Where nobody asked for a database, its library was never loaded.
    database = sys.modules.get("alpsat_geo.store.database")
    if database is not None:
        database.close_databases()
