"""Whether this server lives, and whether it is ready: the territory read, the database written, room on the disk.

``/sante`` says that the process answers: nothing else may make a supervisor kill it. ``/sante/pret`` says whether a
visitor may be sent to it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from streamlit.runtime import exists, get_instance

from alpsat_geo.app.core.publication import find_published_folder
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.store.place import find_database_file

ALIVE_PLACE: Final = "/sante"
READY_PLACE: Final = "/sante/pret"
HEALTH_AT_MOST_S: Final = 4.0
FREE_AT_LEAST_BYTES: Final = 100 * 1024 * 1024
"""Room left on a disk, below which what is kept next might not fit: a hundred thousand votes, or five uploads."""

_KEPT_S = 1.0
_NO_STORE: Final = {"Cache-Control": "no-store"}


class Fault(NamedTuple):
    """What keeps visitors from being served.

    Attributes
    ----------
    reason : str
        For anybody: what cannot be read or written.
    detail : str
        For the log: the whole sentence, which may name a folder or a machine.
    """

    reason: str
    detail: str


STARTING: Final = Fault("Le tableau de bord démarre.", "Le tableau de bord démarre.")


def find_fault() -> Fault | None:
    """Find what keeps visitors from being served; None when nothing does.

    What was read once stays read; the database is written again, and the write taken back. It may wait for the
    territory at the start, and for a database that does not answer.
    """
    # The web door opens before the model and the database are loaded.
    wiring = import_module("alpsat_geo.app.core.wiring")
    try:
        wiring.load_embedded()
    except (AlpSatError, OSError) as error:
        return Fault("Les données du territoire ne peuvent pas être lues.", str(error))
    try:
        wiring.load_store().check()
    except (AlpSatError, OSError) as error:
        return Fault("La base de données n'enregistre plus.", str(error))
    return find_full_disk()


def find_full_disk() -> Fault | None:
    """Find a disk on which the server writes and that is nearly full; None when there is room.

    A folder that is not there yet will be made where its nearest parent stands.
    """
    for folder in _list_written():
        standing = next(one for one in (folder, *folder.parents) if one.exists())
        free_bytes = shutil.disk_usage(standing).free
        if free_bytes < FREE_AT_LEAST_BYTES:
            detail = (
                f"Le disque du dossier « {folder} » est presque plein ({free_bytes // 1024**2} Mo libres) : libérez de"
                " la place."
            )
            return Fault("Le disque du serveur est presque plein.", detail)
    return None


def _list_written() -> Iterator[Path]:
    file = find_database_file()
    if file is not None:
        yield file.parent
    yield find_published_folder()


class Watch:
    """Asks one question at a time: a database that never answers holds one thread, however often it is asked about.

    An answer stands for a second, so that nobody makes the server write by asking.
    """

    def __init__(self) -> None:
        self._asked: asyncio.Task[Fault | None] | None = None
        self._ask_again_at_s = 0.0

    async def ask(self, at_most_s: float = HEALTH_AT_MOST_S) -> Fault | None:
        """Find what keeps visitors from being served, and call a late answer a fault; see `find_fault`."""
        if self._asked is None or (self._asked.done() and time.monotonic() >= self._ask_again_at_s):
            self._asked = asyncio.create_task(run_in_threadpool(find_fault))
            self._ask_again_at_s = time.monotonic() + _KEPT_S
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked), at_most_s)
        except TimeoutError:
            reason = "Le territoire ou la base de données se fait attendre."
            return Fault(reason, f"{reason[:-1]} depuis plus de {at_most_s:g} s.")


WATCH: Final = Watch()


async def report_life(_request: Request) -> Response:
    """Answer that the process answers."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


async def report_readiness(_request: Request) -> Response:
    """Answer whether a visitor can be served, and what he keeps be kept: 200 when so, 503 and why if not."""
    is_started = exists() and (await get_instance().is_ready_for_browser_connection)[0]
    fault = await WATCH.ask() if is_started else STARTING
    if fault is None:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)
    logging.getLogger(__name__).warning("%s : %s", READY_PLACE, fault.detail)
    body = {"status": "unavailable", "reason": fault.reason}
    return JSONResponse(body, HTTPStatus.SERVICE_UNAVAILABLE, headers=_NO_STORE)
