"""One sentence for each way in which a database can fail."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_

_BUSY = N_("{place} est occupée par un autre programme : réessayez dans un instant.")
_SQLITE_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: N_(
        "{place} ne peut pas être modifiée : donnez le droit d'écrire sur le fichier et son dossier, ou réglez "
        "ALPSAT_DATA_DIR sur un autre dossier."
    ),
    sqlite3.SQLITE_FULL: N_("{place} ne peut pas grandir, le disque est plein : libérez de la place, puis réessayez."),
    sqlite3.SQLITE_CANTOPEN: N_(
        "{place} ne s'ouvre pas : vérifiez que son dossier existe et que vous pouvez y écrire, ou réglez "
        "ALPSAT_DATA_DIR sur un autre dossier."
    ),
    sqlite3.SQLITE_CORRUPT: N_("{place} est abîmée : remettez une copie saine de ce fichier à sa place."),
    sqlite3.SQLITE_NOTADB: N_("{place} n'est pas une base de données : déplacez ce fichier, puis réessayez."),
    sqlite3.SQLITE_IOERR: N_(
        "{place} ne se lit ou ne s'écrit pas, le disque a répondu par une erreur : vérifiez-le, puis réessayez."
    ),
}

# By the first letters of the SQLSTATE code.
_POSTGRESQL_SENTENCES = {
    "55P03": N_("{place} est occupée par une autre écriture : réessayez dans un instant."),
    "40": N_("{place} a refusé deux écritures à la fois : réessayez."),
    "53300": N_("{place} a trop de connexions ouvertes : réessayez dans un instant."),
    "53100": N_("{place} ne peut pas grandir, le disque du serveur est plein : libérez de la place, puis réessayez."),
    "25006": N_("{place} est en lecture seule : branchez ALPSAT_DATABASE_URL sur un serveur où écrire."),
    "42501": N_(
        "{place} refuse cette opération à son utilisateur : donnez-lui le droit de créer et d'écrire des tables."
    ),
}

_UNREACHABLE = N_(
    "{place} ne répond pas : vérifiez qu'elle est démarrée et que l'adresse, l'utilisateur et le mot de passe de "
    "ALPSAT_DATABASE_URL sont justes, puis réessayez."
)
_ABSENT = N_(
    "{place} n'est plus là : remettez ce fichier à sa place, puis relancez le tableau de bord ; ce qui s'enregistre "
    "d'ici là serait perdu."
)
_SATURATED = N_("{place} répond à trop de demandes à la fois : réessayez dans un instant.")
_REFUSED = N_("{place} a refusé l'opération ({detail}) : rien n'a été changé, réessayez ou signalez ce message.")
_PRIMARY_CODE = 0xFF


def name_place(url: URL) -> Remark:
    """Name a database for a sentence, without its user or password."""
    if url.get_backend_name() == "sqlite":
        return remark(N_("La base de données « {name} »"), name=str(url.database))
    host = url.host or url.query.get("host") or "localhost"
    server = f"{host}:{url.port}" if url.port else str(host)
    return remark(N_("La base de données PostgreSQL « {name} »"), name=f"{server}/{url.database or ''}")


def phrase_failure(error: SQLAlchemyError, place: Remark) -> Remark:
    """Return the sentence of a failure.

    Parameters
    ----------
    error : sqlalchemy.exc.SQLAlchemyError
    place : Remark
        As `name_place` gives it.

    Returns
    -------
    Remark
        What is wrong, where, and what to do; neither the statement nor the values it carried.
    """
    return remark(_choose_sentence(error), place=place, detail=_name_detail(error))


def phrase_absence(place: Remark) -> Remark:
    """Return the sentence of a file that is gone."""
    return remark(_ABSENT, place=place)


def phrase_saturation(place: Remark) -> Remark:
    """Return the sentence of a wait that lasted too long."""
    return remark(_SATURATED, place=place)


def _choose_sentence(error: SQLAlchemyError) -> str:
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
