"""The maps on a page: what they show, and what a click or a move of them does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from alpsat_geo.app import state
from alpsat_geo.app.classes import Classes
from alpsat_geo.app.folium_map import AtlasMap, MapStyle, PanelStyle, wrap_restyle
from alpsat_geo.app.language import _
from alpsat_geo.app.state import AppState
from alpsat_geo.app.wiring import Project, is_offline

COMMUNE_WIDGET = "choix_commune"
_BASEMAP_WIDGET = "choix_fond"
_INSEE_LENGTH = 5


def show_maps(
    project: Project,
    current: AppState,
    title: str,
    panels: tuple[PanelStyle, ...],
    *,
    classes: Classes,
    height_px: int,
) -> None:
    """Show one to four linked maps.

    Parameters
    ----------
    project : Project
    current : AppState
        Season, selected commune and view.
    title : str
        Name of the map for screen readers.
    panels : tuple of PanelStyle
    classes : Classes
        Shared by all the panels.
    height_px : int
    """
    style = MapStyle(
        title=title,
        panels=panels,
        colours=classes.colours,
        season=current.season,
        selected=current.commune,
        tiles=current.is_basemap_shown and not is_offline(),
        view=current.view,
    )
    key = f"carte_{len(panels)}"
    st_folium(
        AtlasMap(project.geometry, project.bounds, len(panels)),
        key=key,
        height=height_px,
        width=None,
        returned_objects=[],
        feature_group_to_add=wrap_restyle(style),
        on_change=lambda: _take_map_event(state.read_widget(key)),
    )


def show_basemap_choice(current: AppState) -> bool:
    """Offer the IGN's tiles, which the browser fetches; nothing is offered without a network."""
    if is_offline():
        return False
    state.bind_widget(_BASEMAP_WIDGET, current.is_basemap_shown)
    return st.toggle(
        _("Fond de carte IGN (demande le réseau)"),
        key=_BASEMAP_WIDGET,
        help=_("Le navigateur demande alors les images à la Géoplateforme de l'IGN ; rien n'est demandé autrement."),
    )


def show_commune_choice(project: Project, current: AppState) -> str:
    """Offer the communes by name: the keyboard's way to what a click on the map does."""
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    state.bind_widget(COMMUNE_WIDGET, current.commune)
    chosen: str | None = st.selectbox(
        _("Commune"),
        ["", *sorted(names, key=lambda code: names[code])],
        format_func=lambda code: names.get(code, _("toutes")),
        key=COMMUNE_WIDGET,
        filter_mode=None,
    )
    return chosen or ""


def _take_map_event(event: Mapping[str, object] | None) -> None:
    if not event:
        return
    changes: dict[str, object] = {}
    code = event.get("commune")
    if isinstance(code, str) and len(code) == _INSEE_LENGTH:
        changes["commune"] = code
        state.set_widget(COMMUNE_WIDGET, code)
    view = event.get("view")
    if isinstance(view, list):
        changes["view"] = tuple(float(number) for number in view)
    state.change_state(**changes)
