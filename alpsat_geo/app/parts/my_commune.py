"""The commune that a person looks at everything from: chosen once in the header, or on any map; kept in the address."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import redraw_page
from alpsat_geo.app.parts.name_list import choose_name
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.project import Project
from alpsat_geo.report.commune.change import find_road_today, measure_changes
from alpsat_geo.report.commune.sentence import tell_scenario, tell_today
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.questions import Situation

COMMUNE_WIDGET = "choix_commune"


def show_commune_choice(project: Project) -> None:
    """Offer the communes by name, above the page; the cross of the list takes the choice away."""
    state.hold_widget(COMMUNE_WIDGET, state.read_state().commune or None)
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    ordered = {code: names[code] for code in sorted(names, key=names.__getitem__)}
    choose_name(_("Ma commune"), ordered, key=COMMUNE_WIDGET)
    state.change_state(commune=state.read_widget(COMMUNE_WIDGET) or "")


def choose_commune(code: str) -> None:
    """Choose a commune from a callback, none when empty: the list in the header follows."""
    state.set_widget(COMMUNE_WIDGET, code or None)
    state.change_state(commune=code)
    redraw_page()


def find_commune(project: Project) -> tuple[int, str] | None:
    """Return the position and the name of the chosen commune; None when none is chosen."""
    code = state.read_state().commune
    if not code:
        return None
    position = project.baseline.commune_position(code)
    return position, project.territory.communes.names[position]


def show_today_for_commune(project: Project) -> None:
    """Show how far the chosen commune is from a workspace today, where the page has nothing more to say yet."""
    commune, current = find_commune(project), state.read_state()
    if commune is not None:
        position, name = commune
        show_for_commune(tell_today(name, find_road_today(project, position, current.season), current.catchment_min))


def show_scenario_for_commune(situation: Situation, scenario_name: str, bearer: Bearer) -> None:
    """Show what a scenario changes for the chosen commune; nothing when none is chosen.

    Parameters
    ----------
    situation : Situation
        Of that scenario alone.
    scenario_name : str
        As the page names it.
    bearer : Bearer
        Who bears the costs.
    """
    commune = find_commune(situation.project)
    if commune is not None:
        position, name = commune
        (change,) = measure_changes(situation, position, bearer)
        show_for_commune(tell_scenario(name, scenario_name, change, situation.settings.catchment_min))


def show_for_commune(sentence: str) -> None:
    """Show what the page means for the chosen commune; nothing where there is nothing to say."""
    if sentence:
        st.html(write_tag("p", sentence, "ag-commune"))
