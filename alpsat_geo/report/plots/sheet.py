"""A chart to take away: title, chart, what its marks are, source and date on one sheet, in SVG or PNG."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_minutes, format_vintage
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.maps import PAPER, add_lines, wrap_drawing
from alpsat_geo.report.markup import Markup, frame_chart, write_tag

SOURCE = N_("Calculs et données : AlpSat Geo, sources ouvertes citées dans le dossier, au {day}.")

_MARGIN, _GAP = 24.0, 18.0
_TITLE_SIZE, _PANEL_SIZE, _NOTE_SIZE = 19.0, 16.0, 12.0
_TITLE_LETTERS, _PANEL_LETTERS, _NOTE_LETTERS = 72, 46, 132
_LINE = 1.4
_WIDTH = 760.0
# Its letters are a little wider than those of the sheet, and it is inside the renderer: the same place on each machine.
_MEASURED_FONT = "Liberation Sans"
_VEGA_LITE = "6.4"
# The last label of an axis is centred on its end.
_PADDING = {"left": 0, "top": 5, "right": 22, "bottom": 0}


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """One chart of a sheet: its name, empty when the sheet's title says it, and the chart as Vega-Lite."""

    name: str
    chart: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """What a sheet shows.

    Attributes
    ----------
    title : str
        Empty when the only panel has a name.
    panels : tuple of ChartPanel
        One on the whole width, more in two columns.
    note : str
        What the marks are: its legend.
    day : date
        Last day on which a source was read, or a value observed.
    """

    title: str
    panels: tuple[ChartPanel, ...]
    note: str
    day: date


def tell_settings(seasons: Sequence[Season], catchment_min: float) -> str:
    """Say the season, or the two of which the worst counts, and how long people accept to drive."""
    season = " + ".join(_(SEASON_LABELS[season]) for season in seasons)
    told = _("{season}, {minutes} de trajet accepté")
    return told.format(season=begin_upper(season), minutes=format_minutes(catchment_min)) + "."


def draw_chart_sheet(sheet: ChartSheet) -> Markup:
    """Draw a sheet as an SVG, from the descriptions that the screen draws; no browser takes part.

    Parameters
    ----------
    sheet : ChartSheet

    Returns
    -------
    Markup
    """
    drawn: list[Markup] = []
    top = add_lines(drawn, textwrap.wrap(sheet.title, _TITLE_LETTERS), _MARGIN, _TITLE_SIZE, spacing=_LINE, weight=700)
    columns = min(len(sheet.panels), 2)
    width = (_WIDTH - _GAP * (columns - 1)) / columns if columns else _WIDTH
    bottom = top + 0.5 * _GAP * (columns > 1)
    for rank, panel in enumerate(sheet.panels):
        if rank % columns == 0:
            top = bottom
        left = (rank % columns) * (width + _GAP)
        letters = _TITLE_LETTERS if columns == 1 else _PANEL_LETTERS
        named = textwrap.wrap(panel.name, letters)
        head = add_lines(drawn, named, top, _PANEL_SIZE, spacing=_LINE, left=left, weight=700)
        chart, height = _draw_chart(panel.chart, width, left, head + 0.5 * _GAP)
        drawn.append(chart)
        bottom = max(bottom, head + height + 1.5 * _GAP)
    source = _(SOURCE).format(day=format_vintage(sheet.day.isoformat()))
    lines = [line for text in (sheet.note, source) for line in textwrap.wrap(text, _NOTE_LETTERS)]
    top = add_lines(drawn, lines, bottom, _NOTE_SIZE, spacing=_LINE)
    whole = _WIDTH + 2 * _MARGIN
    paper = write_tag("rect", width=f"{whole:g}", height=f"{top + _MARGIN:.0f}", fill=PAPER)
    moved = write_tag("g", drawn, transform=f"translate({_MARGIN:g} 0)")
    return wrap_drawing(whole, top + _MARGIN, paper, moved)


def _draw_chart(chart: Mapping[str, Any], width: float, left: float, top: float) -> tuple[Markup, float]:
    """Draw a chart on a width, from a point; return it and its height."""
    import vl_convert  # noqa: PLC0415 - a whole renderer: only who takes a chart away waits for it

    config = {**chart.get("config", {}), "font": _MEASURED_FONT}
    for part in ("axis", "text", "legend"):
        fonts = {name: _MEASURED_FONT for name in config.get(part, {}) if name.lower().endswith("font")}
        config[part] = {**config.get(part, {}), **fonts}
    size = {"padding": _PADDING, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    fitted = {**chart, **size, "config": config}
    written = vl_convert.vegalite_to_svg(fitted, vl_version=_VEGA_LITE, allowed_base_urls=[])
    # The sheet's own font, as its titles.
    written = re.sub(r' font-family="[^"]*"', "", written)
    (found,) = re.findall(r'^<svg[^>]* height="([\d.]+)"', written)
    return frame_chart(written, left, top), float(found)
