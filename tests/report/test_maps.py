from __future__ import annotations

import math
import re
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.ground import SHEET_WIDTH, Ground, lay_ground
from alpsat_geo.report.maps import Colouring, draw_colour_map, draw_site_map
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.sources.boundaries import read_boundaries


@pytest.fixture(scope="module")
def ground(territory: Territory) -> Ground:
    return lay_ground(territory, tuple(read_boundaries().geometry))


def test_ground_keeps_the_proportions_of_the_land(territory: Territory, ground: Ground) -> None:
    west, south, east, north = read_boundaries().total_bounds
    broad_km = (east - west) * 111.32 * math.cos(math.radians((south + north) / 2))
    high_km = (north - south) * 111.32
    assert ground.height / SHEET_WIDTH == pytest.approx(high_km / broad_km, rel=0.02)
    assert len(ground.communes) == len(territory.insee_codes)
    for spot in ground.town_halls:
        assert 0 < spot.x < SHEET_WIDTH
        assert 0 < spot.y < ground.height


def test_paths_hold_no_empty_line(ground: Ground) -> None:
    for path in (*ground.communes, ground.outline, ground.limits, ground.roads, ground.closed_roads):
        assert re.fullmatch(r"(M[-\d. ]+(L[-\d. ]+)+Z?)+", path)


def test_communes_take_the_colour_of_their_class(ground: Ground) -> None:
    measure = MEASURES["reach"]
    values = np.linspace(0, 1, len(ground.communes))
    values[3] = np.nan
    digits = measure.classes.digits(values)
    svg = draw_colour_map(ground, Colouring(measure.title, measure.classes, digits), [5])
    root = fromstring(svg)  # noqa: S314 - our own drawing
    fills = [node.get("fill") for node in root[1]]
    assert fills[3] == "url(#hatch)"
    assert fills[0] == measure.classes.colours[0]
    assert fills[-1] == measure.classes.colours[-1]
    texts = "".join(root.itertext())
    assert "donnée absente" in texts
    assert "espace à ouvrir" in texts


def test_map_without_a_missing_value_has_no_hatch(ground: Ground) -> None:
    measure = MEASURES["users"]
    digits = "0" * len(ground.communes)
    svg = draw_colour_map(ground, Colouring(measure.title, measure.classes, digits))
    assert "hatch" not in svg
    assert "espace à ouvrir" not in svg


def test_sites_are_named_first_and_names_do_not_overlap(territory: Territory, ground: Ground) -> None:
    opened = [territory.insee_codes.index(code) for code in ("05065", "05003")]
    root = fromstring(draw_site_map(ground, opened, is_winter=True))  # noqa: S314 - our own drawing
    names = [node for node in root.iter() if node.tag.endswith("text") and node.get("font-size") == "17"]
    shown = [node for node in names if node.get("aria-hidden") is None]
    written = [str(node.text) for node in shown]
    assert written[:2] == [territory.communes.names[i] for i in opened]
    assert "Briançon" in written
    assert len(written) > 30
    boxes = [(float(str(n.get("x"))), float(str(n.get("y"))), 8.5 * len(str(n.text))) for n in shown]
    for i, (x, y, width) in enumerate(boxes):
        for other_x, other_y, other_width in boxes[i + 1 :]:
            is_apart = x + width <= other_x or other_x + other_width <= x or abs(y - other_y) >= 17.9
            assert is_apart


def test_summer_closes_no_road(ground: Ground) -> None:
    assert "route fermée" in draw_site_map(ground, [], is_winter=True)
    assert "route fermée" not in draw_site_map(ground, [], is_winter=False)
