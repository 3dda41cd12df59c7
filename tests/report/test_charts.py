from __future__ import annotations

from math import nan
from xml.etree.ElementTree import fromstring

import pytest

from alpsat_geo.report.charts import RangeGroup, RangeLine, draw_ranges


def test_ranges_stand_where_their_shares_say() -> None:
    line = RangeLine("Le mien", "44", 0.25, 0.5, 0.75, is_strong=True)
    root = fromstring(draw_ranges((RangeGroup("Usagers", "0", "150", (line,)),)))  # noqa: S314 - our own drawing
    bars = [node for node in root.iter() if node.tag.endswith("rect")]
    dots = [node for node in root.iter() if node.tag.endswith("circle")]
    left, right = 330.0, 940.0
    assert float(str(bars[0].get("x"))) == pytest.approx(left + 0.25 * (right - left), abs=0.1)
    assert float(str(bars[0].get("width"))) == pytest.approx(0.5 * (right - left), abs=0.1)
    assert float(str(dots[0].get("cx"))) == pytest.approx(left + 0.5 * (right - left), abs=0.1)
    assert [node.text for node in root.iter() if node.tag.endswith("text")] == ["Usagers", "0", "150", "Le mien"]


def test_what_is_without_object_is_said_and_not_drawn() -> None:
    line = RangeLine("Ne rien faire", "sans objet", nan, nan, nan, is_strong=False)
    svg = draw_ranges((RangeGroup("Équilibre", "0 %", "100 %", (line,)),))
    assert "sans objet" in svg
    assert "<circle" not in svg
