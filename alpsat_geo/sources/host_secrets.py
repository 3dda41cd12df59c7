"""Secrets that a host gives in the environment, or in a file that the environment names."""

from __future__ import annotations

import os
from pathlib import Path

from alpsat_geo.domain.errors import InputError

_MOST_BYTES = 64 * 1024


def read_secret(variable: str, file_variable: str) -> str:
    """Return a secret, without the blanks and line ends around it; empty when neither variable is set.

    Parameters
    ----------
    variable : str
        Holds the secret itself.
    file_variable : str
        Holds the path of a file that holds it, as container secrets and systemd credentials are given.

    Raises
    ------
    InputError
        If both are set, or the file cannot be read.
    """
    stated, path = (os.environ.get(name, "").strip() for name in (variable, file_variable))
    if not path:
        return stated
    if stated:
        raise InputError(f"{variable} et {file_variable} sont réglées toutes les deux : n'en gardez qu'une.")
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        secret = content.decode().strip()
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file_variable} nomme « {path} », qui ne se lit pas comme un texte : donnez à l'utilisateur du serveur "
            "le droit de lire ce fichier."
        ) from error
    if not secret or len(content) > _MOST_BYTES:
        raise InputError(f"{file_variable} nomme « {path} », qui est vide ou trop grand : mettez-y le secret seul.")
    return secret
