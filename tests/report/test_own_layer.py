from __future__ import annotations

import io
import itertools
import math

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.map_sheet import draw_map_sheet
from alpsat_geo.report.maps import ACCENT
from alpsat_geo.report.own_layer import (
    FISHER,
    QUANTILES,
    classify,
    describe_own_sheet,
    find_limits,
    measure_link,
    tell_link,
)
from alpsat_geo.report.paper import paint_drawing
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.layers.reading import read_layer
from alpsat_geo.sources.layers.record import OwnIndicator


def indicate(values: list[float], unit: str = "") -> OwnIndicator:
    return OwnIndicator("prix", unit, np.array(values))


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda one: round(one, 3)), min_size=2, max_size=36),
    st.sampled_from([FISHER, QUANTILES]),
)
def test_classes_are_those_of_mapclassify_and_their_limits_are_rounder(values: list[float], scheme: str) -> None:
    found = np.array(values)
    limits = find_limits(found, scheme)
    assert list(limits) == sorted(set(limits))
    count = min(6, len(np.unique(found)))
    if count < 2:
        assert limits == ()
        return
    made = (mapclassify.FisherJenks if scheme == FISHER else mapclassify.Quantiles)(found, k=count)
    groups = np.unique(made.yb, return_inverse=True)[1]
    assert np.searchsorted(limits, found, side="right").tolist() == groups.tolist()


def test_limits_are_round_and_told() -> None:
    classes = classify(indicate([1.0, 2.0, 1017.3, 1020.0, 5211.9, 9000.0, float("nan")]), FISHER)
    # The roundest number between two groups, not a value of the file.
    assert classes.bounds == (2.0, 1000.0, 1020.0, 5000.0, 9000.0)
    assert classes.digits(np.array([1.0, 9000.0, math.nan])) == "05-"
    assert classify(indicate([3.0, 3.0, float("nan")]), QUANTILES).labels() == ("3",)
    assert classify(indicate([0.0, 0.25, 0.5], "part"), FISHER).labels()[0].startswith("moins de ")


def test_two_indicators_go_together_as_pandas_says() -> None:
    x, y = np.random.default_rng(2).normal(size=(2, 36))
    x[3], y[7] = np.nan, np.nan
    link, frame = measure_link(x, y), pd.DataFrame({"x": x, "y": y})
    assert link.count == 34
    assert link.pearson == pytest.approx(frame.corr("pearson").loc["x", "y"])
    assert link.spearman == pytest.approx(frame.corr("spearman").loc["x", "y"])
    assert "les deux : 34" in tell_link(link)
    assert math.isnan(measure_link(x, np.ones(36)).pearson)
    assert "trop peu" in tell_link(measure_link(x[:2], y[:2]))


def test_the_map_has_the_colours_of_the_classes_and_the_points_of_the_file(territory: Territory) -> None:
    shapes = list(read_boundaries().geometry)
    point = shapes[0].representative_point()
    text = f'{{"type": "Point", "coordinates": [{point.x}, {point.y}]}}'
    layer = read_layer(text.encode(), "points.geojson", territory.insee_codes, shapes)
    ground = lay_ground(territory, shapes)
    sheet = describe_own_sheet(layer, 0, FISHER, territory.last_read_on)
    assert "points.geojson" in str(draw_map_sheet(ground, sheet))
    image = Image.open(io.BytesIO(paint_drawing(draw_map_sheet(ground, sheet)))).convert("RGB")
    x, y = ground.projection.project(point.x, point.y)
    (top,) = {
        float(one.split(" ")[1].split(")")[0]) for one in str(draw_map_sheet(ground, sheet)).split("translate(0.0")[1:]
    }
    scale = image.width / (960 + 48)
    left, upper = (x + 24) * scale, (y + float(top)) * scale
    around = np.asarray(image.crop((left - 9, upper - 9, left + 9, upper + 9))).reshape(-1, 3)
    # A sign or a name of the map may stand over a part of it.
    assert (around == ImageColor.getrgb(ACCENT)).all(axis=1).sum() > 10
    assert len(set(itertools.chain(sheet.panels[0].digits))) == 2
