"""The table of the territory: the same figures as the map, sortable, to take away."""

from __future__ import annotations

import numpy as np

from alpsat_geo.app.address import AppState
from alpsat_geo.app.atlas.layers import Layer
from alpsat_geo.app.display.place_table import Column, show_place_table
from alpsat_geo.app.wiring import Project
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.report.figures import format_in_unit, format_observed_count
from alpsat_geo.report.language import _


def show_territory_table(project: Project, current: AppState, layer: Layer) -> None:
    """Offer the table under the map; it is made only when somebody opens it."""
    show_place_table(
        "territoire",
        layer.title,
        project.territory.insee_codes,
        f"{project.territory.key}-{layer.key}-{current.season}.csv",
        lambda: _list_columns(project, current, layer),
    )


def _list_columns(project: Project, current: AppState, layer: Layer) -> list[Column]:
    communes = project.territory.communes
    population = communes.population_2022_count
    profile = project.profiles[current.season]
    columns = [
        Column(_("Commune"), np.array(communes.names), communes.names),
        Column(_("Habitants"), population, tuple(format_observed_count(float(count)) for count in population)),
        Column(layer.label, layer.values, layer.texts),
    ]
    for k, dimension in enumerate(DIMENSIONS):
        if dimension.key != layer.key:
            values = profile.measures[:, k]
            texts = tuple(format_in_unit(float(value), dimension.unit) for value in values)
            columns.append(Column(_(dimension.label), values, texts))
    return columns
