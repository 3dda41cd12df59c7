"""One slider change on the server, beside another commit in the same run: values never seen, then seen again."""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from typing import Any

from bench.house import check_out
from bench.server import ROOT, Server, serve, wait_until_healthy
from bench.viewer import SLIDER, Viewer, visit

PAGES = ("comparer", "implanter")
SEASONS = ("hiver", "ete", "jour-de-fermeture")
MINUTES = range(10, 31)
WARMING_CHANGES = 3
_PAUSE_S = 0.15
_SEED = 1


def run(arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Move the slider of both commits in turn, to the same values.

    Parameters
    ----------
    arguments : sequence of str
        ``--against COMMIT``: the parent of this commit by default.

    Returns
    -------
    dict
        By page, when the answer came and how long after it the lines of the scenarios. Then, for values never seen and
        seen before: medians in milliseconds from the message of the viewer to the end, processor time of the server for
        one change, and the ratio of each to the other commit's.
    """
    parser = argparse.ArgumentParser(prog="bench change")
    parser.add_argument("--against", default="HEAD~1", help="the commit to compare with")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        other = stack.enter_context(check_out(options.against))
        servers = []
        for root in (ROOT, other):
            data = stack.enter_context(tempfile.TemporaryDirectory())
            servers.append(stack.enter_context(serve(root=root, environment={"ALPSAT_DATA_DIR": data})))
        for server in servers:
            wait_until_healthy(server.address)
        results: dict[str, Any] = {"against": options.against}
        for page in PAGES:
            results[page] = asyncio.run(_compare(servers, page))
    return results


async def _compare(servers: Sequence[Server], page: str) -> dict[str, Any]:
    waited_ms: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    cpu_ms: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for season in SEASONS:
        async with AsyncExitStack() as stack:
            viewers = [
                await stack.enter_async_context(visit(server.address, f"/{page}?v=1&saison={season}"))
                for server in servers
            ]
            for viewer in viewers:
                await viewer.open()
                for minutes in range(9 + WARMING_CHANGES, 9, -1):
                    await viewer.move_slider(SLIDER, minutes)
            values = [value for value in MINUTES if value >= 10 + WARMING_CHANGES]
            random.Random(_SEED).shuffle(values)  # noqa: S311 - an order, not a secret
            for case in ("never_seen", "seen"):
                await _move(servers, viewers, values, waited_ms, (case, cpu_ms[case]))
    results: dict[str, Any] = _tell_answer(waited_ms)
    for case, totals_ms in cpu_ms.items():
        ours, others = waited_ms[case]
        changes = len(ours)
        mine_ms, their_ms = statistics.median(ours), statistics.median(others)
        my_cpu_ms, their_cpu_ms = (total / changes for total in totals_ms)
        results[case] = {
            "changes": changes,
            "ours_ms": round(mine_ms, 1),
            "other_ms": round(their_ms, 1),
            "ratio": round(mine_ms / their_ms, 3),
            "ours_cpu_ms": round(my_cpu_ms, 1),
            "other_cpu_ms": round(their_cpu_ms, 1),
            "cpu_ratio": round(my_cpu_ms / their_cpu_ms, 3),
        }
    return results


def _tell_answer(waited_ms: Mapping[str, tuple[list[float], list[float]]]) -> dict[str, float]:
    """Return the medians of the answer on both sides, and of what the lines take after ours; where there are."""
    ours, others = waited_ms["answer"]
    after, _former = waited_ms["lines_after_answer"]
    if not ours:
        return {}
    return {
        "answer_ours_ms": round(statistics.median(ours), 1),
        "answer_other_ms": round(statistics.median(others), 1) if others else math.nan,
        "lines_after_answer_ms": round(statistics.median(after), 1) if after else math.nan,
    }


async def _move(
    servers: Sequence[Server],
    viewers: Sequence[Viewer],
    values: Sequence[int],
    waited_ms: dict[str, tuple[list[float], list[float]]],
    measured: tuple[str, list[float]],
) -> None:
    case, cpu_ms = measured
    for number, value in enumerate(values):
        order = (0, 1) if number % 2 == 0 else (1, 0)
        for one in order:
            before_s = servers[one].read_cpu_s()
            answer = await viewers[one].move_slider(SLIDER, value)
            waited_ms[case][one].append(1000 * answer.end_s)
            if case != "seen" and not math.isnan(answer.answer_s):
                waited_ms["answer"][one].append(1000 * answer.answer_s)
                if not math.isnan(answer.lines_s):
                    waited_ms["lines_after_answer"][one].append(1000 * (answer.lines_s - answer.answer_s))
            # What a server still does once it has answered counts too.
            await asyncio.sleep(_PAUSE_S)
            cpu_ms[one] += 1000 * (servers[one].read_cpu_s() - before_s)
