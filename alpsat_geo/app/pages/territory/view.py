"""The page of the territory: a map, a card, and the same figures as a table."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import Project, load_project
from alpsat_geo.app.pages.territory.card import show_territory_card
from alpsat_geo.app.pages.territory.commune_card import show_commune_card
from alpsat_geo.app.pages.territory.table import show_territory_table
from alpsat_geo.app.parts.maps import (
    BASEMAP_WIDGET,
    COMMUNE_WIDGET,
    show_basemap_choice,
    show_commune_choice,
    show_maps,
)
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.layers import Layer, build_layer, list_layers
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.language import _

SEASON_LABELS = {"summer": N_("été"), "winter": N_("hiver"), "closure_day": N_("jour de fermeture")}
_MAP_HEIGHT_PX = 430


def show_territory(_project: Project) -> None:
    """Show the page; all that moves together is one fragment, so that a slider redraws nothing else."""
    _show_workspace()


@st.fragment
def _show_workspace() -> None:
    project = load_project()
    current = _read_choices()
    controls = st.container()
    left, right = st.columns([7, 5], gap="medium")
    layer = build_layer(project, current.dimension, current.season, current.catchment_min)
    # The map is sent first, the controls and the tables while the browser already draws it.
    with left:
        _show_map(project, current, layer)
    with controls:
        _show_controls(project)
    with right:
        if current.commune:
            show_commune_card(project, current)
        else:
            show_territory_card(project, current)
    show_territory_table(project, current, layer)


def _read_choices() -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.open_session()
    return state.change_state(
        dimension=state.hold_widget("choix_dimension", current.dimension),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        commune=state.hold_widget(COMMUNE_WIDGET, current.commune),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def _show_controls(project: Project) -> None:
    labels = list_layers(project)
    dimension, season, minutes, commune = st.columns([3, 3.4, 3, 3], gap="medium", vertical_alignment="bottom")
    with dimension:
        st.selectbox(
            _("Ce que montre la carte"),
            list(labels),
            format_func=labels.__getitem__,
            key="choix_dimension",
            filter_mode=None,
        )
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()
    with commune:
        show_commune_choice(project)


def show_season_choice() -> str:
    """Offer the seasons; the widget must have been bound to the state."""
    return str(
        st.radio(
            _("Saison"),
            list(SEASON_LABELS),
            format_func=lambda key: _(SEASON_LABELS[key]),
            key="choix_saison",
            horizontal=True,
        )
    )


def show_minutes_choice() -> int:
    """Offer T; the widget must have been bound to the state."""
    return int(
        st.slider(
            _("Temps d'accès accepté (T)"),
            10,
            30,
            key="choix_minutes",
            format=_("%d min"),
            help=_("À T minutes de voiture, la moitié des usagers potentiels viendraient encore. T est votre choix."),
        )
    )


def _show_map(project: Project, current: AppState, layer: Layer) -> None:
    digits = layer.classes.digits(layer.values)
    panel = PanelStyle("", digits, layer.texts)
    show_maps(project, current, layer.title, (panel,), classes=layer.classes, height_px=_MAP_HEIGHT_PX)
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
