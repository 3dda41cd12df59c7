"""What each further slice of money buys: the curve of the budget against the value."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from alpsat_geo.app.parts.chart_theme import dress_chart, fill_chart, find_palette, name_data, write_axis_numbers
from alpsat_geo.compute.portfolio.robust import BAND_EUR_PER_YEAR
from alpsat_geo.report.composition.slices import Slice
from alpsat_geo.report.composition.words import write_euros
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, write_table, write_tag

if TYPE_CHECKING:
    import altair as alt

_HEIGHT_PX = 300
_HEADROOM = 1.0


def show_slices(slices: Sequence[Slice], budget_eur: int) -> None:
    """Show the curve, and offer its points as a table.

    Parameters
    ----------
    slices : sequence of Slice
    budget_eur : int
        The budget that is asked, marked on the curve.
    """
    title = _("Ce que chaque tranche de {amount} par an achète").format(amount=write_euros(BAND_EUR_PER_YEAR))
    note = _(
        "Chaque point est le meilleur programme de sa tranche de budget ; la ligne, le meilleur jusqu'à ce budget. Un"
        " point sous la ligne coûte plus qu'il n'apporte, priorités toutes possibles et en moyenne."
    )
    st.html(put_in_card(write_tag("h2", title, "ag-section"), write_tag("p", note)))
    st.vega_lite_chart(spec=_fill(slices, budget_eur, title), width="stretch", theme=None)
    box = st.expander(_("Voir la courbe en tableau"), key="tableau_tranches", on_change="rerun")
    if box.open:
        headings = [_("Budget"), _("Note de 0 à 100"), _("Programme"), _("Face à ne rien faire")]
        rows = [(one.budget, one.note, one.held, one.gains) for one in slices]
        with box:
            st.html(write_tag("div", write_table(title, headings, rows), "ag-reasons"))


def _fill(slices: Sequence[Slice], budget_eur: int, title: str) -> dict[str, Any]:
    tops = itertools.accumulate((one.value for one in slices), max)
    points = [
        {
            "x": one.budget_eur_per_year,
            "y": one.value,
            "top": top,
            "budget": one.budget,
            "held": one.held,
            "gains": one.gains,
            "note": one.note,
            "best": one.is_best,
        }
        for one, top in zip(slices, tops, strict=True)
    ]
    values = [one.value for one in slices]
    return fill_chart(
        ("slices", title),
        lambda: _draw(title),
        {"points": points, "asked": [{"x": budget_eur}]},
        {"low": min(values) - _HEADROOM, "high": max(values) + _HEADROOM},
    )


def _draw(title: str) -> alt.LayerChart:
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only this page pays it

    palette = find_palette()
    base = alt.Chart(name_data("points")).encode(
        x=alt.X(
            "x:Q",
            title=_("budget nécessaire, en euros par an"),
            axis=alt.Axis(labelExpr=write_axis_numbers(), grid=False, tickCount=8),
        ),
        y=alt.Y(
            "y:Q",
            title=_("note moyenne, de 0 à 100"),
            scale=alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, zero=False),
            axis=alt.Axis(labelExpr=write_axis_numbers(), tickCount=5),
        ),
    )
    asked = alt.Chart(name_data("asked")).encode(x="x:Q")
    layers = [
        asked.mark_rule(color=palette.accent, strokeDash=[5, 4], strokeWidth=2),
        base.mark_line(color=palette.accent, strokeWidth=2.5, interpolate="step-after").encode(y="top:Q"),
        base.mark_point(filled=True, size=110, opacity=1).encode(
            color=alt.condition("datum.best", alt.value(palette.accent), alt.value(palette.fill)),
            tooltip=[
                alt.Tooltip("budget:N", title=_("Budget")),
                alt.Tooltip("held:N", title=_("Programme")),
                alt.Tooltip("gains:N", title=_("Face à ne rien faire")),
                alt.Tooltip("note:N", title=_("Note de 0 à 100")),
            ],
        ),
    ]
    chart: alt.LayerChart = dress_chart(
        alt.layer(*layers).add_params(alt.param("low", value=0), alt.param("high", value=100)),
        height_px=_HEIGHT_PX,
        description=title,
    )
    return chart
