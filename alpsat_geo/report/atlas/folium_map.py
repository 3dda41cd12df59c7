"""The folium side of the map: a constant base, and a small element that only restyles it."""

from __future__ import annotations

import copy
from collections import OrderedDict
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from alpsat_geo.report.language import _, speak
from alpsat_geo.report.markup import write_json

_BASES_KEPT = 40

BASEMAP_TILES = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"
    "&STYLE=normal&TILEMATRIXSET=PM&FORMAT=image/png&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)


@dataclass(frozen=True, slots=True)
class PanelStyle:
    """What one map shows.

    Attributes
    ----------
    title : str
        Empty for a map alone, which the page titles.
    classes : str
        One digit per commune, index of its colour; ``-`` where the datum is missing.
    values : tuple of str
        What the tooltip says of each commune.
    opened : tuple of str
        INSEE codes of the communes where a space would open.
    """

    title: str
    classes: str
    values: tuple[str, ...]
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapStyle:
    """All that may change on the maps without drawing them again.

    ``chosen`` holds the communes outlined while a click adds one or takes it away; None: a click
    selects one commune, ``selected``.
    """

    title: str
    panels: tuple[PanelStyle, ...]
    colours: tuple[str, ...]
    season: str
    selected: str
    tiles: bool
    view: tuple[float, float, float] | None
    chosen: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What every map of a territory stands on.

    Attributes
    ----------
    scripts, styles : tuple of str
        Addresses from the frame of the map.
    font : str
        Address of the letters; may be empty.
    geometry : str
        Address of the limits, roads and places.
    bounds : tuple of (latitude, longitude)
        South-west and north-east corners that are shown first, in degrees.
    """

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    font: str
    geometry: str
    bounds: tuple[tuple[float, ...], ...]


class AtlasMap(folium.Map):
    """One to four linked maps whose script never changes for a territory.

    streamlit-folium mounts a map again as soon as its script differs: colours, selection and view
    travel in a `Restyle` instead.
    """

    _template = Template(
        "{% macro header(this, kwargs) %}{% endmacro %}"
        "{% macro html(this, kwargs) %}{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = alpsat.mount("{{ this.get_name() }}", {{ this.settings }});'
        "{% endmacro %}"
    )

    def __init__(self, background: Background, panel_count: int) -> None:
        super().__init__(tiles=None)
        self.default_js = [(f"script {i}", url) for i, url in enumerate(background.scripts)]
        self.default_css = [(f"style {i}", url) for i, url in enumerate(background.styles)]
        self.settings = write_json(
            {
                "geometry": background.geometry,
                "bounds": background.bounds,
                "font": background.font,
                "panels": panel_count,
                "tiles": BASEMAP_TILES,
                "texts": {
                    "zoom_in": _("Agrandir la carte"),
                    "zoom_out": _("Réduire la carte"),
                    "failed": _("La carte n'a pas pu être chargée : rechargez la page."),
                },
            },
            _list_fields,
        )

    def render(self, **_kwargs: object) -> str:
        """Render nothing: streamlit-folium reads the script and the links, and folium would compile the rest anew."""
        return ""


def copy_map(background: Background, panel_count: int, language: str) -> AtlasMap:
    """Return a map that its page may add to; folium compiles the frame of each that it makes anew."""
    copied = copy.copy(_make_map(background, panel_count, language))
    copied._children = OrderedDict()  # noqa: SLF001 - as folium makes it
    return copied


@lru_cache(maxsize=_BASES_KEPT)
def _make_map(background: Background, panel_count: int, language: str) -> AtlasMap:
    with speak(language):
        return AtlasMap(background, panel_count)


class Restyle(MacroElement):
    """A call that recolours the maps: a few kilobytes, no geometry."""

    _template = Template("{% macro script(this, kwargs) %}alpsat.restyle({{ this.style }});{% endmacro %}")

    def __init__(self, style: MapStyle) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Restyle"
        self.style = write_json(style, _list_fields)


class RestyleGroup(folium.FeatureGroup):
    """Where streamlit-folium looks for what changes without a new mount."""

    def __init__(self, style: MapStyle) -> None:
        super().__init__()
        self.add_child(Restyle(style))

    def render(self, **_kwargs: object) -> str:
        """Render nothing, for the same reason."""
        return ""


def wrap_restyle(style: MapStyle) -> folium.FeatureGroup:
    """Return a group that holds one restyle."""
    return RestyleGroup(style)


def _list_fields(record: MapStyle | PanelStyle) -> dict[str, Any]:
    # As dataclasses.asdict does, which also copies every word.
    return {field.name: getattr(record, field.name) for field in fields(record)}
