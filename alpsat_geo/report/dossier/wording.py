"""Values, ranges and changes of a dossier, in the unit of what they measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from alpsat_geo.compute.action_type import ActionType, Axis, Placement
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.finance import BalanceVerdict
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import NO_BREAK_SPACE, WITHOUT_OBJECT, format_estimate, format_number, format_share
from alpsat_geo.report.language import _

SHARE_UNIT = "part"
AXIS_LABELS: Mapping[Axis, str] = {
    "a": N_("Mobilité et accès aux services"),
    "b": N_("Emplois et espaces"),
    "c": N_("Accueil des habitants"),
}
SEASON_LABELS: Mapping[Season, str] = {
    "winter": N_("hiver"),
    "summer": N_("été"),
    "closure_day": N_("jour de fermeture"),
}
VERDICT_LABELS: Mapping[BalanceVerdict, str] = {
    "holds": N_("tient"),
    "uncertain": N_("incertain"),
    "does_not_hold": N_("ne tient pas"),
    "not_applicable": N_("sans objet"),
}
EXTENT_LABELS: Mapping[Placement, str] = {
    "territory": N_("tout le territoire"),
    "epci": N_("toutes les communautés de communes"),
    "commune": N_("toutes les communes"),
    "space": N_("tous les espaces existants"),
}


def choose_format(unit: str) -> Callable[[float], str]:
    """Return how one number in a unit is written, without the unit; shares become percentages."""
    return format_share if unit == SHARE_UNIT else format_estimate


def write_interval(interval: Interval, unit: str = "") -> str:
    """Write a median with its range, ``23 [12 ; 34]``; shares as percentages, "sans objet" where there is none."""
    if math.isnan(interval.value):
        return _(WITHOUT_OBJECT)
    write = choose_format(unit)
    text = write(interval.value)
    return text if interval.low == interval.high else f"{text} {_bracket(write(interval.low), write(interval.high))}"


def write_value(value: float, unit: str = "") -> str:
    """Write one estimate; "sans objet" where there is none."""
    return _(WITHOUT_OBJECT) if math.isnan(value) else choose_format(unit)(value)


def write_change(interval: Interval, unit: str = "", *, has_unit: bool = True) -> str:
    """Write a difference with its range, each end signed, what is too small to tell as 0.

    Parameters
    ----------
    interval : Interval
    unit : str
        A share is told in points.
    has_unit : bool
        Whether the points are named.
    """
    if math.isnan(interval.value):
        return _(WITHOUT_OBJECT)
    low, value, high = (sign_number(end, unit) for end in (interval.low, interval.value, interval.high))
    points = NO_BREAK_SPACE + _("points") if has_unit and unit == SHARE_UNIT else ""
    if low == high:
        return value + points if value != format_number(0) else value
    return f"{value} {_bracket(low, high)}{points}"


def sign_number(number: float, unit: str = "") -> str:
    """Write a signed number, a share in points; what rounds to nothing is 0, without a sign."""
    if math.isnan(number):
        return _(WITHOUT_OBJECT)
    if abs(number) < find_least(unit):
        return format_number(0)
    if unit == SHARE_UNIT:
        text = format_number(100 * number)
    else:
        text = format_estimate(number) if abs(number) >= 1 else format_number(number, 1)
    return ("+" if number > 0 else "") + text


def find_least(unit: str) -> float:
    """Return the smallest change worth telling: half a point for a share, half a tenth for anything else."""
    return 0.005 if unit == SHARE_UNIT else 0.05


def write_with_unit(amount: Interval, unit: str) -> str:
    """Write a median followed by its unit, then its range; a share needs no unit."""
    if math.isnan(amount.value):
        return _(WITHOUT_OBJECT)
    write, shown = choose_format(unit), "" if unit == SHARE_UNIT else NO_BREAK_SPACE + _(unit)
    text = write(amount.value) + shown
    return text if amount.low == amount.high else f"{text} {_bracket(write(amount.low), write(amount.high))}"


def name_places(territory: Territory, baseline: Baseline, action: ActionType, choice: ActionChoice) -> str:
    """Say in words where an action is put."""
    if not choice.places:
        return _(EXTENT_LABELS[action.placement])
    names = {
        **dict(zip(territory.insee_codes, territory.communes.names, strict=True)),
        **{epci.siren: epci.name for epci in territory.epcis},
        **{space.key: f"{space.name} ({territory.communes.names[space.commune_index]})" for space in baseline.spaces},
    }
    return ", ".join(names.get(place, place) for place in choice.places)


def _bracket(low: str, high: str) -> str:
    return f"[{low}{NO_BREAK_SPACE};{NO_BREAK_SPACE}{high}]"
