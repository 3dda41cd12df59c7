"""The weights of the criteria: free unless a person states them."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app import state
from alpsat_geo.app.address import AppState
from alpsat_geo.app.query import Points
from alpsat_geo.app.wiring import CRITERIA_BY_KEY
from alpsat_geo.report.language import _

_EVEN_POINTS = 20


def show_weights(current: AppState) -> Points:
    """Offer to state weights; the answer is empty while they are free.

    Returns
    -------
    Points
        Points from 0 to 100 by criterion; never all 0, which would state nothing.
    """
    stated = dict(current.points)
    defaults = [criterion for criterion in CRITERIA_BY_KEY.values() if criterion.is_weighted_by_default]
    state.bind_widget("poids_donnes", bool(stated))
    box = st.expander(_("Priorités : les poids des critères"), key="tableau_poids", on_change="rerun")
    if not box.open:
        return current.points
    with box:
        st.html(f"<p class='ag-note'>{_('Sans poids donnés, toutes les priorités possibles sont tirées au sort.')}</p>")
        if not st.toggle(_("Donner des poids"), key="poids_donnes"):
            return ()
        points = []
        for column, criterion in zip(st.columns(len(defaults)), defaults, strict=True):
            key = f"poids_{criterion.key}"
            state.bind_widget(key, stated.get(criterion.key, 0 if stated else _EVEN_POINTS))
            with column:
                points.append((criterion.key, int(st.slider(_(criterion.label), 0, 100, step=5, key=key))))
    return tuple(points) if any(count for _key, count in points) else ()
