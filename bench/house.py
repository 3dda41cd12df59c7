"""The house: what a slider change on the page of the territory calls of ours, and how many statements we wrote.

Statements of the code that decides (Comparer, Composer, Consultation) are told apart from all others.

Beside the figures of another commit, each measured in its own folder by the same code.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# The last is one that no run before has asked: what is remembered would count for nothing.
DECIDING = (
    *("compute/mcda/**/*.py", "compute/net_benefit/**/*.py", "compute/portfolio/**/*.py"),
    *("report/comparison/**/*.py", "report/composition/**/*.py", "report/consultation/**/*.py"),
    *("app/pages/compare/**/*.py", "app/pages/compose/**/*.py", "app/pages/consultation/**/*.py"),
    *("app/parts/effort.py", "commands/compare.py", "commands/compose.py"),
    *("compute/comparison.py", "compute/consultation.py", "compute/criterion.py", "compute/cross_checks.py"),
    *("compute/decision.py", "compute/deliberation.py", "compute/entry_moves.py", "compute/exchange.py"),
    *("compute/expectation.py", "compute/information.py", "compute/priorities.py", "compute/readings.py"),
    *("compute/robustness.py", "compute/signposts.py", "compute/unknowns.py", "compute/viability.py"),
    *("compute/weight_shift.py", "compute/weighting.py"),
    *("domain/reference_price.py", "sources/reference_prices.py", "report/reference_prices.py"),
    *("report/caveats.py", "report/decision.py", "report/decision_trace.py", "report/questions.py"),
    *("report/minutes.py", "report/minutes_words.py", "report/precedence.py"),
    *("report/dossier/deliberation.py", "report/dossier/doubts.py", "report/dossier/prices.py"),
    *("report/follow_up/verdict.py", "report/site/comparing.py"),
    *("report/plots/choice_map.py", "report/plots/intervals.py", "report/plots/ladder.py", "report/plots/slices.py"),
)
"""Where it is decided, before prices and since: one list for every commit."""

SLIDER, MINUTES = "choix_minutes", (24, 25, 26, 27)


def run(arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Measure this tree, and a commit beside it.

    Parameters
    ----------
    arguments : sequence of str
        ``--against COMMIT`` measures a commit of this repository beside this tree.
    """
    parser = argparse.ArgumentParser(prog="bench house")
    parser.add_argument("--against", help="a commit of this repository")
    against: str | None = parser.parse_args(list(arguments)).against
    figures: dict[str, Any] = {"here": measure(ROOT)}
    if against is not None:
        with check_out(against) as folder:
            figures[against] = measure(folder)
        for name in ("calls_of_ours", "files_of_ours", "statements", "statements_deciding"):
            figures[f"ratio_{name}"] = figures["here"][name] / figures[against][name]
    return figures


@contextmanager
def check_out(commit: str) -> Iterator[Path]:
    """Check a commit out into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="alpsat-house-") as parent:
        folder = Path(parent, "tree")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)  # noqa: S603
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)  # noqa: S603


def measure(folder: Path) -> dict[str, Any]:
    """Measure one tree, in a process of its own that imports nothing of another."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "ALPSAT_GC_FREEZE": "0"}
    with tempfile.TemporaryDirectory(prefix="alpsat-house-") as data:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", str(Path(__file__).resolve()), str(folder)],
            cwd=folder,
            env={**environment, "ALPSAT_DATA_DIR": data, "ALPSAT_DATABASE_URL": ""},
            stdout=subprocess.PIPE,
            check=True,
        )
    figures: dict[str, Any] = json.loads(done.stdout)
    package = folder / "alpsat_geo"
    return {
        **figures,
        "statements": count_statements(package, ("**/*.py",)),
        "statements_deciding": count_statements(package, DECIDING),
    }


def count_statements(folder: Path, patterns: Sequence[str]) -> int:
    """Count the logical lines of a package: statements, however they are laid out, docstrings left out.

    Parameters
    ----------
    folder : Path
        Of the package.
    patterns : sequence of str
        What is counted, each file once; a pattern that finds nothing counts for 0.
    """
    paths = {path for pattern in patterns for path in folder.glob(pattern)}
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    return sum(isinstance(node, ast.stmt) and not _is_docstring(node) for tree in trees for node in ast.walk(tree))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def trace_slider(folder: Path) -> dict[str, Any]:
    """Count the Python calls of ours in one change of the minutes, on the page of the territory, once all is warm."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - only the process that measures needs it

    own = tuple(str(folder / name) for name in ("alpsat_geo/", "pages/", "dashboard.py"))
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(own):
            calls[path.removeprefix(f"{folder}/")] += 1

    app = AppTest.from_file(str(folder / "dashboard.py"), default_timeout=120).run()
    app.switch_page("pages/territoire.py").run()
    # A run stands in a thread of its own.
    threading.setprofile(count)
    for minutes in MINUTES:
        calls.clear()
        app.slider(key=SLIDER).set_value(minutes).run()
        if app.exception:
            raise RuntimeError(f"the page failed: {app.exception[0].message}")
    threading.setprofile(None)
    most = dict(calls.most_common(5))
    return {"calls_of_ours": calls.total(), "files_of_ours": len(calls), "most": most}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(trace_slider(Path(sys.argv[1]))))
