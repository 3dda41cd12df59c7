"""A map to take away: title, maps, legend, what the figures rest on, source and date on one sheet, in SVG or PNG."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import shapely

from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.atlas.layers import Layer
from alpsat_geo.report.classes import MISSING_DIGIT, Classes
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.figures import MISSING, format_vintage
from alpsat_geo.report.ground import SHEET_WIDTH, Ground
from alpsat_geo.report.language import _
from alpsat_geo.report.maps import (
    ACCENT,
    HATCH,
    PAPER,
    add_lines,
    choose_fill,
    draw_places,
    draw_signs_legend,
    list_kinds,
    wrap_drawing,
    write_line,
)
from alpsat_geo.report.markup import Markup, join_parts, write_tag
from alpsat_geo.report.questions import ScenarioMap
from alpsat_geo.report.roads_in_use import say_times

SOURCE = N_("Limites © IGN ; routes schématiques © contributeurs OpenStreetMap ; gares SNCF. AlpSat Geo, {day}.")

_MARGIN, _GAP = 24.0, 20.0
_TITLE_SIZE, _PANEL_SIZE, _TEXT_SIZE, _NOTE_SIZE = 25.0, 20.0, 18.0, 15.0
_TITLE_LETTERS, _NOTE_LETTERS = 76, 138
_LINE, _LETTER_WIDTH = 1.35, 0.5
_ENTRY_COLUMNS = 3
_NAMES_AMONG_MANY, _SIZE_AMONG_MANY = 3, 0.8


@dataclass(frozen=True, slots=True)
class Panel:
    """One map of a sheet.

    Attributes
    ----------
    name : str
        Of the scenario; empty when the sheet holds one map that needs none.
    digits : str
        Class of each commune, as `Classes.digits`.
    opened : tuple of int
        Positions of the communes where a space opens.
    """

    name: str
    digits: str
    opened: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MapSheet:
    """What a sheet shows.

    Attributes
    ----------
    title : str
        What is measured, with its unit.
    classes : Classes
    panels : tuple of Panel, one to four
    is_winter : bool
        Whether roads closed in winter are told apart.
    note : str
        What the figures rest on.
    day : date
        Last day on which a source was read.
    drawn : tuple of geometry
        Shapes of one's own over the communes, in degrees.
    """

    title: str
    classes: Classes
    panels: tuple[Panel, ...]
    is_winter: bool
    note: str
    day: date
    drawn: tuple[shapely.Geometry, ...] = ()


def describe_layer(layer: Layer, season: Season, territory: Territory) -> MapSheet:
    """Describe the sheet of a layer of the territory, as it is today."""
    panel = Panel("", layer.classes.digits(layer.values))
    note = add_to_note(layer.note, territory)
    return MapSheet(layer.title, layer.classes, (panel,), season != "summer", note, territory.last_read_on)


def describe_scenarios(shown: Sequence[tuple[str, ScenarioMap]], territory: Territory, season: Season) -> MapSheet:
    """Describe the sheet of one measure under one or several scenarios, each with its name."""
    first = shown[0][1].measured
    panels = tuple(
        Panel(name, one.measured.digits, tuple(map(territory.insee_codes.index, one.opened))) for name, one in shown
    )
    note = _("Estimation : valeur du milieu des simulations ; {times}").format(times=say_times(territory.roads))
    note = add_to_note(note, territory)
    return MapSheet(first.title, first.classes, panels, season != "summer", note, territory.last_read_on)


def draw_map_sheet(ground: Ground, sheet: MapSheet) -> Markup:
    """Draw a sheet as an SVG.

    Parameters
    ----------
    ground : Ground
    sheet : MapSheet

    Returns
    -------
    Markup
        Vector drawing; its colours are those of the classes, unblended.
    """
    drawn: list[Markup] = []
    top = _MARGIN
    top = add_lines(drawn, textwrap.wrap(sheet.title, _TITLE_LETTERS), top, _TITLE_SIZE, spacing=_LINE, weight=700)
    top = _add_panels(drawn, ground, sheet, top)
    top = _add_classes(drawn, sheet, top)
    sites = [ground.town_halls[i] for panel in sheet.panels for i in panel.opened]
    found = list_kinds(ground, sites, is_winter=sheet.is_winter)
    signs, height = draw_signs_legend(found, top, is_half=False)
    drawn.append(signs)
    top += height + 0.5 * _GAP
    source = _(SOURCE).format(day=format_vintage(sheet.day.isoformat()))
    lines = [line for text in (sheet.note, source) for line in textwrap.wrap(text, _NOTE_LETTERS)]
    top = add_lines(drawn, lines, top, _NOTE_SIZE, spacing=_LINE)
    width = SHEET_WIDTH + 2 * _MARGIN
    ground_fill = write_tag("rect", width=f"{width:g}", height=f"{top + _MARGIN:.0f}", fill=PAPER)
    moved = write_tag("g", drawn, transform=f"translate({_MARGIN:g} 0)")
    hatch = [HATCH] * any(MISSING_DIGIT in panel.digits for panel in sheet.panels)
    return wrap_drawing(width, top + _MARGIN, *hatch, ground_fill, moved)


def draw_own_shapes(ground: Ground, shapes: Sequence[shapely.Geometry]) -> list[Markup]:
    """Draw shapes of one's own: surfaces outlined, lines and points over the colours of the communes."""
    areas, lines, points = ground.draw_shapes(shapes)
    edge = {"fill": "none", "stroke": ACCENT, "stroke_linejoin": "round"}
    drawn = [
        write_tag("path", d=path, stroke_width=width, **edge) for path, width in ((areas, "1.6"), (lines, "3")) if path
    ]
    halo = {"stroke": PAPER, "stroke_width": "1.2"}
    return drawn + [write_tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4.5", fill=ACCENT, **halo) for x, y in points]


def _add_panels(drawn: list[Markup], ground: Ground, sheet: MapSheet, top: float) -> float:
    """Draw the maps, one on the whole width, two or four in two columns, three in a row; return where they end."""
    count = len(sheet.panels)
    columns = count if count < 4 else 2  # noqa: PLR2004 - four stand two by two
    width = (SHEET_WIDTH - _GAP * (columns - 1)) / columns
    scale = width / SHEET_WIDTH
    heads = [textwrap.wrap(panel.name, int(width / (_LETTER_WIDTH * _PANEL_SIZE))) for panel in sheet.panels]
    head = _LINE * _PANEL_SIZE * max(map(len, heads))
    for rank, panel in enumerate(sheet.panels):
        left = (rank % columns) * (width + _GAP)
        y = top + (rank // columns) * (ground.height * scale + head + _GAP)
        # The last line of each name stands right over its map.
        first = y + head - _LINE * _PANEL_SIZE * len(heads[rank])
        add_lines(drawn, heads[rank], first, _PANEL_SIZE, spacing=_LINE, left=left, weight=700)
        fills = [
            write_tag("path", d=path, fill=choose_fill(sheet.classes, digit))
            for path, digit in zip(ground.communes, panel.digits, strict=True)
        ]
        sites = [ground.town_halls[i] for i in panel.opened]
        # Drawn smaller, signs and letters are drawn larger, and few names find a place near their commune.
        size, names = (1.0, None) if count == 1 else (_SIZE_AMONG_MANY / scale, _NAMES_AMONG_MANY)
        over = draw_own_shapes(ground, sheet.drawn)
        places = draw_places(ground, [*fills, *over], sites, size, is_winter=sheet.is_winter, names_at_most=names)
        place = f"translate({left:.1f} {y + head:.1f}) scale({scale:.4f})"
        drawn.append(write_tag("g", places, transform=place))
    return top + -(-count // columns) * (ground.height * scale + head + _GAP)


def _add_classes(drawn: list[Markup], sheet: MapSheet, top: float) -> float:
    """Draw the classes in columns, what is missing last when some commune has no figure; return where they end."""
    entries = list(zip(sheet.classes.colours, sheet.classes.labels(), strict=True))
    if any(MISSING_DIGIT in panel.digits for panel in sheet.panels):
        entries.append((choose_fill(sheet.classes, MISSING_DIGIT), _(MISSING)))
    row = 1.5 * _TEXT_SIZE
    for rank, (colour, label) in enumerate(entries):
        x = (rank % _ENTRY_COLUMNS) * SHEET_WIDTH / _ENTRY_COLUMNS
        y = top + row * (1 + rank // _ENTRY_COLUMNS)
        corner = {"x": f"{x:.0f}", "y": f"{y - 15:.0f}", "width": "36", "height": "18"}
        drawn.append(
            join_parts(
                write_tag("rect", **corner, fill=colour, stroke="#8b968f", stroke_width="1.2"),
                write_line(label, x + 46, y, _TEXT_SIZE),
            )
        )
    return top + row * (1 + (len(entries) - 1) // _ENTRY_COLUMNS)
