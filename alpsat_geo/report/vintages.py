"""The years that figures are of, written beside them: they come from the data."""

from __future__ import annotations

from alpsat_geo.compute.profile import Dimension
from alpsat_geo.domain.series import Period
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.figures import MISSING
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.roads_in_use import say_placed, say_times


def write_years(sentence: str, undated: str, period: Period | None) -> str:
    """Write the years of a period into a translated sentence; without a period, return the other one.

    Parameters
    ----------
    sentence : str
        With ``{year}``, or ``{first}`` and ``{last}``.
    undated : str
        Says the same without a year.
    period : Period or None
    """
    if period is None:
        return undated
    return sentence.format(year=period.last_year, first=period.first_year, last=period.last_year)


def name_population(period: Period | None) -> str:
    """Name the inhabitants of a census."""
    return write_years(_("Habitants en {year}"), _("Habitants"), period)


def cite_census(territory: Territory) -> str:
    """Name the census that the territory holds."""
    period = territory.communes.population.latest_period
    return write_years(_("INSEE, recensement {year}"), _("INSEE, recensement"), period)


def tell_confidence(dimension: Dimension, territory: Territory) -> str:
    """Tell what the confidence in a dimension rests on, census and roads named; none while data are awaited."""
    if any(role in territory.awaited for role in dimension.roles):
        return begin_upper(_(MISSING))
    times = say_times(territory.roads)
    begun = begin_upper(times)
    placed = say_placed(territory, dimension.place_kinds)
    told = _(dimension.confidence)
    told = told.format(census=territory.census.year or "", times=times, begin_times=begun, placed=placed)
    return told.replace("  ", " ")
