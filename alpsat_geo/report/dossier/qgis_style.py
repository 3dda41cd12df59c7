"""Styles that QGIS reads in the GeoPackage itself: the colours, classes and names of our own maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 # writes, never reads

from alpsat_geo.report.classes import Classes

_FAR = 1e18
_VERSION = "3.28.0"


@dataclass(frozen=True, slots=True)
class PlainStyle:
    """One symbol for a whole layer: ``fill``, ``line`` or ``marker``, its colour, its outline and its size in mm."""

    kind: str
    colour: str
    outline: str
    size_mm: float


def write_graduated_style(column: str, classes: Classes, aliases: Mapping[str, str]) -> str:
    """Return the QML of areas coloured by classes.

    Parameters
    ----------
    column : str
        That holds the values.
    classes : Classes
    aliases : mapping of column to what QGIS shows instead
    """
    root = _begin()
    renderer = SubElement(
        root, "renderer-v2", type="graduatedSymbol", attr=column, graduatedMethod="GraduatedColor", symbollevels="0"
    )
    ranges, symbols = SubElement(renderer, "ranges"), SubElement(renderer, "symbols")
    limits = (-_FAR, *classes.bounds, _FAR)
    for rank, (colour, label) in enumerate(zip(classes.colours, classes.labels(), strict=True)):
        low, high = repr(float(limits[rank])), repr(float(limits[rank + 1]))
        SubElement(ranges, "range", lower=low, upper=high, symbol=str(rank), label=label, render="true")
        _add_symbol(symbols, str(rank), PlainStyle("fill", colour, "#faf8f3", 0.2))
    _add_aliases(root, aliases)
    return _end(root)


def write_plain_style(style: PlainStyle, aliases: Mapping[str, str]) -> str:
    """Return the QML of a layer drawn with one symbol."""
    root = _begin()
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    _add_symbol(SubElement(renderer, "symbols"), "0", style)
    _add_aliases(root, aliases)
    return _end(root)


def _begin() -> Element:
    return Element("qgis", version=_VERSION, styleCategories="Symbology|Fields")


def _end(root: Element) -> str:
    return "<!DOCTYPE qgis>\n" + tostring(root, encoding="unicode")


def _add_symbol(symbols: Element, name: str, style: PlainStyle) -> None:
    symbol = SubElement(symbols, "symbol", type=style.kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    options = {
        "fill": (
            "SimpleFill",
            {
                "color": _name_colour(style.colour),
                "style": "solid",
                "outline_color": _name_colour(style.outline),
                "outline_style": "solid",
                "outline_width": str(style.size_mm),
                "outline_width_unit": "MM",
            },
        ),
        "line": (
            "SimpleLine",
            {
                "line_color": _name_colour(style.colour),
                "line_style": "solid",
                "line_width": str(style.size_mm),
                "line_width_unit": "MM",
            },
        ),
        "marker": (
            "SimpleMarker",
            {
                "name": "circle",
                "color": _name_colour(style.colour),
                "outline_color": _name_colour(style.outline),
                "outline_width": "0.6",
                "size": str(style.size_mm),
                "size_unit": "MM",
            },
        ),
    }
    drawer, values = options[style.kind]
    layer = SubElement(symbol, "layer", {"class": drawer, "enabled": "1", "locked": "0", "pass": "0"})  # nosec B105 # a pass of drawing
    container = SubElement(layer, "Option", type="Map")
    for key, value in values.items():
        SubElement(container, "Option", name=key, type="QString", value=value)


def _add_aliases(root: Element, aliases: Mapping[str, str]) -> None:
    listed = SubElement(root, "aliases")
    for rank, (column, alias) in enumerate(aliases.items()):
        SubElement(listed, "alias", index=str(rank + 1), field=column, name=alias)


def _name_colour(colour: str) -> str:
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5)) + ",255"
