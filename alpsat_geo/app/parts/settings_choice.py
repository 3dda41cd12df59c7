"""The choices that the model takes as they are: the season, and T."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _

SEASON_LABELS = {"summer": N_("été"), "winter": N_("hiver"), "closure_day": N_("jour de routes coupées")}


def show_season_choice() -> None:
    """Offer the seasons; the widget must have been bound to the state."""
    labels = {key: _(label) for key, label in SEASON_LABELS.items()}
    st.radio(_("Saison"), list(labels), format_func=labels.__getitem__, key="choix_saison", horizontal=True)


def show_minutes_choice() -> None:
    """Offer T; the widget must have been bound to the state."""
    st.slider(
        _("Trajet accepté en voiture (T)"),
        10,
        30,
        key="choix_minutes",
        format=_("%d min"),
        help=_("À T minutes de voiture, la moitié des usagers possibles viendraient encore. T est votre choix."),
    )
