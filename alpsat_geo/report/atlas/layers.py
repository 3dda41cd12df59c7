"""What the map of the territory can show: one layer per dimension, and one per indicator of a source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.compute.summary import summarise_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.indicator import MeasuredIndicator
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.classes import SEQUENTIAL, Classes, deepest_first
from alpsat_geo.report.figures import MISSING, format_in_unit, format_minutes, format_number, format_share, tell_range
from alpsat_geo.report.indicators import classify_indicator, tell_basis, write_indicator
from alpsat_geo.report.language import _, begin_upper, get_language
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.vintages import cite_census, name_population, tell_confidence

REACH_KEY = "portee"
POPULATION_KEY = "habitants"
SERVICES_COUNT = len(BASKET_KINDS)

LAYER_LABELS = {
    REACH_KEY: N_("Qui ferait le trajet"),
    **{dimension.key: dimension.label for dimension in DIMENSIONS},
    POPULATION_KEY: N_("Habitants"),
}

# The seasons, each at every T that the slider offers, and as many in another language or under moved assumptions.
_REACHES_KEPT = 200


@dataclass(frozen=True, slots=True)
class Layer:
    """One map of the territory.

    Attributes
    ----------
    key, label, title : str
        ``title`` says what is measured, with its unit.
    note : str
        What the figures rest on.
    values : float array (n,)
        NaN missing, inf unreachable.
    texts : tuple of str
        Value of each commune, in words.
    classes : Classes
    low, high : float array (n,) or None
        Ends of the range of an estimate; None for what has none.
    """

    key: str
    label: str
    title: str
    note: str
    values: FloatArray
    texts: tuple[str, ...]
    classes: Classes
    low: FloatArray | None = None
    high: FloatArray | None = None


def _share_classes(*percents: int) -> Classes:
    return Classes(tuple(p / 100 for p in percents), SEQUENTIAL, format_share)


_CLASSES: dict[str, Classes] = {
    REACH_KEY: _share_classes(10, 30, 50, 70, 90),
    "connexion": _share_classes(50, 70, 80, 90, 95),
    "emplois": _share_classes(20, 25, 30, 35, 40),
    "lieux": Classes((5, 10, 20, 30, 45), deepest_first(SEQUENTIAL), format_minutes),
    "services": Classes(
        # Six services: a limit between each two shares.
        tuple((k + 0.5) / SERVICES_COUNT for k in range(1, SERVICES_COUNT)),
        SEQUENTIAL,
        format_share,
        (N_("0 ou 1 sur 6"), N_("2 sur 6"), N_("3 sur 6"), N_("4 sur 6"), N_("5 sur 6"), N_("6 sur 6")),
    ),
    "acces": Classes((10, 20, 30, 45, 60), deepest_first(SEQUENTIAL), format_minutes),
    POPULATION_KEY: Classes((250, 500, 1000, 2000, 5000), SEQUENTIAL, format_number),
}


_reaches: Memory[Layer] = Memory(_REACHES_KEPT)


def list_layers(project: Project) -> dict[str, str]:
    """List the labels of the layers that this territory has, by key, in the order in which they are offered."""
    found = (measured.indicator for measured in project.territory.indicators)
    return {key: _(label) for key, label in (*LAYER_LABELS.items(), *((one.key, one.label) for one in found))}


def build_layer(project: Project, key: str, settings: Settings) -> Layer:
    """Compute one layer.

    Parameters
    ----------
    project : Project
    key : str
        A key of `list_layers`; another, such as an indicator that this territory does not have, gives the reach.
    settings : Settings
        T moves the reach only.
    """
    measured = next((one for one in project.territory.indicators if one.indicator.key == key), None)
    if measured is not None:
        return _build_indicator(measured)
    if key not in LAYER_LABELS or key == REACH_KEY:
        asked = (project.identity, settings, get_language())
        return _reaches.recall(asked, lambda: _build_reach(project, settings))
    label = _(LAYER_LABELS[key])
    if key == POPULATION_KEY:
        values = project.territory.communes.population_count
        texts = tuple(_("{count} habitants").format(count=format_number(value)) for value in values)
        title = name_population(project.territory.communes.population.latest_period)
        return Layer(key, label, title, cite_census(project.territory), values, texts, _CLASSES[key])
    position = [dimension.key for dimension in DIMENSIONS].index(key)
    dimension = DIMENSIONS[position]
    values = project.profiles[settings.season].measures[:, position]
    texts = tuple(format_in_unit(float(value), dimension.unit) for value in values)
    title = _(dimension.measure_label)
    note = tell_confidence(dimension, project.territory)
    return Layer(key, label, title, note, values, texts, _CLASSES[key])


def _build_indicator(measured: MeasuredIndicator) -> Layer:
    indicator = measured.indicator
    return Layer(
        indicator.key,
        _(indicator.label),
        _(indicator.title),
        tell_basis(measured),
        measured.values,
        write_indicator(measured),
        classify_indicator(indicator),
    )


def _build_reach(project: Project, settings: Settings) -> Layer:
    if project.blanks or not project.baseline.knows_spaces:
        return _build_missing_reach(project, settings)
    outcome = project.evaluate_today(settings)
    low, value, high = summarise_columns(outcome.reach[outcome.combination_index])
    texts = tuple(map(partial(tell_range, unit=SHARE_UNIT), low.tolist(), value.tolist(), high.tolist()))
    note = _(
        "Estimation : valeur du milieu et fourchette, car on ne sait pas si tous les espaces sont ouverts ; {times}"
    ).format(times=say_times(project.territory.roads))
    title = _title_reach(settings)
    return Layer(REACH_KEY, _(LAYER_LABELS[REACH_KEY]), title, note, value, texts, _CLASSES[REACH_KEY], low, high)


def _build_missing_reach(project: Project, settings: Settings) -> Layer:
    """Return the reach of a territory whose data are awaited: nothing of it is known."""
    unknown = np.full(len(project.territory.insee_codes), np.nan)
    texts, title = (_(MISSING),) * len(unknown), _title_reach(settings)
    return Layer(
        REACH_KEY, _(LAYER_LABELS[REACH_KEY]), title, begin_upper(_(MISSING)), unknown, texts, _CLASSES[REACH_KEY]
    )


def _title_reach(settings: Settings) -> str:
    return _("Part des usagers possibles qui feraient le trajet, la moitié à {minutes} min").format(
        minutes=format_number(settings.catchment_min)
    )
