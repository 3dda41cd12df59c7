"""The page of composing: a budget, what it brings, where, and what each further step costs."""

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
from alpsat_geo.report.composition.markup import Written, WrittenProgramme
from alpsat_geo.report.composition.question import Programmes, read_offer, read_prices, read_question
from alpsat_geo.report.composition.words import name_candidates
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import embed_drawings, put_in_notice, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.remarks import tell_error

_ANSWERS_KEPT = 500
_CHOSEN = "choix_programme"

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
        cards, folded = st.container(), st.container()
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
    shown = _choose_programme(written, cards)
    with where:
        if shown is not None:
            show_answer_map(project, current, shown.places)
        _show_commune(project, current, shown)
        if shown is not None:
            show_answer_legend(project, current, shown.places)
    st.html(write_tag("h2", _("Marche par marche : ce que chaque pas de plus apporte, et à quel prix"), "ag-section"))
    st.html(write_tag("p", _("Un rond vide : cette marche ne tient pas sous ce budget."), "ag-note"))
    for column, ladder in zip(st.columns(len(written.ladders), gap="medium"), written.ladders, strict=True):
        column.html(embed_drawings(ladder))
    show_folded(_("Les marches et les refus, en tableau"), "tableau_raisons", lambda: _show_tables(written))
    trace = _("D'où vient ce chiffre ?")
    show_folded(trace, "tableau_trace_composer", lambda: st.html(programmes.trace(question)))
    if shown is not None:
        show_answer_table(project, shown.places)


def _choose_programme(written: Written, place: DeltaGenerator) -> WrittenProgramme | None:
    """Show the programme that is chosen, the first until another is, and offer to make a scenario of it."""
    if not written.programmes:
        return None
    titles = [programme.title for programme in written.programmes]
    with place:
        chosen = 0
        if len(titles) > 1:
            # Each number of programmes has its own choice: what is held always stands for one of them.
            key = f"{_CHOSEN}_{len(titles)}"
            places = list(range(len(titles)))
            chosen = st.radio(_("Programme montré"), places, format_func=titles.__getitem__, key=key, horizontal=True)
        shown = written.programmes[chosen]
        st.html(shown.card)
        offer_addition(_("En faire un scénario"), shown.scenario, key="ajouter_programme")
    return shown


def _show_tables(written: Written) -> None:
    st.html(written.steps)
    st.html(written.fates)


def _show_commune(project: Project, current: AppState, shown: WrittenProgramme | None) -> None:
    """Say what the programme puts in the chosen commune, and what changes there under it."""
    commune = find_commune(project)
    if commune is None or shown is None:
        show_today_for_commune(project)
        return
    position, name = commune
    situation = Situation(project, (shown.scenario,), current.settings)
    (change,) = measure_changes(situation, position, current.cost_bearer)
    show_for_commune(tell_placed(name, shown.places.texts[position], change, current.settings.catchment_min))


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
    prices = read_prices(current)
    key = (project.identity, offer, question, tuple(prices.items()), get_language())
    written = _answers.recall(key, lambda: programmes.answer(question, project.territory, prices))
    return programmes, question, written
