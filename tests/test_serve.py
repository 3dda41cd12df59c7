"""The web door, over a small dashboard of its own: headers, language, health, log, counts and errors."""

from __future__ import annotations

import asyncio
import gzip
import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed
from websockets.sync.client import ClientConnection, connect
from xstatic.pkg import leaflet

import serve
from alpsat_geo.app.core import limits, mode
from alpsat_geo.app.core.limits import DOOR_PER_MIN, GUESSES_PER_MIN, DoorAct
from alpsat_geo.app.core.page_table import ENTRY, PAGES
from alpsat_geo.app.core.streamlit_shell import SERVED_FOLDER
from alpsat_geo.app.parts.looks import THEME_OPTIONS
from alpsat_geo.report.address.app_state import THEME_WORDS
from bench.viewer import visit
from tests.ports import find_free_port
from tests.wire import PATIENCE_S

ROOT = Path(__file__).resolve().parent.parent

HUNG_UP = 0
BASE = "/outils/alpsat"

SMALL_DASHBOARD = """
import streamlit as st

from alpsat_geo.store.errors import StoreError


def home():
    st.title("Accueil")


@st.fragment
def break_down():
    step = st.slider("Étape", 0, 3, on_change=lambda: 1 / (3 - st.session_state.step), key="step")
    st.html(f"<p>Étape {step}</p>")
    if step == 1:
        raise ZeroDivisionError("trace secrète")
    if step == 2:
        raise StoreError("La base ne répond pas.")


def compare():
    st.title("Comparer")
    break_down()


def enter():
    st.switch_page(first)


first = st.Page(home, url_path="territoire")
st.navigation([st.Page(enter, default=True), first, st.Page(compare, url_path="comparer")]).run()
"""


class Server:
    """A running web door."""

    def __init__(self, port: int, folder: Path, base: str = "") -> None:
        self.port, self.folder, self.base, self.metrics_port = port, folder, base, 0
        self.address = f"http://localhost:{port}"

    def ask(self, path: str, *, accept: str = "text/html", method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Ask for a path; return the status, the headers by lower-case name, and the body."""
        status, headers, body = self.fetch(path, method=method, Accept=accept)
        return status, headers, body.decode()

    def fetch(self, path: str, *, method: str = "GET", **asked: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path with headers of one's own; the body stays as it came."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in asked.items()})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()
        finally:
            connection.close()

    def wait_for_health(self, status: int) -> str:
        """Wait until the health is as expected, and return what it says."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found, _, body = self.ask(f"{self.base}/sante/pret", accept="application/json")
            if found == status:
                return body
            time.sleep(0.2)
        return pytest.fail((self.folder / "log").read_text())


@contextmanager
def run_server(folder: Path, *, base: str = "", **environment: str) -> Iterator[Server]:
    """Run the web door over the small dashboard, in a folder of its own."""
    shutil.copy(ROOT / "serve.py", folder)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "dashboard.py").write_text(SMALL_DASHBOARD, encoding="utf-8")
    (folder / "static").mkdir()
    shutil.copy(Path(leaflet.BASE_DIR) / "leaflet.js", folder / "static")
    served = Server(find_free_port(), folder, base)
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(served.port)]
    command += ["--server.baseUrlPath", base]
    own = {"PYTHONPATH": str(ROOT), "ALPSAT_DATA_DIR": str(folder / "data"), **environment}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=os.environ | own) as run,
    ):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None:
            with suppress(OSError):
                if served.ask(f"{base}/_stcore/health")[0] == http.client.OK:
                    break
            time.sleep(0.1)
        else:
            run.kill()
            pytest.fail((folder / "log").read_text())
        yield served
        run.send_signal(signal.SIGTERM)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with run_server(tmp_path_factory.mktemp("dashboard")) as served:
        yield served


@pytest.fixture(scope="module")
def based_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server below a base path, whose code folder is not written."""
    folder = tmp_path_factory.mktemp("based")
    settings = {
        "ALPSAT_CACHE_DIR": str(folder / "cache"),
        "ALPSAT_FRAME_ANCESTORS": "https://www.vallee.example https://autre.example;script-src http://intranet.example:8080/",
        "ALPSAT_LOG": "json",
        "ALPSAT_METRICS_PORT": str(find_free_port()),
        "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true",
    }
    with run_server(folder, base=BASE, **settings) as served:
        served.metrics_port = int(settings["ALPSAT_METRICS_PORT"])
        yield served
    # What was asked to stop put in the file what the log of the database still held.
    assert not list((folder / "data").glob("alpsat.sqlite3-wal"))


def read_policy(headers: dict[str, str]) -> dict[str, list[str]]:
    directives = (part.split() for part in headers["content-security-policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_health_is_json(server: Server) -> None:
    assert json.loads(server.wait_for_health(http.client.OK)) == {"status": "ok"}
    for place in ("/sante", "/sante/pret"):
        status, headers, body = server.ask(place, accept="application/json")
        assert (status, headers["cache-control"], json.loads(body)) == (200, "no-store", {"status": "ok"})


@pytest.mark.parametrize("path", ["/territoire", "/comparer", "/comparer?saison=winter"])
def test_page_is_french_before_any_script_runs(server: Server, path: str) -> None:
    status, _, body = server.ask(path)
    assert status == 200
    assert '<html lang="fr">' in body
    assert "<title>AlpSat Geo</title>" in body
    assert "activez-le dans votre navigateur" in body
    assert "You need to enable JavaScript" not in body
    assert "_stcore/agent" not in body


def test_the_page_says_the_language_that_its_address_asks(server: Server) -> None:
    assert '<html lang="it">' in server.ask("/territoire?v=1&langue=it")[2]
    assert '<html lang="fr">' in server.ask("/territoire?langue=%22%3E")[2]


def test_the_root_leads_to_the_first_page_with_its_state(server: Server) -> None:
    status, headers, _ = server.ask("/?saison=ete&v=1")
    assert (status, headers["location"]) == (307, "territoire?saison=ete&v=1")
    assert server.ask("/")[1]["location"] == "territoire"


def test_a_shared_theme_is_told_to_the_interface_before_it_loads(server: Server) -> None:
    status, headers, _ = server.ask("/comparer?saison=ete&theme=sombre")
    assert (status, headers["location"]) == (307, "?saison=ete&theme=sombre&embed_options=dark_theme")
    assert server.ask(f"/comparer{headers['location']}")[0] == 200
    status, headers, _ = server.ask("/comparer?theme=clair&embed_options=dark_theme")
    assert (status, headers["location"]) == (307, "?theme=clair&embed_options=light_theme")
    assert server.ask("/comparer?theme=rose")[0] == 200


def test_the_web_door_and_the_pages_call_the_themes_alike() -> None:
    assert {THEME_WORDS[theme]: option for theme, option in THEME_OPTIONS.items()} == serve.THEME_OPTIONS


def test_scripts_of_the_first_page_are_asked_for_at_once(server: Server) -> None:
    body = server.ask("/territoire")[2]
    asked = re.findall(r'<link rel="modulepreload" href="\./(static/js/[\w.-]+)"/>', body)
    assert any("Slider" in name for name in asked)
    assert all(server.ask(f"/{name}", accept="*/*")[0] == http.client.OK for name in asked)


@pytest.mark.parametrize("path", ["/inconnu", "/comparer/inconnu", "/app/static/inconnu.js", "/../etc/passwd", "/.env"])
def test_unknown_address_gives_a_french_page(server: Server, path: str) -> None:
    status, headers, body = server.ask(path)
    assert status in {400, 404}
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr">' in body
    assert "Revenir à l'accueil" in html.unescape(body)
    assert "content-security-policy" in headers


def test_program_gets_the_bare_error(server: Server) -> None:
    status, _, body = server.ask("/app/static/inconnu.js", accept="*/*")
    assert status == 404
    assert "<html" not in body


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x"])
def test_what_streamlit_counts_is_told_to_nobody(server: Server, path: str) -> None:
    for accept in ("text/html", "application/x-protobuf"):
        status, _, body = server.ask(path, accept=accept)
        assert status == 404
        assert "cache_memory" not in body


@pytest.mark.parametrize(
    ("path", "status", "leads_to"),
    [
        ("/?saison=ete", 307, f"{BASE}/?saison=ete"),
        (BASE, 307, "alpsat/territoire"),
        (f"{BASE}/?saison=ete", 307, "territoire?saison=ete"),
        (f"{BASE}/comparer", 200, ""),
        (f"{BASE}/comparer?theme=sombre", 307, "?theme=sombre&embed_options=dark_theme"),
        (f"{BASE}/_stcore/health", 200, ""),
        (f"{BASE}/_stcore/metrics", 404, "../"),
        (f"{BASE}/component/streamlit_folium.st_folium/inconnu.html", 404, "../../"),
        (f"{BASE}/app/static/leaflet.js", 200, ""),
        (f"{BASE}/inconnu", 404, "./"),
        (f"{BASE}/comparer/inconnu", 404, "../"),
        ("/comparer", 404, f"{BASE}/"),
        ("/outils/alpsatx", 404, f"{BASE}/"),
    ],
)
def test_every_address_stands_below_the_base_path(based_server: Server, path: str, status: int, leads_to: str) -> None:
    found, headers, body = based_server.ask(path)
    home = re.search(r'<a href="([^"]*)">Revenir', body)
    assert (found, headers.get("location") or (home[1] if home else "")) == (status, leads_to)
    assert ("'unsafe-eval'" in headers["content-security-policy"]) == ("/component/" in path)


def test_a_page_below_the_base_path_opens_its_line(based_server: Server) -> None:
    async def come() -> list[str]:
        async with visit(f"{based_server.address}{BASE}", "/comparer") as viewer:
            await viewer.open()
            return list(viewer.said)

    assert asyncio.run(come()) == ["<p>Étape 0</p>"]


def test_what_is_published_comes_from_the_cache_folder(based_server: Server) -> None:
    published = based_server.folder / "cache" / "static" / "generated"
    based_server.wait_for_health(http.client.OK)
    (name,) = (path.name for path in published.glob("atlas-*.js"))
    status, headers, body = based_server.ask(f"{BASE}/app/static/generated/{name}", accept="*/*")
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert body == (published / name).read_text(encoding="utf-8")
    assert not (based_server.folder / "static" / "generated").exists()
    (based_server.folder / "cache" / "secret.js").write_text("secret")
    for way in ("../../secret.js", "..%2f..%2fsecret.js", "%00.js"):
        assert based_server.ask(f"{BASE}/app/static/generated/{way}", accept="*/*")[0] in {400, 404}


def test_a_code_that_opens_no_meeting_is_told_and_counted(server: Server) -> None:
    for path in ("aaaaaaaa?vu=3", "%3Cb%3E", "a" * 5000, "aaaaaaaa?vu=%F0%9F%98%80", f"aaaaaaaa?vu={'9' * 5000}"):
        status, headers, body = server.ask(f"/reunion/{path}", accept="*/*")
        assert (status, headers["cache-control"]) == (http.client.NOT_FOUND, "no-store")
        assert "réunion" in json.loads(body)["reason"]
    asked = [server.ask("/reunion/aaaaaaaa", accept="*/*")[0] for _time in range(GUESSES_PER_MIN)]
    assert set(asked) == {http.client.NOT_FOUND, http.client.TOO_MANY_REQUESTS}


def test_scripts_are_compressed_for_whoever_comes_from_elsewhere(server: Server) -> None:
    heaviest = max((SERVED_FOLDER / "static" / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
    address = f"/static/js/{heaviest.name}"
    _, plain, script = server.fetch(address, Accept_Encoding="gzip")
    _, headers, packed = server.fetch(address, Accept_Encoding="gzip", X_Forwarded_For="192.0.2.7")
    _, unread, _ = server.fetch(address, X_Forwarded_For="192.0.2.7")
    assert not {"content-encoding"} & (plain.keys() | unread.keys())
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == plain["cache-control"]
    assert gzip.decompress(packed) == script == heaviest.read_bytes()
    assert len(packed) < len(script) / 2
    assert "content-security-policy" in headers


def test_a_failure_in_a_page_is_said_in_french(server: Server) -> None:
    async def break_down() -> list[str]:
        said = []
        async with visit(server.address, "/comparer") as viewer:
            await viewer.open()
            for step in (1, 2, 3, 0):
                # A box of Streamlit's own would raise here.
                await viewer.move_slider("step", step)
                said.append(" ".join(viewer.said))
        return said

    raised, refused, in_callback, healthy = asyncio.run(break_down())
    assert "n'a pas pu être montrée" in html.unescape(raised)
    assert "trace" not in raised
    mark = re.search(r"repère .*: ([0-9a-f]{6})\.", raised)
    assert mark is not None
    assert f"Repère {mark[1]} : ZeroDivisionError" in (server.folder / "log").read_text()
    assert "La base ne répond pas." in refused
    assert "repère" in in_callback
    assert healthy == "<p>Étape 0</p>"


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        (None, True),
        ("http://alpsat.example", True),
        ("https://alpsat.example", True),
        ("https://vallee.example", True),
        ("https://voisin.example", True),
        ("http://vallee.example", False),
        ("https://alpsat.example.evil.example", False),
        ("http://localhost", False),
        ("http://127.0.0.1", False),
        ("null", False),
        ("file://", False),
        ("http://[", False),
    ],
)
def test_a_line_from_another_page_is_refused_here(
    monkeypatch: pytest.MonkeyPatch, origin: str | None, *, is_own: bool
) -> None:
    monkeypatch.setenv("ALPSAT_PUBLIC_URL", "https://vallee.example/alpsat")
    monkeypatch.setattr("streamlit.net_util.get_external_ip", lambda: pytest.fail("asked the internet"))
    previous = config.get_option("server.corsAllowedOrigins")
    config.set_option("server.corsAllowedOrigins", ["https://voisin.example"])
    passed, sent = [], []

    async def accept(scope: Scope, _receive: Receive, _send: Send) -> None:
        headers = Headers(scope=scope)
        # What is let through is never asked about again.
        passed.append(_is_origin_allowed(headers.get("origin"), headers["host"]))

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"alpsat.example"), *([(b"origin", origin.encode())] if origin is not None else [])]
    scope = {"type": "websocket", "scheme": "wss", "path": "/_stcore/stream", "headers": headers}
    try:
        asyncio.run(serve.DoorMiddleware(accept)(scope, pytest.fail, send))
    finally:
        config.set_option("server.corsAllowedOrigins", previous)
    assert (passed, sent) == (([True], []) if is_own else ([], [{"type": "websocket.close", "code": 1008}]))


@pytest.mark.parametrize(
    ("secret", "cookie"),
    [("code=ABCDE-FGHJK", "alpsat_code_{session}=abcdefghjk"), ("code=mal", ""), ("animation=", "")],
)
def test_what_opens_a_right_leaves_the_address_at_once(secret: str, cookie: str) -> None:
    session = "s" * 22
    query = f"session={session}&{secret}&langue=de".encode()
    scope = {"type": "http", "method": "GET", "path": "/concertation", "scheme": "https", "headers": []}
    answer = asyncio.run(serve.show_index(Request({**scope, "query_string": query, "server": ("localhost", 443)})))
    assert answer.status_code == http.client.SEE_OTHER
    assert answer.headers["location"] == f"?session={session}&langue=de"
    assert answer.headers["cache-control"] == "no-store"
    kept = answer.headers.getlist("set-cookie")
    assert [one.partition(";")[0] for one in kept] == ([cookie.format(session=session)] if cookie else [])
    assert all("HttpOnly" in one and "Secure" in one for one in kept)


def ask_door(scope: Scope) -> list[Message]:
    """Ask the true door something whose answer is the door's own, or a mark of what stands behind it."""
    sent: list[Message] = []

    async def stand_behind(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "behind"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(serve.DoorMiddleware(stand_behind)(scope, receive, send))
    return sent


@pytest.mark.parametrize("act", ["line", "upload"])
def test_an_address_that_asks_the_door_without_end_is_held_back_and_its_neighbours_are_not(
    monkeypatch: pytest.MonkeyPatch, act: DoorAct
) -> None:
    limits._open_limiter.cache_clear()
    monkeypatch.setenv("ALPSAT_MODE", "hosted")
    kind = {"line": "websocket", "upload": "http"}[act]
    path = {"line": "/_stcore/stream", "upload": "/_stcore/upload_file/a/b"}[act]

    def ask(peer: str, forwarded: str = "") -> object:
        headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
        scope = {"type": kind, "scheme": "http", "method": "PUT", "path": path, "query_string": b"", "headers": headers}
        (first, *_rest) = ask_door({**scope, "client": (peer, 1234)})
        return first.get("code") or first.get("status") or first["type"]

    refusal = {"line": 1013, "upload": 429}[act]
    assert [ask("203.0.113.9") for _ in range(DOOR_PER_MIN[act])] == ["behind"] * DOOR_PER_MIN[act]
    assert ask("203.0.113.9") == refusal
    assert ask("203.0.113.10") == "behind"
    # An invented header puts all who write one in one place, and one proxy that is trusted tells them apart.
    for number in range(DOOR_PER_MIN[act]):
        ask("203.0.113.9", f"198.51.100.{number % 250}")
    assert ask("203.0.113.9", "192.0.2.77") == refusal
    monkeypatch.setenv("ALPSAT_TRUSTED_PROXIES", "1")
    assert ask("127.0.0.1", "192.0.2.77") == "behind"
    # One who is alone on their machine is not counted.
    monkeypatch.delenv("ALPSAT_MODE")
    monkeypatch.setattr(mode, "is_shared", lambda: False)
    assert ask("203.0.113.9") == "behind"
    limits._open_limiter.cache_clear()


def test_health_fails_once_the_database_is_gone(based_server: Server) -> None:
    assert json.loads(based_server.wait_for_health(http.client.OK)) == {"status": "ok"}
    for path in (based_server.folder / "data").glob("alpsat.sqlite3*"):
        path.unlink()
    said = based_server.wait_for_health(http.client.SERVICE_UNAVAILABLE)
    assert json.loads(said) == {"status": "unavailable", "reason": "La base de données n'enregistre plus."}
    # A supervisor that would start it again mends nothing.
    assert based_server.ask(f"{BASE}/sante", accept="application/json")[0] == http.client.OK
    assert "n'est plus là" in (based_server.folder / "log").read_text()


@pytest.mark.parametrize("path", ["/", "/sante", "/inconnu", "/app/static/leaflet.js", "/_stcore/health"])
def test_every_answer_carries_the_headers(server: Server, path: str) -> None:
    _, headers, _ = server.ask(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    policy = read_policy(headers)
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]
    hosts = {source for sources in policy.values() for source in sources if ":" in source and not source.endswith(":")}
    assert hosts == {"https://data.geopf.fr"}
    assert "https://data.geopf.fr" in policy["img-src"]


def test_the_frame_of_the_map_is_there_before_any_page_drew_it(server: Server) -> None:
    deadline = time.monotonic() + 60
    while server.ask("/component/streamlit_folium.st_folium/index.html")[0] != http.client.OK:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_site_that_the_host_names_may_show_it_in_a_frame(based_server: Server) -> None:
    for path in (f"{BASE}/comparer", f"{BASE}/component/streamlit_folium.st_folium/index.html"):
        headers = based_server.ask(path)[1]
        policy = read_policy(headers)
        assert policy["frame-ancestors"] == ["'self'", "https://www.vallee.example", "http://intranet.example:8080"]
        assert ("https://autre.example" in headers["content-security-policy"], "x-frame-options" in headers) == (
            False,
            False,
        )
    assert "ALPSAT_FRAME_ANCESTORS" in (based_server.folder / "log").read_text()


def test_what_it_counts_is_told_on_its_own_port_alone(based_server: Server) -> None:
    def read() -> dict[str, float]:
        counted = Server(based_server.metrics_port, based_server.folder).ask("/metrics")[2]
        rows = (line.rpartition(" ") for line in counted.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _space, value in rows}

    async def come() -> float:
        async with visit(f"{based_server.address}{BASE}", "/comparer") as viewer:
            await viewer.open()
            return read()["alpsat_visits_open"]

    assert based_server.ask(f"{BASE}/inconnu?jeton=secret")[0] == http.client.NOT_FOUND
    before = read()
    assert asyncio.run(come()) == 1
    after, deadline = read(), time.monotonic() + PATIENCE_S
    # The server learns a moment later that who came has left.
    while after["alpsat_visits_open"] and time.monotonic() < deadline:
        after = read()
    missing = 'alpsat_requests_total{status="404"}'
    assert (before[missing] > 0, after["alpsat_visits_open"]) == (True, 0)
    assert after["process_resident_memory_bytes"] > 1e6
    assert {"alpsat_run_seconds_count", "alpsat_database_errors_total"} <= after.keys()
    # Nobody listens on another address of the machine.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", based_server.metrics_port), timeout=5).close()
    assert based_server.ask(f"{BASE}/metrics")[0] == http.client.NOT_FOUND


def test_every_line_of_the_log_is_one_document(based_server: Server) -> None:
    async def break_down() -> None:
        async with visit(f"{based_server.address}{BASE}", "/comparer?jeton=secret") as viewer:
            await viewer.open()
            await viewer.move_slider("step", 1)

    asyncio.run(break_down())
    lines = [json.loads(line) for line in (based_server.folder / "log").read_text().splitlines()]
    assert all(line.keys() <= {"time", "level", "name", "message", "trace"} for line in lines)
    assert any("ZeroDivisionError" in line.get("trace", "") for line in lines)
    assert {"uvicorn.error", "alpsat_geo.app.parts.failure"} <= {line["name"] for line in lines}
    assert "jeton" not in str(lines)


def test_only_the_map_frame_may_run_text(server: Server) -> None:
    _, headers, _ = server.ask("/territoire")
    assert not {"'unsafe-eval'", "'unsafe-inline'"} & set(read_policy(headers)["script-src"])
    _, headers, _ = server.ask("/component/streamlit_folium.st_folium/index.html")
    assert "'unsafe-eval'" in read_policy(headers)["script-src"]


def test_agent_interface_is_off(server: Server) -> None:
    status, _, _ = server.ask("/_stcore/agent/interact", accept="application/json", method="POST")
    assert status >= 400


def test_every_page_has_a_script_and_an_address_of_its_own() -> None:
    assert all((ROOT / page.script).is_file() for page in (ENTRY, *PAGES))
    assert {ROOT / page.script for page in (ENTRY, *PAGES)} == set((ROOT / "pages").glob("*.py"))
    assert len({page.address for page in PAGES}) == len(PAGES)
    assert serve.is_unknown("/inconnu")
    assert not any(serve.is_unknown(f"/{page.address}") for page in (ENTRY, *PAGES))


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, "copiée en entier"),
        (403, "repartez de l'accueil"),
        (404, "repartez de l'accueil"),
        (405, "copiez cette adresse"),
        (413, "plus de 20 Mo"),
        (418, "copiée en entier"),
        (500, "rechargez la page"),
        (503, "rechargez la page"),
        (507, "rechargez la page"),
    ],
)
def test_error_page_says_what_to_do(status: int, advice: str) -> None:
    page = serve.write_error_page(status)
    assert f"Erreur {status}" in page
    assert advice in html.unescape(page)


@pytest.mark.parametrize(
    ("language", "title", "home"), [("it", "Errore 404", "../?langue=it"), ("xx", "Erreur 404", "../")]
)
def test_an_address_that_does_not_exist_is_told_in_its_language(
    server: Server, language: str, title: str, home: str
) -> None:
    status, _, body = server.ask(f"/nulle/part?langue={language}")
    page = html.unescape(body)
    assert status == http.client.NOT_FOUND
    assert f"<h1>{title}</h1>" in page
    assert f'href="{home}"' in page


class Visit:
    """A visit that sends files as a program would, which no browser checks first."""

    def __init__(self, server: Server, opened: ClientConnection) -> None:
        self.server = server
        self.cookie = server.ask("/_stcore/health")[1]["set-cookie"].partition(";")[0]
        opened.send(BackMsg(rerun_script=ClientState(page_name="accueil")).SerializeToString())
        for frame in opened:
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
                break

    def upload(self, content: bytes, *, is_chunked: bool = False) -> int:
        """Send a file and return the status of the answer."""
        head = b'--limite\r\nContent-Disposition: form-data; name="file"; filename="essai.yaml"\r\n\r\n'
        body = head + content + b"\r\n--limite--\r\n"
        parts = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
        headers = {
            "Content-Type": "multipart/form-data; boundary=limite",
            "Cookie": self.cookie,
            "X-Xsrftoken": self.cookie.partition("=")[2],
        }
        path = f"/_stcore/upload_file/{self.session}/essai"
        connection = http.client.HTTPConnection("localhost", self.server.port, timeout=PATIENCE_S)
        try:
            connection.request("PUT", path, parts if is_chunked else body, headers, encode_chunked=is_chunked)
            return connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            return HUNG_UP
        finally:
            connection.close()


def test_the_server_refuses_a_file_past_twenty_megabytes_whoever_sends_it(server: Server) -> None:
    most = 20 * 1024 * 1024
    with connect(f"ws://localhost:{server.port}/_stcore/stream", max_size=None) as opened:
        visit = Visit(server, opened)
        assert visit.upload(b"x" * most, is_chunked=True) == http.client.NO_CONTENT
        assert visit.upload(b"x" * (most + 1), is_chunked=True) == http.client.REQUEST_ENTITY_TOO_LARGE
        for is_chunked in (False, True):
            # The server may hang up before the whole file is sent, and its answer be lost with the connection.
            status = visit.upload(b"x" * 2 * most, is_chunked=is_chunked)
            assert status in {http.client.REQUEST_ENTITY_TOO_LARGE, HUNG_UP}


def test_a_visit_keeps_its_last_files_only() -> None:
    files = MemoryUploadedFileManager("/_stcore/upload_file")
    for rank in range(10):
        serve.make_room_for_upload(f"/_stcore/upload_file/moi/{rank}", files)
        files.add_file("moi", UploadedFileRec(str(rank), "essai.yaml", "", b"x"))
        files.add_file("autre", UploadedFileRec(str(rank), "essai.yaml", "", b"x"))
    assert list(files.file_storage["moi"]) == ["6", "7", "8", "9"]
    assert len(files.file_storage["autre"]) == 10
    for rank in range(3):
        serve.make_room_for_upload(f"/_stcore/upload_file/moi/lourd{rank}", files)
        files.add_file("moi", UploadedFileRec(f"lourd{rank}", "essai.gpkg", "", b"x" * 15_000_000))
    assert list(files.file_storage["moi"]) == ["lourd1", "lourd2"]
    # Two hundred friends: who came first gives room, whoever they are.
    for rank in range(20):
        serve.make_room_for_upload(f"/_stcore/upload_file/ami{rank}/0", files)
        files.add_file(f"ami{rank}", UploadedFileRec("0", "essai.gpkg", "", b"x" * 15_000_000))
    held = sum(len(file.data) for kept in files.file_storage.values() for file in kept.values())
    assert held <= serve.ALL_UPLOADS_KEPT_BYTES + 15_000_000
    assert list(files.file_storage["ami19"]) == ["0"]


def test_the_door_opens_before_the_libraries_of_the_model_are_loaded() -> None:
    asked = "import sys, threading; threading.Thread.start = lambda self: None; import serve; print(*sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    assert not {"numpy", "pandas", "shapely", "folium", "sqlalchemy"} & set(done.stdout.split())
