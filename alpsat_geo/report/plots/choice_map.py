"""The choice map as a drawing: which programme is worth most at each pair of accepted efforts."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry import LineString, Polygon, box

from alpsat_geo.compute.criterion import find_result
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap, Region
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.report.figures import format_estimate, format_euros
from alpsat_geo.report.language import _, join_names
from alpsat_geo.report.markup import Markup, join_parts, name_drawing, write_tag
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

FONT = "Source Sans, Helvetica Neue, Arial, Liberation Sans, sans-serif"
_INK, _PAPER, _SOFT, _ACCENT = "#16302b", "#faf8f3", "#45544e", "#a63c18"
# Light grounds that stay apart for every eye, under dark letters; doing nothing is grey.
_GROUNDS = (
    *("#e2ded2", "#bbccee", "#ccddaa", "#eeeebb", "#ffcccc", "#cceeff", "#ddccee", "#f3d9b1", "#bfe3d0", "#e8c7d6"),
)
_COLLEGES = ("#004488", "#bb5566", "#117733", "#8a6d00", "#882255", "#333333")
_WIDTH, _SIDE_X, _SIDE_Y = 640.0, 540.0, 340.0
_LEFT, _TOP = 84.0, 30.0
_LETTER, _LINE, _SIZE = 8.2, 17.0, 14.0
_LEAST_GAP = 58.0
_LINE_LENGTHS = (40, 24, 16, 12)
_ENDS_EUR = (2_500.0, 5_000.0, 10_000.0, 20_000.0)
_ROOM, _ROOM_OF_MARKS = 1.4, 1.05
_AREA_SHOWN = 1e-3


@dataclass(frozen=True, slots=True)
class Dot:
    """An answer on the map, or the median of several: efforts across and up, in euros, and whose it is."""

    x: float
    y: float
    college: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of comparison along an axis (0 across, 1 up): from and to, in euros a year, and its letter."""

    axis: int
    low: float
    high: float
    letter: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where efforts stand in the drawing: both axes from 0 to an end of their own."""

    ends: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a pair of efforts stands; beyond the picture, on its border."""
        across, up = (min(max(value / end, 0.0), 1.0) for value, end in zip((x, y), self.ends, strict=True))
        return _LEFT + across * _SIDE_X, _TOP + (1 - up) * _SIDE_Y


def draw_choice_map(
    found: ChoiceMap,
    names: Sequence[str],
    *,
    dots: Iterable[Dot] = (),
    marks: Iterable[Mark] = (),
    at: tuple[float, float] | None = None,
) -> Markup:
    """Draw the regions by name, the entry prices at the axes, points of comparison, answers, and the efforts set.

    Parameters
    ----------
    found : ChoiceMap
    names : sequence of str
        Of the programmes, by row; equal ones are named together.
    dots : iterable of Dot
    marks : iterable of Mark
    at : (across, up), optional
        The efforts that are set, in euros a year.

    Returns
    -------
    Markup
        An SVG with its words. Its ends are the least that hold every corner.
    """
    dots = tuple(dots)
    shown = [(dot.x, dot.y) for dot in dots] + ([at] if at else [])
    frame = _Frame((_choose_end(found, shown, 0), _choose_end(found, shown, 1)))
    regions = _cut(found.regions, frame)
    named = [(polygon, _name(region, names)) for region, polygon in regions]
    grounds = (
        write_tag("path", d=_trace(polygon, frame), fill=_choose_ground(region), stroke=_PAPER, stroke_width="2")
        for region, polygon in regions
    )
    labels, left_over = _write_labels(named, frame)
    notes = _write_lines(left_over, _LEFT, _TOP + _SIDE_Y + 74, "start", _SOFT)
    height = _TOP + _SIDE_Y + 66 + _LINE * len(left_over)
    drawn = write_tag(
        "svg",
        (
            write_tag("rect", width=f"{_WIDTH:g}", height=f"{height:g}", fill=_PAPER),
            *grounds,
            _draw_axes(found, regions, frame),
            *(_draw_mark(mark, frame) for mark in marks if mark.low <= frame.ends[mark.axis]),
            labels,
            *(_draw_dot(dot, frame) for dot in dots),
            *([_draw_cross(at, frame)] if at else []),
            notes,
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH:g} {height:g}",
        font_family=FONT,
        font_size=f"{_SIZE:g}",
    )
    return name_drawing(drawn, _tell(found, [name for _polygon, name in named]))


def _choose_end(found: ChoiceMap, shown: Iterable[tuple[float, float]], axis: int) -> float:
    """Choose the least end of an axis that leaves room beyond every corner, and holds what is shown."""
    corners = np.concatenate([region.polygon for region in found.regions])
    # What the map was cut at is no corner of a choice.
    inner = corners[(corners < found.limit * (1 - 1e-9)).all(axis=1), axis]
    least = max(_ROOM * inner.max(initial=0.0), *(_ROOM_OF_MARKS * pair[axis] for pair in shown), 0.0)
    return next((end for end in _ENDS_EUR if end >= least), found.limit)


def _cut(regions: Iterable[Region], frame: _Frame) -> list[tuple[Region, Polygon]]:
    """Return the regions that the picture shows, as far as it shows them."""
    window = box(0, 0, *frame.ends)
    cut = ((region, Polygon(region.polygon).intersection(window)) for region in regions if len(region.polygon))
    return [
        (region, polygon)
        for region, polygon in cut
        if isinstance(polygon, Polygon) and polygon.area > _AREA_SHOWN * window.area
    ]


def _choose_ground(region: Region) -> str:
    programme = region.programmes[0]
    return _GROUNDS[0] if programme == 0 else _GROUNDS[1 + (programme - 1) % (len(_GROUNDS) - 1)]


def _name(region: Region, names: Sequence[str]) -> str:
    return join_names([names[programme] for programme in region.programmes])


def _trace(polygon: Polygon, frame: _Frame) -> str:
    placed = (frame.place(x, y) for x, y in polygon.exterior.coords)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed) + "Z"


def _write_labels(named: Sequence[tuple[Polygon, str]], frame: _Frame) -> tuple[Markup, list[str]]:
    """Write each name in its region where it fits, else a number, and return the names that these stand for."""
    written, left_over = list[Markup](), list[str]()
    for polygon, name in named:
        centre = polygon.representative_point()
        x, y = frame.place(centre.x, centre.y)
        lines = _fit(name, polygon, frame)
        if not lines:
            left_over.append(f"{len(left_over) + 1} · {name}")
            lines = [str(len(left_over))]
        first = y - _LINE * (len(lines) - 1) / 2 + 5
        written.append(_write_lines(lines, x, first, "middle", _INK, weight="600"))
    return join_parts(*written), left_over


def _fit(name: str, polygon: Polygon, frame: _Frame) -> list[str]:
    """Cut a name into the lines that stand in a region about its middle; empty where none do."""
    centre = polygon.representative_point()
    end_x, end_y = frame.ends
    across = polygon.intersection(LineString([(0, centre.y), (end_x, centre.y)])).length
    up = polygon.intersection(LineString([(centre.x, 0), (centre.x, end_y)])).length
    width, height = across / end_x * _SIDE_X - 8, up / end_y * _SIDE_Y - 6
    for length in _LINE_LENGTHS:
        lines = textwrap.wrap(name, length, break_long_words=False)
        if max(map(len, lines)) * _LETTER <= width and len(lines) * _LINE <= height:
            return lines
    return []


def _draw_axes(found: ChoiceMap, regions: Sequence[tuple[Region, Polygon]], frame: _Frame) -> Markup:
    """Draw both axes with what they mean, and along each of them the efforts at which the programme changes."""
    across, up = (_(find_result(CRITERIA, axis).price.label) for axis in found.axes)
    (left, bottom), (right, top) = frame.place(0, 0), frame.place(*frame.ends)
    parts = [
        write_tag("path", d=f"M{left} {top}V{bottom}H{right}", fill="none", stroke=_INK, stroke_width="1.6"),
        _write_lines([f"↑ {up}"], 6, top - 12, "start", _SOFT),
        _write_lines([f"{across} →"], right, bottom + 54, "end", _SOFT),
    ]
    corners = np.concatenate([polygon.exterior.coords for _region, polygon in regions])
    for axis in (0, 1):
        on_axis = corners[corners[:, 1 - axis] < 1e-6 * found.limit, axis]
        parts += _write_prices(axis, sorted({0.0, frame.ends[axis], *np.round(on_axis, 6).tolist()}), frame)
    return join_parts(*parts)


def _write_prices(axis: int, prices: Sequence[float], frame: _Frame) -> list[Markup]:
    """Write efforts along an axis; across, one that would touch the one before stands lower, else it is left out."""
    written: list[Markup] = []
    free = [-_LEAST_GAP, -_LEAST_GAP] if axis == 0 else [-math.inf]
    for price in prices:
        x, y = frame.place(price, 0) if axis == 0 else frame.place(0, price)
        place, gap = (x, _LEAST_GAP) if axis == 0 else (-y, _LINE)
        level = next((level for level, last in enumerate(free) if place - last >= gap), None)
        if level is None:
            continue
        free[level] = place
        is_end = price in {0.0, frame.ends[axis]}
        text = format_euros(price) if is_end else f"{format_estimate(price)}{NO_BREAK_SPACE}€"
        tick, label = (f"M{x} {y}v5", (x, y + 20 + 16 * level)) if axis == 0 else (f"M{x} {y}h-5", (x - 9, y + 5))
        anchor = "end" if axis or price == frame.ends[0] else "middle"
        written += [
            write_tag("path", d=tick, stroke=_INK, stroke_width="1.4"),
            _write_lines([text], *label, anchor, _INK, weight="400" if is_end else "700"),
        ]
    return written


def _draw_mark(mark: Mark, frame: _Frame) -> Markup:
    """Draw a point of comparison inside of its axis: a bar from its low to its high, and its letter."""
    ends = [(price, 0) if mark.axis == 0 else (0, price) for price in (mark.low, mark.high)]
    (x, y), (end_x, end_y) = (frame.place(*end) for end in ends)
    if mark.axis == 0:
        bar = write_tag("rect", x=f"{x:.1f}", y=f"{y - 6:.1f}", width=f"{max(end_x - x, 4):.1f}", height="5")
        label = ((x + end_x) / 2, y - 9)
    else:
        bar = write_tag("rect", x=f"{x + 1:.1f}", y=f"{end_y:.1f}", width="5", height=f"{max(y - end_y, 4):.1f}")
        label = (x + 12, (y + end_y) / 2 + 5)
    return write_tag("g", (bar, _write_lines([mark.letter], *label, "middle", _ACCENT, weight="700")), fill=_ACCENT)


def _draw_dot(dot: Dot, frame: _Frame) -> Markup:
    """Draw an answer small, and a median, which has a name, large."""
    x, y = frame.place(dot.x, dot.y)
    colour = _COLLEGES[dot.college % len(_COLLEGES)]
    disc = write_tag(
        "circle",
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r="9" if dot.name else "5",
        fill=colour,
        fill_opacity=None if dot.name else "0.6",
        stroke=_PAPER,
        stroke_width="1.5",
    )
    return join_parts(disc, _write_lines([dot.name], x + 13, y + 5, "start", colour, weight="700"))


def _draw_cross(at: tuple[float, float], frame: _Frame) -> Markup:
    x, y = frame.place(*at)
    _left, bottom = frame.place(0, 0)
    lines = write_tag("path", d=f"M{_LEFT} {y:.1f}H{x:.1f}V{bottom}", stroke_width="1.4", stroke_dasharray="5 4")
    cross = write_tag("path", d=f"M{x - 9:.1f} {y:.1f}h18M{x:.1f} {y - 9:.1f}v18", stroke_width="3.5")
    return write_tag("g", (lines, cross), fill="none", stroke=_INK)


def _write_lines(
    lines: Sequence[str], x: float, y: float, anchor: str, colour: str, *, weight: str | None = None
) -> Markup:
    spans = (write_tag("tspan", line, x=f"{x:.1f}", y=f"{y + _LINE * k:.1f}") for k, line in enumerate(lines))
    return write_tag("text", spans, text_anchor=anchor, fill=colour, font_weight=weight)


def _tell(found: ChoiceMap, names: Sequence[str]) -> str:
    """Say what the drawing shows, for who does not see it."""
    across, up = (_(find_result(CRITERIA, axis).price.one_more) for axis in found.axes)
    sentence = _("Selon l'effort accepté pour {across} et pour {up}, le programme retenu est : {names}.")
    return sentence.format(across=across, up=up, names=_(" ; ").join(names))
