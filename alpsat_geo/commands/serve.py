"""The dashboard, opened from the command line: what an installed package has in place of `start.py`."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from alpsat_geo import HOME


def serve(port: int, address: str) -> NoReturn:
    """Become the server of the dashboard: whoever watches this process watches it."""
    command = [sys.executable, "-m", "streamlit", "run", str(HOME / "serve.py")]
    os.execv(sys.executable, [*command, f"--server.port={port}", f"--server.address={address}"])  # noqa: S606 - our own program
