"""Whatever goes wrong with a portal or the disk: the data of before stay, a sentence says what, a second run ends."""

from __future__ import annotations

import errno
import functools
import hashlib
import io
import os
import shutil
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources import whole_file
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack_folder import find_pack, territories_folder
from alpsat_geo.sources.portals import client as client_module
from alpsat_geo.sources.portals.client import Client, PortalError, Resource
from alpsat_geo.sources.portals.refresh import Refreshed, choose_portals, refresh_pack
from tests.sources.pack_copy import KEY
from tests.sources.portals.excerpts import CARTEFIBRE, write_cartefibre, write_zip
from tests.sources.portals.portal import Fault, LocalPortal

Connect = Callable[[], Client]
FIBRE = "/static/fibre.zip"
CHANGED = {"05001": (915, 850)}


def refresh(connect: Connect, *keys: str) -> tuple[Refreshed, ...]:
    return refresh_pack(KEY, choose_portals(keys or ("fibre",)), connect())


@functools.cache
def write_changed() -> bytes:
    return write_cartefibre(CHANGED)


def publish(portal: LocalPortal, content: bytes | None = None, *, says: bytes | None = None) -> None:
    """Publish Cartefibre; ``says`` is what the catalogue describes."""
    held = write_changed() if content is None else content
    portal.datasets.pop(CARTEFIBRE, None)
    portal.add_resource(CARTEFIBRE, "2026T3-Commune", "fibre.zip", held if says is None else says)
    portal.files[FIBRE] = held


def digest(folder: Path) -> str:
    """Return one hash of every byte of a folder."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def assert_old_stays(done: tuple[Refreshed, ...], sentence: str, before: str) -> None:
    (one,) = done
    assert one.status == "failed"
    assert sentence in one.findings[0].message, one.findings[0].message
    assert digest(territories_folder()) == before, "every byte of a pack that was good"
    assert not list(territories_folder().glob(".*"))


def assert_second_run_ends(connect: Connect) -> None:
    (one,) = refresh(connect)
    assert one.status == "updated", one.findings
    assert {change.after for change in one.changes} == {"915", "850"}
    assert check_pack(KEY).ok


@pytest.fixture(scope="module")
def refreshed(server: LocalPortal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pack of the user's, refreshed once."""
    folder = tmp_path_factory.mktemp("refreshed")
    publish(server, write_cartefibre({"05001": (914, 807)}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALPSAT_DATA_DIR", str(folder))
        client = Client(server.addresses, folder / "cache")
        assert refresh_pack(KEY, choose_portals(["fibre"]), client)[0].status == "updated"
        client.close()
    return folder / "territories"


@pytest.fixture
def before(refreshed: Path, portal: LocalPortal) -> str:
    """Put the refreshed pack in its place, with newer figures on the portal; return its bytes."""
    shutil.copytree(refreshed, territories_folder())
    publish(portal)
    return digest(territories_folder())


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("500", "a répondu 500"),
        ("429", "a répondu 429"),
        ("stall", "n'a rien dit"),
        ("cut", "a coupé la réponse"),
        ("short", "son catalogue en annonce"),
        ("html", "son catalogue en annonce"),
    ],
)
def test_a_portal_that_fails(portal: LocalPortal, connect: Connect, before: str, kind: str, sentence: str) -> None:
    portal.faults.append(Fault(FIBRE, kind, 1 if kind in {"short", "html"} else 3))
    assert_old_stays(refresh(connect), sentence, before)
    assert_second_run_ends(connect)


def test_a_web_page_in_the_place_of_a_table_is_refused_then_asked_again(portal: LocalPortal, connect: Connect) -> None:
    portal.files["/table.csv"] = b"insee_code;value\n05001;3\n"
    portal.faults.append(Fault("/table.csv", "html", 1))
    table = Resource(f"{portal.base}/table.csv")
    with pytest.raises(PortalError, match="une page web à la place du fichier"):
        connect().download(table, most_bytes=1000, is_text=True)
    assert connect().download(table, most_bytes=1000, is_text=True).read_bytes() == portal.files["/table.csv"]


@pytest.mark.parametrize("kind", ["500", "429", "stall", "cut"])
def test_a_portal_that_fails_once_is_asked_again(portal: LocalPortal, connect: Connect, before: str, kind: str) -> None:
    portal.faults.append(Fault(FIBRE, kind))
    asked = portal.count(FIBRE)
    assert_second_run_ends(connect)
    assert portal.count(FIBRE) == asked + 2
    resumed = portal.asked[-1][1].get("Range")
    assert bool(resumed) == (kind == "cut"), "a broken download goes on from where it stopped"
    assert digest(territories_folder()) != before


def test_two_refreshes_at_once(connect: Connect, before: str) -> None:
    def refresh_meanwhile(_one: Refreshed) -> None:
        with pytest.raises(InputError, match="Un autre rafraîchissement est en cours"):
            refresh(connect, "schools")

    (one,) = refresh_pack(KEY, choose_portals(["fibre"]), connect(), say=refresh_meanwhile)
    assert one.status == "updated"
    assert digest(territories_folder()) != before
    assert refresh(connect)[0].status == "unchanged", "the lock is free again"


def test_what_nothing_asks_for_any_more_leaves_the_disk(
    portal: LocalPortal, connect: Connect, before: str, tmp_path: Path
) -> None:
    portal.files["/static/former.zip"] = b"former"
    former = connect().download(Resource(f"{portal.base}/static/former.zip", "2025"), most_bytes=100)
    assert refresh(connect)[0].status == "updated"
    in_cache = tmp_path / "cache" / "downloads"
    of_a_person = [in_cache / "photos", in_cache / "photos.json"]
    for path in of_a_person:
        path.write_bytes(b"kept")
    age = time.time() - (client_module.KEPT_DAYS + 1) * 24 * 3600
    young = {path.name for path in in_cache.iterdir() if not path.name.startswith(former.name)}
    for path in in_cache.iterdir():
        os.utime(path, (age, age))
    # Asked for again, though it did not change: it is young again.
    assert refresh(connect)[0].status == "unchanged"
    assert not former.exists()
    assert all(path.exists() for path in of_a_person)
    kept = {path.name for path in in_cache.iterdir()}
    assert young <= kept
    assert not any(name.startswith(former.name) for name in kept)
    assert digest(territories_folder()) != before


def test_a_portal_that_refuses(connect: Connect, before: str) -> None:
    client = connect()
    client.addresses["data_gouv"] = "http://127.0.0.1:9"
    done = refresh_pack(KEY, choose_portals(["fibre"]), client)
    assert_old_stays(done, "https", before)
    client._plain_hosts.add("127.0.0.1:9")
    assert_old_stays(refresh_pack(KEY, choose_portals(["fibre"]), client), "ne répond pas", before)
    assert_second_run_ends(connect)


def make_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("commune.dbf", bytes(40 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (make_bomb, "se déplierait"),
        (lambda: write_zip({"../../commune.dbf": b"x"}), "sort de son dossier"),
        (lambda: write_zip({"commune.txt": b"x"}), "il en contient 0"),
        (lambda: b"PK\x03\x04 abime" * 9, "n'est pas une archive ZIP lisible"),
        (lambda: write_zip({"commune.dbf": b"pas une table"}), "n'est plus celle des communes"),
        (lambda: b"<!doctype html><title>Maintenance</title>", "n'est pas une archive ZIP lisible"),
    ],
)
def test_a_file_that_is_not_what_it_should(
    portal: LocalPortal, connect: Connect, before: str, content: Callable[[], bytes], sentence: str
) -> None:
    publish(portal, content())
    assert_old_stays(refresh(connect), sentence, before)
    publish(portal)
    assert_second_run_ends(connect)


def test_a_file_whose_hash_is_not_that_of_the_catalogue(portal: LocalPortal, connect: Connect, before: str) -> None:
    right = write_changed()
    publish(portal, right[:-1] + b"?", says=right)
    assert_old_stays(refresh(connect), "l'empreinte sha1", before)
    publish(portal)
    assert_second_run_ends(connect)


def test_a_file_larger_than_any(
    portal: LocalPortal, connect: Connect, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("alpsat_geo.sources.portals.fibre._MOST_BYTES", 1000)
        assert_old_stays(refresh(connect), "il n'est pas téléchargé", before)
        patch.setattr(client_module, "DOCUMENT_MOST_BYTES", 10)
        assert_old_stays(refresh(connect), "il n'est pas téléchargé", before)
    assert_second_run_ends(connect)
    assert portal.files


@pytest.mark.parametrize("place", ["download", "pack"])
def test_a_full_disk(connect: Connect, before: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    def open_to_read(path: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if mode == "wb":
            refuse()
        return opened(path, mode, *arguments, **options)  # type: ignore[call-overload]

    opened = Path.open

    with monkeypatch.context() as patch:
        if place == "download":
            patch.setattr(client_module, "_write_note", lambda *_arguments: None)
            patch.setattr(Path, "open", open_to_read)
        else:
            patch.setattr(whole_file, "_write_beside", refuse)
        done = refresh(connect)
    assert_old_stays(done, "le disque est plein", before)
    assert_second_run_ends(connect)


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_killed_while_it_writes(connect: Connect, before: str, moment: int) -> None:
    """Killed before the former pack leaves its place, between the two moves, and after: a reader finds a whole pack."""
    assert before
    child = os.fork()
    if child == 0:  # pragma: no cover - killed
        moves = 0
        rename = Path.rename

        def count(path: Path, target: Path) -> Path:
            nonlocal moves
            moves += 1
            if moves == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            moved = rename(path, target)
            if moves == 2 and moment == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            return moved

        Path.rename = count  # type: ignore[assignment, method-assign]
        refresh(connect)
        os._exit(1)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert check_pack(KEY).ok
    assert find_pack(KEY).root.parent == territories_folder()
    (one,) = refresh(connect)
    assert one.status == ("unchanged" if moment == 3 else "updated"), one.findings
    assert check_pack(KEY).ok
    assert [path.name for path in territories_folder().iterdir()] == [KEY]
