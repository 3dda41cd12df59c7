"""What every page says when its figures rest on corrections to the data, and the way to them."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import METHOD
from alpsat_geo.app.core.wiring import find_corrections, read_carried
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.code import encode_corrections
from alpsat_geo.report.corrections.told import tell_corrections, tell_left_out
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag

PART = "corrections"
"""The part of the page of the data that lists them."""


def drop_unknown_corrections(pack: Territory) -> None:
    """Leave out what the address corrects but nobody can: what is not a correction, or finds nothing to correct.

    Parameters
    ----------
    pack : Territory
        As its files say.
    """
    code = state.read_state().corrections
    if not code:
        return
    carried = read_carried(code)
    if carried is None:
        sentence = _("Les corrections du lien ne se lisent pas : elles sont laissées de côté.")
        state.correct_state([sentence], corrections="")
        return
    left = [one for one in correct_territory(pack, find_corrections())[1] if not one.is_saved]
    if left:
        code = encode_corrections([one for one in carried if one not in left])
        state.correct_state(tell_left_out(left, pack), corrections=code)


def show_corrections_notice(territory: Territory) -> None:
    """Say which corrections the figures of this page rest on, those that nobody saved first, and lead to their list."""
    sentences = tell_corrections(territory)
    if not sentences:
        return
    is_carried = any(not one.is_saved for one in territory.corrections)
    told = [write_tag("strong" if is_carried and rank == 0 else "span", s) for rank, s in enumerate(sentences)]
    css = "ag-assumptions ag-carried" if is_carried else "ag-assumptions"
    with st.container(horizontal=True, vertical_alignment="center", key="corrections_en_vigueur"):
        st.html(write_tag("div", told, css, role="status"))
        asked = st.button(_("Voir les corrections"), key="voir_corrections", type="tertiary", on_click=_open_part)
    if asked:
        st.switch_page(METHOD.script)


def offer_correcting() -> None:
    """Lead from what may be wrong to where it is corrected."""
    label = _("Corriger un espace, un service, un arrêt")
    if st.button(label, key="aller_corriger", type="tertiary", on_click=_open_part):
        st.switch_page(METHOD.script)


def _open_part() -> None:
    state.change_state(method_part=PART)
