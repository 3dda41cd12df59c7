"""The page of composing: a budget, what to support first with it, where, and what it gives up."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import evaluate_programmes, load_project
from alpsat_geo.app.pages.compose.controls import (
    read_choices,
    show_budget,
    show_ceilings,
    show_demands,
    show_places,
    tell_conditions,
)
from alpsat_geo.app.pages.compose.curve import show_slices
from alpsat_geo.app.pages.compose.map import show_answer_legend, show_answer_map, show_answer_table
from alpsat_geo.app.parts.folded import show_folded
from alpsat_geo.app.parts.my_commune import find_commune, show_for_commune, show_today_for_commune
from alpsat_geo.app.parts.scenarios.addition import offer_addition
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.commune.change import measure_changes
from alpsat_geo.report.commune.sentence import tell_placed
from alpsat_geo.report.composition.markup import Written
from alpsat_geo.report.composition.question import Programmes, read_offer, read_question
from alpsat_geo.report.composition.words import name_candidates
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import put_in_notice, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.remarks import tell_error

_ANSWERS_KEPT = 500

_answers: Memory[Written] = Memory(_ANSWERS_KEPT)


def show_composing(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "compose.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = read_choices()
    # The answer may take a while: who reloads the page meanwhile finds the same question.
    state.write_address()
    asked, said = st.columns([3.6, 8.4], gap="medium")
    where, which = st.columns([6.4, 5.6], gap="medium")
    with asked, st.container(key="budget_composer"):
        show_budget()
    with which:
        fates, folded = st.container(), st.container()
    with folded:
        st.html(write_tag("p", tell_conditions(current), "ag-note"))
        folded = st.popover(_("Autres réglages"), icon=":material/tune:", width="stretch")
    with folded:
        show_ceilings()
        show_places(project)
    try:
        with said, st.spinner(_("Évaluation de tous les programmes possibles…"), show_time=False):
            programmes, question, written = _ask(project, current, folded)
    except InputError as error:
        said.html(put_in_notice("alert", tell_error(error)))
        return
    said.html(written.sentence)
    # The map is sent first, the rest while the browser already draws it.
    with where:
        show_answer_map(project, current, written.places)
        _show_commune(project, current, written)
    fates.html(written.fates)
    with where:
        show_answer_legend(project, current, written.places)
    best, given_up = st.columns([6, 6], gap="medium")
    with best:
        st.html(written.programme_card)
        if written.programme is not None:
            offer_addition(_("En faire un scénario"), written.programme, key="ajouter_programme")
    given_up.html(written.given_up_card)
    show_slices(written.slices, current, project.territory)
    reasons = _("Action par action : pourquoi, à partir de quel budget, et à la place de quoi")
    show_folded(reasons, "tableau_raisons", lambda: st.html(written.reasons))
    trace = _("D'où vient ce chiffre ?")
    show_folded(trace, "tableau_trace_composer", lambda: st.html(programmes.trace(question)))
    show_answer_table(project, written.places)


def _show_commune(project: Project, current: AppState, written: Written) -> None:
    """Say what the best programme puts in the chosen commune, and what changes there under it."""
    commune = find_commune(project)
    if commune is None or written.programme is None:
        show_today_for_commune(project)
        return
    position, name = commune
    situation = Situation(project, (written.programme,), current.settings)
    (change,) = measure_changes(situation, position, current.cost_bearer)
    show_for_commune(tell_placed(name, written.places.texts[position], change, current.settings.catchment_min))


def _ask(project: Project, current: AppState, folded: DeltaGenerator) -> tuple[Programmes, Question, Written]:
    """Answer the question of this visit; which actions may be required is known only then.

    Raises
    ------
    InputError
        If it cannot be asked, or if no programme fits.
    """
    offer = read_offer(current)
    programmes = evaluate_programmes(project, offer)
    with folded:
        show_demands(name_candidates(programmes.problem, project.territory))
    question = read_question(current, programmes.problem.keys)
    # An answer holds sentences and one scenario: nothing of what was evaluated.
    key = (project.identity, offer, question, get_language())
    return programmes, question, _answers.recall(key, lambda: programmes.answer(question, project.territory))
