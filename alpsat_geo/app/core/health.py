"""Whether a visitor can be served: the territory read, the database read."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Final, NamedTuple

from starlette.concurrency import run_in_threadpool

from alpsat_geo.domain.errors import AlpSatError

HEALTH_AT_MOST_S: Final = 4.0


class Fault(NamedTuple):
    """What keeps visitors from being served.

    Attributes
    ----------
    reason : str
        For anybody: what cannot be read.
    detail : str
        For the log: the whole sentence, which may name a folder or a machine.
    """

    reason: str
    detail: str


STARTING: Final = Fault("Le tableau de bord démarre.", "Le tableau de bord démarre.")


def find_fault() -> Fault | None:
    """Find what keeps visitors from being served; None when nothing does.

    What was read once stays read; the database is asked again. It may wait for the territory at the start, and for
    a database that does not answer.
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
        return Fault("La base de données ne peut pas être lue.", str(error))
    return None


class Watch:
    """Asks one question at a time: a database that never answers holds one thread, however often it is asked about."""

    def __init__(self) -> None:
        self._asked: asyncio.Task[Fault | None] | None = None

    async def ask(self, at_most_s: float = HEALTH_AT_MOST_S) -> Fault | None:
        """Find what keeps visitors from being served, and call a late answer a fault; see `find_fault`."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(run_in_threadpool(find_fault))
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked), at_most_s)
        except TimeoutError:
            reason = "Le territoire ou la base de données se fait attendre."
            return Fault(reason, f"{reason[:-1]} depuis plus de {at_most_s:g} s.")
