"""Run the benchmarks that exist, print their figures, and keep them in bench/results/."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MODULES = (
    "map",
    "cold_start",
    "pages",
    "prices",
    "siting",
    "travel",
    "roads",
    "evaluation",
    "national",
    "portfolios",
    "dossier",
    "votes",
    "clicks",
    "load",
    "followers",
    "change",
    "house",
)
# Benchmarks that take options: whatever stands after their name.
WITH_OPTIONS = frozenset({"load", "followers", "change", "house", "roads"})
RESULTS = Path(__file__).resolve().parent / "results" / "results.json"


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, all of them by default; options go to the one that is named.

    Returns
    -------
    int
        0 when all ran, 1 when one failed, 2 when a name is unknown or takes no options.
    """
    # A path is what a benchmark is run on: no name of one has a dot.
    first = next((place for place, word in enumerate(arguments) if word[0] == "-" or "." in word), len(arguments))
    names, options = arguments[:first], arguments[first:]
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        print(f"Mesure inconnue : {', '.join(unknown)} (possibles : {', '.join(MODULES)}).", file=sys.stderr)
        return 2
    if options and not (len(names) == 1 and names[0] in WITH_OPTIONS):
        taking = ", ".join(sorted(WITH_OPTIONS))
        print(f"Options non comprises : {' '.join(options)} (une seule mesure en prend : {taking}).", file=sys.stderr)
        return 2
    results: dict[str, Any] = {}
    failed = False
    for name in names or MODULES:
        if importlib.util.find_spec(f"bench.{name}") is None:
            continue
        print(f"\n{name}", flush=True)
        try:
            results[name] = importlib.import_module(f"bench.{name}").run(*([options] if name in WITH_OPTIONS else []))
        except Exception as error:  # noqa: BLE001 - one benchmark that fails must not hide the others
            failed = True
            results[name] = {"failed": f"{type(error).__name__}: {error}"}
        for key, value in _flatten(results[name]):
            print(f"  {key:<60} {value}", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{RESULTS.relative_to(RESULTS.parents[2])}")
    return 1 if failed else 0


def _flatten(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
