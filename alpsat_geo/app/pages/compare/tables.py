"""The figures of a comparison: criteria, their trace, every scenario; and where it happens, by EPCI and by commune."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.compare.all_scenarios import show_all_scenarios
from alpsat_geo.app.pages.compare.intervals import show_intervals
from alpsat_geo.app.pages.compare.trace import show_trace
from alpsat_geo.app.parts.bearer_choice import show_bearer_choice
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.compute.bearers import measures_of_places
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.text import N_
from alpsat_geo.report.bearing import tell_conventions
from alpsat_geo.report.comparison.answer import write_lines
from alpsat_geo.report.comparison.tables import list_place_rows, write_criteria_table
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry

_EPCI, _COMMUNE = "epci", "commune"
_PLACES = N_("Où cela se passe")
_TABLES_KEPT = 200
_FIGURES = {
    "criteria": N_("Les critères, scénario par scénario"),
    "trace": N_("D'où vient ce chiffre ?"),
    "all": N_("Tous les scénarios en un tableau"),
}

_tables: Memory[Markup] = Memory(_TABLES_KEPT)


@folded(N_("Tous les chiffres"), "tableau_tout")
def show_figures(every: Inquiry, ticked: Inquiry) -> None:
    """Offer the criteria of the ticked scenarios, where each figure comes from, and every scenario as a table."""
    labels = {key: _(label) for key, label in _FIGURES.items()}
    shown = st.radio(
        _("À montrer"),
        list(labels),
        format_func=labels.__getitem__,
        key="chiffres_montres",
        horizontal=True,
        label_visibility="collapsed",
    )
    if shown == "trace":
        show_trace(ticked)
    elif shown == "all":
        st.html(write_lines(every, every.comparison.keys))
        show_all_scenarios(every.situation.project, every.situation.settings)
    elif st.toggle(_("En graphique"), key="criteres_en_graphique"):
        show_intervals(ticked)
    else:
        st.html(_tables.recall(ticked.key, lambda: write_criteria_table(ticked)))


@folded(_PLACES, "tableau_lieux")
def show_places(inquiry: Inquiry, card: Markup) -> None:
    """Offer the chosen commune, then a criterion by EPCI or by commune; made only when somebody opens it.

    Parameters
    ----------
    inquiry : Inquiry
    card : Markup
        What the scenarios change for the chosen commune; empty without one.
    """
    if card:
        st.html(card)
    territory = inquiry.situation.project.territory
    where, which, who = st.columns(3, gap="medium")
    levels = {_EPCI: _("par communauté de communes"), _COMMUNE: _("par commune")}
    level = where.radio(_("Lieux"), list(levels), format_func=levels.__getitem__, key="niveau_lieux")
    is_epci = level == _EPCI
    known = [c.key for c in CRITERIA_BY_KEY.values() if (c.measure_by_epci if is_epci else c.measure_by_commune)]
    chosen = which.selectbox(
        _("Critère"),
        known,
        format_func=lambda k: _(CRITERIA_BY_KEY[k].label),
        key="critere_lieux",
        filter_mode=None,
    )
    criterion = CRITERIA_BY_KEY[chosen or known[0]]
    with who:
        bearer = show_bearer_choice() if criterion.is_money else state.read_state().cost_bearer
    by_commune, by_epci = measures_of_places(criterion, bearer)
    measure = by_epci if is_epci else by_commune
    places = tuple(epci.name for epci in territory.epcis) if is_epci else territory.communes.names
    st.html(write_tag("p", tell_conventions(bearer), "ag-note"))
    rows = list_place_rows(criterion, measure, inquiry.situation.outcomes, places) if measure else []
    caption = f"{_(_PLACES)}. {_(criterion.label)} ({_(criterion.unit)})"
    st.html(write_table(caption, [_("Lieu"), *inquiry.names], rows))
