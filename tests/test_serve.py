"""The web door, over a small dashboard of its own: headers, language, health and errors."""

from __future__ import annotations

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
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from websockets.sync.client import ClientConnection, connect
from xstatic.pkg import leaflet

import serve
from alpsat_geo.app.address import THEME_WORDS
from alpsat_geo.app.looks import THEME_OPTIONS
from alpsat_geo.app.page_table import ENTRY, PAGES

ROOT = Path(__file__).resolve().parent.parent

HUNG_UP = 0

SMALL_DASHBOARD = """
import streamlit as st


def home():
    st.title("Accueil")


def compare():
    st.title("Comparer")


def enter():
    st.switch_page(first)


first = st.Page(home, url_path="territoire")
st.navigation([st.Page(enter, default=True), first, st.Page(compare, url_path="comparer")]).run()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """A running web door."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://localhost:{port}"

    def ask(self, path: str, *, accept: str = "text/html", method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Ask for a path; return the status, the headers by lower-case name, and the body."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        try:
            connection.request(method, path, headers={"Accept": accept})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("dashboard")
    shutil.copy(ROOT / "serve.py", folder)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "dashboard.py").write_text(SMALL_DASHBOARD, encoding="utf-8")
    (folder / "static").mkdir()
    shutil.copy(Path(leaflet.BASE_DIR) / "leaflet.js", folder / "static")
    served = Server(free_port())
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(served.port)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONPATH": str(ROOT)}
        ) as run,
    ):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None:
            try:
                if served.ask("/sante")[0] == http.client.OK:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            run.kill()
            pytest.fail((folder / "log").read_text())
        yield served
        run.send_signal(signal.SIGTERM)


def read_policy(headers: dict[str, str]) -> dict[str, list[str]]:
    directives = (part.split() for part in headers["content-security-policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_health_is_json(server: Server) -> None:
    status, headers, body = server.ask("/sante", accept="application/json")
    assert (status, json.loads(body)) == (200, {"status": "ok"})
    assert headers["cache-control"] == "no-store"


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
    asked = re.findall(r'<link rel="modulepreload" href="\./(static/js/[\w.-]+)">', body)
    assert any("Slider" in name for name in asked)
    assert all(server.ask(f"/{name}", accept="*/*")[0] == http.client.OK for name in asked)


@pytest.mark.parametrize("path", ["/inconnu", "/comparer/inconnu", "/app/static/inconnu.js", "/../etc/passwd", "/.env"])
def test_unknown_address_gives_a_french_page(server: Server, path: str) -> None:
    status, headers, body = server.ask(path)
    assert status in {400, 404}
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr">' in body
    assert "Revenir à l'accueil" in body
    assert "content-security-policy" in headers


def test_program_gets_the_bare_error(server: Server) -> None:
    status, _, body = server.ask("/app/static/inconnu.js", accept="*/*")
    assert status == 404
    assert "<html" not in body


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
        (403, "repartez de l&#x27;accueil"),
        (404, "repartez de l&#x27;accueil"),
        (405, "copiez cette adresse"),
        (413, "plus de 1 Mo"),
        (418, "copiée en entier"),
        (500, "rechargez la page"),
        (503, "rechargez la page"),
        (507, "rechargez la page"),
    ],
)
def test_error_page_says_what_to_do(status: int, advice: str) -> None:
    page = serve.write_error_page(status)
    assert f"Erreur {status}" in page
    assert advice in page


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
        connection = http.client.HTTPConnection("localhost", self.server.port, timeout=20)
        try:
            connection.request("PUT", path, parts if is_chunked else body, headers, encode_chunked=is_chunked)
            return connection.getresponse().status
        except (BrokenPipeError, ConnectionResetError):
            return HUNG_UP
        finally:
            connection.close()


def test_the_server_refuses_a_file_past_one_megabyte_whoever_sends_it(server: Server) -> None:
    megabyte = 1024 * 1024
    with connect(f"ws://localhost:{server.port}/_stcore/stream", max_size=None) as opened:
        visit = Visit(server, opened)
        assert visit.upload(b"x" * (megabyte - 1000)) == http.client.NO_CONTENT
        assert visit.upload(b"x" * megabyte, is_chunked=True) == http.client.NO_CONTENT
        assert visit.upload(b"x" * (megabyte + 1), is_chunked=True) == http.client.REQUEST_ENTITY_TOO_LARGE
        for is_chunked in (False, True):
            # The server may hang up before the whole file is sent, and its answer be lost with the connection.
            status = visit.upload(b"x" * 5 * megabyte, is_chunked=is_chunked)
            assert status in {http.client.REQUEST_ENTITY_TOO_LARGE, HUNG_UP}


def test_a_visit_keeps_its_last_files_only() -> None:
    files = MemoryUploadedFileManager("/_stcore/upload_file")
    for rank in range(10):
        serve.make_room_for_upload(f"/_stcore/upload_file/moi/{rank}", files)
        files.add_file("moi", UploadedFileRec(str(rank), "essai.yaml", "", b"x"))
        files.add_file("autre", UploadedFileRec(str(rank), "essai.yaml", "", b"x"))
    assert list(files.file_storage["moi"]) == ["6", "7", "8", "9"]
    assert len(files.file_storage["autre"]) == 10


def test_the_door_opens_before_the_libraries_of_the_model_are_loaded() -> None:
    asked = "import sys, threading; threading.Thread.start = lambda self: None; import serve; print(*sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert not {"numpy", "pandas", "shapely", "folium", "sqlalchemy"} & set(done.stdout.split())
