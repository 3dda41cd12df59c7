"""What a person asks of the siting page: how many, with what, when, and under which rules."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET
from alpsat_geo.app.parts.settings_choice import show_minutes_choice
from alpsat_geo.compute.siting.request import price_site
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import SITING_COUNT_MAX, AppState
from alpsat_geo.report.dossier.wording import KIND_LABELS
from alpsat_geo.report.figures import format_euros
from alpsat_geo.report.language import _
from alpsat_geo.report.siting.question import AIMS, BOTH_KEY, SEASON_LABELS

_COUNT, _BUDGET = "count", "budget"
_LIMIT_LABELS = {_COUNT: N_("un nombre"), _BUDGET: N_("un budget")}
_STEPS_PER_SPACE = 4


def read_siting_choices(project: Project) -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    limit = state.hold_widget("choix_limite", _BUDGET if current.siting_budget_eur else _COUNT)
    kind = state.hold_widget("choix_type", current.siting_kind)
    season = state.hold_widget("choix_saison_lieux", BOTH_KEY if current.is_siting_worst_season else current.season)
    return state.change_state(
        siting_count=state.hold_widget("choix_nombre", current.siting_count),
        siting_budget_eur=_read_budget(project, current, kind) if limit == _BUDGET else 0,
        siting_kind=kind,
        siting_aim=state.hold_widget("choix_objectif", current.siting_aim),
        season=current.season if season == BOTH_KEY else season,
        is_siting_worst_season=season == BOTH_KEY,
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_siting_by_epci=state.hold_widget("choix_par_epci", current.is_siting_by_epci),
        is_siting_from_scratch=not state.hold_widget("choix_existants", not current.is_siting_from_scratch),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def show_siting_controls(project: Project, current: AppState) -> None:
    """Show the choices; they must have been read."""
    _show_radio(_("Limite"), _LIMIT_LABELS, "choix_limite")
    if current.siting_budget_eur:
        options, key = _list_budgets(project, current.siting_kind), _name_budget(current.siting_kind)
        st.select_slider(_("Budget d'investissement"), options, format_func=format_euros, key=key)
    else:
        st.slider(_("Espaces à ouvrir"), 1, SITING_COUNT_MAX, key="choix_nombre")
    _show_radio(
        _("Type d'espace"),
        KIND_LABELS,
        "choix_type",
        _("Frugal : quelques places dans un bâtiment public. Standard : une dizaine de places dans un local aménagé."),
    )
    _show_radio(_("Saison"), SEASON_LABELS, "choix_saison_lieux")
    show_minutes_choice()
    st.selectbox(
        _("Objectif"), list(AIMS), format_func=lambda key: _(AIMS[key].label), key="choix_objectif", filter_mode=None
    )
    st.toggle(
        _("Au moins un par communauté"),
        key="choix_par_epci",
        help=_("Chaque communauté de communes ouvre alors un espace ou plus."),
    )
    st.toggle(_("Compter les espaces existants"), key="choix_existants")


def _show_radio(label: str, labels: dict[str, str], key: str, advice: str | None = None) -> None:
    st.radio(label, list(labels), format_func=lambda k: _(labels[k]), key=key, horizontal=True, help=advice)


def _read_budget(project: Project, current: AppState, kind: str) -> int:
    options = _list_budgets(project, kind)
    asked_eur = current.siting_budget_eur or current.siting_count * options[0]
    # A budget that comes from a link, or from the other kind of space, becomes the nearest one offered.
    nearest_eur = min(options, key=lambda option: abs(option - asked_eur))
    return int(state.hold_widget(_name_budget(kind), nearest_eur))


def _list_budgets(project: Project, kind: str) -> list[int]:
    """List budgets from the price of one space to that of the most that the page offers."""
    price_eur = round(price_site(project.table, "standard" if kind == "standard" else "frugal"))
    return list(range(price_eur, SITING_COUNT_MAX * price_eur + 1, price_eur // _STEPS_PER_SPACE))


def _name_budget(kind: str) -> str:
    return f"choix_budget_{kind}"
