"""The page of composing: a budget, the actions that hold in most cases, the best programme and what it gives up."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import COMPARISON
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import evaluate_programmes, load_project
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.settings_choice import show_minutes_choice, show_season_choice
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import COMPOSING_BUDGET_MAX_EUR, AppState
from alpsat_geo.report.composition.markup import Written
from alpsat_geo.report.composition.question import read_question
from alpsat_geo.report.composition.words import name_candidates, write_euros
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import put_in_notice, write_tag
from alpsat_geo.report.memory import Memory

_STEP_EUR = 5_000
_ADDED = "programme_ajoute"
_COMPARED_WITH = ("ne-rien-faire",)
_ANSWERS_KEPT = 500
_PAYER_LABELS = {"all": N_("tous les financeurs publics"), "petr": N_("le PETR et ses communautés")}
_CERTAINTY_LABELS = {"50": N_("une fois sur deux"), "80": N_("huit fois sur dix"), "95": N_("presque toujours")}

_answers: Memory[Written] = Memory(_ANSWERS_KEPT)


def show_composing(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "compose.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = _read_choices()
    # The answer may take a while: who reloads the page meanwhile finds the same question.
    state.write_address()
    controls, answer = st.columns([3.2, 8.8], gap="medium")
    with controls:
        _show_ceilings()
    with answer, st.spinner(_("Évaluation de tous les programmes possibles…"), show_time=False):
        settings = Settings(current.season, float(current.catchment_min))
        programmes = evaluate_programmes(project, settings)
    names = name_candidates(programmes.problem, project.territory)
    with controls:
        _show_demands(names)
    question = read_question(current, programmes.problem.keys)
    try:
        # An answer holds sentences and one scenario: nothing of what was evaluated.
        key = (project.identity, settings, question, get_language())
        written = _answers.recall(key, lambda: programmes.answer(question, project.territory))
    except InputError as error:
        with answer:
            st.html(put_in_notice("alert", str(error)))
        return
    with answer:
        fates, best = st.columns([6, 6], gap="medium")
        with fates:
            st.html(written.fates)
        with best:
            st.html(written.best)
            _show_addition(written.programme)
        st.html(written.steps)
        box = st.expander(_("D'où vient ce chiffre ?"), key="tableau_composer", on_change="rerun")
        if box.open:
            with box:
                st.html(written.trace)


def _read_choices() -> AppState:
    """Read what the widgets hold, before they are drawn."""
    current = state.read_state()
    # A budget that comes from a link becomes the nearest one offered.
    nearest_eur = round(current.composing_budget_eur / _STEP_EUR) * _STEP_EUR
    return state.change_state(
        composing_budget_eur=int(state.hold_widget("choix_budget_annuel", nearest_eur)),
        composing_payer=state.hold_widget("choix_payeur", current.composing_payer),
        composing_certainty=state.hold_widget("choix_certitude", current.composing_certainty),
        composing_required=tuple(state.hold_widget("choix_exigees", list(current.composing_required))),
        composing_refused=tuple(state.hold_widget("choix_refusees", list(current.composing_refused))),
        season=state.hold_widget("choix_saison", current.season),
        catchment_min=state.hold_widget("choix_minutes", current.catchment_min),
    )


def _show_ceilings() -> None:
    budgets = list(range(0, COMPOSING_BUDGET_MAX_EUR + 1, _STEP_EUR))
    st.select_slider(_("Argent public par an, au plus"), budgets, format_func=write_euros, key="choix_budget_annuel")
    st.radio(_("Qui paie"), list(_PAYER_LABELS), format_func=lambda key: _(_PAYER_LABELS[key]), key="choix_payeur")
    st.radio(
        _("Le budget doit suffire"),
        list(_CERTAINTY_LABELS),
        format_func=lambda key: _(_CERTAINTY_LABELS[key]),
        key="choix_certitude",
    )
    show_season_choice()
    show_minutes_choice()


def _show_demands(names: dict[str, str]) -> None:
    for key, label in (("choix_exigees", _("Actions exigées")), ("choix_refusees", _("Actions refusées"))):
        # Under other hypotheses other places are proposed: what is no longer there is let go.
        state.set_widget(key, [one for one in state.read_widget(key) or [] if one in names])
        st.multiselect(label, list(names), format_func=names.__getitem__, key=key, placeholder=_("aucune"))


def _show_addition(programme: Scenario | None) -> None:
    """Offer to keep the best programme as a scenario of the person's own, then to compare it."""
    if programme is None:
        return
    st.button(_("En faire un scénario"), type="primary", key="ajouter_programme", on_click=_add, args=(programme,))
    added = state.recall(_ADDED)
    if isinstance(added, str) and added:
        st.html(write_tag("div", write_tag("span", added), "ag-note", role="status"))
        st.page_link(COMPARISON.script, label=_("Le comparer à d'autres scénarios"), icon=":material/balance:")


def _add(programme: Scenario) -> None:
    try:
        key = scenario_book.add(programme)
    except InputError as error:
        state.keep(_ADDED, str(error))
        return
    if not state.read_state().scenarios:
        known = {scenario.key for scenario in load_project().scenarios}
        state.change_state(scenarios=tuple(other for other in _COMPARED_WITH if other in known))
    replaced = scenario_book.select_for_comparison(key)
    own = scenario_book.read_book().find(key)
    sentence = _("« {name} » est ajouté à vos scénarios.")
    name = programme.name if own is None else own.scenario.name
    state.keep(_ADDED, f"{sentence.format(name=name)} {replaced}".strip())
