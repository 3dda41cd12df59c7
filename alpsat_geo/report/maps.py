"""Printed maps: vector drawings with their legend, the same on paper and in a page without network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import MISSING_DIGIT, Classes
from alpsat_geo.report.figures import MISSING
from alpsat_geo.report.ground import SHEET_WIDTH, Ground, Spot
from alpsat_geo.report.language import _
from alpsat_geo.report.map_names import place_names
from alpsat_geo.report.markup import Markup, join_parts, write_tag

FONT = "'Libertinus Serif', 'Times New Roman', 'Liberation Serif', 'Nimbus Roman', serif"
INK, PAPER, ACCENT, SOFT, GROUND_FILL = "#16302b", "#faf8f3", "#b4451f", "#47544f", "#ece7da"
_LETTER_WIDTH, _NAME_SIZE = 0.5, 17.0
_TITLE_LENGTH = 52
_HALF_LEGEND, _HALF_LENGTH, _WHOLE_LENGTH = 1.55, 31, 36
_HALF = 2.0
"""A map set two by two is drawn for half the width: signs and letters twice as large."""

_SIGNS = {
    "opened": N_("espace à ouvrir"),
    "open": N_("espace ouvert aujourd'hui"),
    "uncertain": N_("espace au statut non vérifié"),
    "station": N_("gare"),
    "closed": N_("route fermée l'hiver"),
    "limit": N_("limite de communauté de communes"),
}


@dataclass(frozen=True, slots=True)
class Colouring:
    """What a map colours: one digit a commune, as `Classes.digits`, and the title of its legend."""

    title: str
    classes: Classes
    digits: str


def draw_site_map(ground: Ground, opened: Iterable[int], *, is_winter: bool, is_half: bool = False) -> Markup:
    """Draw where things are: communes by name, roads, stations, existing spaces, and spaces to open.

    Parameters
    ----------
    ground : Ground
    opened : iterable of int
        Positions of the communes where the scenario opens a space.
    is_winter : bool
        Whether roads closed in winter are told apart.
    is_half : bool
        For half the width of a page: letters twice as large, so fewer names find their place.
    """
    size = _HALF if is_half else 1.0
    sites = [ground.town_halls[i] for i in opened]
    fills = [write_tag("path", d=path, fill=GROUND_FILL) for path in ground.communes]
    kinds = list_kinds(ground, sites, is_winter=is_winter)
    legend, height = draw_signs_legend(kinds, ground.height, is_half=is_half)
    places = draw_places(ground, fills, sites, size, is_winter=is_winter)
    return wrap_drawing(SHEET_WIDTH, ground.height + height, places, legend)


def draw_places(
    ground: Ground,
    fills: Iterable[Markup],
    sites: Sequence[Spot],
    size: float,
    *,
    is_winter: bool,
    names_at_most: int | None = None,
    addresses: Sequence[str] = (),
    letter_width: float = _LETTER_WIDTH,
) -> Markup:
    """Draw what stands on the ground over the fills of the communes: roads, limits, signs, then the names.

    Beside the sites, the ``names_at_most`` most populated communes are named; all that find their place if None.
    A name leads to the address of its commune where there are addresses: it may stand on the ground of another.
    ``letter_width`` is that of a letter, in heights of it: a browser may have none of our fonts.
    """
    roads = [
        write_tag("path", d=ground.roads, fill="none", stroke="#77746c", stroke_width="2.2", stroke_linecap="round")
    ]
    if is_winter:
        dashes = {"stroke_width": "3", "stroke_dasharray": "3 7"}
        roads.append(write_tag("path", d=ground.closed_roads, fill="none", stroke=ACCENT, **dashes))
    halls = (
        write_tag("circle", cx=f"{spot.x:.1f}", cy=f"{spot.y:.1f}", r="3.4", fill=PAPER, stroke=INK, stroke_width="1.4")
        for spot in ground.town_halls
    )
    signs = [draw_sign(spot.kind, spot.x, spot.y, 1.25 * size) for spot in ground.spots]
    signs += [draw_sign("opened", spot.x, spot.y, 1.25 * size) for spot in sites]
    return join_parts(
        draw_frame(ground, fills, size, roads),
        *halls,
        *signs,
        *_draw_names(ground, sites, size, names_at_most, addresses=addresses, letter_width=letter_width),
    )


def draw_colour_map(ground: Ground, colouring: Colouring, opened: Iterable[int] = ()) -> Markup:
    """Draw a choropleth with its classes, for half the width of a page.

    Parameters
    ----------
    ground : Ground
    colouring : Colouring
    opened : iterable of int
        Positions of the communes where the scenario opens a space.
    """
    fills = [
        write_tag("path", d=path, fill=choose_fill(colouring.classes, digit))
        for path, digit in zip(ground.communes, colouring.digits, strict=True)
    ]
    sites = [ground.town_halls[i] for i in opened]
    signs = (draw_sign("opened", spot.x, spot.y, 1.25 * _HALF) for spot in sites)
    legend, height = _draw_classes_legend(colouring, ground.height, has_opened=bool(sites))
    hatch = [HATCH] * (MISSING_DIGIT in colouring.digits)
    return wrap_drawing(SHEET_WIDTH, ground.height + height, *hatch, draw_frame(ground, fills, _HALF), *signs, legend)


HATCH = write_tag(
    "defs",
    write_tag(
        "pattern",
        (
            write_tag("rect", width="12", height="12", fill="#e4e1da"),
            write_tag("rect", width="4", height="12", fill="#9a978f"),
        ),
        id="hatch",
        width="12",
        height="12",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    ),
)


def wrap_drawing(width: float, height: float, *drawn: Markup) -> Markup:
    """Write a whole drawing, of that size in units of its own."""
    box = f"0 0 {width:g} {height:.0f}"
    return write_tag("svg", drawn, xmlns="http://www.w3.org/2000/svg", viewBox=box, font_family=FONT)


def draw_frame(ground: Ground, fills: Iterable[Markup], size: float, over: Iterable[Markup] = ()) -> Markup:
    """Draw the fills of the communes, what lies over them, then the limits."""
    dashes = f"{9 * size:g} {5 * size:g}"
    limits = (
        write_tag("path", d=ground.limits, stroke_width=f"{2.2 * size:g}", stroke_dasharray=dashes),
        write_tag("path", d=ground.outline, stroke_width=f"{2.4 * size:g}"),
    )
    return join_parts(
        write_tag("g", fills, stroke=PAPER, stroke_width=f"{1.6 * size:g}", stroke_linejoin="round"),
        *over,
        write_tag("g", limits, fill="none", stroke=INK, stroke_linejoin="round"),
    )


def choose_fill(classes: Classes, digit: str) -> str:
    """Return the colour of a class; what is missing is hatched."""
    return "url(#hatch)" if digit == MISSING_DIGIT else classes.colours[int(digit)]


def draw_sign(kind: str, x: float, y: float, size: float) -> Markup:
    """Draw a sign about its centre, as the maps of the screen do."""
    if kind == "opened":
        drawn = (
            write_tag("circle", r="10.5", fill=INK, stroke=PAPER, stroke_width="2"),
            write_tag("path", d="M-5.5 0H5.5M0 -5.5V5.5", stroke=PAPER, stroke_width="2.6"),
        )
    elif kind == "station":
        drawn = (
            write_tag("rect", x="-7", y="-5", width="14", height="10", fill=PAPER, stroke=INK, stroke_width="2"),
            write_tag("rect", x="-7", y="-5", width="5", height="10", fill=INK),
        )
    else:
        drawn = (
            write_tag(
                "rect", x="-6.5", y="-6.5", width="13", height="13", fill=PAPER, stroke=ACCENT, stroke_width="1.8"
            ),
            write_tag("rect", x="-3.8", y="-3.8", width="7.6", height="7.6", fill=ACCENT if kind == "open" else PAPER),
        )
    return write_tag("g", drawn, transform=f"translate({x:.1f} {y:.1f}) scale({size:g})")


def list_kinds(ground: Ground, sites: Sequence[Spot], *, is_winter: bool) -> list[str]:
    """List the signs that a map holds, in the order of its legend."""
    held = {spot.kind for spot in ground.spots} | {"limit"}
    held |= ({"opened"} if sites else set()) | ({"closed"} if is_winter and ground.closed_roads else set())
    return [kind for kind in _SIGNS if kind in held]


def _draw_names(
    ground: Ground,
    sites: Sequence[Spot],
    size: float,
    at_most: int | None,
    *,
    addresses: Sequence[str],
    letter_width: float,
) -> list[Markup]:
    """Write the names of communes that find their place; those to open come first."""
    others = [ground.town_halls[i] for i in ground.ranks[:at_most] if ground.town_halls[i] not in sites]
    letters = _NAME_SIZE * size
    written = []
    for placed in place_names(ground, sites, others, size, letter_width * letters):
        weight = 700 if placed.spot in sites else 400
        rows = [write_line(line, x, y, letters, weight=weight, halo=True) for line, x, y in placed.list_rows()]
        name = join_parts(*rows)
        if addresses:
            # The shape of the commune is the link that the keyboard and the ear find.
            address = addresses[ground.town_halls.index(placed.spot)]
            name = write_tag("a", name, href=address, tabindex="-1", aria_hidden="true")
        written.append(name)
    return written


def write_line(text: str, x: float, y: float, size: float, *, weight: int = 400, halo: bool = False) -> Markup:
    """Write one line of text from a point; a halo keeps it readable over colours."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font_size": f"{size:g}", "font_weight": str(weight)}
    written = write_tag("text", text, **place, fill=INK)
    if not halo:
        return written
    around = {"stroke": PAPER, "stroke_width": "4", "stroke_linejoin": "round", "aria_hidden": "true"}
    return write_tag("text", text, **place, fill=PAPER, **around) + written


def add_lines(
    drawn: list[Markup],
    lines: Sequence[str],
    top: float,
    size: float,
    *,
    spacing: float,
    left: float = 0,
    weight: int = 400,
) -> float:
    """Write lines one under the other on a drawing; return where they end."""
    for line in lines:
        top += spacing * size
        drawn.append(write_line(line, left, top - 0.35 * size, size, weight=weight))
    return top


def draw_signs_legend(kinds: Sequence[str], top: float, *, is_half: bool) -> tuple[Markup, float]:
    """Draw what the signs mean, in columns; return the drawing and its height."""
    size = _HALF_LEGEND if is_half else 1.0
    longest = max(len(_(_SIGNS[kind])) for kind in kinds)
    columns = (3 if longest <= _WHOLE_LENGTH else 2) if not is_half else 2 if longest <= _HALF_LENGTH else 1
    row, column = 28 * size, SHEET_WIDTH / columns
    drawn = []
    for rank, kind in enumerate(kinds):
        x, y = 18 + (rank % columns) * column, top + row * (1 + rank // columns)
        if kind in {"closed", "limit"}:
            colour, dash = (ACCENT, "3 7") if kind == "closed" else (INK, "9 5")
            path = f"M{x - 10:.0f} {y:.0f}h26"
            sign = write_tag("path", d=path, stroke=colour, stroke_width="3", stroke_dasharray=dash)
        else:
            sign = draw_sign(kind, x, y, 1.25 * size)
        drawn += [sign, write_line(_(_SIGNS[kind]), x + 24 * size, y + 6 * size, 18 * size)]
    return join_parts(*drawn), row * (1.4 + (len(kinds) - 1) // columns)


def _draw_classes_legend(colouring: Colouring, top: float, *, has_opened: bool) -> tuple[Markup, float]:
    size, row, columns = 30.0, 40.0, 2
    y = top + 1.1 * row
    lines = break_lines(colouring.title, _TITLE_LENGTH)
    drawn = [write_line(line, 8, y + k * 36, size, weight=700) for k, line in enumerate(lines)]
    y += (len(lines) - 1) * 36
    entries = list(zip(colouring.classes.colours, colouring.classes.labels(), strict=True))
    entries = [entry for k, entry in enumerate(entries) if str(k) in colouring.digits or len(entries) <= 7]  # noqa: PLR2004 - classes fit the legend
    if MISSING_DIGIT in colouring.digits:
        entries.append(("url(#hatch)", _(MISSING)))
    per_column = -(-(len(entries) + int(has_opened)) // columns)
    for rank in range(len(entries) + int(has_opened)):
        x = 8 + (rank // per_column) * SHEET_WIDTH / columns
        line = y + row * (1 + rank % per_column)
        if rank == len(entries):
            drawn += [
                draw_sign("opened", x + 27, line - 9, 1.25 * 1.6),
                write_line(_(_SIGNS["opened"]), x + 68, line, size),
            ]
            continue
        colour, label = entries[rank]
        corner = {"x": f"{x:.0f}", "y": f"{line - 24:.0f}", "width": "54", "height": "28"}
        drawn += [
            write_tag("rect", **corner, fill=colour, stroke="#8b968f", stroke_width="1.5"),
            write_line(label, x + 68, line, size),
        ]
    return join_parts(*drawn), y - top + row * (per_column + 0.5)


def break_lines(text: str, length: int) -> list[str]:
    """Break a title into lines of at most so many letters."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= length:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
