"""Which database is opened, and what is said of an address that is not one."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.location import locate_database


def test_the_folder_of_the_environment_holds_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "un" / "deux"))
    url = locate_database()
    assert (url.drivername, url.database) == ("sqlite", str(tmp_path / "un" / "deux" / "alpsat.sqlite3"))
    assert (tmp_path / "un" / "deux").stat().st_mode & 0o077 == 0


def test_without_it_the_users_data_folder_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALPSAT_DATA_DIR")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name, **_: tmp_path / name)
    assert locate_database().database == str(tmp_path / "alpsat-geo" / "alpsat.sqlite3")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_takes_the_pinned_driver(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATABASE_URL", f" {scheme}://mairie:a%40b@srv/alpsat ")
    url = locate_database()
    assert (url.drivername, url.password, url.host) == ("postgresql+psycopg", "a@b", "srv")


@pytest.mark.parametrize(
    "address", ["mysql://mairie:secret@srv/alpsat", "postgresql+asyncpg://secret@srv/a", "secret", "sqlite://", "x://["]
)
def test_another_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(StoreError, match="n'est pas une adresse de base de données comprise : écrivez") as caught:
        locate_database(address)
    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fichier").touch()
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "fichier" / "dossier"))
    with pytest.raises(StoreError, match=r"ne peut pas être créé .* réglez ALPSAT_DATA_DIR"):
        locate_database()
