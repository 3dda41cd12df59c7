from __future__ import annotations

import asyncio
import time

import pytest

from alpsat_geo.app.core.revision_watch import READ_EVERY_S, RevisionWatch
from alpsat_geo.store.errors import MissingError, StoreError


class Line:
    """A line whose number moves, and which counts its readings."""

    def __init__(self) -> None:
        self.number, self.readings = 1, 0
        self.error: Exception | None = None

    def read(self, _code: str) -> int:
        self.readings += 1
        if self.error:
            raise self.error
        return self.number


def test_all_who_wait_hear_once_the_number_moves_and_share_its_reading() -> None:
    line = Line()

    async def follow() -> list[int]:
        watch = RevisionWatch(line.read)
        waiting = [asyncio.create_task(watch.wait("abcdefgh", 1)) for _device in range(30)]
        await asyncio.sleep(2.5 * READ_EVERY_S)
        assert not any(task.done() for task in waiting)
        line.number = 2
        return await asyncio.gather(*waiting)

    assert asyncio.run(follow()) == [2] * 30
    # Nearly as many readings as one alone would have made.
    assert line.readings <= 6


def test_what_is_news_is_told_at_once_and_silence_ends() -> None:
    line = Line()
    watch = RevisionWatch(line.read)

    async def ask() -> tuple[int, int, float]:
        news = await watch.wait("abcdefgh", None)
        start = time.monotonic()
        same = await watch.wait("abcdefgh", news, at_most_s=2 * READ_EVERY_S)
        return news, same, time.monotonic() - start

    news, same, waited_s = asyncio.run(ask())
    assert (news, same) == (1, 1)
    assert waited_s >= 2 * READ_EVERY_S


def test_who_goes_away_takes_nothing_from_who_waits_beside() -> None:
    line = Line()

    async def leave() -> int:
        watch = RevisionWatch(line.read)
        gone, waiting = (asyncio.create_task(watch.wait("abcdefgh", 1)) for _device in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        line.number = 2
        return await waiting

    assert asyncio.run(leave()) == 2


@pytest.mark.parametrize("error", [MissingError("rien"), StoreError("arrêtée")])
def test_a_line_that_fails_is_told_and_asked_again(error: Exception) -> None:
    line = Line()
    line.error = error

    async def ask() -> int:
        watch = RevisionWatch(line.read)
        with pytest.raises(type(error)):
            await watch.wait("abcdefgh", 1)
        line.error = None
        await asyncio.sleep(READ_EVERY_S)
        return await watch.wait("abcdefgh", None)

    assert asyncio.run(ask()) == 1
