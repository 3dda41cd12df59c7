"""The form that opens a consultation."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.wiring import load_consultations, load_project
from alpsat_geo.app.pages.consultation.answer import check_compared
from alpsat_geo.app.pages.consultation.notices import keep_failure, show_kept_failure
from alpsat_geo.app.parts.invitation import find_public_address, say_unreachable
from alpsat_geo.app.parts.name_list import choose_names
from alpsat_geo.app.parts.rights import offer
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.app.parts.scenarios.offered import show_left_out
from alpsat_geo.compute.criterion import list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.consultation.asked import name_asked
from alpsat_geo.report.corrections.code import write_session
from alpsat_geo.report.corrections.told import name_carried
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_card, put_in_notice, write_list, write_tag
from alpsat_geo.store.voting_codes import CODES_AT_MOST

SCENARIOS_AT_LEAST, SCENARIOS_AT_MOST = 2, 4
QUESTION_LENGTH = 200
_PLACES_AT_MOST = 500

_DURATION_LABELS = {
    30: N_("30 minutes"),
    60: N_("1 heure"),
    120: N_("2 heures"),
    240: N_("4 heures"),
    720: N_("12 heures"),
    10_080: N_("une semaine"),
}
_DEFAULT_DURATION_MIN = 120
_ACCESS_LABELS = {
    "open": N_("Toute la salle (votes non authentifiés)"),
    "codes": N_("Qui tient un code imprimé, un par place de chaque groupe"),
}
_QUESTION, _SCENARIOS = "consultation_question", "consultation_scenarios"
_RESULTS, _ACCESS = "consultation_resultats", "consultation_acces"
_DURATION, _PLACES, _MESSAGE = "consultation_duree", "consultation_places", "consultation_message"


def show_opening(project: Project) -> None:
    """Show the form, and what was wrong with it when it was last sent."""
    show_kept_failure(_MESSAGE)
    joined = join_own(project)
    form, advice = st.columns([7, 5], gap="large")
    with form:
        show_left_out(joined)
        if offer("ConsultationStore.open_session"):
            with st.form("consultation_ouverture", border=False):
                _show_fields(joined, state.read_state())
    advice.html(_write_advice())


def _show_fields(project: Project, current: AppState) -> None:
    names = name_scenarios(project)
    is_chosen = len(current.scenarios) >= SCENARIOS_AT_LEAST
    chosen = current.scenarios if is_chosen else project.list_first_compared()
    state.bind_widget(_QUESTION, "")
    st.text_input(
        _("La question posée à la salle"),
        max_chars=QUESTION_LENGTH,
        key=_QUESTION,
        placeholder=_("Par exemple : que soutenir d'abord l'an prochain ?"),
    )
    state.bind_widget(_SCENARIOS, [key for key in chosen if key in names])
    choose_names(
        _("Les scénarios comparés, de deux à quatre"),
        names,
        key=_SCENARIOS,
        placeholder=_("Choisissez un scénario"),
    )
    prices = {result.key: result.price for result in list_results(CRITERIA)}
    state.bind_widget(_RESULTS, [key for key, price in prices.items() if price.is_asked_first])
    st.pills(
        _("Ce que le vote demande : jusqu'à combien par an"),
        list(prices),
        selection_mode="multi",
        format_func=lambda key: name_asked(prices[key]),
        key=_RESULTS,
    )
    duration, places = st.columns(2)
    with duration:
        state.bind_widget(_DURATION, _DEFAULT_DURATION_MIN)
        st.selectbox(
            _("Durée du vote, au plus"),
            list(_DURATION_LABELS),
            format_func=lambda minutes: _(_DURATION_LABELS[minutes]),
            key=_DURATION,
            filter_mode=None,
        )
    with places:
        state.bind_widget(_PLACES, 0)
        st.number_input(_("Nombre de votants par groupe, au plus (0 : sans limite)"), 0, _PLACES_AT_MOST, key=_PLACES)
    state.bind_widget(_ACCESS, "open")
    st.radio(
        _("Qui peut voter"),
        list(_ACCESS_LABELS),
        format_func=lambda access: _(_ACCESS_LABELS[access]),
        key=_ACCESS,
    )
    st.form_submit_button(_("Ouvrir la consultation"), type="primary", on_click=_open)


def _write_advice() -> Markup:
    steps = (
        _("Projetez la page qui s'ouvre : elle montre un code QR."),
        _("Chacun le vise avec son téléphone, choisit son groupe et répond d'un geste à chaque question."),
        _("La salle voit où se placent les groupes sur la carte ; vous clôturez, puis téléchargez le compte rendu."),
    )
    privacy = _("Aucun nom n'est demandé. Un groupe de moins de trois votes n'est ni montré ni compté.")
    title = write_tag("h2", _("Comment cela se passe"), "ag-section")
    card = put_in_card(title, write_list(steps, is_ordered=True), write_tag("p", privacy))
    return card if find_public_address() else card + put_in_notice(None, say_unreachable())


@keep_failure(_MESSAGE)
def _open() -> None:
    """Open what the form asks, or keep the form and say what is wrong."""
    project = join_own(load_project())
    scenario_keys = state.read_widget(_SCENARIOS) or []
    question = clean_line(str(state.read_widget(_QUESTION) or ""))[:QUESTION_LENGTH]
    if not question:
        raise InputError(_("La question est vide : écrivez celle à laquelle la salle doit répondre."))
    if not SCENARIOS_AT_LEAST <= len(scenario_keys) <= SCENARIOS_AT_MOST:
        sentence = _("Scénarios choisis : {count}. Choisissez-en de deux à quatre.")
        raise InputError(sentence.format(count=len(scenario_keys)))
    chosen = state.read_widget(_RESULTS) or []
    asked = [result.key for result in list_results(CRITERIA) if result.key in chosen]
    if not asked:
        raise InputError(_("Le vote ne demande rien : choisissez au moins un résultat."))
    places, has_codes = int(state.read_widget(_PLACES) or 0), state.read_widget(_ACCESS) == "codes"
    if has_codes and not 1 <= places <= CODES_AT_MOST:
        sentence = _(
            "Le vote par code demande combien de codes imprimer : écrivez de 1 à {count} votants par groupe, ou ouvrez"
            " la salle à tous."
        )
        raise InputError(sentence.format(count=format_number(CODES_AT_MOST)))
    by_key = {scenario.key: scenario for scenario in project.scenarios}
    scenarios = [by_key[key] for key in scenario_keys]
    check_compared(scenarios)
    session, token = load_consultations().open_session(
        project.territory.key,
        name_carried(question, project.territory),
        scenarios,
        asked,
        find_writer(),
        duration=timedelta(minutes=int(state.read_widget(_DURATION) or _DEFAULT_DURATION_MIN)),
        college_capacity_count=places or None,
        corrections=write_session(project.territory.corrections),
        has_codes=has_codes,
    )
    state.change_seat(session=session.id, facilitator=token, place=1, college=None, draft=())
