from __future__ import annotations

import stat
from pathlib import Path

import pytest

from alpsat_geo.commands import database as command
from alpsat_geo.domain.errors import InputError, WriteError
from alpsat_geo.store.database import Database
from alpsat_geo.store.location import locate_database
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tables import LATEST_REVISION
from tests.store.test_backup import list_names, save


@pytest.fixture(autouse=True)
def _nobodys_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))


def keep(name: str) -> None:
    store = ScenarioStore(Database(locate_database()))
    save(store, name)
    store.close()


def test_the_database_is_made_once(tmp_path: Path) -> None:
    done = command.migrate()
    assert (done["from"], done["to"]) == (None, LATEST_REVISION)
    assert "était vide" in command.migration_text(done)
    again = command.migrate()
    assert (again["from"], again["to"]) == (LATEST_REVISION, LATEST_REVISION)
    assert "rien n'a été changé" in command.migration_text(again)
    assert (tmp_path / "data" / "alpsat.sqlite3").is_file()


def test_a_backup_goes_back_into_an_empty_place_and_elsewhere_by_force_only(tmp_path: Path) -> None:
    keep("premier")
    target = tmp_path / "sauvegarde.sqlite3"
    done = command.back_up(target)
    assert done["bytes"] == target.stat().st_size
    # Votes are nobody else's business.
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    keep("second")
    with pytest.raises(InputError, match="contient déjà 4 lignes : ajoutez --force"):
        command.restore(target, is_forced=False)
    forced = command.restore(target, is_forced=True)
    assert list_names(locate_database()) == {"premier"}
    # What it held was copied first, and comes back likewise.
    assert "Ce qu'elle contenait" in command.restore_text(forced)
    command.restore(Path(str(forced["kept"])), is_forced=True)
    assert list_names(locate_database()) == {"premier", "second"}
    for file in (tmp_path / "data").iterdir():
        file.unlink()
    assert command.restore(target, is_forced=False)["kept"] is None
    assert list_names(locate_database()) == {"premier"}


def test_a_backup_that_cannot_be_written_says_so_and_leaves_the_former_one(tmp_path: Path) -> None:
    keep("premier")
    with pytest.raises(InputError, match="n'existe pas"):
        command.back_up(tmp_path / "ailleurs" / "sauvegarde.sqlite3")
    (tmp_path / "dossier").mkdir()
    with pytest.raises(WriteError, match="un dossier porte déjà ce nom"):
        command.back_up(tmp_path / "dossier")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
