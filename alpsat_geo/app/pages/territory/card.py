"""What stands beside the map: the card of the chosen commune, or the whole territory in a few figures."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.pages.territory.own_layer import write_own_facts
from alpsat_geo.app.parts.corrections_notice import offer_correcting
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
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, put_in_card, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.territory_card import write_territory_card

_CARDS_KEPT = 30
_cards: Memory[Markup] = Memory(_CARDS_KEPT)


def show_territory_card(project: Project, _current: AppState) -> None:
    """Show the territory as a whole, and how to reach the card of a commune; it depends on no choice of the page."""
    asked = (project.identity, get_language())
    st.html(_cards.recall(asked, lambda: write_territory_card(project)))


def show_commune_card(project: Project, current: AppState) -> None:
    """Show all that is known of the chosen commune, how sure and how old it is."""
    position = project.baseline.commune_position(current.commune)
    season = current.season
    st.html(write_tag("article", write_heading(project, position), "ag-card"))
    sections = {
        _("Profil"): write_profile(project, position, season)
        + write_indicators(project, position)
        + write_likeness(project, position, season),
        _("Qui ?"): write_funnel(project, (position,)),
        _("Lieux"): write_places(project, position, season),
        _("Évolution"): write_evolution(project, position),
        _("Mairie"): write_contacts(project, position) + write_reserves(project, position),
    }
    own = write_own_facts(project, position)
    if own:
        sections[_("Vos données")] = own
    tabs = dict(zip(sections, st.tabs(list(sections)), strict=True))
    for name, markup in sections.items():
        tabs[name].html(put_in_card(markup))
    with tabs[_("Lieux")]:
        offer_correcting()
