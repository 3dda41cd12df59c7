"""What a command is asked for by a word or by the ending of a file: one of those that are allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TypeVar

from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.whole_file import check_folder

WordT = TypeVar("WordT", bound=str)


def choose_word(what: str, word: str, allowed: Iterable[WordT], told: str = "") -> WordT:
    """Return a word, one of those allowed.

    Parameters
    ----------
    what : str
        What it names, in French with its article.
    word : str
    allowed : iterable of str
    told : str
        How the sentence names those allowed; empty: each by itself.

    Raises
    ------
    InputError
    """
    words = tuple(allowed)
    if word not in words:
        raise InputError(f"{what} « {word} » n'existe pas : choisissez {told or 'parmi ' + ', '.join(words)}.")
    return words[words.index(word)]


def require_target(target: Path, what: str, endings: Collection[str]) -> None:
    """Refuse a file whose ending is none of the formats, or whose folder is not there.

    Parameters
    ----------
    target : pathlib.Path
    what : str
        What it will hold, in French with its article.
    endings : collection of str
        Such as ``.svg``.

    Raises
    ------
    InputError
    """
    if target.suffix.lower() not in endings:
        raise InputError(
            f"{what} ne s'écrit pas en « {target.suffix or target.name} » : finissez par {', '.join(endings)}."
        )
    check_folder(target)
