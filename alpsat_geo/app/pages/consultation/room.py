"""The room: the QR code, what the votes say as they come, and the commands of who leads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.page_table import CONSULTATION
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.answer import answer_session
from alpsat_geo.app.pages.consultation.code_sheets import show_code_sheets
from alpsat_geo.app.pages.consultation.notices import REFUSAL, keep_failure, say_remaining, show_failure
from alpsat_geo.app.pages.consultation.paper import show_paper
from alpsat_geo.app.parts.invitation import find_public_address, write_address, write_invitation
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.address.seat import LEAD_NAME, Screen, Seat, write_seat
from alpsat_geo.report.consultation.room import write_counts, write_priorities, write_results
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_tag
from alpsat_geo.report.minutes import Minutes, write_minutes_csv, write_minutes_pdf
from alpsat_geo.store.consultation_session import ConsultationSession

_PERIOD_S = 1.5
_LAST, _CLOSING, _ERASING = "consultation_derniere", "consultation_cloture", "consultation_effacement"


def show_room(session: ConsultationSession, facilitator: str) -> None:
    """Show the room, which moves by itself while votes are taken.

    Parameters
    ----------
    session : ConsultationSession
    facilitator : str
        Token of who leads; empty for who watches.
    """
    is_open = session.is_open_at(load_consultations().read_time())
    fragment(_show_live, run_every=_PERIOD_S if is_open else None)(session.id, is_open=is_open)
    if not facilitator:
        return
    if is_open:
        if session.has_codes:
            show_code_sheets(session, facilitator)
        show_paper(session, facilitator)
        _show_closing(session.id, facilitator)
        st.html(_write_links(session.id, facilitator))
    else:
        _show_minutes(session)
        _show_erasing(session.id, facilitator)


def _show_live(session_id: str, *, is_open: bool) -> None:
    minutes, remaining = _read_minutes(session_id, is_open=is_open)
    if minutes is None:
        return
    told = write_counts(minutes, remaining) + write_results(minutes) + write_priorities(minutes)
    if not is_open:
        st.html(told)
        return
    left, right = st.columns([4, 8], gap="medium")
    left.html(write_invitation(session_id))
    right.html(told)


def _read_minutes(session_id: str, *, is_open: bool) -> tuple[Minutes | None, str]:
    """Return what the votes say now; while the database does not answer, what they said last."""
    try:
        store = load_consultations()
        session, now = store.get(session_id), store.read_time()
        if session.is_open_at(now) is not is_open:
            # Somebody closed it, or its time is over: the whole page is another.
            st.rerun()
        minutes = answer_session(session)
    except AlpSatError as error:
        show_failure(error)
        last_id, last = state.recall(_LAST) or ("", None)
        return (last if last_id == session_id else None), ""
    state.keep(_LAST, (session_id, minutes))
    return minutes, say_remaining(session, now)


def _show_closing(session_id: str, facilitator: str) -> None:
    _show_gesture(
        "clore",
        _CLOSING,
        _close,
        (session_id, facilitator),
        label=_("Clore le vote"),
        warning=_("Une fois le vote clos, plus personne ne vote ni ne change son vote."),
        confirm=_("Clore maintenant"),
        cancel=_("Continuer le vote"),
    )


def _close(session_id: str, facilitator: str) -> None:
    state.keep(_CLOSING, False)  # noqa: FBT003 - the value kept
    with keep_failure(REFUSAL):
        load_consultations().close(session_id, facilitator, find_actor())


def _show_minutes(session: ConsultationSession) -> None:
    try:
        minutes = answer_session(session)
    except AlpSatError:
        return  # said above the minutes already
    name = f"concertation-{minutes.day.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            _("Télécharger le compte rendu (PDF)"),
            write_minutes_pdf(minutes),
            file_name=f"{name}.pdf",
            mime="application/pdf",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            _("Télécharger les chiffres (CSV)"),
            write_minutes_csv(minutes),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _show_erasing(session_id: str, facilitator: str) -> None:
    _show_gesture(
        "effacer",
        _ERASING,
        _erase,
        (session_id, facilitator),
        label=_("Effacer cette consultation"),
        warning=_("Les votes et les liens seront perdus ; les fichiers téléchargés restent."),
        confirm=_("Effacer pour toujours"),
        cancel=_("Ne pas effacer"),
        button="tertiary",
    )


def _show_gesture(
    key: str,
    asked: str,
    act: Callable[[str, str], None],
    arguments: tuple[str, str],
    *,
    label: str,
    warning: str,
    confirm: str,
    cancel: str,
    button: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Show a gesture that nothing takes back: a button, then what it does and whether it is meant.

    ``asked`` names where the visit keeps that it was asked for.
    """
    if not state.recall(asked):
        st.button(label, key=key, type=button, on_click=state.keep, args=(asked, True))
        return
    st.html(write_tag("p", warning, "ag-ask"))
    with st.container(horizontal=True):
        st.button(confirm, key=f"{key}_oui", type="primary", on_click=act, args=arguments)
        st.button(cancel, key=f"{key}_non", on_click=state.keep, args=(asked, False))


def _erase(session_id: str, facilitator: str) -> None:
    state.keep(_ERASING, False)  # noqa: FBT003 - the value kept
    with keep_failure(REFUSAL):
        load_consultations().delete(session_id, facilitator, find_actor())
        state.keep(_LAST, None)
        state.change_seat(session="", facilitator="")


def _write_links(session_id: str, facilitator: str) -> Markup:
    """Write the links of who leads: those of this device, and the one that must stay among facilitators."""
    screens: tuple[tuple[Screen, str], ...] = (
        ("room", _("Ouvrir la vue à projeter, sans les commandes")),
        ("ballot", _("Voter aussi depuis cet appareil")),
    )
    parts = []
    for screen, label in screens:
        address = f"{CONSULTATION.address}?{urlencode(write_seat(Seat(session_id, screen=screen)))}"
        parts.append(write_tag("p", write_tag("a", label, href=address, target="_blank", rel="noopener")))
    base = find_public_address()
    if base:
        link = write_address(base, Seat(session_id), **{LEAD_NAME: facilitator})
        title = write_tag("summary", _("Animer à plusieurs"))
        advice = _("Qui ouvre ce lien peut clore et effacer la consultation : ne le donnez qu'à qui l'anime avec vous.")
        parts.append(write_tag("details", (title, write_tag("p", advice), write_tag("code", link))))
    return write_tag("div", parts, "ag-links")
