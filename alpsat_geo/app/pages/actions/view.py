"""The page of the actions: the catalogue, the map, the library, and the scenario that one builds from them."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.actions.catalogue import show_catalogue
from alpsat_geo.app.pages.actions.editor import show_editor
from alpsat_geo.app.pages.actions.files import show_files, show_start
from alpsat_geo.app.pages.actions.financing import show_financing
from alpsat_geo.app.pages.actions.library import show_library
from alpsat_geo.app.pages.actions.map import MEASURE_WIDGET, show_action_map
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET
from alpsat_geo.app.parts.my_commune import show_scenario_for_commune, show_today_for_commune
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.markup import put_in_notice, write_tag
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.scenarios.check import check_actions, keep_sound, mark_outside
from alpsat_geo.report.scenarios.own import add_action

_PANE_LABELS = {"catalogue": N_("Le catalogue"), "map": N_("La carte"), "library": N_("La bibliothèque")}


def show_actions(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "actions.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = _read_choices()
    _show_controls()
    own = scenario_book.read_draft()
    faults = check_actions(project, own.scenario) if own else ()
    sound = keep_sound(own.scenario, faults) if own else DO_NOTHING
    situation = Situation(project, (sound,), current.settings)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        if sound.actions and not project.blanks:
            show_scenario_for_commune(situation, _(sound.name), current.cost_bearer)
        else:
            show_today_for_commune(project)
        if own:
            _show_note(own.scenario)
        if current.pane == "map" and project.blanks:
            st.html(write_blanks(project))
        elif current.pane == "map":
            show_action_map(situation, current, own.scenario if own else None)
        elif current.pane == "library":
            show_library(project)
        else:
            present = frozenset(choice.type_key for choice in own.scenario.actions) if own else frozenset()
            show_catalogue(present, _add)
    with right, st.container(key=f"atelier_{current.pane if own else 'vide'}"):
        told, sentence = keep_slot(), scenario_book.take_message()
        if sentence:
            told.html(put_in_notice("status", sentence))
        if own is None:
            show_start(project)
        else:
            show_editor(current, own, faults, situation)
            if sound.actions and not project.blanks:
                show_financing(situation)
            show_files(project, own)


def _show_note(scenario: Scenario) -> None:
    """Show what the scenario being built notes of the chosen commune."""
    note = scenario.notes.get(state.read_state().commune, "")
    if note:
        st.html(write_tag("p", join_pair(_("Note"), note), "ag-note ag-written"))


def _read_choices() -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    # A click on a card changes the pane too: this widget follows the state, not the other way round.
    state.set_widget("choix_volet", current.pane)
    return state.change_state(
        measure=state.hold_widget(MEASURE_WIDGET, current.measure),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def _show_controls() -> None:
    pane, season, minutes = st.columns([4, 4, 4], gap="medium", vertical_alignment="bottom")
    pane.segmented_control(
        _("Ce que montre la page"),
        list(_PANE_LABELS),
        format_func=lambda key: _(_PANE_LABELS[key]),
        key="choix_volet",
        required=True,
        on_change=state.keep_widget,
        args=("choix_volet", "pane"),
    )
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()


@tell_refusal(scenario_book.say)
def _add(action_key: str) -> None:
    """Add an action to the scenario being built, which begins with it if there is none."""
    action = ACTION_TYPES_BY_KEY[action_key]
    choice = ActionChoice(action_key)
    own = scenario_book.read_draft()
    if own is None:
        scenario_book.add(mark_outside(Scenario("mon-scenario", _("Mon scénario"), actions=(choice,))))
        position = 1
    else:
        scenario = mark_outside(add_action(own.scenario, choice))
        position = len(scenario.actions)
        scenario_book.change(scenario, is_redrawn=True)
    # What must be placed is placed on the map, at once.
    pane = "map" if action.places_required else state.read_state().pane
    state.change_state(step=position if action.places_required or action.options else 0, pane=pane)
