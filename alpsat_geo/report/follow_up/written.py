"""What a person writes of an observation, in the form or in a file: read, or refused with a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import get_month_names
from babel.numbers import NumberFormatError, parse_decimal

from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.follow_up.pledge import Followed, write_value
from alpsat_geo.report.language import _, get_locale
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.store.indicator import FIRST_DAY, SOURCE_LENGTH

_PERCENT = 100
_DAY_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
_DAY_IN_WORDS = re.compile(r"(?P<day>[0-9]{1,2})(?:\.|er|º|st|nd|rd|th)? (?P<month>[^\W\d_]+) (?P<year>[0-9]{4})")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9.,]*[0-9])")
_NUMBER_LENGTH = 30


def check_day(text: str, today: date) -> tuple[date | None, str]:
    """Read the date of an observation.

    Parameters
    ----------
    text : str
    today : date
        No later observation is possible.

    Returns
    -------
    date or None
        None when it is not a date.
    str
        What is wrong with it, empty when nothing is.
    """
    day, written = read_day(text), shorten(text)
    if day is None:
        sentence = _("« {value} » n'est pas une date : écrivez-la comme 31/12/2026.").format(value=written)
        return None, sentence if written else _("La date manque : écrivez-la comme 31/12/2026.")
    if day > today:
        return day, _("Le {day} n'est pas encore arrivé : corrigez la date.").format(day=written)
    if day < FIRST_DAY:
        sentence = _("« {value} » est trop ancien : écrivez une date depuis l'an {year}.")
        return day, sentence.format(value=written, year=FIRST_DAY.year)
    return day, ""


def check_value(text: str, followed: Followed | None) -> tuple[float | None, str]:
    """Read an observed value.

    Parameters
    ----------
    text : str
    followed : Followed or None
        Its indicator, which says what is plausible; None when it is not known.

    Returns
    -------
    float or None
        In the unit of the promise; None when it is not a number.
    str
        What is wrong with it, empty when nothing is.
    """
    number, written = read_number(text), shorten(text)
    if number is None:
        sentence = _("« {value} » n'est pas un nombre : écrivez-le comme 17 ou 17,5.").format(value=written)
        return None, sentence if written else _("La valeur manque : écrivez-la comme 17 ou 17,5.")
    if followed is None:
        return number, ""
    value, (low, high) = to_unit(followed, number), followed.bounds
    if low <= value <= high:
        return value, ""
    sentence = _("« {value} » n'est pas plausible pour « {name} », de {low} à {high} : vérifiez le chiffre.")
    return value, sentence.format(
        value=written, name=followed.label, low=write_value(followed, low), high=write_value(followed, high)
    )


def check_source(text: str) -> str:
    """Say what is wrong with the source of a value; empty when nothing is."""
    if not text:
        return _("La source manque : dites d'où vient le chiffre, jamais de qui.")
    if len(text) > SOURCE_LENGTH:
        return _("La source compte plus de {count} caractères : coupez-la.").format(count=format_number(SOURCE_LENGTH))
    return ""


def read_day(text: str) -> date | None:
    """Read a date as 31/12/2026, 31.12.2026, in the words of the reader's language or ISO; None when it is none."""
    written = re.sub(r"\s+", " ", text.strip().lower())
    if match := _DAY_IN_WORDS.fullmatch(written):
        months = {name.lower(): number for number, name in get_month_names("wide", locale=get_locale()).items()}
        written = f"{match['day']}/{months.get(match['month'], 0)}/{match['year']}"
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_number(text: str) -> float | None:
    """Read a number as the reader writes it, or with a point; a percent sign may follow. None when it is not one.

    Spaces may only part groups of three digits, and no sign of a programmer is taken: neither 1_000 nor 1e3.
    """
    written = re.sub("[\u00a0\u2009\u202f]", " ", text.strip().removesuffix("%").strip()).replace("\u2212", "-")
    if len(written) > _NUMBER_LENGTH or not _NUMBER.fullmatch(written):
        return None
    bare = written.replace(" ", "")
    try:
        # An English "1,782" is no French "1,782".
        return float(parse_decimal(bare, get_locale(), strict=True))
    except NumberFormatError:
        return _read_plain(bare)


def _read_plain(bare: str) -> float | None:
    try:
        return float(bare)
    except ValueError:
        return None


def to_unit(followed: Followed, written: float) -> float:
    """Turn what a person writes into the unit of the promise: a share is written in percent."""
    return written / _PERCENT if followed.promised.promise.unit == SHARE_UNIT else written
