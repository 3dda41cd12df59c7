"""Columns of the data files: names that carry their unit, and the dictionary that explains each of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.benefit import Benefit, PlaceBenefits, Summary
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.indicator import Indicator
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_, drop_accents
from alpsat_geo.report.indicators import tell_basis
from alpsat_geo.report.language import _

UNIT_ENDINGS = {
    "part": "share",
    "habitants": "count",
    "usagers": "count",
    "mois": "month",
    "€/an": "eur_per_year",
    "tCO₂e/an": "tco2e_per_year",
}

PARTS = {
    "low": N_("5e centile des simulations"),
    "value": N_("médiane des simulations"),
    "high": N_("95e centile des simulations"),
    "mean": N_("moyenne des simulations"),
    "central": N_("calcul aux valeurs retenues des hypothèses, qui peut sortir de la fourchette"),
    "change_low": N_("différence avec « Ne rien faire », 5e centile des simulations"),
    "change_value": N_("différence avec « Ne rien faire », valeur du milieu des écarts"),
    "change_high": N_("différence avec « Ne rien faire », 95e centile des simulations"),
    "change_mean": N_("différence avec « Ne rien faire », moyenne des écarts"),
    "change_central": N_("différence avec « Ne rien faire », aux valeurs retenues des hypothèses"),
}
"""The ten numbers told of each criterion; the median of a difference is not the difference of the medians."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a data file, as its dictionary tells it."""

    name: str
    label: str
    unit: str
    description: str


def end_with_unit(measured: Criterion | Indicator) -> str:
    """Return the name of a criterion or of an indicator with its unit at the end."""
    ending = UNIT_ENDINGS.get(measured.unit)
    if ending is None:
        letters = drop_accents(measured.unit).lower()
        ending = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return measured.key if measured.key.endswith(ending) else f"{measured.key}_{ending}"


def list_criterion_columns(criterion: Criterion) -> tuple[Column, ...]:
    """List the ten columns of a criterion."""
    return tuple(
        Column(
            f"{end_with_unit(criterion)}_{part}",
            _("{label}, {part}").format(label=_(criterion.label), part=_(text)),
            _(criterion.unit),
            _(criterion.help),
        )
        for part, text in PARTS.items()
    )


def list_numbers(figure: Benefit | Summary) -> tuple[float, ...]:
    """Return the ten numbers of a figure for the whole territory, in the order of ``PARTS``."""
    return (*spread(figure.value, figure.central), *spread(figure.change, figure.central_change))


def list_place_numbers(places: PlaceBenefits) -> tuple[FloatArray, ...]:
    """Return the ten columns of a criterion over places, in the order of ``PARTS``."""
    drawn = (*places.values, places.means, places.central)
    return (*drawn, *places.changes, places.mean_changes, places.central_changes)


def iterate_place_columns(benefits: tuple[Benefit, ...], *, is_epci: bool) -> Iterator[tuple[Column, FloatArray]]:
    """Yield each column of a layer of places, for the criteria that have a value there."""
    for benefit in benefits:
        places = benefit.by_epci if is_epci else benefit.by_commune
        if places is None:
            continue
        columns = list_criterion_columns(benefit.criterion)
        yield from zip(columns, (np.asarray(numbers) for numbers in list_place_numbers(places)), strict=True)


def iterate_indicator_columns(territory: Territory) -> Iterator[tuple[Column, FloatArray]]:
    """Yield the column of each indicator by commune, described by what it rests on."""
    for measured in territory.indicators:
        indicator = measured.indicator
        column = Column(end_with_unit(indicator), _(indicator.title), _(indicator.unit), tell_basis(measured))
        yield column, measured.values


def spread(interval: Interval, central: float = math.nan) -> tuple[float, ...]:
    """Return the first half of the numbers of a figure, in the order of ``PARTS``: the draws, then at the centre."""
    return (interval.low, interval.value, interval.high, interval.mean, central)
