"""The ballot: 100 points to spread or a ranking to make, with one thumb, and sent only when it is complete."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.consultation.answer import list_ballot
from alpsat_geo.app.pages.consultation.casting import cast_vote
from alpsat_geo.app.pages.consultation.code_entry import find_code
from alpsat_geo.app.pages.consultation.notices import keep_failure, show_failure
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.consultation import College
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.seat import Draft
from alpsat_geo.report.consultation.draft import count_left, fill_points, read_answers, say_left, start_draft
from alpsat_geo.report.consultation.weighed import Weighed
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_list, write_tag
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.store.ballot import TOTAL_POINTS, Method, Vote
from alpsat_geo.store.consultation_session import ConsultationSession

EDITING, SENT = "consultation_edition", "consultation_envoi"
_FAULT, _OPENED = "consultation_faute", "consultation_bulletin"
_METHOD = "consultation_facon"
_STEP_POINTS = 5

_METHOD_LABELS: dict[Method, str] = {"points": N_("Répartir 100 points"), "ranking": N_("Classer")}


def show_ballot(session: ConsultationSession, college: College, vote: Vote | None) -> None:
    """Show the ballot of a seat, filled with what was entered or sent before.

    Parameters
    ----------
    session : ConsultationSession
    college : College
    vote : Vote or None
        Sent before.
    """
    draft = _open_draft(session, vote)
    weighed = list_ballot(session)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(write_tag("h2", _(COLLEGE_LABELS[college]), "ag-step-title"))
        if vote is None and not session.has_codes:
            st.button(_("Changer de groupe"), key="autre_college", type="tertiary", on_click=_stand_up)
    state.set_widget(_METHOD, draft.method)
    st.segmented_control(
        _("Comment voulez-vous voter ?"),
        list(_METHOD_LABELS),
        format_func=lambda method: _(_METHOD_LABELS[method]),
        key=_METHOD,
        required=True,
        width="stretch",
        on_change=_take_method,
        args=(len(weighed),),
    )
    if draft.method == "points":
        _show_points(weighed, draft)
    else:
        _show_ranking(weighed, draft)
    with st.container(key="envoi"):
        fault = state.recall(_FAULT)
        if fault:
            show_failure(str(fault))
        else:
            css = "ag-left" if count_left(draft, len(weighed)) else "ag-left ag-complete"
            st.html(write_tag("p", write_tag("span", say_left(draft, len(weighed))), css, role="status"))
        with st.container(horizontal=True):
            if draft.method == "points":
                st.button(_("Ajuster à 100"), key="ajuster", on_click=_adjust, args=(len(weighed),))
            elif draft.numbers:
                st.button(_("Recommencer"), key="recommencer", on_click=_restart)
            st.button(_("Envoyer mon vote"), key="envoyer", type="primary", on_click=_send, args=(session, college))


def _open_draft(session: ConsultationSession, vote: Vote | None) -> Draft:
    """Return what was entered; a ballot just opened begins with the vote sent before."""
    seat = state.read_seat()
    opened = (session.id, seat.place, vote)
    if state.recall(_OPENED) != opened:
        state.keep(_OPENED, opened)
        state.keep(_FAULT, "")
        draft = start_draft(seat.draft, session.weighed, vote)
        _fill_widgets(draft, len(session.weighed))
        if draft != seat.draft:
            state.change_seat(draft=draft)
    return state.read_seat().draft


def _show_points(weighed: tuple[Weighed, ...], draft: Draft) -> None:
    with st.container(key="bulletin"):
        for place, line in enumerate(weighed):
            key = _name_points(place)
            state.bind_widget(key, draft.numbers[place])
            st.number_input(
                line.label,
                0,
                TOTAL_POINTS,
                step=_STEP_POINTS,
                key=key,
                on_change=_take_points,
                args=(len(weighed),),
            )
            st.html(write_tag("p", line.swing, "ag-swing-words"))


def _show_ranking(weighed: tuple[Weighed, ...], draft: Draft) -> None:
    slot = keep_slot()
    if draft.numbers:
        ranked = (weighed[place].label for place in draft.numbers)
        slot.html(write_list(ranked, "ag-ranked", is_ordered=True))
    if len(draft.numbers) == len(weighed):
        return
    asked = _("Touchez le plus important de ce qui reste :") if draft.numbers else _("Touchez le plus important :")
    st.html(write_tag("p", asked, "ag-ask"))
    with st.container(key="classement"):
        for place, line in enumerate(weighed):
            if place not in draft.numbers:
                key = f"rang_{place}"
                st.button(line.label, key=key, width="stretch", on_click=_rank, args=(place, len(weighed)))
                st.html(write_tag("p", line.swing, "ag-swing-words"))


def _name_points(place: int) -> str:
    return f"points_{place}"


def _fill_widgets(draft: Draft, count: int) -> None:
    if draft.method == "points":
        for place in range(count):
            state.set_widget(_name_points(place), draft.numbers[place])


def _stand_up() -> None:
    state.keep(_FAULT, "")
    state.change_seat(college=None)


def _change_draft(draft: Draft) -> None:
    state.keep(_FAULT, "")
    state.change_seat(draft=draft)


def _take_method(count: int) -> None:
    draft = Draft(state.read_widget(_METHOD), (0,) * count if state.read_widget(_METHOD) == "points" else ())
    _fill_widgets(draft, count)
    _change_draft(draft)


def _take_points(count: int) -> None:
    _change_draft(Draft("points", tuple(int(state.read_widget(_name_points(place)) or 0) for place in range(count))))


def _adjust(count: int) -> None:
    draft = Draft("points", fill_points(state.read_seat().draft.numbers, _STEP_POINTS))
    _fill_widgets(draft, count)
    _change_draft(draft)


def _rank(place: int, count: int) -> None:
    numbers = (*state.read_seat().draft.numbers, place)
    # The last one has no choice left.
    rest = tuple(other for other in range(count) if other not in numbers)
    _change_draft(Draft("ranking", numbers + rest if len(rest) == 1 else numbers))


def _restart() -> None:
    _change_draft(Draft("ranking"))


def _send(session: ConsultationSession, college: College) -> None:
    """Send a complete ballot; an incomplete one stays, with what it lacks."""
    seat = state.read_seat()
    draft, count = seat.draft, len(session.weighed)
    if count_left(draft, count):
        state.keep(_FAULT, _("Votre vote n'est pas parti. {left}").format(left=say_left(draft, count)))
        return
    vote = Vote(college, draft.method, read_answers(draft, session.weighed))
    with keep_failure(_FAULT):
        cast_vote(session, seat.place, vote, find_code(session.id, seat.place) if session.has_codes else "")
        state.change_seat(draft=Draft())
        state.keep(_OPENED, None)
        state.keep(EDITING, False)  # noqa: FBT003 - the value kept
        state.keep(SENT, _("Votre vote est parti et il est enregistré."))
