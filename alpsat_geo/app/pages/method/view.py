"""The page of the data and the method: one part at a time, each at its own address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.pages.method.accessibility import show_accessibility
from alpsat_geo.app.pages.method.assumptions import show_assumptions
from alpsat_geo.app.pages.method.corrections import show_corrections
from alpsat_geo.app.pages.method.counts import show_counts
from alpsat_geo.app.pages.method.elsewhere import show_elsewhere
from alpsat_geo.app.pages.method.formulas import show_formulas
from alpsat_geo.app.pages.method.journal import show_journal
from alpsat_geo.app.pages.method.legal import show_legal
from alpsat_geo.app.pages.method.lexicon import show_lexicon
from alpsat_geo.app.pages.method.limits import show_limits
from alpsat_geo.app.pages.method.privacy import show_privacy
from alpsat_geo.app.pages.method.sources import show_sources
from alpsat_geo.app.parts.rights import may
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.language import _

_PART = "choix_partie"

PARTS: Mapping[str, tuple[str, Callable[[Project], None]]] = {
    "sources": (N_("Les sources"), show_sources),
    "corrections": (N_("Les corrections"), show_corrections),
    "assumptions": (N_("Les hypothèses"), show_assumptions),
    "formulas": (N_("Les formules"), show_formulas),
    "counts": (N_("Les comptages publiés"), show_counts),
    "elsewhere": (N_("Refaire l'étude ailleurs"), show_elsewhere),
    "lexicon": (N_("Les mots de cet outil"), show_lexicon),
    "limits": (N_("Ce que cet outil ne dit pas"), show_limits),
    "accessibility": (N_("Accessibilité"), show_accessibility),
    "privacy": (N_("Vie privée"), show_privacy),
    "journal": (N_("Le journal"), show_journal),
    "legal": (N_("Mentions légales"), show_legal),
}
"""By value of the state: its name, and what shows it."""


def show_method(project: Project) -> None:
    """Show the page."""
    st.html(STATIC_FOLDER / "method.css")
    # A link of another page changes the part too: this widget follows the state.
    part = state.read_state().method_part
    state.set_widget(_PART, part)
    st.segmented_control(
        _("Ce que montre la page"),
        # Who may not read the journal is not offered it; its address says what it takes.
        [key for key in PARTS if key != "journal" or key == part or may("JournalStore.list")],
        format_func=lambda key: _(PARTS[key][0]),
        key=_PART,
        required=True,
        on_change=state.keep_widget,
        args=(_PART, "method_part"),
        label_visibility="collapsed",
    )
    PARTS[part][1](project)
