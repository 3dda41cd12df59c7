"""One server for all the browser tests, and contexts that can reach nothing but it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.place import FILE_NAME
from alpsat_geo.store.tables import Base
from tests.browser.visits import DESK, PATIENCE_S, PROBES, OpenVisit, Visit
from tests.browser.voting import Room
from tests.ports import find_free_port

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 120
# The shell draws no window around a page: opening one costs half as much.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other host has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    pytest.fail("the server did not start in time")


@contextmanager
def run_server(port: int, data_folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the dashboard behind its own web door, with a database of its own."""
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ALPSAT_DATA_DIR": str(data_folder),
            "ALPSAT_DATABASE_URL": "",
            "ALPSAT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Open the one browser of a run: Playwright allows one event loop at a time."""
    path = next(found for found in map(shutil.which, PROGRAMS) if found)
    expect.set_options(timeout=1000 * PATIENCE_S)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=1000 * START_TIMEOUT_S)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def devices(browser: Browser) -> Devices:
    """Keep the devices of the one browser."""
    return Devices(browser)


@pytest.fixture(scope="package")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder of the common server's database."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="package")
def address(data_folder: Path) -> Iterator[str]:
    """Start the dashboard that all the tests visit, on a free port."""
    port = find_free_port()
    with run_server(port, data_folder):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def database(data_folder: Path) -> Iterator[Database]:
    """Open the database of the common server, emptied of what the tests before left there."""
    opened = Database.connect(f"sqlite:///{data_folder / FILE_NAME}")
    with opened.write() as rows:
        for table in reversed(Base.metadata.sorted_tables):
            rows.execute(table.delete())
    yield opened
    opened.close()


@pytest.fixture
def room(devices: Devices, address: str, database: Database) -> Iterator[Room]:
    """Return the common server as a room that votes, in an empty database."""
    with guard_visits(devices, address) as visit:
        yield Room(address, ConsultationStore(database), visit, devices.browser)


@pytest.fixture
def visit(devices: Devices, address: str) -> Iterator[OpenVisit]:
    """Return a way to open visits of the common server."""
    with guard_visits(devices, address) as open_visit:
        yield open_visit


class Devices:
    """Devices of one browser, lent to one visit at a time: each keeps the files of the server, and nothing else.

    A new context would fetch and compile Streamlit's interface again, which costs more than the page itself.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._free: dict[bool, list[BrowserContext]] = {False: [], True: []}

    def lend(self, size: tuple[int, int], *, has_touch: bool) -> Page:
        """Open a page on a device that nobody uses."""
        free = self._free[has_touch]
        context = free.pop() if free else self._open(has_touch=has_touch)
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        return page

    def take_back(self, page: Page, *, has_touch: bool) -> None:
        """Close what a visit opened and forget all that it kept; the device is then another's."""
        context = page.context
        if page.is_closed():
            context.close()
            return
        context.set_offline(offline=False)
        context.unroute_all()
        session = context.new_cdp_session(page)
        origin = page.evaluate("location.origin")
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
        context.clear_cookies()
        for opened in context.pages:
            opened.close()
        self._free[has_touch].append(context)

    def _open(self, *, has_touch: bool) -> BrowserContext:
        context = self.browser.new_context(locale="fr-FR", has_touch=has_touch, is_mobile=has_touch)
        context.set_default_timeout(1000 * PATIENCE_S)
        return context


@contextmanager
def guard_visits(devices: Devices, address: str) -> Iterator[OpenVisit]:
    """Return a way to open visits; afterwards none may have reached outside or complained."""
    visits: list[tuple[Visit, bool]] = []
    listening: list[tuple[BrowserContext, Callable[[Request], None]]] = []

    def open_visit(path: str, size: tuple[int, int] = DESK, *, has_map: bool = True, has_touch: bool = False) -> Visit:
        new = Visit(devices.lend(size, has_touch=has_touch), address)
        visits.append((new, has_touch))

        def note_outside(request: Request) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                new.outside.append(request.url)

        new.page.context.on("request", note_outside)
        listening.append((new.page.context, note_outside))
        new.page.on("pageerror", lambda error: new.complaints.append(str(error)))
        new.page.on(
            "console",
            lambda message: (
                new.complaints.append(f"{message.text} {message.location.get('url', '')}")
                if message.type == "error" and not message.location.get("url", "").endswith(PROBES)
                else None
            ),
        )
        new.open(path, has_map=has_map)
        return new

    yield open_visit
    for context, listener in listening:
        context.remove_listener("request", listener)
    for done, has_touch in visits:
        devices.take_back(done.page, has_touch=has_touch)
    assert [url for done, _has_touch in visits for url in done.outside] == []
    assert [text for done, _has_touch in visits for text in done.complaints] == []
