"""A server of ours as a process of its own, and what it takes of the machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STOPPED_AT_MOST_S = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it answers, and its process."""

    address: str
    pid: int

    def read_cpu_s(self) -> float:
        """Return the processor time that it has taken since its start, all threads together."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def read_rss_mb(self) -> float:
        """Return the memory that it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serve(
    script: str = "serve.py",
    *,
    root: Path = ROOT,
    launcher: Sequence[str] = ("-m", "streamlit"),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start one Streamlit application; the server is given before it answers.

    Parameters
    ----------
    script : str
        Relative to ``root``.
    root : Path
        The repository whose code runs.
    launcher : sequence of str
        What the interpreter runs, before the arguments of Streamlit's command.
    environment : mapping of str to str, optional
        Variables beside those of this process.
    """
    port = find_port()
    command = [sys.executable, *launcher, "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=STOPPED_AT_MOST_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def find_port() -> int:
    """Find a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_healthy(address: str, timeout_s: float = 300.0) -> None:
    """Wait until an application answers.

    Raises
    ------
    TimeoutError
        When it does not in time.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(address)
