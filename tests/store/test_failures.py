"""Each failure of a real database has its sentence, and none carries a password or a statement."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from alpsat_geo.domain.remark import remark
from alpsat_geo.store.failures import name_place, phrase_failure

PLACE = remark("La base")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:///vallee.sqlite3", "La base de données « vallee.sqlite3 »"),
        ("postgresql://mairie:secret@srv:5433/alpsat", "La base de données PostgreSQL « srv:5433/alpsat »"),
        ("postgresql://mairie:secret@/alpsat?host=/run/pg", "La base de données PostgreSQL « /run/pg/alpsat »"),
        ("postgresql:///alpsat", "La base de données PostgreSQL « localhost/alpsat »"),
    ],
)
def test_place_is_named_without_its_password(url: str, place: str) -> None:
    assert str(name_place(make_url(url))) == place


def provoke(url: URL, *statements: str) -> str:
    """Run statements of which the last one fails, and return its sentence."""
    engine = create_engine(url)
    *prepared, failing = map(text, statements)
    try:
        with engine.connect() as connection:
            for statement in prepared:
                connection.execute(statement)
            with pytest.raises(DBAPIError) as caught:
                connection.execute(failing)
    finally:
        engine.dispose()
    return str(phrase_failure(caught.value, PLACE))


def test_full_disk(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "a.sqlite3"))
    fill = "INSERT INTO pages SELECT zeroblob(90000)"
    sentence = provoke(url, "CREATE TABLE pages (x)", "PRAGMA max_page_count = 3", fill)
    assert sentence == "La base ne peut pas grandir, le disque est plein : libérez de la place, puis réessayez."


def test_read_only_file(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.touch()
    url = make_url(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert "donnez le droit d'écrire sur le fichier" in provoke(url, "CREATE TABLE pages (x)")


def test_file_that_does_not_open(tmp_path: Path) -> None:
    engine = create_engine(URL.create("sqlite", database=str(tmp_path / "absent" / "a.sqlite3")))
    with pytest.raises(DBAPIError) as caught:
        engine.connect()
    assert "ne s'ouvre pas : vérifiez que son dossier existe" in str(phrase_failure(caught.value, PLACE))


def test_unforeseen_failure_gives_its_code_and_not_its_statement(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "a.sqlite3"))
    sentence = provoke(url, "SELECT 'intime' FROM nulle_part")
    assert sentence.startswith("La base a refusé l'opération (SQLITE_ERROR) : rien n'a été changé")
    assert "intime" not in sentence


def test_too_many_demands() -> None:
    assert str(phrase_failure(PoolTimeoutError("x"), PLACE)) == (
        "La base répond à trop de demandes à la fois : réessayez dans un instant."
    )


@pytest.mark.database
@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["SET TRANSACTION READ ONLY", "CREATE TABLE pages (x int)"], "est en lecture seule"),
        (
            ["CREATE ROLE lecteur", "SET LOCAL ROLE lecteur", "CREATE TABLE pages (x int)"],
            "refuse cette opération à son",
        ),
        (["SELECT 'intime' FROM nulle_part"], "La base a refusé l'opération (42P01)"),
    ],
)
def test_postgresql_failures(postgresql_url: str, statements: list[str], words: str) -> None:
    sentence = provoke(make_url(postgresql_url).set(drivername="postgresql+psycopg"), *statements)
    assert words in sentence
    assert "intime" not in sentence
