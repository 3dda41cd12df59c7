"""The card of a commune, in five tabs."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.commune.card_sections import (
    write_contacts,
    write_evolution,
    write_heading,
    write_indicators,
    write_likeness,
    write_places,
    write_profile,
    write_reserves,
)
from alpsat_geo.report.commune.funnel import write_funnel
from alpsat_geo.report.language import _


def show_commune_card(project: Project, current: AppState) -> None:
    """Show all that is known of the chosen commune, how sure and how old it is."""
    position = project.baseline.commune_position(current.commune)
    season = current.season
    st.html(f'<article class="ag-card">{write_heading(project, position)}</article>')
    sections = {
        _("Profil"): write_profile(project, position, season)
        + write_indicators(project, position)
        + write_likeness(project, position, season),
        _("Qui ?"): write_funnel(project, (position,)),
        _("Lieux"): write_places(project, position, season),
        _("Évolution"): write_evolution(project, position),
        _("Mairie"): write_contacts(project, position) + write_reserves(project, position),
    }
    for tab, markup in zip(st.tabs(list(sections)), sections.values(), strict=True):
        with tab:
            st.html(f'<div class="ag-card">{markup}</div>')
