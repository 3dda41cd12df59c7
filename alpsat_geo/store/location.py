"""Where the database is: a file in the user's data folder, or the PostgreSQL server that the environment names."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.failures import name_place
from alpsat_geo.store.place import FOLDER_VARIABLE, URL_VARIABLE, find_usual_file

_POSTGRESQL_NAMES = ("postgres", "postgresql", "postgresql+psycopg")
_FIRST_WRITE_S = 1.0
_MEMORY = (None, "", ":memory:")


def locate_database(url: str | None = None) -> URL:
    """Find the database to open.

    Parameters
    ----------
    url : str or None
        ``sqlite:///file`` or ``postgresql://user@host/name``; None for ``ALPSAT_DATABASE_URL``, and without it for
        a file in ``ALPSAT_DATA_DIR`` or in the user's data folder.

    Returns
    -------
    sqlalchemy.URL
        With the driver that the project pins. A local file's folder exists.

    Raises
    ------
    StoreError
        If the address is not one of the two kinds, or if the folder cannot be made.
    """
    text = url if url is not None else os.environ.get(URL_VARIABLE, "").strip()
    if not text:
        return _make_folder(URL.create("sqlite", database=str(find_usual_file())))
    try:
        address = make_url(text)
    except (ArgumentError, ValueError):
        address = None
    if address is not None and address.drivername in _POSTGRESQL_NAMES:
        return address.set(drivername="postgresql+psycopg")
    if address is not None and address.drivername == "sqlite" and address.database not in _MEMORY:
        return _make_folder(address)
    # The address may hold a password: the sentence gives its form, not what was written.
    sentence = N_(
        "{variable} n'est pas une adresse de base de données comprise : écrivez "
        "« postgresql://utilisateur:motdepasse@machine/base » ou « sqlite:///chemin/du/fichier »."
    )
    raise StoreError(remark(sentence, variable=URL_VARIABLE))


def refuse_emptied(address: URL) -> None:
    """Refuse a file that holds nothing: SQLite would take it for a new database, and throw away what its log still has.

    Parameters
    ----------
    address : sqlalchemy.URL
        As `locate_database` gives it.

    Raises
    ------
    StoreError
        If the file exists and stays empty; a program that has just made one writes in it at once.
    """
    path = Path(str(address.database))
    if address.get_backend_name() != "sqlite":
        return
    deadline = time.monotonic() + _FIRST_WRITE_S
    while path.is_file() and path.stat().st_size == 0:
        if time.monotonic() > deadline:
            sentence = N_(
                "{place} est un fichier vide (0 octet) : il a été vidé, remettez une copie saine à sa place, ou "
                "supprimez-le pour repartir de rien."
            )
            raise StoreError(remark(sentence, place=name_place(address)))
        time.sleep(_FIRST_WRITE_S / 20)


def _make_folder(address: URL) -> URL:
    folder = Path(str(address.database)).parent
    try:
        # Votes are nobody else's business on a shared machine.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = N_(
            "Le dossier de données « {folder} » ne peut pas être créé ({detail}) : réglez {variable} sur un dossier où "
            "vous pouvez écrire."
        )
        said = remark(sentence, folder=str(folder), detail=str(error.strerror), variable=FOLDER_VARIABLE)
        raise StoreError(said) from error
    return address
