"""Starting `writer.py` as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

WRITER = Path(__file__).with_name("writer.py")
ROOT = WRITER.parents[2]


@contextmanager
def start_writer(url: str, *arguments: int) -> Iterator[subprocess.Popen[str]]:
    """Start a writer that has loaded everything and waits for a line."""
    command = [sys.executable, str(WRITER), url, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert output_of(program).readline() == "ready\n"
            yield program
        finally:
            program.kill()


def let_go(program: subprocess.Popen[str], saves: int) -> None:
    """Let a writer open the database and begin so many saves."""
    assert program.stdin is not None
    program.stdin.write("\n" * (1 + saves))
    program.stdin.flush()


def output_of(program: subprocess.Popen[str]) -> IO[str]:
    """Return what a writer says."""
    assert program.stdout is not None
    return program.stdout
