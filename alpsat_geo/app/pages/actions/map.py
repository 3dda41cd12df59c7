"""The map on which an action is placed by touching communes."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import state
from alpsat_geo.app.parts.map_table import show_map_table
from alpsat_geo.app.parts.maps import show_basemap_choice, show_maps
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.compute.sketch import find_places
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.scenarios.own import toggle_places

MEASURE_WIDGET = "choix_mesure"
_MAP_HEIGHT_PX = 430
_HINTS = {
    "commune": N_("Touchez les communes où placer « {label} »."),
    "epci": N_("Touchez une commune : « {label} » vaut alors pour sa communauté de communes."),
    "space": N_("Touchez la commune d'un espace existant : « {label} » l'agrandit."),
    "territory": N_("« {label} » vaut pour tout le territoire : il n'y a rien à placer."),
}


def show_action_map(situation: Situation, current: AppState, scenario: Scenario | None) -> None:
    """Show the effect of the scenario by commune, and take the places of the open action."""
    project = situation.project
    opened = find_open_action(scenario, current.step)
    hint = _("Pour placer une action sur la carte, ouvrez-la avec « Modifier ».")
    if opened is not None:
        action = ACTION_TYPES_BY_KEY[opened.type_key]
        hint = _(_HINTS[action.placement]).format(label=_(action.label))
    st.html(write_tag("p", hint, "ag-hint"))
    st.radio(
        _("Ce que montre la carte"),
        list(MEASURES),
        format_func=lambda key: _(MEASURES[key].label),
        key=MEASURE_WIDGET,
        horizontal=True,
        label_visibility="collapsed",
    )
    measure = MEASURES[current.measure]
    (drawn,) = situation.draw_maps(current.measure, is_difference=False)
    measured = drawn.measured
    panel = PanelStyle("", measured.digits, measured.texts, drawn.opened)
    title = _("{title} : {name}").format(title=_(measure.title), name=_(situation.scenarios[0].name))
    show_maps(
        project,
        current,
        title,
        (panel,),
        classes=measure.classes,
        height_px=_MAP_HEIGHT_PX,
        chosen=() if opened is None else list_chosen_communes(project, opened),
        on_commune=lambda code: place_on(project, code),
    )
    note = _("Estimation : valeur du milieu des simulations, fourchette au passage de la souris ; {times}").format(
        times=say_times(project.territory.roads)
    )
    st.html(
        write_legend(title, note, measure.classes, current.season, has_missing=False, has_opened=bool(panel.opened))
    )
    show_basemap_choice()
    show_map_table(project, current, title, [(_(situation.scenarios[0].name), drawn)])


def find_open_action(scenario: Scenario | None, step: int) -> ActionChoice | None:
    """Return the action that is open, if there is one of a known type."""
    if scenario is None or not 0 < step <= len(scenario.actions):
        return None
    choice = scenario.actions[step - 1]
    return choice if choice.type_key in ACTION_TYPES_BY_KEY else None


def list_chosen_communes(project: Project, choice: ActionChoice) -> tuple[str, ...]:
    """Return the codes of the communes that the places of an action cover."""
    action = ACTION_TYPES_BY_KEY[choice.type_key]
    return tuple(
        code
        for code in project.baseline.insee_codes
        if set(find_places(action, project.baseline, code)) & set(choice.places)
    )


def place_on(project: Project, code: str) -> None:
    """Put the open action on a commune, or take it away from there."""
    current, own = state.read_state(), scenario_book.read_draft()
    choice = find_open_action(own.scenario if own else None, current.step)
    if choice is None:
        return
    action = ACTION_TYPES_BY_KEY[choice.type_key]
    places = find_places(action, project.baseline, code)
    if action.placement == "space" and not places:
        name = project.territory.communes.names[project.baseline.commune_position(code)]
        scenario_book.say(
            _("Il n'y a pas d'espace existant à {name} : touchez une commune qui en a un.").format(name=name)
        )
    elif places:
        scenario_book.change_action(current.step - 1, lambda placed: toggle_places(placed, places), is_redrawn=True)
