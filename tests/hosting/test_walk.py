"""`docs/hosting.md` followed line by line: TLS, a sub-path, two replicas, PostgreSQL; and what may then break."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import shutil
import signal
import ssl
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url

from alpsat_geo.app.core.security_headers import MAP_FRAME
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from tests.app.pages.consultation.rooms import open_room
from tests.hosting.host import Host
from tests.store.cluster import find_binaries, make_cluster
from tests.wire import PATIENCE_S, WireVisit, fetch_cookies

pytestmark = [pytest.mark.hosting, pytest.mark.database]

SENT = "il est enregistré"
VISITS = "alpsat_visits_open"
# Fewer of a group are not told.
VOTERS = 3
COUNTED = re.compile(rf"\b{VOTERS}\s+votes comptés")


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """Follow the document up to its checks."""
    binaries = find_binaries()
    assert binaries is not None
    # Not pytest's folder: another account must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="alpsat-host-"))
    with make_cluster(binaries, "postgres") as cluster, pytest.MonkeyPatch.context() as patch:
        made = Host(folder, cluster)
        try:
            for title in ("Installer", "La base", "Régler et lancer", "nginx"):
                made.follow(title)
            patch.setenv("SSL_CERT_FILE", str(folder / "etc" / "alpsat" / "tls" / "fullchain.pem"))
            yield made
        finally:
            made.close()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def store(host: Host) -> Iterator[ConsultationStore]:
    url = make_url(host.cluster.url).set(username="alpsat", database="alpsat")
    database = Database.connect(url.render_as_string(hide_password=False))
    yield ConsultationStore(database)
    database.close()


def ask(host: Host, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask nginx for a path."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", host.https, timeout=PATIENCE_S, context=ssl.create_default_context()
    )
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()
    finally:
        connection.close()


def read_metric(port: int, name: str) -> float:
    """Return what a replica says of itself on its private port."""
    connection = http.client.HTTPConnection("127.0.0.1", 10_000 + port, timeout=PATIENCE_S)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return float(text.partition(f"\n{name} ")[2].partition("\n")[0])


def open_on(host: Host, port: int, path: str) -> tuple[WireVisit, dict[str, str]]:
    """Open a page as a new browser does, again until a given replica answers."""
    for _time in range(30):
        cookies, before = fetch_cookies(host.address, path), read_metric(port, VISITS)
        visit = WireVisit.open(host.address, path, cookies)
        if read_metric(port, VISITS) > before:
            return visit, cookies
        visit.close()
    return pytest.fail("every visitor goes to the same replica")


def come_back(host: Host, path: str, cookies: dict[str, str]) -> WireVisit:
    """Open a page again as a browser whose line was cut does: it tries until it is answered."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with suppress(Exception):
            return WireVisit.open(host.address, path, cookies)
        time.sleep(0.2)
    return pytest.fail("the page did not come back")


def vote(visit: WireVisit) -> None:
    visit.press("Entreprises")
    visit.tap_all(3, 1)
    visit.press("Envoyer mon vote")
    assert SENT in visit.read()


def test_what_the_document_checks_holds(host: Host) -> None:
    said = host.follow("Vérifier")
    assert said.count('{"status":"ok"}') == 3
    assert "alpsat_visits_open 0.0" in said
    code = host.folder / "opt" / "alpsat"
    assert not any(path.stat().st_mode & 0o222 for path in code.rglob("*") if ".venv" not in path.parts)
    assert list((host.folder / "var" / "cache" / "alpsat" / "static" / "generated").glob("*.js"))


def test_every_answer_is_dressed_and_stands_below_the_path(host: Host) -> None:
    for path, status, leads_to in (
        ("/", 302, "/alpsat/"),
        ("/alpsat", 308, "/alpsat/"),
        ("/alpsat/", 307, "territoire"),
        ("/alpsat/territoire", 200, None),
        ("/alpsat/_stcore/metrics", 404, None),
        ("/alpsat/metrics", 404, None),
        ("/territoire", 404, None),
    ):
        found, headers, _body = ask(host, path)
        assert (found, headers.get("location")) == (status, leads_to), path
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert "/" not in headers["server"]
    _, headers, body = ask(host, "/alpsat/comparer", Accept_Encoding="gzip", Sec_Fetch_Dest="document")
    assert headers["content-encoding"] == "gzip"
    assert b"AlpSat Geo" in gzip.decompress(body)
    assert "frame-ancestors 'self';" in headers["content-security-policy"]
    assert "alpsat_replica=" in headers["set-cookie"]
    assert "; Secure; SameSite=Lax" in headers["set-cookie"]
    plain = http.client.HTTPConnection("127.0.0.1", host.http, timeout=PATIENCE_S)
    plain.request("GET", "/alpsat/comparer?poids=1")
    answer = plain.getresponse()
    assert (answer.status, answer.headers["location"]) == (308, "https://127.0.0.1/alpsat/comparer?poids=1")
    plain.close()


def test_a_visit_stays_on_the_replica_that_holds_it(host: Host) -> None:
    for port in (host.first, host.second):
        visit, cookies = open_on(host, port, "/territoire")
        kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
        # Each replica knows the frame of the map once a page of its own has drawn one.
        for _time in range(3):
            status, headers, _body = ask(host, f"/alpsat{MAP_FRAME}index.html", Cookie=kept, Sec_Fetch_Dest="iframe")
            assert status == http.client.OK
            assert "'unsafe-eval'" in headers["content-security-policy"]
        visit.close()


def test_a_vote_on_one_replica_is_seen_on_the_other_and_survives_both(host: Host, store: ConsultationStore) -> None:
    session, _facilitator = open_room(store)
    path = f"/concertation?session={session}"
    phones = [open_on(host, host.first, path) for _number in range(VOTERS)]
    phone, cookies = phones[-1]
    room, _room_cookies = open_on(host, host.second, f"{path}&ecran=salle")
    assert not COUNTED.search(room.read())
    # What the room aims at stands below the path, on the site.
    assert f"{host.address}/concertation?session={session}" in room.read()
    for visit, _cookies in phones:
        vote(visit)
    room.look_again()
    assert COUNTED.search(room.read()), room.read()
    # Killed: the page of the phone comes back on the other replica, with its vote.
    host.stop(f"alpsat@{host.first}", signal.SIGKILL)
    phone = come_back(host, path, cookies)
    assert "Changer mon vote" in phone.buttons
    # Asked to stop while rooms vote: what was acknowledged is kept, and nothing remains open.
    host.start(f"alpsat@{host.first}")
    host.wait_until_ready(host.first)
    voters = [open_on(host, host.second, path)[0] for _number in range(4)]
    with ThreadPoolExecutor(5) as threads:
        votes = [threads.submit(vote, voter) for voter in voters]
        time.sleep(0.3)
        assert host.stop(f"alpsat@{host.second}") == -signal.SIGTERM
        taken = sum(one.exception() is None for one in votes)
    assert len(store.list_votes(session)) >= VOTERS + taken
    assert "Changer mon vote" in come_back(host, path, cookies).buttons


def test_what_was_kept_outlives_the_database_and_comes_back_from_its_copy(host: Host, store: ConsultationStore) -> None:
    session, _facilitator = open_room(store)
    path = f"/concertation?session={session}"
    phone, cookies = open_on(host, host.first, path)
    vote(phone)
    host.cluster.stop()
    with pytest.raises(OSError, match="503"):
        fetch_cookies(host.address, "/sante/pret")
    assert ask(host, "/alpsat/sante")[0] == http.client.OK
    assert read_metric(host.first, "alpsat_database_errors_total") > 0
    assert read_metric(host.first, "alpsat_run_seconds_count") > 0
    assert "Briançon" in come_back(host, "/territoire", {}).read()
    host.cluster.start()
    phone.press("Changer mon vote")
    phone.press("Envoyer mon vote")
    assert SENT in phone.read()
    host.follow("Sauvegarder, remettre")
    assert len(store.list_votes(session)) == 1
    assert "Changer mon vote" in come_back(host, path, cookies).buttons
    host.follow("Mettre à jour, redémarrer")
    assert "Changer mon vote" in come_back(host, path, cookies).buttons


def test_a_folder_that_may_not_be_written_is_said(host: Host) -> None:
    folder = host.folder / "var" / "lib" / "closed"
    python = host.folder / "opt" / "alpsat" / ".venv" / "bin" / "python"
    told = host.type(
        f"mkdir {folder}; chmod a-w {folder}; cd {host.folder}/opt/alpsat; export ALPSAT_DATA_DIR={folder}\n"
        f"{python} -m alpsat_geo migrate || echo code $?"
    )
    assert "code 1" in told
    assert "ne s'ouvre pas : vérifiez que son dossier existe et que vous pouvez y écrire" in told
    assert not list(folder.iterdir())


def test_the_logs_hold_nothing_private(host: Host) -> None:
    for port in (host.first, host.second):
        lines = [json.loads(line) for line in host.read_log(f"alpsat@{port}").splitlines()]
        assert lines
        assert "session=" not in str(lines)
    seen = [json.loads(line) for line in (host.folder / "var/log/alpsat/access.log").read_text().splitlines()]
    assert {line["place"] for line in seen} >= {"/alpsat/concertation", "/alpsat/_stcore/stream"}
    assert not any("?" in line["place"] for line in seen)
    assert (host.folder / "var/log/alpsat/error.log").read_text() == ""
