"""The foot of every page: where the figures come from, accessibility, privacy, the law."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import METHOD
from alpsat_geo.domain.text import N_
from alpsat_geo.report.accessibility.audit import name_standing
from alpsat_geo.report.language import _

# By part of the page of the data: what its link says.
LINKS = {
    "sources": N_("D'où viennent les chiffres ?"),
    "lexicon": N_("Les mots de cet outil"),
    "limits": N_("Ce que cet outil ne dit pas"),
    "accessibility": N_("Accessibilité : {standing}"),
    "privacy": N_("Vie privée"),
    "legal": N_("Mentions légales"),
}


def show_footer() -> None:
    """Show the links; each opens its part of the page, and what was chosen stays."""
    standing = _(name_standing())
    labels = {part: _(label).format(standing=standing) for part, label in LINKS.items()}
    with st.container(horizontal=True, key="pied_de_page"):
        asked = [
            st.button(label, key=f"pied_{part}", type="tertiary", on_click=_open_part, args=(part,))
            for part, label in labels.items()
        ]
    if any(asked):
        st.switch_page(METHOD.script)


def _open_part(part: str) -> None:
    state.change_state(method_part=part)
