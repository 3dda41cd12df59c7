"""The page of the territory: its answer in a sentence, a map, a card, and the same figures as a table."""

from __future__ import annotations

import numpy as np
import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.territory.card import show_commune_card, show_territory_card
from alpsat_geo.app.parts.maps import (
    BASEMAP_WIDGET,
    show_basemap_choice,
    show_maps,
)
from alpsat_geo.app.parts.my_commune import show_for_commune
from alpsat_geo.app.parts.place_table import Column, list_possible_users, show_place_table
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.layers import POPULATION_KEY, Layer, build_layer, list_layers
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.figures import format_observed_count
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.map_sheet import describe_layer
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.territory_answer import tell_territory

_MAP_HEIGHT_PX = 450


def show_territory(_project: Project) -> None:
    """Show the page; all that moves together is one fragment, so that a slider redraws nothing else."""
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = _read_choices()
    layer = build_layer(project, current.dimension, current.settings)
    answer = tell_territory(project, layer, current.settings)
    st.html(write_tag("p", mark_terms(answer), "ag-answer"))
    left, right = st.columns([7, 5], gap="medium")
    # The map is sent first, the controls and the tables while the browser already draws it; on a phone it comes first.
    with left:
        _show_map(project, current, layer)
    with right:
        _show_controls(project)
        if current.commune:
            show_commune_card(project, current)
        else:
            show_territory_card(project, current)
    show_territory_table(project, current, layer)


def _read_choices() -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    return state.change_state(
        dimension=state.hold_widget("choix_dimension", current.dimension),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def _show_controls(project: Project) -> None:
    labels = list_layers(project)
    st.selectbox(
        _("Ce que montre la carte"),
        list(labels),
        format_func=labels.__getitem__,
        key="choix_dimension",
        filter_mode=None,
    )
    season, minutes = st.columns(2, gap="medium", vertical_alignment="bottom")
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()


def _show_map(project: Project, current: AppState, layer: Layer) -> None:
    digits = layer.classes.digits(layer.values)
    panel = PanelStyle("", digits, layer.texts)
    show_maps(current, layer.title, (panel,), classes=layer.classes, height_px=_MAP_HEIGHT_PX)
    if current.commune:
        show_for_commune(tell_territory(project, layer, current.settings, current.commune))
    st.html(
        write_legend(
            layer.title,
            layer.note,
            layer.classes,
            current.season,
            has_missing="-" in digits,
        )
    )
    show_basemap_choice()


def show_territory_table(project: Project, current: AppState, layer: Layer) -> None:
    """Offer the table under the map; it is made only when somebody opens it."""
    show_place_table(
        "territoire",
        layer.title,
        project.territory,
        f"{project.territory.key}-{layer.key}-{current.season}",
        lambda: _list_columns(project, current, layer),
        describe_sheet=lambda: describe_layer(layer, current.season, project.territory),
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
