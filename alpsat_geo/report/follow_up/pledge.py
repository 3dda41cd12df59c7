"""What a scenario promised on one day: its indicators with their intervals, and what was observed of each since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alpsat_geo.compute.criterion import list_results
from alpsat_geo.compute.follow_up import Position, bound_observation, fit_trend, locate_observation
from alpsat_geo.compute.net_benefit.worth import CostPerResult
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA, CRITERIA_BY_KEY
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.report.decision import write_cost_per_result, write_price
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import WITHOUT_OBJECT, format_estimate, format_number, format_share, format_vintage
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.store.indicator import ObservedValue, Promise, PromisedValue

POSITION_LABELS: dict[Position, str] = {
    "inside": N_("dans l'intervalle"),
    "above": N_("au-dessus"),
    "below": N_("en dessous"),
    "not_observed": N_("pas encore observé"),
}
COST_PREFIX, NOTHING_SUFFIX = "cost_per_", "_when_nothing"
"""What names the promised cost of one more of a result, and what that result would be without the scenario."""

_DAYS_PER_YEAR = 365.25
_COST_KEY = "net_public_cost"
_RESULTS = {COST_PREFIX + result.key: result for result in list_results(CRITERIA)}


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
        return name_indicator(self.key)

    @property
    def last(self) -> float:
        """What was observed last, NaN without any observation."""
        return self.observed[-1].observation.value if self.observed else np.nan

    @property
    def position(self) -> Position:
        """Where the last observation stands against what was promised."""
        promise = self.promised.promise
        return locate_observation(self.last, promise.low, promise.high)

    @property
    def trend_per_year(self) -> float | None:
        """Slope of the observations, None below three dates."""
        return fit_trend(
            [read_year(value.observation.observed_on) for value in self.observed],
            [value.observation.value for value in self.observed],
        )


@dataclass(frozen=True, slots=True)
class FollowedCost:
    """What one more of a result was promised to cost, and what the last observations say that it costs.

    Attributes
    ----------
    promise : Promise
    cost, more : float
        Observed net public cost, and observed result beyond what was expected without the scenario; NaN where nothing
        was observed.
    missing : tuple of str
        What is still to be observed.
    """

    promise: Promise
    cost: float
    more: float
    missing: tuple[str, ...]

    @property
    def observed(self) -> float:
        """Observed cost of one more, NaN where something is missing or where there is none more."""
        return self.cost / self.more if self.more > 0 else np.nan

    @property
    def position(self) -> Position:
        """Where it stands against what was promised."""
        return locate_observation(self.observed, self.promise.low, self.promise.high)


@dataclass(frozen=True, slots=True)
class Pledge:
    """All that one scenario promised at one time: what is observed, and what follows from it."""

    indicators: tuple[Followed, ...]
    derived: tuple[PromisedValue, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of all its promises."""
        return tuple(sorted(kept.id for kept in (*(one.promised for one in self.indicators), *self.derived)))

    @property
    def id(self) -> str:
        """Identifier of the pledge: that of its first promise."""
        return self.ids[0]

    @property
    def costs(self) -> tuple[FollowedCost, ...]:
        """What one more of each result was promised to cost, beside what is observed."""
        promises = {kept.promise.indicator_key: kept.promise for kept in self.derived}
        followed = {one.key: one for one in self.indicators}
        found = []
        for key, result in _RESULTS.items():
            if key not in promises or not {_COST_KEY, result.criterion.key} <= followed.keys():
                continue
            cost, reached = followed[_COST_KEY], followed[result.criterion.key]
            nothing = promises.get(reached.key + NOTHING_SUFFIX)
            more = reached.last - (nothing.value if nothing else 0.0)
            missing = tuple(one.label for one in (cost, reached) if not one.observed)
            found.append(FollowedCost(promises[key], cost.last, more, missing))
        return tuple(found)

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
    population_count: float,
) -> tuple[Pledge, ...]:
    """Gather what was promised together, the latest first.

    Parameters
    ----------
    promised : sequence of PromisedValue
    observed : mapping of promise id to observed values
    population_count : float
        Inhabitants of the territory, NaN when unknown.
    """
    order = {key: rank for rank, key in enumerate(CRITERIA_BY_KEY)}
    groups: dict[tuple[str, str], tuple[list[Followed], list[PromisedValue]]] = {}
    for value in promised:
        promise = value.promise
        followed, derived = groups.setdefault((value.created_at.isoformat(), value.scenario_key), ([], []))
        if promise.indicator_key.startswith(COST_PREFIX) or promise.indicator_key.endswith(NOTHING_SUFFIX):
            derived.append(value)
            continue
        bounds = bound_observation(promise.unit, promise.low, promise.high, population_count)
        followed.append(Followed(value, observed.get(value.id, ()), bounds))
    return tuple(
        Pledge(tuple(sorted(followed, key=lambda one: order.get(one.key, len(order)))), tuple(derived))
        for _group, (followed, derived) in sorted(groups.items(), reverse=True)
    )


def name_indicator(key: str) -> str:
    """Return the French name of an indicator; its key, when nothing has it any more."""
    if key in _RESULTS:
        return _("Coût par an, pour {one_more}").format(one_more=_(_RESULTS[key].price.one_more))
    criterion = CRITERIA_BY_KEY.get(key.removesuffix(NOTHING_SUFFIX))
    if criterion is None:
        return key
    label = _(criterion.label)
    return _("{label}, sans rien faire").format(label=label) if key.endswith(NOTHING_SUFFIX) else label


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
    """Return a promised value with its interval and its unit; a cost of one more as every page writes it."""
    if promise.indicator_key in _RESULTS:
        found = CostPerResult(promise.value, promise.low, promise.value, promise.high)
        return write_cost_per_result(found, _RESULTS[promise.indicator_key].price)
    return write_with_unit(Interval(promise.low, promise.value, promise.high), promise.unit)


def write_observed_cost(cost: FollowedCost) -> tuple[str, str]:
    """Return what one more is observed to cost, and of what it is the ratio; or what is still to be observed."""
    if cost.missing:
        return _("à observer d'abord : {names}").format(names=", ".join(cost.missing)), ""
    ratio = _("{cost} pour {more} de plus").format(cost=write_price(cost.cost), more=format_estimate(cost.more))
    return write_price(cost.observed) or _(WITHOUT_OBJECT), ratio


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
