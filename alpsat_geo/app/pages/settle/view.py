"""The page of who would come: needs first, the answer right after, then the map."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.settle.answer import select_commune, show_answer
from alpsat_geo.app.pages.settle.map import show_answer_map, show_answer_table
from alpsat_geo.app.parts.maps import BASEMAP_WIDGET
from alpsat_geo.app.parts.settings_choice import show_season_choice
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.settlement import Limits, answer_needs
from alpsat_geo.compute.settlement_needs import NEEDS, NEEDS_BY_KEY, Need
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag

_CHOICE = "choix_besoins"
_SEASON = "choix_saison"
_EPCI = "choix_communaute"
_FORMATS = {"min": "%d min", "part": "%d %%", "m": "%d m", "services": "%d"}


def show_settling(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "settle.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = read_needs(project)
    is_asked = bool(current.needs or current.epci)
    found = (
        answer_needs(project.baseline, project.territory, current.needs, current.season, current.epci)
        if is_asked
        else None
    )
    # On a phone the columns stand one under the other: needs, answer, map.
    needs, answer, sight = st.columns([3.2, 4.2, 4.6], gap="medium")
    with sight:
        show_answer_map(project, current, found, select_commune)
    with needs:
        show_needs(project, current)
    with answer:
        show_answer(project, current, found)
    if found is not None:
        show_answer_table(project, found)


@dataclass(frozen=True, slots=True)
class Start:
    """Needs that go together, to begin from."""

    key: str
    label: str
    limits: Limits


STARTS = (
    Start("seul", N_("Je télétravaille"), (("fibre", 90), ("espace", 20), ("gare", 30))),
    Start("famille", N_("Nous venons en famille"), (("ecole", 10), ("college", 20), ("courses", 10), ("medecin", 20))),
    Start("altitude", N_("Nous voulons l'altitude"), (("fibre", 90), ("altitude_min", 1300), ("services_hiver", 4))),
)


def read_needs(project: Project) -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    known = dict(current.needs)
    chosen = state.hold_widget(_CHOICE, list(known)) or []
    needs = tuple(
        (need.key, int(state.hold_widget(_name_slider(need.key), known.get(need.key, need.default))))
        for need in NEEDS
        if need.key in chosen
    )
    sirens = {epci.siren for epci in project.territory.epcis}
    return state.change_state(
        needs=needs,
        season=state.hold_widget(_SEASON, current.season),
        epci=state.hold_widget(_EPCI, current.epci if current.epci in sirens else ""),
        is_basemap_shown=state.hold_widget(BASEMAP_WIDGET, current.is_basemap_shown),
    )


def show_needs(project: Project, current: AppState) -> None:
    """Show the choices; they must have been read."""
    with st.container(key="besoins"):
        with keep_slot():
            _show_starts(current)
        st.pills(
            _("Ce qu'il me faut"),
            list(NEEDS_BY_KEY),
            selection_mode="multi",
            format_func=lambda key: _(NEEDS_BY_KEY[key].label),
            key=_CHOICE,
        )
        with keep_slot():
            for key, _limit in current.needs:
                _show_slider(NEEDS_BY_KEY[key])
            if current.needs:
                st.button(_("Tout effacer"), key="effacer_besoins", on_click=take_limits, args=((),))
        show_season_choice()
        epcis = {epci.siren: epci.name for epci in project.territory.epcis}
        st.selectbox(
            _("Dans quelle communauté de communes ?"),
            ["", *epcis],
            format_func=lambda siren: epcis.get(siren, _("peu importe")),
            key=_EPCI,
            filter_mode=None,
        )


def _show_starts(current: AppState) -> None:
    if current.needs:
        return
    st.html(write_tag("p", _("Pour commencer, touchez un exemple ou vos propres besoins."), "ag-hint"))
    with st.container(key="departs", horizontal=True, gap="small"):
        for start in STARTS:
            st.button(_(start.label), key=f"depart_{start.key}", on_click=take_limits, args=(start.limits,))


def _show_slider(need: Need) -> None:
    label = _("{need} : au moins") if need.is_floor else _("{need} : au plus")
    st.slider(
        label.format(need=_(need.label)),
        need.low,
        need.high,
        step=need.step,
        key=_name_slider(need.key),
        format=_FORMATS[need.unit],
    )
    # Not a hint that opens on hover: a thumb hovers nowhere.
    st.html(write_tag("p", _(need.help), "ag-note"))


def take_limits(limits: Limits) -> None:
    """Put other needs in the place of those stated, from a callback."""
    state.set_widget(_CHOICE, [key for key, _limit in limits])
    for key, limit in limits:
        state.set_widget(_name_slider(key), limit)
    state.change_state(needs=limits)


def _name_slider(key: str) -> str:
    return f"besoin_{key}"
