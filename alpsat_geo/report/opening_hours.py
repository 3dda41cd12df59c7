"""Opening hours in the reader's language."""

from __future__ import annotations

from babel.dates import get_day_names

from alpsat_geo.report.language import _, get_locale

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
"""Days as the data name them, Monday first."""

EN_DASH = "\u2013"


def format_opening_hours(line: str) -> str:
    """Write the hours of a day, or of several in a row.

    Parameters
    ----------
    line : str
        As in the data: ``lundi-jeudi 08:30-12:00 13:00-17:30``.

    Returns
    -------
    str
        In French ``lundi au jeudi : 8 h 30 (en dash) 12 h 00, 13 h 00 (en dash) 17 h 30``.
    """
    days, *slots = line.split(" ")
    names = [_name_day(day) for day in days.split("-")]
    named = names[0] if len(names) == 1 else _("{first} au {last}").format(first=names[0], last=names[-1])
    written = ", ".join(f" {EN_DASH} ".join(map(_write_time, slot.split("-"))) for slot in slots)
    return _("{days} : {hours}").format(days=named, hours=written)


def _name_day(day: str) -> str:
    return str(get_day_names("wide", locale=get_locale())[DAYS.index(day)])


def _write_time(time: str) -> str:
    hours, minutes = time.split(":")
    return _("{hours} h {minutes}").format(hours=int(hours), minutes=minutes)
