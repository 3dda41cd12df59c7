"""The map of the page that stands alone: Leaflet and geometry inside the file, nothing asked of the network."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from markupsafe import escape
from xstatic.pkg import leaflet

from alpsat_geo.report.atlas.legend import list_swatches
from alpsat_geo.report.classes import MISSING_DIGIT
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _
from alpsat_geo.report.maps import ACCENT, INK, PAPER
from alpsat_geo.report.markup import Markup, join_parts, write_json, write_list, write_script, write_style, write_tag
from alpsat_geo.report.measures import MEASURES, MeasuredMap, measure_outcome

_DEGREE_DIGITS = 5
_LEAFLET_LICENCE = "Leaflet, BSD 2-Clause licence, (c) 2010-2022 Volodymyr Agafonkin, (c) 2010-2011 CloudMade"
_RANDOM_NAME = re.compile(r"[0-9a-f]{32}")
_NAMES = Path(__file__).with_name("names.js")
_OPEN = {"open": ACCENT, "open_unverified": PAPER, "mentioned": PAPER}


@dataclass(frozen=True, slots=True)
class InlineMap:
    """What the page that stands alone holds of its map: head, frame, legends, and the script at its end."""

    head: Markup
    body: Markup
    legends: Markup
    script: str


@dataclass(frozen=True, slots=True)
class _Layer:
    """One colouring of the communes."""

    name: str
    shown: MeasuredMap


def draw_inline_map(subject: Subject) -> InlineMap:
    """Draw the measures of the scenario, one layer each, with the sites, under a choice of layers.

    Returns
    -------
    InlineMap
        The same subject gives the same text: the random names that folium gives are numbered.
    """
    drawn = folium.Map(tiles=None, attribution_control=False, zoom_snap=0.25)
    drawn.default_js, drawn.default_css = [], []
    layers = _list_layers(subject)
    for rank, layer in enumerate(layers):
        _add_layer(drawn, subject, layer, is_shown=rank == 0)
    _add_spots(drawn, subject)
    folium.LayerControl(collapsed=False, hideSingleBase=True).add_to(drawn)
    west, south, east, north = (float(end) for end in shapely.total_bounds(list(subject.shapes)))
    drawn.fit_bounds([[south, west], [north, east]])
    root: Any = drawn.get_root()
    root.render()
    body, script, header = (str(part.render()) for part in (root.html, root.script, root.header))
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return numbers.setdefault(match[0], str(len(numbers)))

    styles = [_RANDOM_NAME.sub(number, css) for css in re.findall(r"<style>(.*?)</style>", header, flags=re.DOTALL)]
    body, script = (_RANDOM_NAME.sub(number, text) for text in (body, script))
    map_name = _RANDOM_NAME.sub(number, str(drawn.get_name()))
    return InlineMap(
        head=join_parts(_read_leaflet(), *map(write_style, styles)),
        body=Markup(body),  # noqa: S704 - the frame that folium writes
        legends=join_parts(*(_write_legend(layer, is_hidden=rank > 0) for rank, layer in enumerate(layers))),
        script="\n".join((script, _follow_layers(map_name), _name_communes(subject, map_name))),
    )


def _list_layers(subject: Subject) -> list[_Layer]:
    layers = []
    for measure in MEASURES.values():
        for is_difference in (False, True):
            measured = measure_outcome(measure, subject.outcome, is_difference=is_difference)
            name = _(measure.label)
            if is_difference:
                name = _("{title} : différence avec « Ne rien faire »").format(title=name)
            layers.append(_Layer(name, measured))
    return layers


def _add_layer(drawn: folium.Map, subject: Subject, layer: _Layer, *, is_shown: bool) -> None:
    group = folium.FeatureGroup(name=escape(layer.name), overlay=False, show=is_shown)
    names = subject.territory.communes.names
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": subject.territory.insee_codes[i],
                "fill": _choose_colour(layer, i),
                "text": join_parts(write_tag("b", names[i]), write_tag("br"), text),
            },
            "geometry": json.loads(shapely.to_geojson(shape), parse_float=_round_degrees),
        }
        for i, (shape, text) in enumerate(zip(subject.shapes, layer.shown.texts, strict=True))
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": 1,
            "color": PAPER,
            "weight": 1.2,
        },
        tooltip=folium.GeoJsonTooltip(["text"], labels=False, sticky=True),
    ).add_to(group)
    group.add_to(drawn)


def _choose_colour(layer: _Layer, position: int) -> str:
    digit = layer.shown.digits[position]
    return "#b9b6ad" if digit == MISSING_DIGIT else layer.shown.classes.colours[int(digit)]


def _add_spots(drawn: folium.Map, subject: Subject) -> None:
    territory = subject.territory
    existing = folium.FeatureGroup(name=escape(_("Espaces existants")))
    for space in territory.spaces:
        if space.status in _OPEN and space.lat_deg is not None and space.lon_deg is not None:
            folium.CircleMarker(
                (space.lat_deg, space.lon_deg),
                radius=7,
                color=ACCENT,
                weight=2.5,
                fill=True,
                fill_color=_OPEN[space.status],
                fill_opacity=1,
                tooltip=escape(_name_space(space.name, is_inside=space.insee_code in territory.insee_codes)),
            ).add_to(existing)
    existing.add_to(drawn)
    opened = folium.FeatureGroup(name=escape(_("Espaces à ouvrir")))
    communes = territory.communes
    sites = subject.outcome.levers.opened_communes
    for i in sites:
        folium.CircleMarker(
            (float(communes.mairie_lat_deg[i]), float(communes.mairie_lon_deg[i])),
            radius=9,
            color=PAPER,
            weight=2.5,
            fill=True,
            fill_color=INK,
            fill_opacity=1,
            tooltip=escape(_("À ouvrir : {name}").format(name=communes.names[i])),
        ).add_to(opened)
    if sites:
        opened.add_to(drawn)


def _name_space(name: str, *, is_inside: bool) -> str:
    return name if is_inside else _("{name} (hors du territoire, non compté)").format(name=name)


def _round_degrees(written: str) -> float:
    return round(float(written), _DEGREE_DIGITS)


def _write_legend(layer: _Layer, *, is_hidden: bool) -> Markup:
    parts = (
        write_tag("span", layer.shown.title, "ag-legend-title"),
        write_list(list_swatches(layer.shown.classes), "ag-scale"),
    )
    # Leaflet names a layer by its HTML, to which the script compares what it reads here.
    return write_tag("div", parts, "ag-legend", data_layer=str(escape(layer.name)), hidden=is_hidden)


def _follow_layers(map_name: str) -> str:
    """Return the script that puts the choice of layers above the map, and shows the legend of the one chosen."""
    buttons = "".join(
        f"document.querySelector('.leaflet-control-zoom-{way}').title = {write_json(label)};"
        f"document.querySelector('.leaflet-control-zoom-{way}').setAttribute('aria-label', {write_json(label)});"
        for way, label in (("in", _("Agrandir la carte")), ("out", _("Réduire la carte")))
    )
    return buttons + (
        "document.querySelector('.dossier-choice').append(document.querySelector('.leaflet-control-layers'));"
        f"{map_name}.on('baselayerchange', function (event) {{"
        "document.querySelectorAll('.ag-legend[data-layer]').forEach(function (legend) {"
        "legend.hidden = legend.dataset.layer !== event.name; }); });"
    )


def _name_communes(subject: Subject, map_name: str) -> str:
    """Return the script that writes the names of the communes, the most populated first."""
    territory, communes = subject.territory, subject.territory.communes
    order = np.argsort(-np.nan_to_num(communes.population_count), kind="stable")
    named = [
        {
            "code": territory.insee_codes[i],
            "name": communes.names[i],
            "lat": round(float(communes.mairie_lat_deg[i]), _DEGREE_DIGITS),
            "lon": round(float(communes.mairie_lon_deg[i]), _DEGREE_DIGITS),
        }
        for i in order
    ]
    return f"{_NAMES.read_text(encoding='utf-8')}writeNames({map_name}, {write_json(named)});"


def _read_leaflet() -> Markup:
    folder = Path(leaflet.BASE_DIR)
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    # Its few pictures are signs that this map does not use: asked for, they would be missing.
    style = re.sub(r"url\([^)]*\)", "none", style)
    return write_style(style) + write_script(f"/* {_LEAFLET_LICENCE} */\n{script}")
