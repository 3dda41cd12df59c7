"""The maps on a page: what they show, and what a click or a move of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit_folium import st_folium

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import is_offline, load_background
from alpsat_geo.app.parts.my_commune import choose_commune
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import MapStyle, PanelStyle, copy_map, wrap_restyle
from alpsat_geo.report.classes import Classes
from alpsat_geo.report.language import _, get_language

BASEMAP_WIDGET = "choix_fond"
_INSEE_LENGTH = 5
_LAST_CLICK = "dernier_clic"


def show_maps(
    project: Project,
    current: AppState,
    title: str,
    panels: tuple[PanelStyle, ...],
    *,
    classes: Classes,
    height_px: int,
    chosen: tuple[str, ...] | None = None,
    on_commune: Callable[[str], None] | None = None,
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
    chosen : tuple of str, optional
        Codes of the communes outlined instead of the selected one.
    on_commune : function of a code, optional
        What a click on a commune does, instead of selecting it.
    """
    style = MapStyle(
        title=title,
        panels=panels,
        colours=classes.colours,
        season=current.season,
        selected=current.commune,
        tiles=current.is_basemap_shown and not is_offline(),
        view=current.view,
        chosen=chosen,
    )
    key = f"carte_{len(panels)}"
    st_folium(
        copy_map(load_background(project), len(panels), get_language()),
        key=key,
        height=height_px,
        width=None,
        returned_objects=[],
        feature_group_to_add=wrap_restyle(style),
        on_change=lambda: _take_map_event(state.read_widget(key), on_commune or choose_commune),
    )


def show_basemap_choice() -> None:
    """Offer the IGN's tiles, which the browser fetches; nothing is offered without a network."""
    if is_offline():
        return
    state.bind_widget(BASEMAP_WIDGET, state.read_state().is_basemap_shown)
    st.toggle(
        _("Fond de carte IGN (nécessite internet)"),
        key=BASEMAP_WIDGET,
        help=_("Le navigateur demande alors les images à la Géoplateforme de l'IGN ; rien n'est demandé autrement."),
    )


def _take_map_event(event: Mapping[str, object] | None, on_commune: Callable[[str], None]) -> None:
    if not event:
        return
    code = event.get("commune")
    if isinstance(code, str) and len(code) == _INSEE_LENGTH and _is_new(event.get("click")):
        on_commune(code)
    view = event.get("view")
    if isinstance(view, list):
        state.change_state(view=tuple(float(number) for number in view))


def _is_new(click: object) -> bool:
    """Tell whether a click is not one heard before: a map that leaves the page may have its events told once more."""
    if not isinstance(click, list) or len(click) != 2:  # noqa: PLR2004 - which map, which click of it
        return False
    last = state.recall(_LAST_CLICK)
    if last is not None and last[0] == click[0] and click[1] <= last[1]:
        return False
    state.keep(_LAST_CLICK, click)
    return True
