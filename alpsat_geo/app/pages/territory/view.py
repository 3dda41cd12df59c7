"""The page of the territory: its answer in a sentence, a map, a card, and the same figures as a table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.territory.card import show_commune_card, show_territory_card
from alpsat_geo.app.pages.territory.own_layer import SHOWN_WIDGET, find_own, find_place, list_own, show_own_layer
from alpsat_geo.app.parts.maps import (
    BASEMAP_WIDGET,
    show_basemap_choice,
    show_maps,
)
from alpsat_geo.app.parts.my_commune import show_for_commune
from alpsat_geo.app.parts.own_layer import recall_brought
from alpsat_geo.app.parts.place_table import show_place_table
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.layers import Layer, build_layer, list_layers
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.map_sheet import MapSheet, describe_layer
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.own_layer import OWN_KEY, describe_own_sheet
from alpsat_geo.report.place_columns import Column, list_layer_columns
from alpsat_geo.report.territory_answer import tell_territory

_MAP_HEIGHT_PX = 450
_OWN_SHOWN = "couche_montree"


def show_territory(_project: Project) -> None:
    """Show the page; all that moves together is one fragment, so that a slider redraws nothing else."""
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current, shown_key = _read_choices(project)
    layer = build_layer(project, current.dimension, current.settings)
    shown = find_own(project, shown_key) or layer
    answer = tell_territory(project, layer, current.settings)
    st.html(write_tag("p", mark_terms(answer), "ag-answer"))
    left, right = st.columns([7, 5], gap="medium")
    # The map is sent first, the controls and the tables while the browser already draws it; on a phone it comes first.
    with left:
        _show_map(project, current, layer, shown)
    with right:
        _show_controls(project)
        if current.commune:
            show_commune_card(project, current)
        else:
            show_territory_card(project, current)
    show_territory_table(project, current, shown)
    show_own_layer(project, current, shown_key)


def _read_choices(project: Project) -> tuple[AppState, str]:
    """Read what the widgets hold, before they are drawn, and the key of what the map shows: the address has no own."""
    current = state.read_state()
    shown_key = str(state.hold_widget(SHOWN_WIDGET, state.recall(_OWN_SHOWN) or current.dimension))
    is_own = shown_key in list_own(project)
    if not is_own and shown_key.startswith(OWN_KEY):
        state.set_widget(SHOWN_WIDGET, current.dimension)
        shown_key = current.dimension
    # Another page forgets the widget.
    state.keep(_OWN_SHOWN, shown_key if is_own else "")
    changed = state.change_state(
        dimension=current.dimension if is_own else shown_key,
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )
    return changed, shown_key


def _show_controls(project: Project) -> None:
    labels = list_layers(project) | list_own(project)
    st.selectbox(
        _("Ce que montre la carte"),
        list(labels),
        format_func=labels.__getitem__,
        key=SHOWN_WIDGET,
        filter_mode=None,
    )
    season, minutes = st.columns(2, gap="medium", vertical_alignment="bottom")
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()


def _show_map(project: Project, current: AppState, layer: Layer, shown: Layer) -> None:
    digits = shown.classes.digits(shown.values)
    panel = PanelStyle("", digits, shown.texts)
    show_maps(project, current, shown.title, (panel,), classes=shown.classes, height_px=_MAP_HEIGHT_PX)
    if current.commune:
        show_for_commune(tell_territory(project, layer, current.settings, current.commune))
    st.html(
        write_legend(
            shown.title,
            shown.note,
            shown.classes,
            current.season,
            has_missing="-" in digits,
            territory=project.territory,
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
        describe_sheet=partial(_describe_sheet, project, current, layer),
    )


def _describe_sheet(project: Project, current: AppState, layer: Layer) -> MapSheet:
    brought = recall_brought(project.territory)
    if layer.key.startswith(OWN_KEY) and brought.layer is not None:
        return describe_own_sheet(brought.layer, find_place(layer.key), brought.scheme, project.territory.last_read_on)
    return describe_layer(layer, current.season, project.territory)


def _list_columns(project: Project, current: AppState, layer: Layer) -> list[Column]:
    own = (find_own(project, key) for key in list_own(project) if key != layer.key)
    return list_layer_columns(project, current.settings, layer, [one for one in own if one is not None])
