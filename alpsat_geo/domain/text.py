"""Text that people write: French sentences marked for the catalogues, names cleaned of what nobody sees."""

from __future__ import annotations

import re
import unicodedata

# Controls, direction and zero-width marks, halves of a character, private characters, separators of lines.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Of other categories, and yet drawn as nothing (Unicode, "Default_Ignorable_Code_Point") or as a blank.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))
_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[ \t]+")


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a sentence for extraction; the screen translates it when it is shown."""
    return sentence


def drop_accents(text: str) -> str:
    """Return a text in plain letters: accents are taken off, and what has no plain letter is left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def clean_line(text: str) -> str:
    """Return a name as it is seen: one line, without control, zero-width or direction characters.

    Parameters
    ----------
    text : str
        From a form, a file, a link or the database.

    Returns
    -------
    str
        Empty when nothing of it is seen. No-break spaces stay; runs of plain spaces become one.
    """
    return _clean(_BREAKS.sub(" ", text))


def clean_prose(text: str) -> str:
    """Return a text as it is seen, whose lines stay; see `clean_line`."""
    return "\n".join(_clean(line) for line in _BREAKS.split(text)).strip()


def _clean(line: str) -> str:
    # The tab is a control character, and a space to whoever reads it.
    line = _SPACES.sub(" ", line)
    if not line.isascii() or not line.isprintable():
        line = _SPACES.sub(" ", "".join(character for character in line if not _is_unseen(character)))
    return line.strip()


def _is_unseen(character: str) -> bool:
    return character in _UNSEEN or unicodedata.category(character) in _UNSEEN_CATEGORIES
