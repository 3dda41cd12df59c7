"""The intervals of a comparison as charts: one a criterion, on the criterion's own scale."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.parts.chart_files import offer_chart
from alpsat_geo.app.parts.looks import find_palette
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, write_tag
from alpsat_geo.report.plots.intervals import (
    describe_intervals,
    list_rows,
    note_intervals,
    plot_intervals,
    title_intervals,
)
from alpsat_geo.report.questions import Inquiry

_ALL = ""


def show_intervals(inquiry: Inquiry) -> None:
    """Show each criterion as a chart, and offer one or all of them as a file."""
    st.html(write_tag("p", note_intervals(), "ag-note"))
    columns = st.columns(2, gap="medium")
    shown = [(c, list_rows(c, inquiry.comparison, inquiry.names)) for c in CRITERIA_BY_KEY.values()]
    for place, (criterion, rows) in enumerate((c, rows) for c, rows in shown if rows):
        with columns[place % 2]:
            st.html(put_in_card(write_tag("h3", title_intervals(criterion))))
            st.vega_lite_chart(spec=plot_intervals(criterion, rows, find_palette()), width="stretch", theme=None)
    labels = {_ALL: _("Tous les critères"), **{c.key: _(c.label) for c, rows in shown if rows}}
    chosen = st.selectbox(
        _("Graphique à emporter"), list(labels), format_func=labels.__getitem__, key="critere_emporte", filter_mode=None
    )
    criteria = [criterion for criterion, rows in shown if rows and chosen in {_ALL, criterion.key}]
    territory = inquiry.situation.project.territory
    offer_chart(
        "criteres",
        chosen or "criteres",
        lambda: describe_intervals(criteria, inquiry.comparison, inquiry.names, territory),
    )
