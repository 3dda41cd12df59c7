"""The phone: choosing a college, voting, changing one's vote, and what is left once the vote is over.

The seat is kept by the browser (a cookie that only this server reads) or, failing that, by the address: a phone that
reloads, sleeps or reconnects finds its vote again, and never votes twice.
"""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app import state
from alpsat_geo.app.consultation.answer import answer_session, list_criteria
from alpsat_geo.app.consultation.ballot import EDITING, SENT, show_ballot
from alpsat_geo.app.consultation.invitation import find_public_address, write_address
from alpsat_geo.app.consultation.notices import say_remaining, show_failure
from alpsat_geo.app.consultation.room_markup import write_counts, write_own_vote, write_priorities, write_results
from alpsat_geo.app.consultation.seat import Draft, Seat
from alpsat_geo.app.wiring import load_consultations
from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.store.ballot import Vote, weigh_vote
from alpsat_geo.store.consultation_session import ConsultationSession
from alpsat_geo.store.tokens import is_token, make_token

_PERIOD_S = 10.0


def show_phone(session: ConsultationSession) -> None:
    """Show one participant's side."""
    is_open = session.is_open_at(load_consultations().read_time())
    st.fragment(_show_clock, run_every=_PERIOD_S if is_open else None)(session.id, is_open=is_open)
    with st.container(key="telephone"):
        _show_steps(session.id)


def _show_clock(session_id: str, *, is_open: bool) -> None:
    try:
        store = load_consultations()
        session, now = store.get(session_id), store.read_time()
    except AlpSatError as error:
        show_failure(error)
        return
    if session.is_open_at(now) is not is_open:
        st.rerun()
    st.html(write_tag("p", say_remaining(session, now), "ag-remaining"))


@st.fragment
def _show_steps(session_id: str) -> None:
    seat = state.take_seat()
    try:
        store = load_consultations()
        session = store.get(session_id)
        vote = _find_vote(session_id, seat)
        if not session.is_open_at(store.read_time()):
            _show_end(session, vote)
        elif vote is None and seat.college is None:
            _show_colleges(seat)
        elif vote is not None and not state.recall(EDITING):
            _show_voted(session, seat, vote)
        else:
            show_ballot(session, find_token(seat), vote.college if vote else _require_college(seat), vote)
    except AlpSatError as error:
        show_failure(error)
        st.button(_("Réessayer"), key="reessayer_telephone")


def find_token(seat: Seat) -> str:
    """Return the token of this device's seat; empty before it has one."""
    return next((token for token in (seat.participant, state.find_device()) if is_token(token)), "")


def _find_vote(session_id: str, seat: Seat) -> Vote | None:
    token = find_token(seat)
    return load_consultations().find_vote(session_id, token) if token else None


def _require_college(seat: Seat) -> College:
    if seat.college is None:
        message = "a ballot is shown to a college"
        raise AssertionError(message)
    return seat.college


def _show_colleges(seat: Seat) -> None:
    if seat.participant and not is_token(seat.participant):
        show_failure(
            _("Votre lien personnel n'a pas pu être lu : ouvrez-le en entier, ou choisissez ci-dessous votre collège.")
        )
    st.html(write_tag("h2", _("Quel est votre collège ?"), "ag-step-title"))
    for college in COLLEGES:
        label = _(COLLEGE_LABELS[college])
        st.button(label, key=f"college_{college}", width="stretch", on_click=_sit, args=(college,))
    st.html(
        write_tag("p", _("Aucun nom n'est demandé. Vous pourrez changer votre vote jusqu'à la clôture."), "ag-note")
    )


def _sit(college: College) -> None:
    """Take a seat in a college: under the token that the browser keeps, or under a new one kept in the address."""
    seat = state.take_seat()
    kept = seat.participant if is_token(seat.participant) else ""
    state.change_seat(college=college, participant=kept or ("" if is_token(state.find_device()) else make_token()))


def _show_voted(session: ConsultationSession, seat: Seat, vote: Vote) -> None:
    sentence = state.recall(SENT) or _("Votre vote est enregistré.")
    st.html(f'<div role="status" class="ag-sent">{write_tag("strong", str(sentence))}</div>')
    st.html(_write_vote(session, vote))
    st.button(_("Changer mon vote"), key="changer", type="primary", width="stretch", on_click=_edit)
    st.html(write_tag("p", _("Les résultats sont sur l'écran de la salle."), "ag-note"))
    box = st.expander(_("Autre appareil, autre personne"), key="autre_place", on_change="rerun")
    if not box.open:
        return
    with box:
        address = find_public_address()
        if address:
            link = write_address(address, Seat(session=session.id, participant=find_token(seat)))
            advice = _("Ce lien rouvre votre vote sur un autre appareil ; qui l'ouvre vote à votre place :")
            st.html(f"{write_tag('p', advice, 'ag-note')}{write_tag('code', link)}")
        st.button(_("Une autre personne vote sur cet appareil"), key="autre", width="stretch", on_click=_give_place)


def _edit() -> None:
    state.keep(EDITING, True)  # noqa: FBT003 - the value kept
    state.keep(SENT, "")


def _give_place() -> None:
    state.keep(EDITING, False)  # noqa: FBT003 - the value kept
    state.keep(SENT, "")
    state.change_seat(participant=make_token(), college=None, draft=Draft())


def _show_end(session: ConsultationSession, vote: Vote | None) -> None:
    kept = _("Votre vote a compté.") if vote else _("Aucun vote n'est parti de cet appareil.")
    sentence = _("Le vote est terminé : plus aucun vote n'est pris. {kept} Le compte rendu est chez qui anime.")
    st.html(f'<div role="status" class="ag-sent">{write_tag("strong", sentence.format(kept=kept))}</div>')
    if vote:
        st.html(_write_vote(session, vote))
    minutes = answer_session(session)
    st.html(write_counts(minutes, "") + write_results(minutes) + write_priorities(minutes))


def _write_vote(session: ConsultationSession, vote: Vote) -> str:
    labels = [_(criterion.label) for criterion in list_criteria(session)]
    weights = [float(weight) for weight in weigh_vote(vote, session.criteria)]
    answers = [vote.answers[key] for key in session.criteria]
    if vote.method == "points":
        texts = [_("{points} points").format(points=format_number(answer)) for answer in answers]
    else:
        texts = [_("rang {rank}").format(rank=format_number(answer)) for answer in answers]
    rows = sorted(zip(labels, weights, texts, strict=True), key=lambda row: -row[1])
    title = f"{write_tag('h3', _(COLLEGE_LABELS[vote.college]), 'ag-step-title')}"
    return title + write_own_vote(*(list(column) for column in zip(*rows, strict=True)))
