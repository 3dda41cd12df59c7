"""Printed charts: ranges on one scale, as vector drawings."""

from __future__ import annotations

import math
from dataclasses import dataclass

from alpsat_geo.report.maps import INK, SOFT, wrap_drawing
from alpsat_geo.report.markup import Markup, join_parts, write_tag

WIDTH = 960.0
_LEFT, _RIGHT = 330.0, 20.0
_ROW, _TITLE, _GAP = 27.0, 52.0, 16.0
_STRONG, _PALE = "#1f6673", "#7f9a95"


@dataclass(frozen=True, slots=True)
class RangeLine:
    """One range: shares of the scale between 0 and 1, clipped by who draws; NaN: without object."""

    name: str
    text: str
    low: float
    value: float
    high: float
    is_strong: bool


@dataclass(frozen=True, slots=True)
class RangeGroup:
    """The ranges of one quantity, between the two printed ends of its scale."""

    title: str
    least: str
    most: str
    lines: tuple[RangeLine, ...]


def draw_ranges(groups: tuple[RangeGroup, ...]) -> Markup:
    """Draw groups of ranges: a bar from low to high and a dot at the median.

    Parameters
    ----------
    groups : tuple of RangeGroup

    Returns
    -------
    Markup
        An SVG.
    """
    drawn, top = [], 0.0
    for group in groups:
        drawn.append(_draw_group(group, top))
        top += _TITLE + _ROW * len(group.lines) + _GAP
    return wrap_drawing(WIDTH, max(top - _GAP, 1), *drawn)


def _place(share: float) -> float:
    return _LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT)


def _draw_group(group: RangeGroup, top: float) -> Markup:
    first, last = top + _TITLE, top + _TITLE + _ROW * len(group.lines)
    axis = (
        write_tag("path", d=f"M{_place(share):.1f} {first - 4:.1f}V{last - 4:.1f}", stroke="#d4d2c8", stroke_width="1")
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return join_parts(
        _write(group.title, "0", top + 20, 19, font_weight="700"),
        *axis,
        _write(group.least, f"{_place(0):.1f}", top + 40, 15, SOFT),
        _write(group.most, f"{_place(1):.1f}", top + 40, 15, SOFT, text_anchor="end"),
        *(_draw_line(line, first + _ROW * rank + 10) for rank, line in enumerate(group.lines)),
    )


def _write(text: str, x: str, y: float, size: int, colour: str = INK, **attributes: str) -> Markup:
    return write_tag("text", text, x=x, y=f"{y:.1f}", font_size=str(size), fill=colour, **attributes)


def _draw_line(line: RangeLine, y: float) -> Markup:
    colour = _STRONG if line.is_strong else _PALE
    name = _write(line.name, "0", y + 5, 17, font_weight="700" if line.is_strong else "400")
    if math.isnan(line.value):
        return name + _write(line.text, f"{_LEFT:.0f}", y + 5, 16, SOFT)
    low, value, high = _place(line.low), _place(line.value), _place(line.high)
    thick = 10 if line.is_strong else 7
    bar = write_tag(
        "rect",
        x=f"{low:.1f}",
        y=f"{y - thick / 2:.1f}",
        width=f"{max(high - low, 2):.1f}",
        height=str(thick),
        fill=colour,
        fill_opacity="0.45",
    )
    return name + bar + write_tag("circle", cx=f"{value:.1f}", cy=f"{y:.1f}", r=f"{thick / 2 + 2:g}", fill=colour)
