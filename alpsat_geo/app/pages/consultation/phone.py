"""The phone: choosing a college, voting, changing one's vote, and what is left once the vote is over.

The seat is the device's, which a cookie names that only this server reads: a phone that reloads, sleeps or reconnects
finds its vote again, and never votes twice. No address says whose vote it is.
"""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.answer import answer_session
from alpsat_geo.app.pages.consultation.ballot import EDITING, SENT, show_ballot
from alpsat_geo.app.pages.consultation.casting import find_own_vote, join_crowd
from alpsat_geo.app.pages.consultation.code_entry import find_college, show_code_entry
from alpsat_geo.app.pages.consultation.notices import say_failure, say_remaining, show_failure
from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.address.seat import PLACES_AT_MOST, Seat
from alpsat_geo.report.consultation.asked import list_asked, name_asked, write_choice
from alpsat_geo.report.consultation.by_weights import name_weighed, weigh_vote
from alpsat_geo.report.consultation.room import write_counts, write_own_vote, write_priorities, write_results
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_tag
from alpsat_geo.report.minutes_words import COLLEGE_LABELS, format_points
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import ConsultationSession

_PERIOD_S = 10.0
_NO_PLACE = "consultation_complet"


def show_phone(session: ConsultationSession) -> None:
    """Show one participant's side."""
    join_crowd(session.id)
    is_open = session.is_open_at(load_consultations().read_time())
    fragment(_show_clock, run_every=_PERIOD_S if is_open else None)(session.id, is_open=is_open)
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


@fragment
def _show_steps(session_id: str) -> None:
    place = state.read_seat().place
    try:
        store = load_consultations()
        session = store.get(session_id)
        if place > 1 and find_own_vote(session_id, place - 1) is None:
            # Somebody shared the address of a second person: on this device it is the first.
            state.change_seat(place=1)
        seat = state.read_seat()
        vote = find_own_vote(session_id, seat.place)
        if not session.is_open_at(store.read_time()):
            _show_end(session, vote)
        elif vote is None:
            _show_first_vote(session, seat)
        elif state.recall(EDITING):
            show_ballot(session, vote.college, vote)
        else:
            _show_voted(session, vote)
    except AlpSatError as error:
        show_failure(error)
        st.button(_("Réessayer"), key="reessayer_telephone")


def _show_first_vote(session: ConsultationSession, seat: Seat) -> None:
    """Show the ballot of a seat that has not voted, once its college is known."""
    college = find_college(session.id, seat.place) if session.has_codes else seat.college
    if college is not None:
        show_ballot(session, college, None)
    elif session.has_codes:
        show_code_entry(session.id, seat.place)
    else:
        _show_colleges()


def _show_colleges() -> None:
    st.html(write_tag("h2", _("À quel groupe appartenez-vous ?"), "ag-step-title"))
    for college in COLLEGES:
        label, sat = _(COLLEGE_LABELS[college]), {"college": college}
        st.button(label, key=f"college_{college}", width="stretch", on_click=state.change_seat, kwargs=sat)
    st.html(
        write_tag("p", _("Aucun nom n'est demandé. Vous pourrez changer votre vote jusqu'à la clôture."), "ag-note")
    )


def _show_voted(session: ConsultationSession, vote: Vote) -> None:
    sentence = state.recall(SENT) or _("Votre vote est enregistré.")
    st.html(write_tag("div", write_tag("strong", str(sentence)), "ag-sent", role="status"))
    st.html(_write_vote(session, vote))
    st.button(_("Changer mon vote"), key="changer", type="tertiary", on_click=_edit)
    st.html(write_tag("p", _("Les résultats sont sur l'écran de la salle."), "ag-note"))
    label = _("Une autre personne vote sur cet appareil")
    st.button(label, key="autre", type="tertiary", on_click=_give_place, args=(session.id,))
    if state.recall(_NO_PLACE):
        show_failure(_("Cet appareil a servi à cinq personnes, et ne peut servir à plus : votez depuis un autre."))


def _edit() -> None:
    state.keep(EDITING, True)  # noqa: FBT003 - the value kept
    state.keep(SENT, "")


def _give_place(session_id: str) -> None:
    """Give this device to another person, in the first place where nobody voted."""
    try:
        free = next((n for n in range(1, PLACES_AT_MOST + 1) if find_own_vote(session_id, n) is None), None)
    except AlpSatError as error:
        state.keep(SENT, say_failure(error))
        return
    state.keep(_NO_PLACE, free is None)
    if free is None:
        return
    state.keep(EDITING, False)  # noqa: FBT003 - the value kept
    state.keep(SENT, "")
    state.change_seat(place=free, college=None, draft=())


def _show_end(session: ConsultationSession, vote: Vote | None) -> None:
    kept = _("Votre vote a compté.") if vote else _("Aucun vote n'est parti de cet appareil.")
    sentence = _(
        "Le vote est terminé : plus aucun vote n'est pris. {kept} L'animateur ou l'animatrice a le compte rendu."
    )
    st.html(write_tag("div", write_tag("strong", sentence.format(kept=kept)), "ag-sent", role="status"))
    if vote:
        st.html(_write_vote(session, vote))
    minutes = answer_session(session)
    st.html(write_counts(minutes, "") + write_results(minutes) + write_priorities(minutes))


def _write_vote(session: ConsultationSession, vote: Vote) -> Markup:
    if session.is_former:
        points = map(format_points, weigh_vote(vote, session.weighed))
        told = [_("{points} points").format(points=given) for given in points]
        answers = list(zip(name_weighed(session.weighed), told, strict=True))
    else:
        asked = list_asked(session.weighed)
        answers = [(name_asked(price), write_choice(price, vote.answers[price.key])) for price in asked]
    return write_tag("h3", _(COLLEGE_LABELS[vote.college]), "ag-step-title") + write_own_vote(answers)
