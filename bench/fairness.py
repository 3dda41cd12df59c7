"""One visitor who asks the heaviest questions without end: how much longer the others wait for theirs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from itertools import cycle
from typing import Any

from alpsat_geo.sources.territory import read_territory
from bench.load import list_comparisons, summarise
from bench.server import Server, serve, wait_until_healthy
from bench.viewer import SLIDER, visit

PATIENCE_S = 600.0
BEGUN_S, PAUSE_S = 2.0, 0.2
CHANGES, FILES = 21, 10
_PDF = "fichier_.pdf"

# A minute of computation each; more than half a second; several seconds of files: none that was asked before.
_SITING = "/implanter?v=1&espaces=7&sans-existant=oui&minutes={minutes}"
_PORTFOLIOS = "/composer?v=1&saison={season}&minutes={minutes}&lieux={place}"


async def _loop_siting(address: str) -> None:
    for minutes in cycle(range(10, 31)):
        async with visit(address, _SITING.format(minutes=minutes)) as viewer:
            await viewer.open()


async def _loop_portfolios(address: str) -> None:
    for number, place in enumerate(cycle(read_territory().insee_codes)):
        asked = _PORTFOLIOS.format(season="ete", minutes=10 + number % 21, place=place)
        async with visit(address, asked) as viewer:
            await viewer.open()


async def _loop_files(address: str) -> None:
    async with visit(address, "/dossier?v=1") as viewer:
        await viewer.open()
        while True:
            await viewer.fetch_file(_PDF)


LOOPS: dict[str, Callable[[str], Awaitable[None]] | None] = {
    "alone": None,
    "siting": _loop_siting,
    "portfolios": _loop_portfolios,
    "pdf": _loop_files,
}


def measure(kinds: tuple[str, ...] = tuple(LOOPS)) -> dict[str, Any]:
    """Measure what the others wait for, alone and beside each loop; each time on a server of its own.

    Parameters
    ----------
    kinds : tuple of str
        Keys of ``LOOPS``; the first is what the others are compared with.

    Returns
    -------
    dict
        By loop and by what the others ask: median and 95th percentile in milliseconds, and the ratio of the medians
        to those of the first.
    """
    results: dict[str, Any] = {}
    for kind in kinds:
        with ExitStack() as stack:
            data = stack.enter_context(tempfile.TemporaryDirectory())
            server = stack.enter_context(serve(environment={"ALPSAT_DATA_DIR": data, "ALPSAT_MODE": "hosted"}))
            wait_until_healthy(server.address)
            results[kind] = asyncio.run(_measure_beside(server, kind))
        for asked, figures in results[kind].items():
            first = results[kinds[0]][asked]
            figures["median_ratio"] = round(figures["median_ms"] / first["median_ms"], 2)
            figures["p95_ratio"] = round(figures["p95_ms"] / first["p95_ms"], 2)
    return results


async def _measure_beside(server: Server, kind: str) -> dict[str, Any]:
    address = server.address
    # What a server does once for all its visitors is not what one of them waits for.
    for path in ("/territoire", "/comparer", "/composer", "/dossier"):
        async with visit(address, path) as viewer:
            await viewer.open()
            if _PDF in viewer.files:
                await viewer.fetch_file(_PDF)
    async with _loop(address, LOOPS[kind]):
        return {
            "territoire": summarise([second async for second in _move(address, "/territoire?v=1&saison=ete")]),
            "comparer": summarise([second async for second in _move(address, list_comparisons()[0])]),
            "composer": summarise([second async for second in _compose(address)]),
            "pdf": summarise([second async for second in _fetch(address)]),
        }


@asynccontextmanager
async def _loop(address: str, loop: Callable[[str], Awaitable[None]] | None) -> AsyncIterator[None]:
    task = asyncio.ensure_future(loop(address)) if loop else None
    if task:
        await asyncio.sleep(BEGUN_S)
    try:
        yield
    finally:
        if task:
            if task.done():
                task.result()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _move(address: str, path: str) -> AsyncIterator[float]:
    async with visit(address, path) as viewer:
        await viewer.open()
        for minutes in range(10, 10 + CHANGES):
            await asyncio.sleep(PAUSE_S)
            yield (await viewer.move_slider(SLIDER, minutes)).end_s


async def _compose(address: str) -> AsyncIterator[float]:
    for minutes in range(10, 10 + FILES):
        async with visit(address, _PORTFOLIOS.format(season="hiver", minutes=minutes, place="05065")) as viewer:
            yield (await viewer.open()).end_s


async def _fetch(address: str) -> AsyncIterator[float]:
    async with visit(address, "/dossier?v=1") as viewer:
        await viewer.open()
        for _ in range(FILES):
            await asyncio.sleep(PAUSE_S)
            yield await viewer.fetch_file(_PDF)
