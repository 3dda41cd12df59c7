"""Numbers and ranges in the form of the reader's language; what is missing is said in words, never as a number."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial

from babel.dates import format_date, get_timezone
from babel.numbers import format_decimal

from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import FRENCH, LOCALES, Speech, _, get_language, get_locale, get_speech
from alpsat_geo.report.punctuation import NARROW_SPACE, NO_BREAK_SPACE

MASKED_BELOW_COUNT = 11
TERRITORY_ZONE = "Europe/Paris"
_NUMBERS_KEPT = 4096
# An end of a range that is less than this share of the least step is nothing.
_NOTHING_SHARE = 0.05
# What is less is written 1.
_TWO_FROM = 1.5
_EURO, _CENT_TOLERANCE = "€", 1e-6

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
    return _write_number(value, decimals, get_locale())


def _write_number(value: float, decimals: int, locale: str) -> str:
    if math.isnan(value):
        return _(MISSING)
    if math.isinf(value):
        return _(UNREACHABLE)
    return _write_decimal(round(value, decimals) + 0.0, decimals, locale)


@lru_cache(maxsize=_NUMBERS_KEPT)
def _write_decimal(rounded: float, decimals: int, locale: str) -> str:
    # A map writes a hundred numbers at each step of a slider, and the same few come back.
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale=locale)).replace("-", "\u2212")


def format_euros(amount: float) -> str:
    """Format an amount in whole euros, ``96 000 €``."""
    return f"{format_number(amount)}{NO_BREAK_SPACE}{_EURO}"


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
    """Format the bounds of a hypothesis as ``[12 ; 34]``; without them an empty text."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return write_bounds(format_estimate(low), format_estimate(high))


def write_bounds(low: str, high: str) -> str:
    """Write both ends of an interval in brackets, kept on one line."""
    return _("[{low}\u00a0;\u00a0{high}]").format(low=low, high=high)


def tell_range(low: float, value: float, high: float, unit: str = "", *, least: float = 1.0) -> str:
    """Write an uncertain number for people, ``environ 6 (3 à 11)``: no figure finer than what is known.

    Parameters
    ----------
    low, value, high : float
        5th percentile, median and 95th percentile of the draws. NaN value: "sans objet".
    unit : str
        ``part`` writes percentages; any other is said as it is, after the value.
    least : float
        The least step of the numbers written: a value between 0 and it is told "moins de 1".

    Notes
    -----
    Numbers are rounded to the largest of 1 and 5 times a power of ten that an eighth of the range still holds, each
    keeping its first digit. An end below ``least`` is rounded outwards. A number that does not vary keeps two digits;
    an amount of euros in whole cents that does not vary was stated by somebody, and is told as it was.
    A line may break before the range alone.
    """
    middle, ends = _tell(low, value, high, _choose_writing(unit, least, get_speech()))
    return f"{middle} {ends}" if ends else middle


def tell_value(low: float, value: float, high: float, unit: str = "", *, least: float = 1.0) -> str:
    """Write the middle of an uncertain number alone, ``environ 6`` or ``moins de 1``.

    Parameters
    ----------
    low, value, high, unit, least : as `tell_range`
    """
    return _tell(low, value, high, _choose_writing(unit, least, get_speech()))[0]


def _tell(low: float, value: float, high: float, writing: _Writing) -> tuple[str, str]:
    """Return the middle in words, and the range where it adds to it."""
    if not math.isfinite(value):
        return _(WITHOUT_OBJECT) if math.isnan(value) else format_number(value), ""
    scale, least, write, suffix = writing.scale, writing.least, writing.write, writing.suffix
    low, value, high = scale * low, scale * value, scale * high
    step = _find_step(low, high)
    if 0 < value < least:
        # "Moins de 1" says all that lies between 0 and 1.
        is_all = low >= 0 and high / least < _TWO_FROM
        told = _("moins de {number}").format(number=write(least) + suffix)
        return told, "" if is_all else _say_ends(*_round_ends(low, high, step, least), writing)
    if low == high:
        return _write_constant(value, writing) + suffix, ""
    if -least < low and high < 0:
        return _("entre {low} et {high}").format(low=write(-least), high=write(0.0) + suffix), ""
    middle = _say_about(_round_as_known(value, step, least), writing)
    return middle, _say_ends(*_round_ends(low, high, step, least), writing)


# A map tells a number of each commune at each step of a slider: rounded to what is known, the same few come back.
@lru_cache(maxsize=_NUMBERS_KEPT)
def _say_about(rounded: float, writing: _Writing) -> str:
    return _("environ\u00a0{number}").format(number=writing.write(rounded) + writing.suffix)


@lru_cache(maxsize=_NUMBERS_KEPT)
def _say_ends(low: float, high: float, writing: _Writing) -> str:
    ends = writing.write(low), writing.write(high)
    return "" if ends[0] == ends[1] else _write_between(ends[0], ends[1] + writing.sign)


def _write_between(low: str, high: str) -> str:
    return _("({low}\u00a0à\u00a0{high})").format(low=low, high=high)


def tell_interval(low: float, high: float, unit: str = "", *, least: float = 1.0) -> str:
    """Write a range for people, ``(3 à 11)``; empty where the number does not vary or both ends read alike.

    Parameters
    ----------
    low, high, unit, least : as `tell_range`
    """
    if math.isnan(low) or math.isnan(high) or low == high:
        return ""
    writing = _choose_writing(unit, least, get_speech())
    return _say_ends(*_round_scaled(low, high, writing), writing)


def tell_ends(low: float, high: float, unit: str = "", *, least: float = 1.0) -> tuple[str, str]:
    """Write both ends of a range, no finer than it.

    Parameters
    ----------
    low, high, unit, least : as `tell_range`
        A share is written without its sign.
    """
    writing = _choose_writing(unit, least, get_speech())
    rounded_low, rounded_high = _round_scaled(low, high, writing)
    return writing.write(rounded_low), writing.write(rounded_high)


def tell_change(low: float, value: float, high: float, unit: str = "", *, least: float = 1.0) -> str:
    """Write an uncertain difference for people, ``environ +3 (+1 à +5)``; what is below half of ``least`` is 0.

    Parameters
    ----------
    low, value, high, least : as `tell_range`
    unit : str
        ``part`` is told in points; any other is said as it is, after the value.
    """
    if math.isnan(value):
        return _(WITHOUT_OBJECT)
    writing = _choose_writing(unit, least, get_speech())
    scale, write = writing.scale, writing.write
    low, value, high = scale * low, scale * value, scale * high

    def sign(number: float) -> str:
        return ("+" if 0 < number < math.inf else "") + write(number)

    if not math.isfinite(value):
        return format_number(value)
    suffix = NO_BREAK_SPACE + _("points") if unit == SHARE_UNIT else writing.suffix
    if max(abs(low), abs(value), abs(high)) < least / 2:
        return write(0.0)
    if low == high:
        return sign(_round_constant(value, least)) + suffix
    step = _find_step(low, high)
    told = _("environ\u00a0{number}").format(number=sign(_round_as_known(value, step, least)) + suffix)
    first, last = map(sign, _round_ends(low, high, step, least))
    return told if first == last else f"{told} {_write_between(first, last)}"


def write_exact(value: float) -> str:
    """Write an amount or a percentage that somebody stated, with its hundredths where it has some."""
    return format_number(value, 0 if float(value).is_integer() else 2)


def _write_constant(value: float, writing: _Writing) -> str:
    if _EURO in writing.suffix and abs(value * 100 - round(value * 100)) < _CENT_TOLERANCE:
        return write_exact(round(value, 2))
    return writing.write(_round_constant(value, writing.least))


@dataclass(frozen=True, slots=True, eq=False)
class _Writing:
    """How uncertain numbers of one unit are written for one reader: scale, fineness, and what comes after them."""

    scale: float
    least: float
    write: Callable[[float], str]
    sign: str
    suffix: str


@lru_cache
def _choose_writing(unit: str, least: float, speech: Speech) -> _Writing:
    decimals = 0 if least >= 1 else -math.floor(math.log10(least))
    write = partial(_write_number, decimals=decimals, locale=speech.locale)
    if unit == SHARE_UNIT:
        percent = _PERCENT_SIGNS[speech.language]
        return _Writing(100.0, least, write, percent, percent)
    return _Writing(1.0, least, write, "", f"{NO_BREAK_SPACE}{unit}" if unit else "")


def _round_scaled(low: float, high: float, writing: _Writing) -> tuple[float, float]:
    low, high = writing.scale * low, writing.scale * high
    return _round_ends(low, high, _find_step(low, high), writing.least)


def _round_ends(low: float, high: float, step: float, least: float) -> tuple[float, float]:
    """Round both ends, those between 0 and the least step outwards so that the range holds its middle."""
    slack = _NOTHING_SHARE
    return (
        math.floor(low / least + slack) * least if abs(low) < least else _round_as_known(low, step, least),
        math.ceil(high / least - slack) * least if abs(high) < least else _round_as_known(high, step, least),
    )


def _round_as_known(number: float, step: float, least: float) -> float:
    """Round to the step that the range bears, the first digit kept."""
    if not math.isfinite(number) or number == 0:
        return number
    first_digit = 10.0 ** math.floor(math.log10(abs(number)))
    step = max(min(step, first_digit), least)
    return round(number / step) * step


def _round_constant(number: float, least: float) -> float:
    """Round what does not vary to two digits."""
    return _round_as_known(number, 10.0 ** (math.floor(math.log10(abs(number))) - 1), least) if number else number


def _find_step(low: float, high: float) -> float:
    """Return the largest of 1 and 5 times a power of ten that an eighth of the range holds."""
    eighth = (high - low) / 8
    if not 0 < eighth < math.inf:
        return eighth
    power = 10.0 ** math.floor(math.log10(eighth))
    return 5 * power if eighth >= 5 * power else power


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
    """Format an instant as a day and an hour of the territory, ``24 novembre 2026 à 14:05``."""
    local = moment.astimezone(get_timezone(TERRITORY_ZONE))
    return _("{day} à {hour}").format(day=format_day(local), hour=f"{local:%H:%M}")


def format_day(day: date) -> str:
    """Format a day in full, ``1er août 2024``."""
    text = str(format_date(day, "long", locale=get_locale()))
    # Only French writes the first of a month, and no other day, as an ordinal, which the locale data leave out.
    return f"1er{text[1:]}" if day.day == 1 and get_language() == FRENCH else text


def format_vintage(vintage: str) -> str:
    """Format an ISO date or month as a French one, ``juillet 2025``; other vintages stay as published."""
    parts = vintage.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in {2, 3}:
        return _(vintage)
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)  # noqa: PLR2004
    except ValueError:
        return _(vintage)
    return format_day(day) if len(parts) > 2 else str(format_date(day, "MMMM y", locale=get_locale()))  # noqa: PLR2004
