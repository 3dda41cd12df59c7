"""The page of the comparison: the answer, linked maps, the efforts that one accepts, and the choice map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.compare.tables import show_figures, show_places
from alpsat_geo.app.parts.effort import read_efforts, show_efforts, show_other_efforts
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.map_table import show_map_table
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET, show_basemap_choice, show_maps
from alpsat_geo.app.parts.my_commune import find_commune, show_for_commune
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.app.parts.scenarios.offered import choose_scenarios, show_left_out
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import SCENARIOS_AT_MOST, AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.commune.change import measure_changes
from alpsat_geo.report.commune.sentence import tell_scenarios
from alpsat_geo.report.commune.table import write_commune_table
from alpsat_geo.report.comparison.answer import (
    draw_choices,
    frame_answer,
    write_changes,
    write_lines,
    write_signposts,
)
from alpsat_geo.report.comparison.reasons import write_reasons
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, embed_drawings, put_in_notice, write_tag
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry, Situation
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.roads_in_use import say_times

_LEAST_COUNT = 2
_SCENARIOS_WIDGET = "choix_scenarios"
_MAP_HEIGHT_PX = 360
_FOUR_MAPS_HEIGHT_PX = 400
_ANSWERS_KEPT = 200

_answers: Memory[tuple[Markup, Markup]] = Memory(_ANSWERS_KEPT)
_drawings: Memory[Markup] = Memory(_ANSWERS_KEPT)
_lines: Memory[Markup] = Memory(_ANSWERS_KEPT)
_reasons: Memory[list[Markup]] = Memory(_ANSWERS_KEPT)


def show_comparison(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    _show_workspace()


@fragment
def _show_workspace() -> None:
    pack = load_project()
    project = join_own(pack)
    current = _read_choices(project)
    situation = Situation(project, project.find_scenarios(current.scenarios), current.settings)
    answer, maps = st.container(key="reponse"), st.container(key="cartes")
    # The maps are sent first, then the answer above them and the rest while the browser draws them.
    card = Markup()
    with maps:
        if len(current.scenarios) >= _LEAST_COUNT:
            card = _show_maps(situation, current)
        else:
            sentence = _("Choisissez au moins deux scénarios pour les comparer.")
            st.html(put_in_notice("status", sentence))
    standing = {scenario.key for scenario in pack.scenarios} | set(current.scenarios)
    every = tuple(scenario for scenario in project.scenarios if scenario.key in standing)
    inquiry = Inquiry(Situation(project, every, current.settings), current.prices, current.far_percent)
    if _show_answer(inquiry, current, answer):
        _show_reasons(inquiry)
        ticked = Inquiry(situation, current.prices, current.far_percent) if len(situation.scenarios) > 1 else inquiry
        show_places(ticked, card)
        show_figures(inquiry, ticked)


def _show_answer(inquiry: Inquiry, current: AppState, place: DeltaGenerator) -> bool:
    """Show the answer, the efforts, the choice map, and one line a scenario; tell whether there is an answer."""
    project = inquiry.situation.project
    try:
        sentence, changes = _answers.recall(inquiry.key, lambda: (frame_answer(inquiry), write_changes(inquiry)))
    except InputError as error:
        place.html(put_in_notice("alert", tell_error(error)))
        _show_controls(project)
        return False
    place.html(sentence)
    show_efforts()
    drawing, beside = st.columns([6, 5], gap="medium")
    drawing.html(_drawings.recall(inquiry.key, lambda: embed_drawings(draw_choices(inquiry))))
    with beside:
        told = _list_told(inquiry, current.scenarios)
        st.html(changes + _lines.recall((inquiry.key, told), lambda: write_lines(inquiry, told)))
        show_other_efforts()
        _show_controls(project)
    return True


def _list_told(inquiry: Inquiry, ticked: Sequence[str]) -> tuple[str, ...]:
    """List the scenarios that have their line: what is chosen at the set prices, then those that are ticked."""
    comparison = inquiry.comparison
    chosen = () if comparison.choice is None else (comparison.appraisal.keys[comparison.choice.best],)
    known = dict.fromkeys((*chosen, *ticked))
    return tuple(key for key in known if key in comparison.keys and comparison.position(key) != NOTHING)


@folded(N_("Pourquoi, et ce qui changerait la réponse"), "tableau_pourquoi")
def _show_reasons(inquiry: Inquiry) -> None:
    """Show what the answer rests on; it is computed only when somebody opens it."""
    *cards, references = _reasons.recall(inquiry.key, lambda: write_reasons(inquiry))
    for column, offset in zip(st.columns(2, gap="medium"), (0, 1), strict=True):
        for card in cards[offset::2]:
            column.html(card)
    st.html(references)
    st.html(write_tag("h2", _("Quand fermer un espace"), "ag-section"))
    st.html(_lines.recall((inquiry.key, "signposts"), partial(write_signposts, inquiry)))


def _write_commune(situation: Situation, current: AppState) -> Markup:
    """Say what the scenarios change for the chosen commune, and return one card for all of them."""
    project = situation.project
    commune = find_commune(project)
    if commune is None:
        return Markup()
    position, name = commune
    names = name_scenarios(project)
    changes = measure_changes(situation, position, current.cost_bearer)
    named = [(names[scenario.key], change) for scenario, change in zip(situation.scenarios, changes, strict=True)]
    show_for_commune(tell_scenarios(name, named, current.settings.catchment_min))
    return write_commune_table(name, named, current.cost_bearer)


def _read_choices(project: Project) -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    names = name_scenarios(project)
    first = current.scenarios or project.list_first_compared()
    scenarios = state.hold_widget(_SCENARIOS_WIDGET, list(first))
    state.change_state(
        scenarios=tuple(key for key in names if key in scenarios),
        measure=state.hold_widget("choix_mesure", current.measure),
        is_difference=state.hold_widget("choix_ecart", current.is_difference),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )
    return read_efforts()


def _show_controls(project: Project) -> None:
    choose_scenarios(
        _("Scénarios à comparer (de deux à quatre)"),
        name_scenarios(project),
        key=_SCENARIOS_WIDGET,
        at_most=SCENARIOS_AT_MOST,
        too_many=_("Quatre scénarios se comparent au plus : retirez-en un pour ajouter « {name} »."),
    )
    show_left_out(project)
    shown, settings = st.columns(2, gap="medium")
    shown.radio(
        _("Ce que montrent les cartes"),
        list(MEASURES),
        format_func=lambda key: _(MEASURES[key].label),
        key="choix_mesure",
        horizontal=True,
    )
    shown.toggle(_("Différence avec « Ne rien faire »"), key="choix_ecart")
    with settings:
        show_season_choice()
        show_minutes_choice()


def _show_maps(situation: Situation, current: AppState) -> Markup:
    """Show the maps side by side, and return the card of the chosen commune."""
    project = situation.project
    names = name_scenarios(project)
    drawn = situation.draw_maps(current.measure, is_difference=current.is_difference)
    panels = tuple(
        PanelStyle(names[scenario.key], shown.measured.digits, shown.measured.texts, shown.opened)
        for scenario, shown in zip(situation.scenarios, drawn, strict=True)
    )
    title, classes = drawn[0].measured.title, drawn[0].measured.classes
    height = _FOUR_MAPS_HEIGHT_PX if len(panels) == SCENARIOS_AT_MOST else _MAP_HEIGHT_PX
    show_maps(project, current, title, panels, classes=classes, height_px=height)
    card = _write_commune(situation, current)
    note = _("Valeur du milieu des simulations ; {times}").format(times=say_times(project.territory.roads))
    has_opened = any(panel.opened for panel in panels)
    st.html(write_legend(title, note, classes, current.season, has_missing=False, has_opened=has_opened))
    show_basemap_choice()
    shown = [(panel.title, one) for panel, one in zip(panels, drawn, strict=True)]
    show_map_table(project, current, title, shown)
    return card
