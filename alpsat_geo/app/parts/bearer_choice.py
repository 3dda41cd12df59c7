"""Who bears the costs: one choice for the tables of a comparison, for the dossier and for the link."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.report.bearing import BEARER_LABELS
from alpsat_geo.report.language import _

_WIDGET = "qui_porte"


def show_bearer_choice() -> Bearer:
    """Ask who bears the costs."""
    bearer: Bearer = state.hold_widget(_WIDGET, state.read_state().cost_bearer)
    st.selectbox(
        _("Qui porte les coûts ?"),
        list(BEARER_LABELS),
        format_func=lambda one: _(BEARER_LABELS[one]),
        key=_WIDGET,
        filter_mode=None,
        on_change=state.keep_widget,
        args=(_WIDGET, "cost_bearer"),
    )
    return bearer
