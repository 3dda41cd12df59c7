"""Numbers in French form for the terminal."""

from __future__ import annotations

import math
from functools import lru_cache

from babel.numbers import format_decimal

from alpsat_geo.compute.summary import Interval

_LOCALE = "fr_FR"


def round_significant(value: float, digits: int = 2) -> float:
    """Round to significant digits: an estimate carries no false precision."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


@lru_cache(maxsize=4096)
def french(value: float, digits: int | None = 2) -> str:
    """Write a number in French form, rounded to significant digits (None: not rounded).

    Missing or without object is a dash, unreachable is said in words.
    """
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "hors d'atteinte"
    shown = value if digits is None else round_significant(value, digits)
    return str(format_decimal(shown, locale=_LOCALE, decimal_quantization=False))


def french_interval(interval: Interval) -> str:
    """Write ``value [low ; high]``; "sans objet" when there is none."""
    if math.isnan(interval.value):
        return "sans objet"
    return f"{french(interval.value)} [{french(interval.low)} ; {french(interval.high)}]"
