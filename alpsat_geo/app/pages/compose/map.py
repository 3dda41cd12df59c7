"""The map of the page of composing: where the chosen programme acts."""

from __future__ import annotations

import numpy as np
import streamlit as st

from alpsat_geo.app.parts.maps import show_basemap_choice, show_maps
from alpsat_geo.app.parts.place_table import show_place_table
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.composition.places import CLASSES, Places
from alpsat_geo.report.language import _
from alpsat_geo.report.place_columns import Column
from alpsat_geo.report.roads_in_use import say_times

_TITLE = N_("Où agit ce programme")
_HEIGHT_PX = 380


def show_answer_map(project: Project, current: AppState, places: Places) -> None:
    """Show where a programme acts."""
    panel = PanelStyle("", places.digits, places.texts, places.opened)
    show_maps(project, current, _(_TITLE), (panel,), classes=CLASSES, height_px=_HEIGHT_PX)


def show_answer_legend(project: Project, current: AppState, places: Places) -> None:
    """Show what the map says in words."""
    note = _("Les actions de tout le territoire n'ont pas de place sur la carte ; {times}").format(
        times=say_times(project.territory.roads)
    )
    sign = _("le programme y agit")
    st.html(
        write_legend(
            _(_TITLE), note, CLASSES, current.season, has_missing=False, has_opened=bool(places.opened), opened=sign
        )
    )
    show_basemap_choice()


def show_answer_table(project: Project, places: Places) -> None:
    """Offer the same as the map in a table."""
    territory = project.territory
    show_place_table(
        "composer",
        _(_TITLE),
        territory,
        f"{territory.key}-composer",
        lambda: _list_columns(project, places),
    )


def _list_columns(project: Project, places: Places) -> list[Column]:
    names = project.territory.communes.names
    return [
        Column(_("Commune"), np.array(names), names),
        Column(_("Ce qui y est proposé"), np.array(places.texts), places.texts),
    ]
