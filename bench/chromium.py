"""Servers and a real browser for the benchmarks of the screen."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from alpsat_geo.app.core.assets import install_leaflet
from alpsat_geo.app.core.publication import find_published_folder
from bench.server import serve

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
  const frame = document.querySelector('iframe[src*="folium"]');
  const inner = frame && frame.contentDocument;
  const communes = 'path.leaflet-interactive:not(.alpsat-dot)';
  return inner ? [...inner.querySelectorAll(communes)].map(p => p.getAttribute('fill')) : [];
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
    published = find_published_folder()
    folder = published / install_leaflet(published)
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
    environment = {"ALPSAT_BENCH_LEAFLET": leaflet, "ALPSAT_GC_FREEZE": "1" if is_frozen else "0"}
    with serve(script, environment=environment) as server:
        yield server.address


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
