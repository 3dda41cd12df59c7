"""Ballots cast on paper, entered by who leads: one tap a question, then the next one."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.ballot import fill_questions, read_questions, show_questions
from alpsat_geo.app.pages.consultation.notices import keep_failure, show_failure
from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.report.consultation.asked import list_asked, read_answers, say_left, start_draft
from alpsat_geo.report.consultation.paper_ballot import tell_ballot, write_ballot_pdf
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_notice, write_list, write_tag
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import ConsultationSession

_COLLEGE, _ANSWER, _NUMBER = "papier_groupe", "papier_reponse", "papier_numero"
_SHOWN, _TAKEN, _FAULT, _CORRECTED = "papier_montre", "papier_pris", "papier_faute", "papier_corrige"
_LATEST_SHOWN = 6


def show_paper(session: ConsultationSession, facilitator: str) -> None:
    """Show the entry of the ballots, hidden until somebody asks for it.

    Parameters
    ----------
    session : ConsultationSession
        One that takes votes.
    facilitator : str
        Token of who leads.
    """
    is_shown = bool(state.recall(_SHOWN))
    label = _("Ranger les bulletins sur papier") if is_shown else _("Saisir des bulletins sur papier")
    st.button(label, key="papier", on_click=state.keep, args=(_SHOWN, not is_shown))
    if is_shown:
        with st.container(border=True):
            _show_entry(session, facilitator)


@fragment
def _show_entry(session: ConsultationSession, facilitator: str) -> None:
    try:
        asked = list_asked(session.weighed)
        entered = dict(load_consultations().list_paper(session.id, facilitator, find_actor()))
    except AlpSatError as error:
        show_failure(error)
        return
    st.download_button(
        _("Télécharger le bulletin à imprimer (PDF)"),
        write_ballot_pdf(session.question, [_(one.name) for one in session.scenarios], asked, session.opened_at.date()),
        file_name="bulletin.pdf",
        mime="application/pdf",
        on_click="ignore",
    )
    corrected = state.recall(_CORRECTED)
    corrected = corrected if corrected in entered else None
    st.radio(
        _("Groupe du votant"),
        list(COLLEGES),
        format_func=lambda college: _(COLLEGE_LABELS[college]),
        key=_COLLEGE,
        horizontal=True,
    )
    show_questions(_ANSWER, asked, (None,) * len(asked), _touch)
    label = _("Compter ce bulletin")
    if corrected is not None:
        label = _("Corriger le bulletin n° {number}").format(number=corrected)
    with st.container(horizontal=True):
        st.button(label, key="papier_compter", type="primary", on_click=_take, args=(session, facilitator))
        if corrected is not None:
            count = len(asked)
            st.button(_("Ne pas le corriger"), key="papier_laisser", type="tertiary", on_click=_leave, args=(count,))
    fault, taken = state.recall(_FAULT), state.recall(_TAKEN)
    if fault:
        show_failure(str(fault))
    elif taken:
        st.html(put_in_notice("status", str(taken)))
    if entered:
        _show_entered(session, facilitator, entered)


def _show_entered(session: ConsultationSession, facilitator: str, entered: dict[int, Vote]) -> None:
    asked = list_asked(session.weighed)
    told = {number: tell_ballot(number, vote, asked) for number, vote in reversed(entered.items())}
    st.html(write_tag("h3", _("Bulletins saisis : {count}").format(count=len(told)), "ag-step-title"))
    st.html(write_list(list(told.values())[:_LATEST_SHOWN]))
    if state.read_widget(_NUMBER) not in told:
        state.forget_widget(_NUMBER)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(_("Bulletin à reprendre"), list(told), format_func=told.__getitem__, key=_NUMBER, filter_mode=None)
        st.button(_("Corriger"), key="papier_corriger", on_click=_correct, args=(session, entered))
        st.button(_("Retirer"), key="papier_retirer", on_click=_withdraw, args=(session, facilitator))


def _touch(_name: str, _count: int) -> None:
    state.keep(_TAKEN, "")
    state.keep(_FAULT, "")


def _take(session: ConsultationSession, facilitator: str) -> None:
    """Count the ballot that was entered, or keep it and say what is wrong."""
    asked = list_asked(session.weighed)
    draft, corrected = read_questions(_ANSWER, len(asked)), state.recall(_CORRECTED)
    state.keep(_TAKEN, "")
    with keep_failure(_FAULT):
        if None in draft:
            raise InputError(_("Bulletin non compté. {left}").format(left=say_left(draft)))
        vote = Vote(state.read_widget(_COLLEGE), read_answers(draft, asked), is_on_paper=True)
        number = load_consultations().cast_paper(session.id, facilitator, vote, find_writer(), corrected)
        _leave(len(asked))
        sentence = _("Bulletin corrigé, {ballot}.") if corrected else _("Bulletin compté, {ballot}.")
        state.keep(_TAKEN, sentence.format(ballot=tell_ballot(number, vote, asked)))


def _correct(session: ConsultationSession, entered: dict[int, Vote]) -> None:
    number = state.read_widget(_NUMBER)
    vote = entered.get(number)
    if vote is None:
        return
    _touch(_ANSWER, 0)
    state.keep(_CORRECTED, number)
    state.set_widget(_COLLEGE, vote.college)
    fill_questions(_ANSWER, start_draft((), list_asked(session.weighed), vote))


def _leave(count: int) -> None:
    state.keep(_CORRECTED, None)
    state.keep(_FAULT, "")
    fill_questions(_ANSWER, (None,) * count)


def _withdraw(session: ConsultationSession, facilitator: str) -> None:
    number = state.read_widget(_NUMBER)
    state.keep(_TAKEN, "")
    with keep_failure(_FAULT):
        load_consultations().withdraw_paper(session.id, facilitator, number, find_writer())
        if state.recall(_CORRECTED) == number:
            _leave(len(session.weighed))
        state.keep(_TAKEN, _("Bulletin n° {number} retiré.").format(number=number))
