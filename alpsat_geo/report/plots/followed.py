"""What was promised of one indicator as a band, and what is observed as points."""

from __future__ import annotations

from datetime import date
from typing import Any

from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.report.follow_up.pledge import Followed, write_promise, write_value
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

_HEIGHT_PX = 250
_DAY_LABELS = "utcFormat(datum.value, '%d/%m/%y')"
_BAND_OPACITY = 0.22


def describe_followed(followed: Followed, today: date) -> ChartSheet:
    """Describe the chart of an indicator to take away, as `plot_followed` draws it; its date is today's."""
    note = _("Bande : la fourchette prévue ; tirets : la valeur du milieu prévue ; points : les valeurs observées.")
    return ChartSheet(_name(followed), (ChartPanel("", plot_followed(followed, today, LIGHT)),), note, today)


def _name(followed: Followed) -> str:
    promised = write_promise(followed.promised.promise)
    return _("{indicator} : prévu {promised}").format(indicator=followed.label, promised=promised)


def plot_followed(followed: Followed, today: date, palette: Palette) -> dict[str, Any]:
    """Draw the promised band from its date to its term, and the observations over it, as Vega-Lite.

    Parameters
    ----------
    followed : Followed
    today : date
        Where the band ends at least.
    palette : Palette
    """
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only this page pays it

    promise = followed.promised.promise
    days = [value.observation.observed_on for value in followed.observed]
    end = max([promise.due_on or today, today, *days])
    labels = write_axis_shares() if promise.unit == SHARE_UNIT else write_axis_numbers()
    x_axis = alt.Axis(title=None, labelExpr=_DAY_LABELS, tickCount=5, labelOverlap=True, grid=False)
    y_axis = alt.Axis(title=None, labelExpr=labels, tickCount=5)
    band = {
        "from": promise.promised_on.isoformat(),
        "to": end.isoformat(),
        "low": promise.low,
        "high": promise.high,
        "value": promise.value,
        "text": write_promise(promise),
    }
    points = [
        {
            "day": value.observation.observed_on.isoformat(),
            "value": value.observation.value,
            "text": write_value(followed, value.observation.value),
            "source": value.observation.source,
        }
        for value in followed.observed
    ]
    time_scale = alt.Scale(type="utc")
    promised = alt.Chart(inline_data([band])).encode(
        x=alt.X("from:T", scale=time_scale, axis=x_axis),
        x2="to:T",
        tooltip=[alt.Tooltip("text:N", title=_("Prévu"))],
    )
    seen = alt.Chart(inline_data(points)).encode(
        x=alt.X("day:T", scale=time_scale, axis=x_axis),
        y=alt.Y("value:Q", axis=y_axis),
        tooltip=[alt.Tooltip("text:N", title=_("Observé")), alt.Tooltip("source:N", title=_("Source"))],
    )
    zero = alt.Scale(zero=False)
    layers = [
        promised.mark_rect(color=palette.fill, opacity=_BAND_OPACITY).encode(
            y=alt.Y("low:Q", axis=y_axis, scale=zero), y2="high:Q"
        ),
        promised.mark_rule(color=palette.fill, strokeWidth=2, strokeDash=[6, 4]).encode(y="value:Q"),
    ]
    if points:
        # A layer without a point is a group of marks that a screen reader announces and cannot name.
        layers += [
            seen.mark_line(color=palette.accent, strokeWidth=2),
            seen.mark_point(color=palette.accent, filled=True, size=130, opacity=1),
        ]
    chart = dress_chart(alt.layer(*layers), palette, height_px=_HEIGHT_PX, description=_name(followed))
    return freeze_chart(chart)
