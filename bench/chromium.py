"""Servers and a real browser for the benchmarks of the screen."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from alpsat_geo.app.assets import STATIC_FOLDER, install_leaflet

ROOT = Path(__file__).resolve().parents[1]
COMMUNE_COUNT = 36
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Counts the communes that are drawn, in whatever frame: the same for all the applications measured.
WATCH = """
window.benchFills = () => {
  const frame = document.querySelector('iframe[title*="folium"]');
  const inner = frame && frame.contentDocument;
  return inner ? [...inner.querySelectorAll('path.leaflet-interactive')].map(p => p.getAttribute('fill')) : [];
};
window.benchSend = null;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (window.benchSend === null) window.benchSend = performance.now();
  return send.call(this, data);
};
"""


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def serve_leaflet() -> Iterator[str]:
    """Serve Leaflet from this machine, for the peers."""
    folder = STATIC_FOLDER / install_leaflet()
    handler = functools.partial(_QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serve_application(script: str, leaflet: str, *, is_frozen: bool = True) -> Iterator[str]:
    """Start one Streamlit application; the address is given before it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "ALPSAT_BENCH_LEAFLET": leaflet,
        "ALPSAT_GC_FREEZE": "1" if is_frozen else "0",
    }
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(address: str, timeout_s: float = 60.0) -> None:
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


@contextmanager
def open_pages(count: int = 1) -> Iterator[list[Page]]:
    """Open pages of a real browser, each in a browser of its own: none is ever in the background.

    Raises
    ------
    FileNotFoundError
        When no Chromium is installed.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise FileNotFoundError("chromium")
    with sync_playwright() as playwright:
        browsers = [playwright.chromium.launch(executable_path=path, args=FLAGS) for _ in range(count)]
        pages = [browser.new_page(viewport={"width": 1280, "height": 720}) for browser in browsers]
        for page in pages:
            page.add_init_script(WATCH)
        yield pages
        for browser in browsers:
            browser.close()


def wait_for_map(page: Page) -> None:
    """Wait until all the communes are drawn and coloured."""
    page.wait_for_function(
        f"() => {{ const f = window.benchFills(); return f.length === {COMMUNE_COUNT}"
        " && f.some(c => c && c !== f[0]); }",
        timeout=60_000,
        polling="raf",
    )
