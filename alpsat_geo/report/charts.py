"""Printed charts: ranges on a fixed scale, as vector drawings."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from alpsat_geo.report.maps import FONT, INK, SOFT

WIDTH = 960.0
_LEFT, _RIGHT = 330.0, 20.0
_ROW, _TITLE, _GAP = 27.0, 52.0, 16.0
_STRONG, _PALE = "#1f6673", "#7f9a95"


@dataclass(frozen=True, slots=True)
class RangeLine:
    """One range: shares of the scale between 0 and 1, clipped by who draws; None: without object."""

    name: str
    text: str
    low: float | None
    value: float | None
    high: float | None
    is_strong: bool


@dataclass(frozen=True, slots=True)
class RangeGroup:
    """The ranges of one quantity, between the two printed ends of its scale."""

    title: str
    worst: str
    best: str
    lines: tuple[RangeLine, ...]


def draw_ranges(groups: tuple[RangeGroup, ...]) -> str:
    """Draw groups of ranges: a bar from low to high and a dot at the median.

    Parameters
    ----------
    groups : tuple of RangeGroup

    Returns
    -------
    str
        An SVG.
    """
    drawn, top = [], 0.0
    for group in groups:
        drawn.append(_draw_group(group, top))
        top += _TITLE + _ROW * len(group.lines) + _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {max(top - _GAP, 1):.0f}"'
        f' font-family="{FONT}">{"".join(drawn)}</svg>'
    )


def _place(share: float) -> float:
    return _LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT)


def _draw_group(group: RangeGroup, top: float) -> str:
    first, last = top + _TITLE, top + _TITLE + _ROW * len(group.lines)
    axis = "".join(
        f'<path d="M{_place(share):.1f} {first - 4:.1f}V{last - 4:.1f}" stroke="#d4d2c8" stroke-width="1"/>'
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    title = f'<text x="0" y="{top + 20:.1f}" font-size="19" font-weight="700" fill="{INK}">{escape(group.title)}</text>'
    ends = (
        f'<text x="{_place(0):.1f}" y="{top + 40:.1f}" font-size="15" fill="{SOFT}">{escape(group.worst)}</text>'
        f'<text x="{_place(1):.1f}" y="{top + 40:.1f}" font-size="15" fill="{SOFT}" text-anchor="end">'
        f"{escape(group.best)}</text>"
    )
    lines = "".join(_draw_line(line, first + _ROW * rank + 10) for rank, line in enumerate(group.lines))
    return title + axis + ends + lines


def _draw_line(line: RangeLine, y: float) -> str:
    weight = 700 if line.is_strong else 400
    colour = _STRONG if line.is_strong else _PALE
    name = f'<text x="0" y="{y + 5:.1f}" font-size="17" font-weight="{weight}" fill="{INK}">{escape(line.name)}</text>'
    if line.low is None or line.value is None or line.high is None:
        return name + f'<text x="{_LEFT:.0f}" y="{y + 5:.1f}" font-size="16" fill="{SOFT}">{escape(line.text)}</text>'
    low, value, high = _place(line.low), _place(line.value), _place(line.high)
    thick = 10 if line.is_strong else 7
    bar = (
        f'<rect x="{low:.1f}" y="{y - thick / 2:.1f}" width="{max(high - low, 2):.1f}" height="{thick}"'
        f' fill="{colour}" fill-opacity="0.45"/><circle cx="{value:.1f}" cy="{y:.1f}" r="{thick / 2 + 2:g}"'
        f' fill="{colour}"/>'
    )
    return name + bar
