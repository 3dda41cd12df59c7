from __future__ import annotations

import dataclasses
import itertools

import pytest

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.ground import SHEET_WIDTH, Ground, lay_ground
from alpsat_geo.report.map_names import place_names
from alpsat_geo.sources.boundaries import read_boundaries

LETTER = 8.5


@pytest.fixture(scope="module")
def ground(territory: Territory) -> Ground:
    return lay_ground(territory, tuple(read_boundaries().geometry))


def test_every_commune_of_our_territory_is_named_on_a_whole_sheet(territory: Territory, ground: Ground) -> None:
    others = [ground.town_halls[i] for i in ground.ranks]
    placed = place_names(ground, [], others, 1.0, LETTER)
    assert sorted(name.spot.name for name in placed) == sorted(territory.communes.names)


@pytest.mark.parametrize("size", [1.0, 1.75, 2.0, 2.4])
def test_names_are_whole_on_the_sheet_and_apart(ground: Ground, size: float) -> None:
    others = [ground.town_halls[i] for i in ground.ranks]
    placed = place_names(ground, others[1:4], [others[0], *others[4:]], size, LETTER * size)
    for name in placed:
        left, top, right, bottom = name.box
        assert "".join(name.lines).replace(" ", "") == name.spot.name.replace(" ", "")
        assert 0 < left < right < SHEET_WIDTH
        assert 0 < top < bottom < ground.height
        assert all(left < x < right and top < y < bottom for _line, x, y in name.list_rows())
    for one, other in itertools.combinations((name.box for name in placed), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_no_name_goes_below_the_sheet(ground: Ground) -> None:
    lowest = max(spot.y for spot in ground.town_halls)
    low = dataclasses.replace(ground, height=lowest + 8)
    placed = place_names(low, [], [ground.town_halls[i] for i in ground.ranks], 1.0, LETTER)
    assert placed
    assert all(name.box[3] < low.height for name in placed)


def test_a_site_whose_name_has_no_place_in_one_line_has_it_in_two(ground: Ground) -> None:
    sites = [spot for spot in ground.town_halls if spot.name in {"Briançon", "Guillestre", "L'Argentière-la-Bessée"}]
    placed = place_names(ground, sites, [], 2.4, LETTER * 2.4)
    assert sorted(name.lines for name in placed) == [("Briançon",), ("Guillestre",), ("L'Argentière-", "la-Bessée")]
