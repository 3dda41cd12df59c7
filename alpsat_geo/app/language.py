"""Sentences on screen: French is the source, other languages are gettext catalogues."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "alpsat_geo"
LOCALE = "fr_FR"
_LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(_LOCALE_FOLDER), languages=[language], fallback=True)


def _(sentence: str) -> str:
    """Translate a French sentence into the language of the screen."""
    return _catalogue(LOCALE).gettext(sentence)


def choose_plural(singular: str, plural: str, count: float) -> str:
    """Choose between two French sentences: the singular holds below 2, zero included, in French.

    Parameters
    ----------
    singular, plural : str
        Sentences with the same fields.
    count : float
    """
    return _(singular) if abs(count) < 2 else _(plural)  # noqa: PLR2004 - the French rule
