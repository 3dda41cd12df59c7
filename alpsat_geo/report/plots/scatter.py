"""Two indicators against each other: a disc a commune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.language import _
from alpsat_geo.report.plots.sheet import ChartPanel, ChartSheet
from alpsat_geo.report.plots.theme import (
    LIGHT,
    Palette,
    dress_chart,
    freeze_chart,
    inline_data,
    write_axis_numbers,
    write_axis_shares,
)

if TYPE_CHECKING:
    import altair as alt

_HEIGHT_PX = 340


@dataclass(frozen=True, slots=True)
class ChartAxis:
    """An indicator along an axis: its name, its value for each commune (NaN missing), in words too, and if a share."""

    title: str
    values: FloatArray
    texts: tuple[str, ...]
    is_share: bool


def title_scatter(across: ChartAxis, up: ChartAxis) -> str:
    """Name the chart."""
    return _("{up}, selon {across}").format(up=up.title, across=across.title)


def describe_scatter(across: ChartAxis, up: ChartAxis, told: str, territory: Territory) -> ChartSheet:
    """Describe the chart to take away, with what is told of the link."""
    panel = ChartPanel("", plot_scatter(across, up, territory.communes.names, LIGHT))
    note = _("Chaque disque est une commune. {told}").format(told=told)
    return ChartSheet(title_scatter(across, up), (panel,), add_to_note(note, territory), territory.last_read_on)


def plot_scatter(across: ChartAxis, up: ChartAxis, names: Sequence[str], palette: Palette) -> dict[str, Any]:
    """Draw the communes that have both indicators, as Vega-Lite.

    Parameters
    ----------
    across, up : ChartAxis
    names : sequence of str
        Of the communes.
    palette : Palette
    """
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only who asks for it pays it

    both = np.isfinite(across.values) & np.isfinite(up.values)
    rows = [
        {
            "x": float(across.values[i]),
            "y": float(up.values[i]),
            "name": names[i],
            "across": across.texts[i],
            "up": up.texts[i],
        }
        for i in np.flatnonzero(both).tolist()
    ]
    scale = alt.Scale(zero=False, nice=True)
    discs = (
        alt.Chart(inline_data(rows))
        .mark_point(filled=True, size=110, opacity=0.85, color=palette.fill)
        .encode(
            x=alt.X("x:Q", title=across.title, scale=scale, axis=_label(across)),
            y=alt.Y("y:Q", title=up.title, scale=scale, axis=_label(up)),
            tooltip=[
                alt.Tooltip("name:N", title=_("Commune")),
                alt.Tooltip("across:N", title=across.title),
                alt.Tooltip("up:N", title=up.title),
            ],
        )
    )
    chart = dress_chart(alt.layer(discs), palette, height_px=_HEIGHT_PX, description=title_scatter(across, up))
    return freeze_chart(chart)


def _label(axis: ChartAxis) -> alt.Axis:
    import altair as alt  # noqa: PLC0415 - see above

    labels = write_axis_shares() if axis.is_share else write_axis_numbers()
    return alt.Axis(labelExpr=labels, tickCount=6, labelOverlap=True, tickMinStep=0.01 if axis.is_share else 0.0)
