"""A private PostgreSQL for the tests: its own folder, its own socket, no port, never run by root.

`python3 tests/store/cluster.py COMMAND...` runs a command with the server's URL in `ALPSAT_TEST_DATABASE_URL`.
Standard library only, so that it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

URL_VARIABLE = "ALPSAT_TEST_DATABASE_URL"
START_S = 120
# The server refuses to run as root; Debian's package makes this account and its group.
ACCOUNT = "postgres"


def find_binaries() -> Path | None:
    """Find the folder of the server's programs: Debian keeps them out of the path."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    found = [str(path) for path in packaged] or [shutil.which("initdb") or ""]
    return Path(found[0]).resolve().parent if found[0] else None


class Cluster:
    """A server of its own, which may be stopped and started again."""

    def __init__(self, binaries: Path, folder: str, log: IO[bytes], user: str) -> None:
        self.binaries, self.folder = binaries, folder
        self.url = f"postgresql://{user}@/postgres?host={folder}"
        account = ACCOUNT if os.geteuid() == 0 else None
        # Nobody's groups: those of who runs the tests are not the account's.
        self._as_account: dict[str, Any] = {"cwd": folder, "user": account, "group": account}
        self._as_account |= {"extra_groups": None if account is None else [], "stdout": log, "stderr": log}
        if account is not None:
            shutil.chown(folder, account, account)
        making = [str(binaries / "initdb"), "-D", f"{folder}/data", "-U", user, "-A", "trust", "-E", "UTF8"]
        subprocess.run([*making, "--locale=C", "-N"], check=True, **self._as_account)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        running = [str(self.binaries / "postgres"), "-D", f"{self.folder}/data", "-k", self.folder]
        # The tests kill programs that write, never the server: making databases need not wait for the disk.
        running += ["-c", "listen_addresses=", "-c", "fsync=off"]
        self._server = subprocess.Popen(running, **self._as_account)
        _wait_until_ready(self.binaries, self.folder, self._server)

    def stop(self) -> None:
        """Stop it the "fast" way: sessions are cut, nothing is lost."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(START_S)


@contextmanager
def make_cluster(binaries: Path, user: str = "alpsat") -> Iterator[Cluster]:
    """Make an empty server, started, and leave nothing behind."""
    # Not pytest's folder: another account must be able to enter, and the path of a socket is short.
    folder = tempfile.mkdtemp(prefix="alpsat-pg-")
    try:
        with Path(folder, "log").open("ab") as log:
            cluster = Cluster(binaries, folder, log, user)
            try:
                cluster.start()
                yield cluster
            finally:
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def run_cluster(binaries: Path) -> Iterator[str]:
    """Make an empty server, give the URL of its maintenance database, and leave nothing behind."""
    with make_cluster(binaries) as cluster:
        yield cluster.url


def _wait_until_ready(binaries: Path, folder: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    question = [str(binaries / "pg_isready"), "-q", "-h", folder]
    while subprocess.run(question, cwd=folder, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            message = f"PostgreSQL did not start: {Path(folder, 'log').read_text(errors='replace')}"
            raise RuntimeError(message)
        time.sleep(0.05)


def main(command: Sequence[str]) -> int:
    """Run a command beside a server."""
    binaries = find_binaries()
    if binaries is None:
        sys.stderr.write("PostgreSQL is missing: sudo apt install postgresql\n")
        return 2
    with run_cluster(binaries) as url:
        return subprocess.call(command, env={**os.environ, URL_VARIABLE: url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
