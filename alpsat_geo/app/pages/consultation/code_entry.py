"""The one-time code of a seat: scanned with its sheet, or typed."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import LimitError
from alpsat_geo.app.pages.consultation.casting import find_own_college
from alpsat_geo.app.pages.consultation.notices import say_failure, show_kept_failure
from alpsat_geo.compute.consultation import College
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.errors import MissingError

_TYPED, _REFUSED, _FAULT = "consultation_code_saisi", "consultation_code_refuse", "consultation_code_faute"
_FIELD = "code_de_vote"
_FIELD_LENGTH = 20


def find_code(session_id: str, place: int) -> str:
    """Return the code that a seat of this device brings: the one typed for it, else the one scanned; empty: none."""
    typed: tuple[str, int, str] = state.recall(_TYPED) or ("", 0, "")
    code = typed[2] if typed[:2] == (session_id, place) else state.find_code(session_id)
    return "" if code == state.recall(_REFUSED) else code


def find_college(session_id: str, place: int) -> College | None:
    """Return the college of this seat, by its vote or by the code that it brings; else None, and why is said next.

    Raises
    ------
    StoreError
        If the database fails.
    """
    code = find_code(session_id, place)
    try:
        return find_own_college(session_id, place, code)
    except LimitError as error:
        state.keep(_FAULT, tell_error(error))
    except (InputError, MissingError) as error:
        # A second person on this device finds the code of the first in its cookie: that is no fault of theirs.
        is_scanned = code == state.find_code(session_id)
        state.keep(_FAULT, "" if is_scanned and place > 1 else say_failure(error))
        # It is not asked again at each run: each time would count as a guess.
        state.keep(_REFUSED, code)
    return None


def show_code_entry(session_id: str, place: int) -> None:
    """Ask for the code of a sheet."""
    show_kept_failure(_FAULT)
    st.html(write_tag("h2", _("Votre code de vote"), "ag-step-title"))
    with st.form("code_de_vote_saisi", border=False):
        state.bind_widget(_FIELD, "")
        label = _("Les dix lettres ou chiffres de votre feuille")
        st.text_input(label, max_chars=_FIELD_LENGTH, key=_FIELD, autocomplete="off")
        st.form_submit_button(
            _("Ouvrir mon bulletin"), type="primary", width="stretch", on_click=_take_code, args=(session_id, place)
        )
    note = _("Un code donne une place, une seule fois. Aucun nom n'est demandé, et rien ne relie un code à son vote.")
    st.html(write_tag("p", note, "ag-note"))


def _take_code(session_id: str, place: int) -> None:
    typed = str(state.read_widget(_FIELD) or "").strip()
    state.keep(_TYPED, (session_id, place, typed))
    state.keep(_REFUSED, "")
    state.keep(_FAULT, "" if typed else _("Le code est vide : tapez celui de votre feuille."))
