"""What the sources write of who may drive a road and when, in words and tags."""

from __future__ import annotations

import re
from collections.abc import Mapping

from alpsat_geo.domain.text import drop_accents

MIDWINTER, MIDSUMMER = (1, 15), (7, 15)
"""Month and day at which a season is judged."""

_VEHICLE_TAGS = ("motorcar", "motor_vehicle", "vehicle", "access")  # the most particular first
_REFUSED = frozenset({"no", "private", "agricultural", "forestry", "delivery", "emergency", "bus", "psv"})
_WINTER_WORDS = re.compile(r"\b(winter|hiver\w*|hivernale?|snow|neige|enneigement)\b")
_SUMMER_WORDS = re.compile(r"\b(summer|ete|estivale?)\b")
_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7,
    "juil": 7, "aug": 8, "aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"(?:(\d{{1,2}})(?:er)? ?)?\b({_MONTH_NAME})[a-z]*(?: (\d{{1,2}})(?![\d:]))?|(\d{{1,2}})/(\d{{1,2}})"
)
_PERIOD_ENDS = 2


def is_in_period(words: str, day: tuple[int, int]) -> bool | None:
    """Tell whether a day of the year lies in a period that is written in French or in OpenStreetMap's way.

    Parameters
    ----------
    words : str
        ``"Nov-May"``, ``"Oct 15-May 31"``, ``"du 15/11 au 15/05"``, ``"novembre à mai"``, ``"hiver"``.
    day : (int, int)
        Month and day.

    Returns
    -------
    bool or None
        None when the words name no day, no month and no season.
    """
    plain = drop_accents(words.lower())
    days = []
    for found in _DAY.finditer(plain):
        before, name, after, numbered_day, numbered_month = found.groups()
        month = _MONTHS[name] if name else int(numbered_month)
        number = before or after or numbered_day
        if 1 <= month <= 12:  # noqa: PLR2004 - a year
            days.append((month, int(number) if number else None))
    if len(days) >= _PERIOD_ENDS:
        first, last = (days[0][0], days[0][1] or 1), (days[1][0], days[1][1] or 31)
        return first <= day <= last if first <= last else not last < day < first
    if days:
        return day[0] == days[0][0]
    if _WINTER_WORDS.search(plain):
        return day == MIDWINTER
    if _SUMMER_WORDS.search(plain):
        return day == MIDSUMMER
    return None


def is_open_to_cars(tags: Mapping[str, str], day: tuple[int, int]) -> bool:
    """Tell whether a car may drive a road of OpenStreetMap on a day of the year.

    Parameters
    ----------
    tags : mapping
        ``access``, ``vehicle``, ``motor_vehicle`` and ``motorcar``, each with its ``:conditional``; ``seasonal``.
    day : (int, int)
        Month and day.

    Notes
    -----
    The most particular tag wins, and its condition over its plain value. A condition on hours, weights or persons is
    not a season, and changes nothing here. ``seasonal=yes`` is a road without winter service.
    """
    seasonal = tags.get("seasonal", "")
    if seasonal and seasonal != "no":
        is_within = day == MIDSUMMER if seasonal == "yes" else is_in_period(seasonal, day)
        if is_within is False:
            return False
    for tag in _VEHICLE_TAGS:
        said = _read_condition(tags.get(f"{tag}:conditional", ""), day) or tags.get(tag)
        if said is not None:
            return said not in _REFUSED
    return True


def _read_condition(written: str, day: tuple[int, int]) -> str | None:
    """Return what the last clause that holds on a day says, as the rule of OpenStreetMap is."""
    holding = None
    for clause in written.split(";"):
        value, separator, condition = clause.partition("@")
        if separator and is_in_period(condition, day):
            holding = value.strip()
    return holding
