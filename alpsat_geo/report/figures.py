"""Numbers and ranges in the form of the reader's language; what is missing is said in words, never as a number."""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal

from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import LOCALES, _, get_language, get_locale

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MASKED_BELOW_COUNT = 11
TERRITORY_ZONE = "Europe/Paris"
_NUMBERS_KEPT = 4096

_PERCENT_SIGNS = {"fr": f"{NARROW_SPACE}%", "en": "%", "it": "%", "de": f"{NO_BREAK_SPACE}%"}

MISSING = N_("donnée absente")
UNREACHABLE = N_("hors d'atteinte")
WITHOUT_OBJECT = N_("sans objet")


def format_number(value: float, decimals: int = 0) -> str:
    """Format a number in the reader's language: in French ``12 345,6``, with narrow no-break spaces.

    Parameters
    ----------
    value : float
        NaN gives "donnée absente", inf "hors d'atteinte".
    decimals : int
        Digits after the comma, trailing zeros kept.
    """
    if math.isnan(value):
        return _(MISSING)
    if math.isinf(value):
        return _(UNREACHABLE)
    return _write_decimal(round(value, decimals) + 0.0, decimals, get_locale())


@lru_cache(maxsize=_NUMBERS_KEPT)
def _write_decimal(rounded: float, decimals: int, locale: str) -> str:
    # A map writes a hundred numbers at each step of a slider, and the same few come back.
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale=locale)).replace("-", "\u2212")


def format_estimate(value: float, digits: int = 2) -> str:
    """Format an estimate with two significant digits, since the model knows no more.

    Parameters
    ----------
    value : float
        NaN and inf as in `format_number`.
    digits : int
        Significant digits kept.
    """
    if not math.isfinite(value) or value == 0:
        return format_number(value)
    place = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, place)
    # Rounding may climb to the next power of ten: 9,96 is 10, not 10,0.
    place = digits - 1 - math.floor(math.log10(abs(rounded)))
    return format_number(rounded, max(place, 0))


def format_interval(low: float, high: float) -> str:
    """Format a range as ``[12 ; 34]``; a range without object gives an empty text."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"[{format_estimate(low)}{NO_BREAK_SPACE};{NO_BREAK_SPACE}{format_estimate(high)}]"


def format_range(low: float, value: float, high: float) -> str:
    """Format an estimate with its range, ``23 [12 ; 34]``; "sans objet" where there is none."""
    if math.isnan(value):
        return _(WITHOUT_OBJECT)
    if low == value == high:
        return format_estimate(value)
    return f"{format_estimate(value)}{NO_BREAK_SPACE}{format_interval(low, high)}"


def format_observed_count(count: float) -> str:
    """Format an observed count of people; below 11 it is not told, to protect them."""
    if math.isnan(count):
        return _(MISSING)
    if count < MASKED_BELOW_COUNT:
        return _("moins de 11")
    return format_number(count)


def format_minutes(minutes: float) -> str:
    """Format a travel time, ``23 min``; beyond the hour ``1 h 05``."""
    if not math.isfinite(minutes):
        return format_number(minutes)
    rounded = round(minutes)
    if rounded < 60:  # noqa: PLR2004 - an hour
        return f"{rounded}{NO_BREAK_SPACE}min"
    return f"{rounded // 60}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{rounded % 60:02d}"


def format_share(share: float, decimals: int = 0) -> str:
    """Format a share between 0 and 1 as a percentage, ``52,4 %``."""
    if not math.isfinite(share):
        return format_number(share)
    return _write_share(round(100 * share, decimals) + 0.0, decimals, get_language())


@lru_cache(maxsize=_NUMBERS_KEPT)
def _write_share(percent: float, decimals: int, language: str) -> str:
    return _write_decimal(percent, decimals, LOCALES[language]) + _PERCENT_SIGNS[language]


def get_percent_sign() -> str:
    """Return the sign that follows a percentage, after the space that the reader's language puts there, if any."""
    return _PERCENT_SIGNS[get_language()]


def format_in_unit(value: float, unit: str) -> str:
    """Format a measure of the profile in its unit: ``part`` or ``min``."""
    return format_share(value) if unit == "part" else format_minutes(value)


def format_change(change: float) -> str:
    """Format a signed whole change, with the typographic minus."""
    if not math.isfinite(change) or round(change) == 0:
        return format_number(change)
    return ("+" if change > 0 else "") + format_number(change)


def format_moment(moment: datetime) -> str:
    """Format an instant as a day and an hour of the territory, ``24 novembre 2026, 14:05``."""
    return str(format_datetime(moment, "d MMMM y, HH:mm", tzinfo=get_timezone(TERRITORY_ZONE), locale=get_locale()))


def format_vintage(vintage: str) -> str:
    """Format an ISO date or month as a French one, ``juillet 2025``; other vintages stay as published."""
    parts = vintage.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in {2, 3}:
        return _(vintage)
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)  # noqa: PLR2004
    except ValueError:
        return _(vintage)
    return str(format_date(day, format="d MMMM y" if len(parts) > 2 else "MMMM y", locale=get_locale()))  # noqa: PLR2004
