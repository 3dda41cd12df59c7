"""What the maps of a comparison can show: one measure by commune, or its difference with doing nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import summarise_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import DIVERGING, SEQUENTIAL, Classes
from alpsat_geo.report.figures import format_estimate, format_number, format_share, tell_change, tell_range
from alpsat_geo.report.language import _

# Values that differ by less are one: the sum of draws in another order.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure by commune.

    Attributes
    ----------
    key, label, title : str
        ``title`` names the unit, for the legend.
    draws : function of an outcome to float array (D, n)
    unit : str
        ``part`` for a share, else nothing: the title says what is counted.
    classes, difference_classes : Classes
    """

    key: str
    label: str
    title: str
    draws: Callable[[Outcome], FloatArray]
    unit: str
    classes: Classes
    difference_classes: Classes


def _format_points(change: float) -> str:
    sign = "+" if change > 0 else ""
    return sign + _("{points} points").format(points=format_number(100 * change))


def _format_signed(change: float) -> str:
    return ("+" if change > 0 else "") + format_estimate(change)


_PEOPLE = Classes((0.5, 1, 2, 5, 10), SEQUENTIAL, format_estimate)
_PEOPLE_DIFFERENCE = Classes((-2, -1, -0.2, 0.2, 1, 2), DIVERGING, _format_signed)

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            "reach",
            N_("Qui ferait le trajet"),
            N_("Part des usagers possibles qui feraient le trajet"),
            lambda outcome: outcome.reach[outcome.combination_index],
            SHARE_UNIT,
            Classes((0.1, 0.3, 0.5, 0.7, 0.9), SEQUENTIAL, format_share),
            Classes((-0.3, -0.15, -0.05, 0.05, 0.15, 0.3), DIVERGING, _format_points),
        ),
        Measure(
            "users",
            N_("Usagers"),
            N_("Usagers réguliers, par commune de résidence"),
            lambda outcome: outcome.served_users_by_commune,
            "",
            _PEOPLE,
            _PEOPLE_DIFFERENCE,
        ),
        Measure(
            "inhabitants",
            N_("Habitants supplémentaires"),
            N_("Habitants supplémentaires à cinq ans"),
            lambda outcome: outcome.additional_inhabitants,
            "",
            _PEOPLE,
            _PEOPLE_DIFFERENCE,
        ),
    )
}


def title_measure(measure: Measure, *, is_difference: bool) -> str:
    """Return what a map of the measure shows, with its unit."""
    title = _(measure.title)
    if is_difference:
        title = _("{title} : valeur du milieu des écarts avec ne rien faire").format(title=title)
    return title


def list_opened_codes(outcome: Outcome) -> tuple[str, ...]:
    """Return the INSEE codes of the communes where the scenario opens a space, each once."""
    return tuple(outcome.baseline.insee_codes[position] for position in outcome.levers.opened_communes)


@dataclass(frozen=True, slots=True)
class MeasuredMap:
    """What one map of a comparison shows.

    Attributes
    ----------
    title : str
        What is measured, with its unit.
    classes : Classes
    digits : str
        Class of each commune, as `Classes.digits`.
    low, value, high : float array (n,)
    texts : tuple of str, length n
    """

    title: str
    classes: Classes
    digits: str
    low: FloatArray
    value: FloatArray
    high: FloatArray
    texts: tuple[str, ...]


def measure_outcome(measure: Measure, outcome: Outcome, *, is_difference: bool) -> MeasuredMap:
    """Summarise a measure by commune: median and 90 % interval of the draws.

    Parameters
    ----------
    measure : Measure
    outcome : Outcome
    is_difference : bool
        Subtract doing nothing, draw by draw; doing nothing itself is then 0 everywhere.
    """
    draws = measure.draws(outcome)
    if is_difference:
        reference = outcome.reference
        draws = np.zeros_like(draws) if reference is None else draws - measure.draws(reference)
    low, value, high = summarise_columns(draws)
    tell = tell_change if is_difference else tell_range
    texts = tuple(tell(float(a), float(v), float(b), measure.unit) for a, v, b in zip(low, value, high, strict=True))
    classes = measure.difference_classes if is_difference else measure.classes
    title = title_measure(measure, is_difference=is_difference)
    return MeasuredMap(title, classes, classes.digits(value.round(_DIGITS)), low, value, high, texts)
