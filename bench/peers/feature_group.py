"""The peer that streamlit-folium documents: a constant base, and a styled layer in a feature group."""

from __future__ import annotations

import os

import folium
import streamlit as st
from streamlit_folium import st_folium

from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.atlas.layers import build_layer
from alpsat_geo.sources.boundaries import read_boundaries

LEAFLET = os.environ["ALPSAT_BENCH_LEAFLET"]
folium.Map.default_js = [("leaflet", f"{LEAFLET}/leaflet.js")]
folium.Map.default_css = [("leaflet_css", f"{LEAFLET}/leaflet.css")]


@st.cache_resource
def read_shapes() -> dict[str, object]:
    """Read the boundaries once, as GeoJSON."""
    shapes: dict[str, object] = read_boundaries().__geo_interface__
    return shapes


project = load_project()
shapes = read_shapes()
minutes = st.slider("Minutes", 10, 30, 20)
layer = build_layer(project, "portee", Settings(catchment_min=minutes))
digits = layer.classes.digits(layer.values)
colours = {
    code: layer.classes.colours[int(digit)] for code, digit in zip(project.territory.insee_codes, digits, strict=True)
}
group = folium.FeatureGroup("communes")
folium.GeoJson(
    shapes,
    style_function=lambda feature: {
        "fillColor": colours[feature["properties"]["insee_code"]],
        "fillOpacity": 0.9,
        "color": "#ffffff",
        "weight": 1,
    },
).add_to(group)
base = folium.Map(location=[44.83, 6.63], zoom_start=9, tiles=None)
st_folium(base, height=430, use_container_width=True, returned_objects=[], feature_group_to_add=group, key="communes")
