"""The columns of a table of communes, the same on a page and in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.summary import summarise_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.atlas.layers import POPULATION_KEY, Layer, build_layer, list_layers
from alpsat_geo.report.figures import format_observed_count, tell_range
from alpsat_geo.report.language import _


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    heading : str
    values : array (n,)
        Numbers, NaN missing, or texts.
    texts : tuple of str
        How each value is written, with its range if it has one.
    low, high : float array (n,) or None
        Ends of the range of an estimate; None for what is observed or computed without doubt.
    ends : (str, str)
        What ``low`` and ``high`` are.
    """

    heading: str
    values: np.ndarray
    texts: tuple[str, ...]
    low: FloatArray | None = None
    high: FloatArray | None = None
    ends: tuple[str, str] = (N_("5e centile des simulations"), N_("95e centile des simulations"))


def list_layer_columns(
    project: Project, settings: Settings, shown: Layer, brought: Sequence[Layer] = ()
) -> list[Column]:
    """List the columns of the territory: the layer that is shown, then all the others, then users of each commune.

    Parameters
    ----------
    project : Project
    settings : Settings
    shown : Layer
    brought : sequence of Layer
        Of the reader's own.
    """
    communes = project.territory.communes
    population = communes.population_count
    others = [key for key in list_layers(project) if key not in {shown.key, POPULATION_KEY}]
    layers = [shown, *(build_layer(project, key, settings) for key in others), *brought]
    return [
        Column(_("Commune"), np.array(communes.names), communes.names),
        Column(_("Habitants"), population, tuple(format_observed_count(float(count)) for count in population)),
        *(Column(one.label, one.values, one.texts, one.low, one.high) for one in layers if one.key != POPULATION_KEY),
        list_possible_users(project),
    ]


def list_possible_users(project: Project) -> Column:
    """Return how many users each commune may have if a space were within reach, with the range of the draws."""
    low, value, high = summarise_columns(project.funnel.demand_users)
    texts = tuple(tell_range(float(a), float(v), float(b)) for a, v, b in zip(low, value, high, strict=True))
    return Column(_("Usagers possibles d'un espace assez proche"), value, texts, low, high)
