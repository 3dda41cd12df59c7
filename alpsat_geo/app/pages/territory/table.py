"""The table of the territory: the same figures as the map, sortable, to take away."""

from __future__ import annotations

import numpy as np

from alpsat_geo.app.parts.place_table import Column, list_possible_users, show_place_table
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.layers import POPULATION_KEY, Layer, build_layer, list_layers
from alpsat_geo.report.figures import format_observed_count
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
    """List the layer on the map, then all the others, then how many users each commune may have."""
    communes = project.territory.communes
    population = communes.population_2022_count
    others = [key for key in list_layers(project) if key not in {layer.key, POPULATION_KEY}]
    layers = [layer, *(build_layer(project, key, current.settings) for key in others)]
    return [
        Column(_("Commune"), np.array(communes.names), communes.names),
        Column(_("Habitants"), population, tuple(format_observed_count(float(count)) for count in population)),
        *(Column(one.label, one.values, one.texts, one.low, one.high) for one in layers if one.key != POPULATION_KEY),
        list_possible_users(project),
    ]
