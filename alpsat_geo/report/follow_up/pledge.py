"""What a scenario promised on one day: its indicators with their intervals, and what was observed of each since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alpsat_geo.compute.follow_up import Position, bound_observation, fit_trend, locate_observation
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_estimate, format_number, format_share, format_vintage
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.store.indicator import ObservedValue, Promise, PromisedValue

POSITION_LABELS: dict[Position, str] = {
    "inside": N_("dans l'intervalle"),
    "above": N_("au-dessus"),
    "below": N_("en dessous"),
    "not_observed": N_("pas encore observé"),
}
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Followed:
    """One indicator: what was promised of it, what was observed, by date, and between which ends one may observe."""

    promised: PromisedValue
    observed: tuple[ObservedValue, ...]
    bounds: tuple[float, float]

    @property
    def key(self) -> str:
        """Key of the indicator."""
        return self.promised.promise.indicator_key

    @property
    def label(self) -> str:
        """French name of the indicator; its key, when no criterion has it any more."""
        criterion = CRITERIA_BY_KEY.get(self.key)
        return _(criterion.label) if criterion else self.key

    @property
    def position(self) -> Position:
        """Where the last observation stands against what was promised."""
        promise = self.promised.promise
        last = self.observed[-1].observation.value if self.observed else np.nan
        return locate_observation(last, promise.low, promise.high)

    @property
    def trend_per_year(self) -> float | None:
        """Slope of the observations, None below three dates."""
        return fit_trend(
            [read_year(value.observation.observed_on) for value in self.observed],
            [value.observation.value for value in self.observed],
        )


@dataclass(frozen=True, slots=True)
class Pledge:
    """All that one scenario promised at one time."""

    indicators: tuple[Followed, ...]

    @property
    def id(self) -> str:
        """Identifier of the pledge: that of its first promise."""
        return min(followed.promised.id for followed in self.indicators)

    @property
    def first(self) -> PromisedValue:
        """The promise that carries what all share: scenario, dates, basis."""
        return self.indicators[0].promised

    @property
    def is_own(self) -> bool:
        """Whether whoever looks may change it."""
        return self.first.is_own

    def find(self, key: str) -> Followed:
        """Return the indicator of that key, else the first."""
        return next((followed for followed in self.indicators if followed.key == key), self.indicators[0])

    def name(self) -> str:
        """Return the scenario and the day of the promise, in words."""
        day = format_vintage(self.first.promise.promised_on.isoformat())
        return _("{name}, prévu le {day}").format(name=self.first.scenario_name, day=day)


def gather_pledges(
    promised: Sequence[PromisedValue],
    observed: Mapping[str, tuple[ObservedValue, ...]],
    anchors: Mapping[str, Anchor],
    population_count: float,
) -> tuple[Pledge, ...]:
    """Gather what was promised together, the latest first.

    Parameters
    ----------
    promised : sequence of PromisedValue
    observed : mapping of promise id to observed values
    anchors : mapping of indicator to Anchor
    population_count : float
        Inhabitants of the territory, NaN when unknown.
    """
    order = {key: rank for rank, key in enumerate(CRITERIA_BY_KEY)}
    groups: dict[tuple[str, str], list[Followed]] = {}
    for value in promised:
        group = (value.created_at.isoformat(), value.scenario_key)
        promise = value.promise
        anchor = anchors.get(promise.indicator_key)
        bounds = bound_observation(promise.unit, promise.low, promise.high, anchor, population_count)
        groups.setdefault(group, []).append(Followed(value, observed.get(value.id, ()), bounds))
    return tuple(
        Pledge(tuple(sorted(groups[group], key=lambda followed: order.get(followed.key, len(order)))))
        for group in sorted(groups, reverse=True)
    )


def read_year(day: date) -> float:
    """Return a date in years, fractions included."""
    return day.toordinal() / _DAYS_PER_YEAR


def write_value(followed: Followed, value: float) -> str:
    """Return an observed value in its unit."""
    unit = followed.promised.promise.unit
    if unit == SHARE_UNIT:
        return format_share(value, 0 if float(100 * value).is_integer() else 1)
    return f"{format_number(value, 0 if float(value).is_integer() else 1)} {_(unit)}"


def write_promise(promise: Promise) -> str:
    """Return a promised value with its interval and its unit."""
    return write_with_unit(Interval(promise.low, promise.value, promise.high), promise.unit)


def write_trend(followed: Followed) -> str:
    """Return the slope of the observations, or why there is none."""
    slope = followed.trend_per_year
    if slope is None:
        missing = 3 - len({value.observation.observed_on for value in followed.observed})
        return choose_plural(
            "encore {count} date pour une tendance", "encore {count} dates pour une tendance", missing
        ).format(count=format_number(missing))
    if followed.promised.promise.unit == SHARE_UNIT:
        points = _("{points} points par an").format(points=format_estimate(abs(100 * slope)))
        return _give_sign(slope, points)
    amount = f"{format_estimate(abs(slope))} {_(followed.promised.promise.unit)}"
    return _give_sign(slope, _("{amount} par an").format(amount=amount))


def _give_sign(slope: float, text: str) -> str:
    if slope == 0:
        return _("stable")
    return ("+" if slope > 0 else "\u2212") + text
