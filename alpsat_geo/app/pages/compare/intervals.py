"""The intervals of a comparison as charts: one a criterion, on the criterion's own scale."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from alpsat_geo.app.parts.chart_theme import (
    LINES_LABELS,
    dress_chart,
    fill_chart,
    find_palette,
    name_data,
    write_axis_numbers,
    write_axis_shares,
)
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, write_tag
from alpsat_geo.report.questions import Inquiry

if TYPE_CHECKING:
    import altair as alt

_ROW_PX, _AXIS_PX = 46, 40
_NAME_WIDTH = 24
_SHARE_UNIT = "part"

Row = dict[str, Any]


def show_intervals(inquiry: Inquiry) -> None:
    """Show each criterion as a chart."""
    note = _("Trait : neuf simulations sur dix ; disque : valeur du milieu.")
    st.html(write_tag("p", note, "ag-note"))
    columns = st.columns(2, gap="medium")
    shown = [(c, list_rows(c, inquiry.comparison, inquiry.names)) for c in CRITERIA_BY_KEY.values()]
    for place, (criterion, rows) in enumerate((c, rows) for c, rows in shown if rows):
        with columns[place % 2]:
            unit = "" if criterion.unit == _SHARE_UNIT else f" ({_(criterion.unit)})"
            st.html(put_in_card(write_tag("h3", _(criterion.label) + unit)))
            st.vega_lite_chart(spec=_fill(criterion, rows), width="stretch", theme=None)


def list_rows(criterion: Criterion, comparison: Comparison, names: list[str]) -> list[Row]:
    """Return one row a scenario, without those for which the criterion is without object."""
    rows = []
    for name, outcome in zip(names, comparison.outcomes, strict=True):
        found = summarise_draws(criterion.measure(outcome))
        if np.isnan(found.value):
            continue
        rows.append(
            {
                "name": "|".join(textwrap.wrap(name, _NAME_WIDTH)),
                "low": found.low,
                "value": found.value,
                "high": found.high,
                "range": write_interval(found, criterion.unit),
            }
        )
    return rows


def _fill(criterion: Criterion, rows: list[Row]) -> dict[str, Any]:
    key = ("intervals", criterion.key, len(rows))
    return fill_chart(key, lambda: _draw(criterion, len(rows)), {"rows": rows})


def _draw(criterion: Criterion, row_count: int) -> alt.LayerChart:
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only who opens the charts pays it

    labels = write_axis_shares() if criterion.unit == _SHARE_UNIT else write_axis_numbers()
    axis = alt.Axis(title=None, labelExpr=labels, tickCount=5, labelOverlap=True)
    base = alt.Chart(name_data("rows")).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            axis=alt.Axis(
                title=None, labelExpr=LINES_LABELS, ticks=False, domain=False, labelPadding=14, minExtent=150
            ),
        ),
        tooltip=[alt.Tooltip("range:N", title=_("Valeur du milieu (fourchette)"))],
    )
    palette = find_palette()
    layers = [
        base.mark_rule(strokeWidth=3, color=palette.ink).encode(x=alt.X("low:Q", axis=axis), x2="high:Q"),
        base.mark_point(filled=True, size=170, opacity=1, color=palette.fill).encode(x="value:Q"),
    ]
    height = _AXIS_PX + _ROW_PX * row_count
    chart: alt.LayerChart = dress_chart(alt.layer(*layers), height_px=height, description=_(criterion.label))
    return chart
