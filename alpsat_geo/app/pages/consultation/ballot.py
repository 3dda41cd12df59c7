"""The ballot: one tap a question, with one thumb, and sent only when it is complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.consultation.casting import cast_vote
from alpsat_geo.app.pages.consultation.code_entry import find_code
from alpsat_geo.app.pages.consultation.notices import keep_failure, show_failure
from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.criterion import UnitPrice
from alpsat_geo.report.address.seat import Draft
from alpsat_geo.report.consultation.asked import (
    list_asked,
    list_choices,
    read_answers,
    say_left,
    start_draft,
    write_choice,
)
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import ConsultationSession

EDITING, SENT = "consultation_edition", "consultation_envoi"
_FAULT, _OPENED = "consultation_faute", "consultation_bulletin"
_ANSWER = "reponse"


def show_ballot(session: ConsultationSession, college: College, vote: Vote | None) -> None:
    """Show the ballot of a seat, filled with what was entered or sent before.

    Parameters
    ----------
    session : ConsultationSession
    college : College
    vote : Vote or None
        Sent before.
    """
    asked = list_asked(session.weighed)
    draft = _open_draft(session, asked, vote)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(write_tag("h2", _(COLLEGE_LABELS[college]), "ag-step-title"))
        if vote is None and not session.has_codes:
            st.button(_("Changer de groupe"), key="autre_college", type="tertiary", on_click=_stand_up)
    with st.container(key="bulletin"):
        show_questions(_ANSWER, asked, draft, _take)
    with st.container(key="envoi"):
        fault = state.recall(_FAULT)
        if fault:
            show_failure(str(fault))
        else:
            css = "ag-left" if None in draft else "ag-left ag-complete"
            st.html(write_tag("p", write_tag("span", say_left(draft)), css, role="status"))
        st.button(_("Envoyer mon vote"), key="envoyer", type="primary", on_click=_send, args=(session, college))


def show_questions(name: str, asked: Sequence[UnitPrice], draft: Draft, take: Callable[[str, int], None]) -> None:
    """Show the questions of a ballot, each with the answers that it offers.

    Parameters
    ----------
    name : str
        Of its widgets.
    asked : sequence of UnitPrice
    draft : Draft
        With which they begin.
    take : function of a name and of a number of questions
        Called at each tap.
    """
    for place, (price, chosen) in enumerate(zip(asked, draft, strict=True)):
        choices = list_choices(price)
        key = f"{name}_{place}"
        state.bind_widget(key, chosen)
        st.pills(
            _(price.question),
            list(range(len(choices))),
            format_func=[write_choice(price, answer) for answer in choices].__getitem__,
            key=key,
            on_change=take,
            args=(name, len(asked)),
        )


def read_questions(name: str, count: int) -> Draft:
    """Read what the widgets of a ballot hold, in a callback."""
    return tuple(state.read_widget(f"{name}_{place}") for place in range(count))


def fill_questions(name: str, draft: Draft) -> None:
    """Set what the widgets of a ballot hold, before they are drawn."""
    for place, chosen in enumerate(draft):
        state.set_widget(f"{name}_{place}", chosen)


def _open_draft(session: ConsultationSession, asked: Sequence[UnitPrice], vote: Vote | None) -> Draft:
    """Return what was entered; a ballot just opened begins with the vote sent before."""
    seat = state.read_seat()
    opened = (session.id, seat.place, vote)
    if state.recall(_OPENED) != opened:
        state.keep(_OPENED, opened)
        state.keep(_FAULT, "")
        draft = start_draft(seat.draft, asked, vote)
        fill_questions(_ANSWER, draft)
        if draft != seat.draft:
            state.change_seat(draft=draft)
    return state.read_seat().draft


def _stand_up() -> None:
    state.keep(_FAULT, "")
    state.change_seat(college=None)


def _take(name: str, count: int) -> None:
    state.keep(_FAULT, "")
    state.change_seat(draft=read_questions(name, count))


def _send(session: ConsultationSession, college: College) -> None:
    """Send a complete ballot; an incomplete one stays, with what it lacks."""
    seat = state.read_seat()
    if None in seat.draft:
        state.keep(_FAULT, _("Votre vote n'est pas parti. {left}").format(left=say_left(seat.draft)))
        return
    with keep_failure(_FAULT):
        vote = Vote(college, read_answers(seat.draft, list_asked(session.weighed)))
        cast_vote(session, seat.place, vote, find_code(session.id, seat.place) if session.has_codes else "")
        state.change_seat(draft=())
        state.keep(_OPENED, None)
        state.keep(EDITING, False)  # noqa: FBT003 - the value kept
        state.keep(SENT, _("Votre vote est parti et il est enregistré."))
