"""The tables of a comparison: criteria, then where it happens, by EPCI and by commune."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.compare.intervals import show_intervals
from alpsat_geo.app.parts.bearer_choice import show_bearer_choice
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.compute.bearers import measures_of_places
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.text import N_
from alpsat_geo.report.bearing import tell_conventions
from alpsat_geo.report.comparison.tables import list_place_rows, write_criteria_table
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry

_EPCI, _COMMUNE = "epci", "commune"
_PLACES = N_("Où cela se passe")
_TABLES_KEPT = 200

_tables: Memory[Markup] = Memory(_TABLES_KEPT)


@folded(N_("Les critères, scénario par scénario"), "tableau_criteres")
def show_criteria(inquiry: Inquiry) -> None:
    """Offer each criterion by scenario, as a table or drawn: middle and interval of the draws, made on demand."""
    if st.toggle(_("En graphique"), key="criteres_en_graphique"):
        show_intervals(inquiry)
    else:
        st.html(_tables.recall(inquiry.key, lambda: write_criteria_table(inquiry)))


@folded(_PLACES, "tableau_lieux")
def show_places(inquiry: Inquiry) -> None:
    """Offer the same by EPCI or by commune; made only when somebody opens it."""
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
    rows = list_place_rows(criterion, measure, inquiry.comparison, places) if measure else []
    caption = f"{_(_PLACES)}. {_(criterion.label)} ({_(criterion.unit)})"
    st.html(write_table(caption, [_("Lieu"), *inquiry.names], rows))
