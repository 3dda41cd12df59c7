"""Values, ranges and changes of a dossier, in the unit of what they measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from alpsat_geo.compute.action_type import ActionType, Axis, Placement
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.finance import BalanceVerdict
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.parameters import SHARE_UNIT as SHARE_UNIT  # noqa: PLC0414 - who words values takes it here
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import (
    WITHOUT_OBJECT,
    format_estimate,
    format_number,
    format_share,
    tell_change,
    tell_ends,
    tell_interval,
    tell_range,
    tell_value,
)
from alpsat_geo.report.labels import list_place_names
from alpsat_geo.report.language import _
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

AXIS_LABELS: Mapping[Axis, str] = {
    "a": N_("Mobilité et accès aux services"),
    "b": N_("Emplois et espaces"),
    "c": N_("Accueil des habitants"),
}
SEASON_LABELS: Mapping[Season, str] = {
    "winter": N_("hiver"),
    "summer": N_("été"),
    "closure_day": N_("jour de routes coupées"),
}
VERDICT_LABELS: Mapping[BalanceVerdict, str] = {
    "holds": N_("couvre ses frais"),
    "uncertain": N_("incertain"),
    "does_not_hold": N_("ne couvre pas ses frais"),
    "not_applicable": N_("sans objet"),
}
KIND_LABELS: dict[str, str] = {"frugal": N_("frugal"), "standard": N_("standard")}
"""By kind of space."""
EXTENT_LABELS: Mapping[Placement, str] = {
    "territory": N_("tout le territoire"),
    "epci": N_("toutes les communautés de communes"),
    "commune": N_("toutes les communes"),
    "space": N_("tous les espaces existants"),
}
# What a negative number of this unit is called: nobody avoids less than nothing.
_EMISSIONS: Mapping[str, str] = {"tCO₂e/an": N_("t émises en plus")}


def choose_format(unit: str) -> Callable[[float], str]:
    """Return how one number in a unit is written, without the unit; shares become percentages."""
    return format_share if unit == SHARE_UNIT else format_estimate


def write_interval(interval: Interval, unit: str = "") -> str:
    """Write a median with its range for people, ``environ 23 (12 à 34)``; shares as percentages.

    Parameters
    ----------
    interval : Interval
        NaN: "sans objet".
    unit : str
        Not said, unless it is what tells a gain from a loss.
    """
    if unit in _EMISSIONS and interval.low < 0:
        return _write_emissions(interval)
    return tell_range(interval.low, interval.value, interval.high, unit if unit == SHARE_UNIT else "")


def write_middle(interval: Interval, unit: str = "") -> str:
    """Write the median alone, no finer than its range, with its unit."""
    if unit in _EMISSIONS and interval.value < 0:
        return tell_value(-interval.high, -interval.value, -interval.low, _(_EMISSIONS[unit]))
    return tell_value(
        interval.low, interval.value, interval.high, unit if unit == SHARE_UNIT else _(unit) if unit else ""
    )


def write_ends(interval: Interval, unit: str = "") -> str:
    """Write the range alone, ``(12 à 34)``; empty when nothing varies."""
    if unit in _EMISSIONS and interval.low < 0:
        return _write_emission_ends(interval)
    return tell_interval(interval.low, interval.high, unit if unit == SHARE_UNIT else "")


def write_value(value: float, unit: str = "") -> str:
    """Write one number of the model; "sans objet" where there is none."""
    if math.isnan(value):
        return _(WITHOUT_OBJECT)
    if unit in _EMISSIONS and value < 0:
        return f"{format_estimate(-value)}{NO_BREAK_SPACE}{_(_EMISSIONS[unit])}"
    return choose_format(unit)(value)


def write_change(interval: Interval, unit: str = "", *, has_unit: bool = True) -> str:
    """Write a difference with its range, each end signed, ``environ +3 (+1 à +5)``; too small to tell: 0.

    Parameters
    ----------
    interval : Interval
    unit : str
        A share is told in points.
    has_unit : bool
        Whether the points are named.
    """
    if unit in _EMISSIONS and interval.value <= -find_least(unit):
        return _write_emissions(interval)
    told = tell_change(interval.low, interval.value, interval.high, unit if unit == SHARE_UNIT else "")
    return told if has_unit else told.replace(NO_BREAK_SPACE + _("points"), "")


def find_least(unit: str) -> float:
    """Return the smallest change worth telling: half a point for a share, one half for anything else."""
    return 0.005 if unit == SHARE_UNIT else 0.5


def write_with_unit(amount: Interval, unit: str) -> str:
    """Write a median followed by its unit, then its range; a share needs no unit."""
    if unit in _EMISSIONS and amount.low < 0:
        return _write_emissions(amount)
    return tell_range(amount.low, amount.value, amount.high, unit if unit == SHARE_UNIT else _(unit))


def _write_emissions(avoided: Interval) -> str:
    """Write tonnes avoided, those emitted instead said in words: never a negative number of tonnes avoided."""
    ends = _write_emission_ends(avoided)
    if avoided.value < 0:
        emitted = write_middle(avoided, next(iter(_EMISSIONS)))
        return f"{emitted} {ends}" if ends else emitted
    return f"{tell_value(avoided.low, avoided.value, avoided.high)} {ends}"


def _write_emission_ends(avoided: Interval) -> str:
    low, high = tell_ends(-avoided.high, -avoided.low)
    nothing = format_number(0)
    if high == nothing:
        return tell_interval(avoided.low, avoided.high)
    if avoided.high > 0 and low != nothing:
        return _("(de {high} t émises en plus à {low} t évitées)").format(low=low.lstrip("\u2212"), high=high)
    return tell_interval(-avoided.high, -avoided.low)


def name_places(territory: Territory, baseline: Baseline, action: ActionType, choice: ActionChoice) -> str:
    """Say in words where an action is put."""
    if not choice.places:
        return _(EXTENT_LABELS[action.placement])
    names = list_place_names(territory, baseline)
    return ", ".join(names.get(place, place) for place in choice.places)
