"""What a meeting shows now, asked of the web door by the devices that follow: it answers once that has moved."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from alpsat_geo.store.errors import MissingError, StoreError
from alpsat_geo.store.tokens import is_code

MEETING_PATH: Final = "reunion"
SEEN_NAME: Final = "vu"

READ_EVERY_S: Final = 0.2
# A server that is stopped waits for its last answers.
HELD_AT_MOST_S: Final = 5.0
_HELD_COUNT_AT_MOST: Final = 1000
_LINES_AT_MOST: Final = 1000
_DIGITS_AT_MOST: Final = 9


class RevisionWatch:
    """Waits for numbers to move: one reading of the database serves all who wait for the same one.

    Parameters
    ----------
    read : callable
        Returns the present number of a line by its code; called in a thread.
    """

    def __init__(self, read: Callable[[str], int]) -> None:
        self._read = read
        self._readings: OrderedDict[str, tuple[float, asyncio.Future[int]]] = OrderedDict()
        self._held_count = 0

    async def wait(self, code: str, seen: int | None, at_most_s: float = HELD_AT_MOST_S) -> int:
        """Return the number of a line once it is another than the one seen, or after a while.

        Parameters
        ----------
        code : str
        seen : int or None
            None: any number is news.
        at_most_s : float
            Where a thousand wait already, nobody more does.

        Raises
        ------
        MissingError
            If there is no such line, or no more.
        StoreError
            If the database fails.
        """
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + (at_most_s if self._held_count < _HELD_COUNT_AT_MOST else 0)
        self._held_count += 1
        try:
            while True:
                revision = await asyncio.shield(self._ask(code))
                if revision != seen or loop.time() >= ends_at:
                    return revision
                await asyncio.sleep(READ_EVERY_S)
        finally:
            self._held_count -= 1

    def _ask(self, code: str) -> asyncio.Future[int]:
        now = asyncio.get_running_loop().time()
        read_at, reading = self._readings.get(code, (0.0, None))
        if reading is None or (reading.done() and now - read_at >= READ_EVERY_S):
            reading = asyncio.ensure_future(run_in_threadpool(self._read, code))
            self._readings[code] = now, reading
            self._readings.move_to_end(code)
            while len(self._readings) > _LINES_AT_MOST:
                self._readings.popitem(last=False)
        return reading


def _read_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS_AT_MOST else None


def _read_revision(code: str) -> int:
    # The web door opens before the database is loaded.
    return int(import_module("alpsat_geo.app.core.wiring").load_meetings().read_revision(code))


_WATCH: Final = RevisionWatch(_read_revision)


async def tell_revision(request: Request) -> Response:
    """Answer the number of what a meeting shows once it is another than the one that a device saw, or after a while.

    A code that opens nothing counts among the guesses of the address that it came from.
    """
    limits, mode = (import_module(f"alpsat_geo.app.core.{name}") for name in ("limits", "mode"))
    address, code = mode.read_address_of(request), request.path_params["code"]
    headers = {"Cache-Control": "no-store"}
    try:
        limits.check_guesses(address)
        # What is no code is not kept while it is asked for: it opens nothing either.
        revision = await _WATCH.wait(
            code if is_code(code) else "", _read_number(request.query_params.get(SEEN_NAME, ""))
        )
    except limits.LimitError as error:
        return JSONResponse({"reason": str(error)}, HTTPStatus.TOO_MANY_REQUESTS, headers)
    except MissingError as error:
        limits.count_guess(address)
        return JSONResponse({"reason": str(error)}, HTTPStatus.NOT_FOUND, headers)
    except StoreError:
        return JSONResponse({"reason": "La réunion ne répond pas."}, HTTPStatus.SERVICE_UNAVAILABLE, headers)
    return JSONResponse({"revision": revision}, headers=headers)
