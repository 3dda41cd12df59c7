"""The browser of a visit that is to keep something: asked for its name, and waited for."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.run import fragment
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_notice, write_tag

_PERIOD_S, _TRIES = 1.0, 5
_WAITED = "attente_du_nom"


def write_naming() -> Markup:
    """Write the image whose answer names the browser; nothing when it is named."""
    address = state.await_device()
    return write_tag("img", None, "ag-hidden", src=address, alt="", aria_hidden="true") if address else Markup()


def await_name() -> None:
    """Draw the page again once the browser has its name; say what to do when it takes none."""
    fragment(_await_name, run_every=_PERIOD_S)()


def _await_name() -> None:
    waited = int(state.recall(_WAITED) or 0) + 1
    state.keep(_WAITED, waited)
    if state.find_device():
        st.rerun()
    if waited > _TRIES:
        sentence = _(
            "Ce navigateur refuse le témoin (cookie) qui tient votre place : autorisez les témoins de ce site, puis"
            " rechargez la page."
        )
        st.html(put_in_notice("alert", sentence))
