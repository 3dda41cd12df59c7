"""The intervals of a comparison: one chart a criterion, on the criterion's own scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.language import _
from alpsat_geo.report.plots.sheet import ChartPanel, ChartSheet, tell_settings
from alpsat_geo.report.plots.theme import (
    LIGHT,
    LINES_LABELS,
    Palette,
    dress_chart,
    fill_chart,
    name_data,
    write_axis_numbers,
    write_axis_shares,
)

if TYPE_CHECKING:
    import altair as alt

_ROW_PX, _AXIS_PX = 46, 40
_NAME_WIDTH = 24

Row = dict[str, Any]


def title_intervals(criterion: Criterion) -> str:
    """Name the chart of a criterion, with its unit."""
    return _(criterion.label) + ("" if criterion.unit == SHARE_UNIT else f" ({_(criterion.unit)})")


def note_intervals() -> str:
    """Say what the marks are."""
    return _("Trait : neuf simulations sur dix ; disque : valeur du milieu.")


def describe_intervals(
    criteria: Sequence[Criterion], comparison: Comparison, names: Sequence[str], territory: Territory
) -> ChartSheet:
    """Describe the charts of one or several criteria to take away, as `plot_intervals` draws them."""
    listed = [(criterion, list_rows(criterion, comparison, names)) for criterion in criteria]
    charts = tuple(ChartPanel(title_intervals(c), plot_intervals(c, rows, LIGHT)) for c, rows in listed if rows)
    settings = comparison.problem.settings
    told = tell_settings((settings.season,), settings.catchment_min)
    note = add_to_note(f"{note_intervals()} {told}", territory)
    title = _("Ce que donne chaque scénario") if len(charts) > 1 else ""
    return ChartSheet(title, charts, note, territory.last_read_on)


def list_rows(criterion: Criterion, comparison: Comparison, names: Sequence[str]) -> list[Row]:
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


def plot_intervals(criterion: Criterion, rows: list[Row], palette: Palette) -> dict[str, Any]:
    """Draw the intervals of a criterion as Vega-Lite, from the rows of `list_rows`."""
    key = ("intervals", criterion.key, len(rows))
    return fill_chart(key, palette, lambda colours: _draw(criterion, len(rows), colours), {"rows": rows})


def _draw(criterion: Criterion, row_count: int, palette: Palette) -> alt.LayerChart:
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only who opens the charts pays it

    labels = write_axis_shares() if criterion.unit == SHARE_UNIT else write_axis_numbers()
    # A tick between two whole percents would read as one of them.
    least = 0.01 if criterion.unit == SHARE_UNIT else 0.0
    axis = alt.Axis(title=None, labelExpr=labels, tickCount=5, labelOverlap=True, tickMinStep=least)
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
    layers = [
        base.mark_rule(strokeWidth=3, color=palette.ink).encode(x=alt.X("low:Q", axis=axis), x2="high:Q"),
        base.mark_point(filled=True, size=170, opacity=1, color=palette.fill).encode(x="value:Q"),
    ]
    height = _AXIS_PX + _ROW_PX * row_count
    return dress_chart(alt.layer(*layers), palette, height_px=height, description=_(criterion.label))
