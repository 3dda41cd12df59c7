"""The model held against what was counted elsewhere: users served for 1,000 inhabitants when doing nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.published_count import PublishedCount
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_PER_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Prediction:
    """A place of the territory that was counted and not fitted, beside what the model says of it.

    ``users`` are those who would come to it, in the draws in which it is open.
    """

    count: PublishedCount
    users: Interval


@dataclass(frozen=True, slots=True)
class Backtest:
    """The model beside the published counts.

    Attributes
    ----------
    per_1000 : Interval
        Users served when doing nothing, for 1,000 inhabitants of the territory.
    compared, apart : tuple of PublishedCount
        Those that are comparable, and the others.
    predictions : tuple of Prediction
    inside_count : int
        Comparable counts inside of the interval.
    """

    per_1000: Interval
    compared: tuple[PublishedCount, ...]
    apart: tuple[PublishedCount, ...]
    predictions: tuple[Prediction, ...]
    inside_count: int


def hold_against_counts(today: Outcome, counts: Sequence[PublishedCount]) -> Backtest:
    """Hold what the model says of today against what was counted.

    Parameters
    ----------
    today : Outcome
        Of doing nothing.
    counts : sequence of PublishedCount
        A place of the territory is predicted when its name ends with that of a space.

    Raises
    ------
    InputError
        If the outcome is not that of doing nothing, or nobody lives in the territory.
    """
    if today.scenario.actions:
        raise InputError("Le calage compare la situation d'aujourd'hui : évaluez « ne rien faire ».")
    residents = float(np.nansum(today.baseline.population_count))
    if residents <= 0:
        raise InputError(remark(N_("Le territoire n'a pas d'habitant : il ne se compare pas.")))
    per_1000 = summarise_draws(_PER_THOUSAND * today.served_users / residents)
    compared = tuple(count for count in counts if count.use == "fit" and count.is_comparable)
    found = [count.per_1000 for count in compared]
    predictions = [_predict(today, count) for count in counts if count.use == "predict"]
    return Backtest(
        per_1000=per_1000,
        compared=compared,
        apart=tuple(count for count in counts if count not in compared),
        predictions=tuple(prediction for prediction in predictions if prediction is not None),
        inside_count=sum(value is not None and per_1000.low <= value <= per_1000.high for value in found),
    )


def _predict(today: Outcome, count: PublishedCount) -> Prediction | None:
    for j, space in enumerate(today.baseline.spaces):
        is_open = today.levers.spaces[j].is_open
        if count.place.endswith(space.name) and is_open.any():
            return Prediction(count, summarise_draws(today.space_users[is_open, j]))
    return None
