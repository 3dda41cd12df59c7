from __future__ import annotations

import json
import re

from streamlit_folium import _get_feature_group_string, _get_header, _get_html, _get_map_string

from alpsat_geo.report.atlas.folium_map import AtlasMap, Background, MapStyle, PanelStyle, copy_map, wrap_restyle

BACKGROUND = Background(
    ("../../app/static/map.js",), ("../../app/static/map.css",), "", "generated/vallee.json", ((44.5, 6.2), (45.1, 7.1))
)


def make_style(classes: str = "012", name: str = "Névache") -> MapStyle:
    panel = PanelStyle("Ne rien faire", classes, (name, "b", "c"))
    return MapStyle("Portée", (panel,), ("#ffffff", "#888888", "#000000"), "winter", "05093", tiles=False, view=None)


def render_base() -> str:
    base = AtlasMap(BACKGROUND, 2)
    base.get_root().render()
    text: str = _get_map_string(base)
    return text


def test_the_base_never_changes_or_the_map_would_be_drawn_again() -> None:
    assert render_base() == render_base()
    assert "alpsat.mount" in render_base()


def test_what_one_page_adds_to_a_map_is_on_no_other_page_s() -> None:
    first, second = (copy_map(BACKGROUND, 1, "fr") for _page in range(2))
    wrap_restyle(make_style()).add_to(first)
    assert (len(first._children), len(second._children)) == (1, 0)
    assert "alpsat.mount" in _get_map_string(first)
    assert "Ingrandisci" in copy_map(BACKGROUND, 1, "it").settings


def test_the_base_brings_nothing_from_another_host() -> None:
    base = AtlasMap(BACKGROUND, 1)
    base.get_root().render()
    links = [address for _name, address in (*base.default_js, *base.default_css)]
    assert links
    assert all(link.startswith("../../app/static/") for link in links)
    assert "://" not in _get_header(base)
    assert "://" not in _get_html(base)


def test_a_restyle_is_one_small_call_that_the_browser_can_read() -> None:
    base = AtlasMap(BACKGROUND, 1)
    base.get_root().render()
    text = _get_feature_group_string(wrap_restyle(make_style()), map=base)
    call = re.search(r"alpsat\.restyle\((\{.*\})\);", text)
    assert call is not None
    assert json.loads(call[1])["panels"][0]["classes"] == "012"
    assert len(text) < 6_000


def test_a_name_cannot_end_the_script() -> None:
    base = AtlasMap(BACKGROUND, 1)
    base.get_root().render()
    text = _get_feature_group_string(wrap_restyle(make_style(name="</script><b>")), map=base)
    assert "</script>" not in text
