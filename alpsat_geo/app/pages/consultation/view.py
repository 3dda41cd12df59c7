"""The page of the consultation: who opens a session, who leads the room, and who votes in it."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.notices import REFUSAL, show_failure, show_kept_failure
from alpsat_geo.app.pages.consultation.opening import show_opening
from alpsat_geo.app.pages.consultation.phone import show_phone
from alpsat_geo.app.pages.consultation.room import show_room
from alpsat_geo.app.parts.naming import await_name
from alpsat_geo.app.parts.rights import may, show_right
from alpsat_geo.app.parts.scenarios.book import reopen_book
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.project import Project
from alpsat_geo.report.address.seat import Seat
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.sources.pack_folder import list_territories
from alpsat_geo.store.errors import MissingError


def show_consultation(project: Project) -> None:
    """Show what the address asks for: the form, the room or the phone."""
    st.html(STATIC_FOLDER / "consultation.css")
    seat = state.read_seat()
    if not seat.session:
        show_opening(project)
        return
    try:
        store = load_consultations()
        session = store.get(seat.session)
        given = seat.facilitator or state.find_lead(session.id)
        actor = find_actor()
        tokens = (given, actor.lead(session.id))
        facilitator = next((token for token in tokens if token and store.is_facilitator(session.id, token, actor)), "")
    except MissingError as error:
        show_failure(error)
        st.button(_("Ouvrir une nouvelle consultation"), on_click=_leave, key="quitter")
        return
    except AlpSatError as error:
        show_failure(error)
        st.button(_("Réessayer"), key="reessayer")
        return
    if session.territory_key != project.territory.key:
        _go_to(session.territory_key)
        return
    if not state.find_device():
        await_name()
    st.html(write_tag("h2", session.question, "ag-question"))
    show_kept_failure(REFUSAL)
    if seat.screen == "room" or (facilitator and seat.screen == ""):
        show_room(session, "" if seat.screen == "room" else facilitator)
    elif given and not facilitator and seat.screen == "":
        show_failure(_("Ce lien permet de voter, mais pas d'animer la consultation."))
        if not may("ConsultationStore.close"):
            show_right("ConsultationStore.close")
        voting = {"facilitator": "", "screen": "ballot"}
        st.button(_("Voter dans cette consultation"), on_click=state.change_seat, kwargs=voting, key="voter")
    else:
        show_phone(session)


def _go_to(territory_key: str) -> None:
    """Show the territory that a session is about, where this server has it."""
    if territory_key not in list_territories():
        show_failure(_("Cette consultation porte sur un territoire qui n'est pas sur ce serveur."))
        st.button(_("Ouvrir une nouvelle consultation"), on_click=_leave, key="quitter")
        return
    state.enter_territory(territory_key)
    reopen_book()
    st.rerun()


def _leave() -> None:
    state.change_seat(**{name: getattr(Seat(), name) for name in Seat.__slots__})
