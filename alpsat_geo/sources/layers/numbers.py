"""Numbers as people write them: decimal commas, spaces or points between thousands, percents, and what is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray

_MISSING = frozenset(
    {
        "",
        "-",
        "\u2013",
        "\u2014",
        ".",
        "..",
        "...",
        "…",
        "/",
        "//",
        "///",
        "?",
        "x",
        "s",
        "ns",
        "nd",
        "n.d.",
        "n.d",
        "nr",
        "na",
    }
    | {"n/a", "#n/a", "nan", "null", "none", "nc", "n.c.", "n.c", "so", "s.o.", "secret", "#div/0!", "#ref!", "#nom?"}
    | {"#value!", "#valeur!", "#name?", "#num!", "#nombre!"}
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d{1,3})?")
_THREE_DIGITS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
# What a territory counts, measures or spends stays far below; beyond, a cell holds an identifier.
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Column:
    """A column read as numbers.

    Attributes
    ----------
    values : float array
        NaN missing.
    unit : str
        ``%`` or ``€`` where the cells say so.
    fault : int or None
        Position of the first cell that is neither a number nor missing.
    doubtful : int or None
        Position of a cell such as ``1,234``, which some write for a thousand and more, when no other cell settles it.
    """

    values: FloatArray
    unit: str
    fault: int | None
    doubtful: int | None


def read_column(cells: Sequence[object]) -> Column:
    """Read cells as numbers.

    Parameters
    ----------
    cells : sequence of text, number or None
    """
    texts = [_clean(cell) for cell in cells]
    unit = next((sign for sign in "%€" if any(text.endswith(sign) for text in texts)), "")
    bare = [text.rstrip("%€") for text in texts]
    thousands = _find_thousands(bare)
    values = np.full(len(cells), np.nan)
    fault = None
    for place, (cell, text) in enumerate(zip(cells, bare, strict=True)):
        if text.lower() in _MISSING or (isinstance(cell, float) and math.isnan(cell)):
            continue
        value = _read_number(cell, text, thousands)
        if value is None:
            fault = place if fault is None else fault
        else:
            values[place] = value
    kinds = {text[-4] for text in bare if _THREE_DIGITS.fullmatch(text)}
    settled = thousands or any(_is_settling(text, kinds) for text in bare)
    doubtful = None if settled else next((i for i, text in enumerate(bare) if _THREE_DIGITS.fullmatch(text)), None)
    if doubtful is not None and not isinstance(cells[doubtful], str):
        doubtful = None
    return Column(values, unit, fault, doubtful)


def _clean(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    return _SPACES.sub("", str(cell)).replace("\u2212", "-")


def _read_number(cell: object, text: str, thousands: str) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        value = float(cell) if abs(cell) <= _LARGEST else math.inf
    elif _NUMBER.fullmatch(text):
        value = float(_point(text, thousands))
    else:
        return None
    return value if abs(value) <= _LARGEST else None


def _point(text: str, thousands: str) -> str:
    """Write a number with a point, and nothing between its thousands."""
    for sign, other in ((",", "."), (".", ",")):
        # Of two signs the last is the decimal one; one that comes back, or that the column uses so, parts thousands.
        parts_thousands = (
            text.count(sign) > 1
            or text.find(sign) < text.rfind(other)
            or (sign == thousands and re.fullmatch(r"[-+]?\d{1,3}(?:[.,]\d{3})+", text))
        )
        if sign in text and parts_thousands:
            text = text.replace(sign, "")
    return text.replace(",", ".")


def _find_thousands(texts: Sequence[str]) -> str:
    """Return the sign that some cell uses between thousands, beyond doubt; empty when none does."""
    for sign, other in ((",", "."), (".", ",")):
        if any(0 <= text.find(sign) < text.rfind(other) or text.count(sign) > 1 for text in texts):
            return sign
    return ""


def _is_settling(text: str, kinds: set[str]) -> bool:
    """Tell whether a cell shows that a sign is the decimal one: other than three digits follow it, or a zero leads."""
    return any(sign in text and not _THREE_DIGITS.fullmatch(text) for sign in kinds)
