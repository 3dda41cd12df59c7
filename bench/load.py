"""A crowd of viewers on one server, or several: how long a change takes alone and among many, and memory in an hour."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from alpsat_geo.sources.scenarios import read_scenarios
from bench.probe import IS_TRACED, JOURNAL
from bench.replicas import VIEWER_HEADER, Replicas, serve_replicas
from bench.server import serve, wait_until_healthy
from bench.viewer import SLIDER, Answer, visit

THINK_S, THINK_AT_MOST_S = 5.0, 20.0
MEASURED_S, WARMING_S = 60.0, 15.0
ARRIVALS_PER_S = 20
ALONE_CHANGES, ALONE_THINK_S = 42, 0.5
OPENED, OPENED_WITHIN_S = 50, 3.0
MINUTES = (10, 30)
SEASONS = ("hiver", "ete")
FIRST_MINUTES = 10.0
_LAST_SAMPLES = 12
_SEED = 1

# Pages of the hour, the more often the more often they stand here; those with T are moved too.
_VISITED = (
    "territoire",
    "comparer",
    "comparer",
    "composer",
    "implanter",
    "actions",
    "s-installer",
    "suivi",
    "dossier",
    "donnees",
)
_MOVED = frozenset({"territoire", "comparer", "implanter", "actions"})
_CHANGES_AT_MOST = 8


def run(arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Measure the crowd, or the memory.

    Parameters
    ----------
    arguments : sequence of str
        ``--memory MINUTES`` measures the memory, with ``--viewers N`` who open and leave pages. ``--replicas N``
        measures the crowd on so many servers behind a proxy. ``--loop`` measures what one visitor who asks the
        heaviest questions without end does to the others.

    Returns
    -------
    dict
        Milliseconds of a slider change, from the message of the viewer to the end of the answer: median and 95th
        percentile for one viewer and for the crowd of each page, and the ratio of both. Or the memory after the first
        ten minutes and at the end.
    """
    parser = argparse.ArgumentParser(prog="bench load")
    parser.add_argument("--memory", type=float, metavar="MINUTES", help="watch the memory instead of the time")
    parser.add_argument("--viewers", type=int, default=20, help="who open and leave pages meanwhile")
    parser.add_argument("--untraced", action="store_true", help="leave the heap untraced: faster, resident memory only")
    parser.add_argument("--replicas", type=int, default=1, metavar="N", help="so many servers behind a proxy")
    parser.add_argument("--loop", action="store_true", help="one visitor asks the heaviest questions without end")
    options = parser.parse_args(arguments)
    if options.loop:
        from bench.fairness import measure  # noqa: PLC0415 - it counts as this module does

        return measure()
    if options.memory:
        return _watch_memory(options.memory, options.viewers, is_traced=not options.untraced)
    with serve_replicas(options.replicas) as replicas:
        return asyncio.run(_measure_crowds(replicas))


@dataclass
class Crowd:
    """Viewers who think and move T, and how long they waited."""

    replicas: Replicas
    paths: Sequence[str]
    answers: list[Answer] = field(default_factory=list)

    async def move(self, count: int) -> dict[str, float]:
        """Let so many viewers come one after the other, and measure once all have settled."""
        start = time.monotonic() + count / ARRIVALS_PER_S + WARMING_S
        await asyncio.gather(*(self._come(number, start) for number in range(count)))
        return summarise([answer.end_s for answer in self.answers])

    async def _come(self, number: int, start: float) -> None:
        chance = random.Random(f"{_SEED} {number}")  # noqa: S311 - a crowd, not a secret
        await asyncio.sleep(number / ARRIVALS_PER_S)
        address, path = self.replicas.choose(number), self.paths[number % len(self.paths)]
        async with visit(address, path, {VIEWER_HEADER: str(number)}) as viewer:
            await viewer.open()
            while time.monotonic() < start + MEASURED_S:
                await asyncio.sleep(_think(chance))
                answer = await viewer.move_slider(SLIDER, chance.randint(*MINUTES))
                if time.monotonic() > start:
                    self.answers.append(answer)


def summarise(waited_s: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile, in milliseconds, and how many there were."""
    late_s = statistics.quantiles(waited_s, n=20)[-1]
    return {
        "count": len(waited_s),
        "median_ms": round(1000 * statistics.median(waited_s), 1),
        "p95_ms": round(1000 * late_s, 1),
    }


def _think(chance: random.Random) -> float:
    return min(chance.expovariate(1 / THINK_S), THINK_AT_MOST_S)


def list_comparisons() -> list[str]:
    """List addresses of comparisons that have no two scenarios chosen alike."""
    keys = [scenario.key for scenario in read_scenarios()]
    chosen = [f"scenarios={','.join(three)}&saison={season}" for three in combinations(keys, 3) for season in SEASONS]
    random.Random(_SEED).shuffle(chosen)  # noqa: S311 - an order, not a secret
    return [f"/comparer?v=1&{query}" for query in chosen]


async def _measure_crowds(replicas: Replicas) -> dict[str, Any]:
    results: dict[str, Any] = {"think_s": THINK_S, "replicas": len(replicas.servers), "spread": replicas.spread}
    results["opened"] = await _open_at_once(replicas)
    for name, paths, count in (
        ("territoire", ["/territoire"], 200),
        ("comparer", ["/comparer"], 50),
        ("comparer_each_their_own", list_comparisons(), 50),
        ("comparer_200", ["/comparer"], 200),
    ):
        alone = await _measure_alone(replicas.choose(0), paths[-1])
        crowd = await Crowd(replicas, paths).move(count)
        results[name] = {"viewers": count, "alone": alone, "crowd": crowd}
        results[name]["p95_ratio"] = round(crowd["p95_ms"] / alone["p95_ms"], 2)
    results["rss_mb"] = [round(server.read_rss_mb()) for server in replicas.servers]
    results["cpu_s"] = [round(server.read_cpu_s()) for server in replicas.servers]
    return results


async def _open_at_once(replicas: Replicas) -> dict[str, float]:
    """Open pages of the comparison on servers that have each shown their first page alone."""
    for server in replicas.servers:
        async with visit(server.address, "/territoire") as viewer:
            await viewer.open()

    async def open_one(number: int) -> float:
        await asyncio.sleep(number * OPENED_WITHIN_S / OPENED)
        start = time.perf_counter()
        async with visit(replicas.choose(number), "/comparer", {VIEWER_HEADER: str(number)}) as viewer:
            connected_s = time.perf_counter() - start
            return connected_s + (await viewer.open()).map_s

    return summarise(await asyncio.gather(*(open_one(number) for number in range(OPENED))))


async def _measure_alone(address: str, path: str) -> dict[str, float]:
    chance = random.Random(_SEED)  # noqa: S311 - a viewer, not a secret
    waited_s = []
    async with visit(address, path) as viewer:
        await viewer.open()
        for _ in range(ALONE_CHANGES):
            # Alone, nobody else is kept waiting: a shorter pause measures the same.
            await asyncio.sleep(ALONE_THINK_S)
            waited_s.append((await viewer.move_slider(SLIDER, chance.randint(*MINUTES))).end_s)
    return summarise(waited_s)


def _watch_memory(minutes: float, count: int, *, is_traced: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as data:
        journal = Path(data) / "journal.jsonl"
        environment = {"ALPSAT_DATA_DIR": data, JOURNAL: str(journal), IS_TRACED: "1" if is_traced else "0"}
        with serve(launcher=("-m", "bench.probe"), environment=environment) as server:
            wait_until_healthy(server.address)
            visits = asyncio.run(_come_and_go(server.address, minutes, count))
        samples = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    first = [sample for sample in samples if sample["minutes"] <= min(FIRST_MINUTES, minutes / 2)]
    results: dict[str, Any] = {"minutes": minutes, "viewers": count, **visits}
    for name in ("rss_mb", "traced_mb", "blocks"):
        # A minute of samples: what one visitor leaves behind for a moment is no growth.
        early, late = (statistics.median(s[name] for s in part[-_LAST_SAMPLES:]) for part in (first, samples))
        results[name] = {
            "after_first_minutes": round(early, 1),
            "at_end": round(late, 1),
            "ratio": round(late / early, 3) if early else math.nan,
        }
    return results


async def _come_and_go(address: str, minutes: float, count: int) -> dict[str, int]:
    over = time.monotonic() + 60 * minutes
    visits, changes = [0], [0]

    async def live(number: int) -> None:
        chance = random.Random(f"{_SEED} {number}")  # noqa: S311 - a crowd, not a secret
        comparisons = list_comparisons()
        await asyncio.sleep(number * THINK_S / count)
        while time.monotonic() < over:
            page = chance.choice(_VISITED)
            path = chance.choice(comparisons) if page == "comparer" else f"/{page}?v=1&saison={chance.choice(SEASONS)}"
            async with visit(address, path) as viewer:
                await viewer.open()
                visits[0] += 1
                for _ in range(chance.randint(1, _CHANGES_AT_MOST)):
                    await asyncio.sleep(_think(chance))
                    if page in _MOVED:
                        await viewer.move_slider(SLIDER, chance.randint(*MINUTES))
                        changes[0] += 1

    await asyncio.gather(*(live(number) for number in range(count)))
    return {"visits": visits[0], "changes": changes[0]}
