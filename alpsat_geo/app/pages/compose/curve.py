"""What each further slice of money buys: the curve of the budget against the value."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.app.parts.chart_files import offer_chart
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.looks import find_palette
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.slices import Slice
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, write_table, write_tag
from alpsat_geo.report.plots.slices import describe_slices, note_slices, plot_slices, title_slices


def show_slices(slices: Sequence[Slice], current: AppState, territory: Territory) -> None:
    """Show the curve, and offer its points as a table.

    Parameters
    ----------
    slices : sequence of Slice
    current : AppState
        The budget that is asked, marked on the curve, and the settings.
    territory : Territory
    """
    title, budget_eur = title_slices(), current.composing_budget_eur
    st.html(put_in_card(write_tag("h2", title, "ag-section"), write_tag("p", note_slices())))
    st.vega_lite_chart(spec=plot_slices(slices, budget_eur, find_palette()), width="stretch", theme=None)
    _show_points(slices, title, current, territory)


@folded(N_("Voir la courbe en tableau"), "tableau_tranches")
def _show_points(slices: Sequence[Slice], title: str, current: AppState, territory: Territory) -> None:
    headings = [_("Budget"), _("Note de 0 à 100"), _("Programme"), _("Face à ne rien faire")]
    rows = [(one.budget, one.note, one.held, one.gains) for one in slices]
    st.html(write_tag("div", write_table(title, headings, rows), "ag-reasons"))
    budget_eur = current.composing_budget_eur
    offer_chart("tranches", "composer", lambda: describe_slices(slices, budget_eur, current.settings, territory))
