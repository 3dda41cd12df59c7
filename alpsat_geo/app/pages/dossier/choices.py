"""What a person chooses of a dossier: the scenario proposed, and up to three to compare it with."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.bearer_choice import show_bearer_choice
from alpsat_geo.app.parts.scenarios.offered import choose_scenarios, show_left_out
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _

OTHERS_AT_MOST = 3
_CHOSEN, _OTHERS, _ANNEXES = "choix_dossier", "choix_compares", "choix_annexes"
_EXTENTS = {False: N_("Avec annexes"), True: N_("Deux pages seules")}


def read_choices(project: Project) -> tuple[AppState, tuple[str, ...]]:
    """Read what the widgets hold, before they are drawn.

    Returns
    -------
    state : AppState
    keys : tuple of str
        Of the scenarios: the one proposed, then those it is compared with. One alone is compared with doing
        nothing; doing nothing alone has nothing to be compared with.
    """
    current = state.read_state()
    names = name_scenarios(project)
    first = current.scenarios or project.list_first_compared()
    known = tuple(key for key in first if key in names) or tuple(names)[:1]
    proposed = current.dossier if current.dossier in names else _propose(known)
    chosen = state.hold_widget(_CHOSEN, proposed)
    others = state.hold_widget(_OTHERS, [key for key in known if key != chosen][:OTHERS_AT_MOST])
    keys = (chosen, *(key for key in names if key in others and key != chosen))
    if keys == (chosen,) and chosen != DO_NOTHING.key:
        keys = (chosen, DO_NOTHING.key)
    compared = tuple(key for key in names if key in keys)
    current = state.change_state(
        dossier=chosen,
        scenarios=compared,
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_dossier_short=state.hold_widget(_ANNEXES, current.is_dossier_short),
    )
    return current, keys


def show_choices(project: Project, chosen: str) -> None:
    """Show the choices; they must have been read."""
    names = name_scenarios(project)
    proposed, season, minutes = st.columns([4.4, 4, 3.6], gap="medium", vertical_alignment="bottom")
    proposed.selectbox(
        _("Le scénario proposé"),
        list(names),
        format_func=names.__getitem__,
        key=_CHOSEN,
        filter_mode=None,
        on_change=_leave_out_chosen,
    )
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()
    choose_scenarios(
        _("À comparer avec (au plus trois)"),
        {key: name for key, name in names.items() if key != chosen},
        key=_OTHERS,
        at_most=OTHERS_AT_MOST,
        too_many=_("Un dossier compare à trois autres scénarios au plus : retirez-en un pour ajouter « {name} »."),
    )
    show_left_out(project)


def show_paper_choices() -> None:
    """Show what changes the paper: its annexes, and who bears the costs that it tells by place."""
    st.radio(
        _("Les pages"),
        list(_EXTENTS),
        format_func=lambda is_short: _(_EXTENTS[is_short]),
        key=_ANNEXES,
        horizontal=True,
    )
    show_bearer_choice()


def _propose(known: tuple[str, ...]) -> str:
    return next((key for key in known if key != DO_NOTHING.key), known[0])


def _leave_out_chosen() -> None:
    chosen = state.read_widget(_CHOSEN)
    others = [key for key in state.read_widget(_OTHERS) or [] if key != chosen]
    state.set_widget(_OTHERS, others)
