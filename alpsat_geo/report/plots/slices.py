"""The curve of the budget against the value: what each further slice of money buys."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.robust import BAND_EUR_PER_YEAR
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.composition.slices import Slice
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.figures import format_euros
from alpsat_geo.report.language import _
from alpsat_geo.report.plots.sheet import ChartPanel, ChartSheet, tell_settings
from alpsat_geo.report.plots.theme import LIGHT, Palette, dress_chart, fill_chart, name_data, write_axis_numbers

if TYPE_CHECKING:
    import altair as alt

_HEIGHT_PX = 300
_HEADROOM = 1.0


def title_slices() -> str:
    """Name the curve."""
    return _("Ce que chaque tranche de {amount} par an achète").format(amount=format_euros(BAND_EUR_PER_YEAR))


def note_slices() -> str:
    """Say what its points and its line are."""
    return _(
        "Chaque point est le meilleur programme de sa tranche de budget ; la ligne, le meilleur jusqu'à ce budget. Un"
        " point sous la ligne coûte plus qu'il n'apporte, priorités toutes possibles et en moyenne."
    )


def describe_slices(slices: Sequence[Slice], budget_eur: float, settings: Settings, territory: Territory) -> ChartSheet:
    """Describe the curve to take away, as `plot_slices` draws it."""
    note = _("Trait vertical : le budget demandé. {note}").format(note=note_slices())
    note += f" {tell_settings((settings.season,), settings.catchment_min)}"
    return ChartSheet(
        title_slices(),
        (ChartPanel("", plot_slices(slices, budget_eur, LIGHT)),),
        add_to_note(note, territory),
        territory.last_read_on,
    )


def plot_slices(slices: Sequence[Slice], budget_eur: float, palette: Palette) -> dict[str, Any]:
    """Draw the curve as Vega-Lite.

    Parameters
    ----------
    slices : sequence of Slice
    budget_eur : float
        The budget that is asked, in euros a year, marked on the curve.
    palette : Palette
    """
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
        "slices",
        palette,
        _draw,
        {"points": points, "asked": [{"x": budget_eur}]},
        {"low": min(values) - _HEADROOM, "high": max(values) + _HEADROOM},
    )


def _draw(palette: Palette) -> alt.LayerChart:
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only this page pays it

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
    return dress_chart(
        alt.layer(*layers).add_params(alt.param("low", value=0), alt.param("high", value=100)),
        palette,
        height_px=_HEIGHT_PX,
        description=title_slices(),
    )
