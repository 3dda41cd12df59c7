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

URL_VARIABLE = "ALPSAT_TEST_DATABASE_URL"
START_S = 30
# The server refuses to run as root; Debian's package makes this account and its group.
ACCOUNT = "postgres"


def find_binaries() -> Path | None:
    """Find the folder of the server's programs: Debian keeps them out of the path."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    found = [str(path) for path in packaged] or [shutil.which("initdb") or ""]
    return Path(found[0]).resolve().parent if found[0] else None


@contextmanager
def run_cluster(binaries: Path) -> Iterator[str]:
    """Make an empty server, give the URL of its maintenance database, and leave nothing behind."""
    # Not pytest's folder: another account must be able to enter, and the path of a socket is short.
    folder = tempfile.mkdtemp(prefix="alpsat-pg-")
    data, log_path = f"{folder}/data", Path(folder, "log")
    account = ACCOUNT if os.geteuid() == 0 else None
    groups: list[str] | None = None if account is None else []
    making = [str(binaries / "initdb"), "-D", data, "-U", "alpsat", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    # The tests kill programs that write, never the server: making databases need not wait for the disk.
    running = [str(binaries / "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    try:
        if account is not None:
            shutil.chown(folder, account, account)
        with log_path.open("wb") as log:
            subprocess.run(making, cwd=folder, check=True, stdout=log, user=account, group=account, extra_groups=groups)
            server = subprocess.Popen(
                running, cwd=folder, stdout=log, stderr=log, user=account, group=account, extra_groups=groups
            )
        try:
            _wait_until_ready(binaries, folder, server)
            yield f"postgresql://alpsat@/postgres?host={folder}"
        finally:
            # The "fast" way to stop: sessions are cut, nothing is lost.
            server.send_signal(signal.SIGINT)
            server.wait(START_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(binaries: Path, folder: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    question = [str(binaries / "pg_isready"), "-q", "-h", folder, "-U", "alpsat"]
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
