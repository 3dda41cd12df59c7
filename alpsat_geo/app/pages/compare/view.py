"""The page of the comparison: linked maps, the verdict, and who wins or loses what."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.compare.all_scenarios import show_all_scenarios
from alpsat_geo.app.pages.compare.robustness import show_doubts, show_reversals
from alpsat_geo.app.pages.compare.tables import show_criteria, show_places
from alpsat_geo.app.pages.compare.trace import show_trace
from alpsat_geo.app.pages.compare.verdict import show_first_reading, show_signposts, show_whole_reading
from alpsat_geo.app.pages.compare.weights import show_weights
from alpsat_geo.app.parts.map_table import show_map_table
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET, show_basemap_choice, show_maps
from alpsat_geo.app.parts.my_commune import find_commune, show_for_commune
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.app.parts.scenarios.offered import choose_scenarios, show_left_out
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import SCENARIOS_AT_MOST, AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.commune.change import measure_changes
from alpsat_geo.report.commune.sentence import tell_scenarios
from alpsat_geo.report.commune.table import write_commune_table
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_notice
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.report.questions import Inquiry, Situation
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.roads_in_use import say_times

_LEAST_COUNT = 2
_SCENARIOS_WIDGET = "choix_scenarios"
_MAP_HEIGHT_PX = 360
_FOUR_MAPS_HEIGHT_PX = 400


def show_comparison(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = join_own(load_project())
    current = _read_choices(project)
    answer, maps, controls = st.container(key="reponse"), st.container(key="cartes"), st.container()
    is_comparison = len(current.scenarios) >= _LEAST_COUNT
    by_key = {scenario.key: scenario for scenario in project.scenarios}
    scenarios = tuple(by_key[key] for key in current.scenarios)
    situation = Situation(project, scenarios, current.settings)
    # The maps are sent first, then the verdict above them, the controls and the rest while the browser draws them.
    if is_comparison:
        with maps:
            _show_maps(situation, current)
        _show_answers(situation, current, answer, controls)
    else:
        with controls:
            _show_controls(project)
        sentence = _("Choisissez au moins deux scénarios pour les comparer.")
        answer.html(put_in_notice("status", sentence))
    show_all_scenarios(project, current.settings)


def _show_commune(situation: Situation, current: AppState) -> Markup:
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


def _show_answers(situation: Situation, current: AppState, answer: DeltaGenerator, controls: DeltaGenerator) -> None:
    """Show the answers; the controls are sent between the first reading and the others."""
    current = state.change_state(points=show_weights(current))
    inquiry = Inquiry(situation, current.points)
    first = None
    with answer:
        try:
            first = show_first_reading(inquiry)
        except InputError as error:
            st.html(put_in_notice("alert", tell_error(error)))
    with controls:
        _show_controls(situation.project)
    if first is None:
        return
    show_whole_reading(inquiry, first)
    show_doubts(inquiry)
    show_reversals(inquiry)
    show_signposts(inquiry)
    show_criteria(inquiry)
    show_trace(inquiry)
    show_places(inquiry)


def _read_choices(project: Project) -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    names = name_scenarios(project)
    first = current.scenarios or project.list_first_compared()
    scenarios = state.hold_widget(_SCENARIOS_WIDGET, list(first))
    return state.change_state(
        scenarios=tuple(key for key in names if key in scenarios),
        measure=state.hold_widget("choix_mesure", current.measure),
        is_difference=state.hold_widget("choix_ecart", current.is_difference),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def _show_controls(project: Project) -> None:
    choose_scenarios(
        _("Scénarios à comparer (de deux à quatre)"),
        name_scenarios(project),
        key=_SCENARIOS_WIDGET,
        at_most=SCENARIOS_AT_MOST,
        too_many=_("Quatre scénarios se comparent au plus : retirez-en un pour ajouter « {name} »."),
    )
    show_left_out(project)
    measure, difference, season, minutes = st.columns([4, 2.6, 3.4, 3], gap="medium", vertical_alignment="bottom")
    measure.radio(
        _("Ce que montrent les cartes"),
        list(MEASURES),
        format_func=lambda key: _(MEASURES[key].label),
        key="choix_mesure",
        horizontal=True,
    )
    difference.toggle(_("Différence avec « Ne rien faire »"), key="choix_ecart")
    with season:
        show_season_choice()
    with minutes:
        show_minutes_choice()


def _show_maps(situation: Situation, current: AppState) -> None:
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
    card = _show_commune(situation, current)
    note = _("Estimation : valeur du milieu des simulations, fourchette au passage de la souris ; {times}").format(
        times=say_times(project.territory.roads)
    )
    has_opened = any(panel.opened for panel in panels)
    st.html(write_legend(title, note, classes, current.season, has_missing=False, has_opened=has_opened))
    show_basemap_choice()
    if card:
        with st.expander(_("Ma commune, scénario par scénario"), key="tableau_ma_commune"):
            st.html(card)
    shown = [(panel.title, one) for panel, one in zip(panels, drawn, strict=True)]
    show_map_table(project, current, title, shown)
