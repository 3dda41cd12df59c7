"""Spaces that no line may break: those that French sets before its signs, and any language between number and unit.

Sentences are typed with plain spaces. What a person reads is bound where its language is chosen (`language`), and
loosed again for what a machine reads: a terminal, a table.
"""

from __future__ import annotations

import re
from functools import lru_cache

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SENTENCES_KEPT = 8192

_UNITS = r"%|€|k€|M€|min|h|km²?|m²|kg|kgCO2e|tCO2e|t|Mbit/s"
_BEFORE_UNIT = re.compile(rf"(?<=[0-9}}]) (?=(?:{_UNITS})(?!\w))")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_NARROW = re.compile(r" (?=[;!?](?:\W|$))|(?<=[0-9}]) (?=%)")
_WHOLE = re.compile(r" (?=[:»](?:\W|$))|(?<=«) ")
_BOUND = re.compile(f"[{NARROW_SPACE}{NO_BREAK_SPACE}](?=[;!?:»])|(?<=«){NO_BREAK_SPACE}")


@lru_cache(maxsize=_SENTENCES_KEPT)
def bind_punctuation(text: str, language: str) -> str:
    """Keep on its line what a language sets apart from its word.

    Parameters
    ----------
    text : str
        A sentence, or a template whose fields are numbers where a unit follows.
    language : str
        In French, narrow no-break spaces stand before ; ! ? and %, and within a number of thousands; whole ones before
        a colon and inside of quotation marks. In every language a number keeps its unit.
    """
    if language == "fr":
        text = _NARROW.sub(NARROW_SPACE, text)
        text = _WHOLE.sub(NO_BREAK_SPACE, text)
        text = _THOUSANDS.sub(lambda number: number[0].replace(" ", NARROW_SPACE), text)
    return _BEFORE_UNIT.sub(NO_BREAK_SPACE, text)


def loosen_punctuation(text: str) -> str:
    """Write plain spaces around signs again, for what is searched and parsed; numbers keep theirs."""
    return _BOUND.sub(" ", text)
