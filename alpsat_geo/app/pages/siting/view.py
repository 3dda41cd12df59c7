"""The page of siting: what is asked, the best plan and those nearly as good, what they cost and whether they hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import streamlit as st

from alpsat_geo.actions.animate_spaces import ANIMATE_SPACES
from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import answer_siting, load_project
from alpsat_geo.app.pages.siting.answer import show_near_plans, write_answer, write_figures, write_method
from alpsat_geo.app.pages.siting.controls import read_siting_choices, show_siting_controls
from alpsat_geo.app.pages.siting.curve import show_curve
from alpsat_geo.app.pages.siting.map import classify_communes, describe_place, show_siting_map, show_siting_table
from alpsat_geo.app.parts.my_commune import find_commune, show_for_commune
from alpsat_geo.app.parts.scenarios.addition import offer_addition
from alpsat_geo.app.parts.settings_choice import SEASON_LABELS
from alpsat_geo.compute.accounts import space_accounts
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.siting.plan import SitingResult
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, put_in_card, put_in_notice, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.siting.balance import write_balances
from alpsat_geo.report.siting.question import choose_balance_season, make_scenario, read_request
from alpsat_geo.report.siting.trial import write_beside_plan, write_trial

_TOLD_KEPT = 500


class _Told(NamedTuple):
    """What is told of the best plan once it is evaluated: sentences, and nothing of what was evaluated."""

    answer: Markup
    figures: Markup
    balances: Markup


_told: Memory[_Told] = Memory(_TOLD_KEPT)


def show_siting(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = read_siting_choices(project)
    # The answer may take a minute: who reloads the page meanwhile finds the same question.
    state.write_address()
    # On a phone the answer comes first, then the map, then the choices.
    answer = st.container()
    middle, controls, right = st.columns([5.3, 2.7, 4], gap="medium")
    # What is waited for is said under the controls: the map does not move for it.
    choices, waiting = controls.container(), controls.container()
    request = read_request(current)
    waited = _("Recherche du meilleur plan… au-delà de six espaces, une minute ou plus.")
    try:
        with waiting, st.spinner(waited, show_time=False):
            result = answer_siting(project, request)
    except InputError as error:
        with choices:
            show_siting_controls(project, current)
        answer.html(put_in_notice("alert", tell_error(error)))
        return
    # The map is sent first, the controls and the tables while the browser already draws it.
    with middle:
        show_siting_map(project, current, result)
    with choices:
        show_siting_controls(project, current)
    season = choose_balance_season(current)
    scenario = make_scenario(project, request, result.optimal)
    settings = Settings(season, float(current.catchment_min))
    evaluate = cache(lambda: project.evaluate(scenario, settings))
    # All who follow a meeting ask the same at once.
    key = (project.identity, request, settings, get_language())
    told = _told.recall(key, lambda: _tell(project, request, result, evaluate()))
    answer.html(told.answer)
    with right:
        _show_trial(project, request, result, evaluate)
        st.html(told.figures)
        label = _("Ajouter ce plan comme scénario")
        offer_addition(label, scenario, key="ajouter_plan", beside=_list_beside(project))
        st.html(write_method(project, current, request, result))
    show_siting_table(project, result)
    plans, curve = st.columns([6, 6], gap="medium")
    with plans:
        show_near_plans(project, request, result)
    with curve:
        show_curve(project, request, result)
    title = _("Chaque espace du meilleur plan peut-il couvrir ses frais ?")
    note = _(
        "Valeur du milieu (fourchette de neuf simulations sur dix), saison : {season}, en concurrence"
        " avec les espaces existants. Un espace « couvre ses frais » s'il y arrive dans au moins deux"
        " simulations sur trois, « ne les couvre pas » dans une sur trois au plus."
    ).format(season=_(SEASON_LABELS[season]))
    st.html(put_in_card(write_tag("h2", title, "ag-section"), write_tag("p", note, "ag-note")))
    st.html(told.balances)


def _tell(project: Project, request: SitingRequest, result: SitingResult, outcome: Outcome) -> _Told:
    return _Told(
        write_answer(project, result.optimal, outcome),
        write_figures(project, request, result, outcome),
        write_balances(project, space_accounts(outcome)),
    )


def _show_trial(
    project: Project, request: SitingRequest, result: SitingResult, evaluate_plan: Callable[[], Outcome]
) -> None:
    """Answer "and here?" for the chosen commune: one space there, beside the best plan."""
    commune = find_commune(project)
    if commune is None:
        return
    (position, name), plan = commune, evaluate_plan()
    written = write_trial(project, project.baseline.insee_codes[position], request.kind, plan.settings)
    often = describe_place(result, classify_communes(result), position)
    with st.container(key="essai"):
        show_for_commune(f"{written.sentence} {_('Dans les bons plans : {often}.').format(often=often)}")
        st.html(write_beside_plan(name, written, _("Meilleur plan"), plan))


def _list_beside(project: Project) -> tuple[str, ...]:
    """List what the plan is compared with: doing nothing, and living with what there is."""
    living = [
        one.key for one in project.scenarios if {choice.type_key for choice in one.actions} == {ANIMATE_SPACES.key}
    ]
    return (DO_NOTHING.key, *living[:1])
