"""The sheets of one-time codes: made by who leads, printed from the visit that made them, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.wiring import load_consultations
from alpsat_geo.app.pages.consultation.notices import REFUSAL, keep_failure, show_kept_failure
from alpsat_geo.app.parts.invitation import find_public_address, write_address
from alpsat_geo.compute.consultation import College
from alpsat_geo.report.address.seat import CODE_NAME, Seat
from alpsat_geo.report.consultation.code_sheet import write_code_sheet_pdf
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.consultation_session import ConsultationSession
from alpsat_geo.store.errors import DeniedError

_MADE, _FAULT = "consultation_codes", "consultation_codes_faute"


def show_code_sheets(session: ConsultationSession, facilitator: str) -> None:
    """Offer to make the codes, then to print them.

    Parameters
    ----------
    session : ConsultationSession
        One that takes codes, and votes.
    facilitator : str
        Token of who leads.
    """
    show_kept_failure(_FAULT)
    session_id, codes = state.recall(_MADE) or ("", {})
    is_again = session_id == session.id
    with st.container(horizontal=True):
        if is_again:
            st.download_button(
                _("Télécharger les codes à imprimer (PDF)"),
                make_in_turn(partial(_write_sheet, session, codes, find_public_address())),
                file_name="codes-de-vote.pdf",
                mime="application/pdf",
                type="primary",
                on_click="ignore",
            )
        label = _("Refaire les codes") if is_again else _("Préparer les codes à imprimer")
        st.button(label, key="codes", on_click=_make, args=(session.id, facilitator))
    note = _(
        "Les codes ne sont gardés nulle part en clair : imprimez-les depuis cette page, avant de la fermer. Les refaire"
        " annule ceux d'avant, tant que personne n'a voté."
    )
    st.html(write_tag("p", note, "ag-note"))


def _make(session_id: str, facilitator: str) -> None:
    with keep_failure(_FAULT):
        try:
            codes = load_consultations().print_codes(session_id, facilitator, find_actor())
        except DeniedError as error:
            # What is here is not shown to who leads no more.
            state.keep(REFUSAL, tell_error(error))
        else:
            state.keep(_MADE, (session_id, codes))


def _write_sheet(session: ConsultationSession, codes: Mapping[College, tuple[str, ...]], public: str) -> bytes:
    def address(code: str) -> str:
        return write_address(public, Seat(session.id), **{CODE_NAME: code}) if public else ""

    return write_code_sheet_pdf(session.question, codes, address, session.opened_at.date())
