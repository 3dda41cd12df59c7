"""The page of the data and the method: one part at a time, each at its own address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.wiring import load_counts
from alpsat_geo.app.pages.method.accessibility import show_accessibility
from alpsat_geo.app.pages.method.assumptions import show_assumptions
from alpsat_geo.app.pages.method.corrections import show_corrections
from alpsat_geo.app.pages.method.elsewhere import show_elsewhere
from alpsat_geo.app.pages.method.formulas import show_formulas
from alpsat_geo.app.pages.method.journal import show_journal
from alpsat_geo.app.pages.method.legal import show_legal
from alpsat_geo.app.pages.method.privacy import show_privacy
from alpsat_geo.app.pages.method.sources import show_sources
from alpsat_geo.app.parts.rights import may
from alpsat_geo.compute.backtest import hold_against_counts
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.backtest import write_backtest
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import write_lexicon
from alpsat_geo.report.limits import list_limits
from alpsat_geo.report.markup import put_in_card, write_list, write_tag

_PART = "choix_partie"


def _show_counts(project: Project) -> None:
    """Show the model beside the published counts, in the season and at the T of this visit."""
    today = project.evaluate_today(state.read_state().settings)
    st.html(write_backtest(hold_against_counts(today, load_counts())))


def _show_lexicon(_project: Project) -> None:
    """Show every term with its meaning."""
    st.html(put_in_card(write_tag("h2", _("Les mots de cet outil")), write_lexicon(), css="ag-prose"))


def _show_limits(project: Project) -> None:
    """Show what this tool does not say; what can be counted, with its count."""
    st.html(
        put_in_card(write_tag("h2", _("Ce que cet outil ne dit pas")), write_list(list_limits(project)), css="ag-prose")
    )


PARTS: Mapping[str, tuple[str, Callable[[Project], None]]] = {
    "sources": (N_("Les sources"), show_sources),
    "corrections": (N_("Les corrections"), show_corrections),
    "assumptions": (N_("Les hypothèses"), show_assumptions),
    "formulas": (N_("Les formules"), show_formulas),
    "counts": (N_("Les comptages publiés"), _show_counts),
    "elsewhere": (N_("Refaire l'étude ailleurs"), show_elsewhere),
    "lexicon": (N_("Les mots de cet outil"), _show_lexicon),
    "limits": (N_("Ce que cet outil ne dit pas"), _show_limits),
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
