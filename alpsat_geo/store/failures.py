"""One French sentence for each way in which a database can fail."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_SQLITE_SENTENCES = {
    sqlite3.SQLITE_BUSY: "{place} est occupée par un autre programme : réessayez dans un instant.",
    sqlite3.SQLITE_LOCKED: "{place} est occupée par un autre programme : réessayez dans un instant.",
    sqlite3.SQLITE_READONLY: "{place} ne peut pas être modifiée : donnez le droit d'écrire sur le fichier et son "
    "dossier, ou réglez ALPSAT_DATA_DIR sur un autre dossier.",
    sqlite3.SQLITE_FULL: "{place} ne peut pas grandir, le disque est plein : libérez de la place, puis réessayez.",
    sqlite3.SQLITE_CANTOPEN: "{place} ne s'ouvre pas : vérifiez que son dossier existe et que vous pouvez y écrire, ou "
    "réglez ALPSAT_DATA_DIR sur un autre dossier.",
    sqlite3.SQLITE_CORRUPT: "{place} est abîmée : remettez une copie saine de ce fichier à sa place.",
    sqlite3.SQLITE_NOTADB: "{place} n'est pas une base de données : déplacez ce fichier, puis réessayez.",
    sqlite3.SQLITE_IOERR: "{place} ne se lit ou ne s'écrit pas, le disque a répondu par une erreur : vérifiez-le, puis "
    "réessayez.",
}

# By the first letters of the SQLSTATE code.
_POSTGRESQL_SENTENCES = {
    "55P03": "{place} est occupée par une autre écriture : réessayez dans un instant.",
    "40": "{place} a refusé deux écritures à la fois : réessayez.",
    "53300": "{place} a trop de connexions ouvertes : réessayez dans un instant.",
    "53100": "{place} ne peut pas grandir, le disque du serveur est plein : libérez de la place, puis réessayez.",
    "25006": "{place} est en lecture seule : branchez ALPSAT_DATABASE_URL sur un serveur où écrire.",
    "42501": "{place} refuse cette opération à son utilisateur : donnez-lui le droit de créer et d'écrire des tables.",
}

_UNREACHABLE = (
    "{place} ne répond pas : vérifiez qu'elle est démarrée et que l'adresse, l'utilisateur et le mot de passe de "
    "ALPSAT_DATABASE_URL sont justes, puis réessayez."
)
_ABSENT = (
    "{place} n'est plus là : remettez ce fichier à sa place, puis relancez le tableau de bord ; ce qui s'enregistre "
    "d'ici là serait perdu."
)
_SATURATED = "{place} répond à trop de demandes à la fois : réessayez dans un instant."
_REFUSED = "{place} a refusé l'opération ({detail}) : rien n'a été changé, réessayez ou signalez ce message."
_PRIMARY_CODE = 0xFF


def name_place(url: URL) -> str:
    """Name a database for a sentence, without its user or password."""
    if url.get_backend_name() == "sqlite":
        return f"La base de données « {url.database} »"
    host = url.host or url.query.get("host") or "localhost"
    server = f"{host}:{url.port}" if url.port else str(host)
    return f"La base de données PostgreSQL « {server}/{url.database or ''} »"


def phrase_failure(error: SQLAlchemyError, place: str) -> str:
    """Return the French sentence of a failure.

    Parameters
    ----------
    error : sqlalchemy.exc.SQLAlchemyError
    place : str
        As `name_place` gives it.

    Returns
    -------
    str
        What is wrong, where, and what to do; neither the statement nor the values it carried.
    """
    return _choose_template(error).format(place=place, detail=_name_detail(error))


def phrase_absence(place: str) -> str:
    """Return the French sentence of a file that is gone."""
    return _ABSENT.format(place=place)


def phrase_saturation(place: str) -> str:
    """Return the French sentence of a wait that lasted too long."""
    return _SATURATED.format(place=place)


def _choose_template(error: SQLAlchemyError) -> str:
    if isinstance(error, PoolTimeoutError):
        return _SATURATED
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & _PRIMARY_CODE
        return _SQLITE_SENTENCES.get(code, _REFUSED)
    state = getattr(original, "sqlstate", None) or ""
    for start, sentence in _POSTGRESQL_SENTENCES.items():
        if state.startswith(start):
            return sentence
    return _UNREACHABLE if isinstance(error, (OperationalError, InterfaceError)) else _REFUSED


def _name_detail(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    return str(code or type(original or error).__name__)
