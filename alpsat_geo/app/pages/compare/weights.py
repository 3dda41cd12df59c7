"""The weights: free unless a person states them, of the objectives unless they ask for each criterion."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.compute.priorities import list_objectives
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.address.codecs import Points
from alpsat_geo.report.decision import OBJECTIVE_LABELS
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.markup import write_tag

_EVEN_POINTS = 20


def show_weights(current: AppState) -> Points:
    """Offer to state weights; the answer is empty while they are free.

    Returns
    -------
    Points
        Points from 0 to 100 by objective, or by criterion where the person or the link says so; never all 0, which
        would state nothing.
    """
    stated = dict(current.points)
    state.bind_widget("poids_donnes", bool(stated))
    state.bind_widget("poids_par_critere", any(key in CRITERIA_BY_KEY for key in stated))
    box = st.expander(_("Vos priorités : l'importance de chaque objectif"), key="tableau_poids", on_change="rerun")
    if not box.open:
        return current.points
    with box:
        free = _("Si vous ne donnez pas de priorités, toutes celles qui sont possibles sont essayées au hasard.")
        st.html(write_tag("p", free, "ag-note"))
        if not st.toggle(_("Donner mes priorités"), key="poids_donnes"):
            return ()
        by_criterion = st.toggle(_("Critère par critère"), key="poids_par_critere")
        points = _ask_points(_list_labels(by_criterion=by_criterion), stated)
    return points if any(count for _key, count in points) else ()


def _list_labels(*, by_criterion: bool) -> dict[str, tuple[str, bool]]:
    """List what may weigh: its label, and whether it does before anybody says so."""
    criteria = CRITERIA_BY_KEY.values()
    if by_criterion:
        return {c.key: (_(c.label), True) for c in criteria if c.is_weighted_by_default}
    by_default = {c.objective for c in criteria if c.is_weighted_by_default}
    return {key: (begin_upper(_(OBJECTIVE_LABELS[key])), key in by_default) for key in list_objectives(tuple(criteria))}


def _ask_points(labels: dict[str, tuple[str, bool]], stated: dict[str, int]) -> Points:
    has_word = any(key in labels for key in stated)
    points = []
    for column, (key, (label, is_default)) in zip(st.columns(len(labels)), labels.items(), strict=True):
        widget = f"poids_{key}"
        state.bind_widget(widget, stated.get(key, 0) if has_word else _EVEN_POINTS * is_default)
        with column:
            points.append((key, int(st.slider(label, 0, 100, step=5, key=widget))))
    return tuple(points)
