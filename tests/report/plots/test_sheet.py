from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image, ImageColor

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.project import Project
from alpsat_geo.report.paper import paint_drawing
from alpsat_geo.report.plots.intervals import describe_intervals, list_rows
from alpsat_geo.report.plots.sheet import draw_chart_sheet
from alpsat_geo.report.plots.siting import describe_curve, list_points
from alpsat_geo.report.plots.theme import LIGHT
from alpsat_geo.sources.scenarios import read_scenario

NAMES = ("Ne rien faire", "Réseau <frugal> & Cie")
# An axis stands on half a pixel, so that its lines are sharp.
_HALF_PIXEL = 0.51


@pytest.fixture(scope="module")
def comparison(project: Project) -> Comparison:
    chosen = [read_scenario(key) for key in ("ne-rien-faire", "espaces-frugaux")]
    return project.redraw(200, 1).compare(chosen, Settings(), {})


def walk(element: Element, x: float = 0.0, y: float = 0.0) -> Iterator[tuple[Element, float, float]]:
    """Yield each element with where its own coordinates begin on the sheet."""
    move = re.match(r"translate\(([-\d.e]+)[ ,]([-\d.e]+)\)", element.get("transform", ""))
    if move:
        x, y = x + float(move[1]), y + float(move[2])
    if element.tag.endswith("svg"):
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    yield element, x, y
    for child in element:
        yield from walk(child, x, y)


def list_marks(drawn: str, label: str) -> list[tuple[Element, float, float]]:
    return [one for one in walk(fromstring(drawn)) if one[0].get("aria-label", "").startswith(label)]  # noqa: S314 - ours


def read_scale(drawn: str, *, axis: int) -> tuple[float, float]:
    """Fit the positions of an axis's labels to the numbers that they write: value = slope * place + start."""
    ticks = [
        (place[axis], float(re.sub(r"[\u202f\u00a0]", "", element.text)))
        for element, *place in walk(fromstring(drawn))  # noqa: S314 - our own drawing
        if element.text and re.fullmatch(r"[\d\u202f\u00a0]+", element.text) and element.get("font-size") == "13px"
    ]
    (first, low), (last, high) = min(ticks), max(ticks)
    slope = (high - low) / (last - first)
    return slope, low - slope * first


def test_marks_of_the_drawing_stand_at_the_values_of_the_data(comparison: Comparison, project: Project) -> None:
    users = CRITERIA_BY_KEY["regular_users"]
    rows = list_rows(users, comparison, NAMES)
    drawn = str(draw_chart_sheet(describe_intervals([users], comparison, NAMES, project.territory)))
    slope, start = read_scale(drawn, axis=0)
    bars, discs = list_marks(drawn, "low:"), list_marks(drawn, "value:")
    assert len(bars) == len(discs) == len(rows)
    for row, (bar, left, _y), (_disc, middle, _z) in zip(rows, bars, discs, strict=True):
        ends = [slope * x + start for x in (left, middle, left + float(bar.get("x2", "nan")))]
        assert ends == pytest.approx([row["low"], row["value"], row["high"]], abs=_HALF_PIXEL * abs(slope))


def test_points_of_the_image_have_the_colours_of_the_screen(project: Project) -> None:
    request = SitingRequest(2, None, ("winter",), 20.0, "coverage")
    points = list_points(project, request, project.site(request), project.trace_sites(request, 3))
    sheet = describe_curve(project, request, points)
    drawn = str(draw_chart_sheet(sheet))
    image = Image.open(io.BytesIO(paint_drawing(draw_chart_sheet(sheet)))).convert("RGB")
    (width,) = re.findall(r'^<svg[^>]*viewBox="0 0 ([\d.]+)', drawn)
    scale = image.width / float(width)
    assert image.width == 2000
    assert image.height == pytest.approx(scale * float(re.findall(r'viewBox="0 0 [\d.]+ (\d+)', drawn)[0]), abs=2)
    slope, _start = read_scale(drawn, axis=1)
    discs = [one for one in list_marks(drawn, "label:") if one[0].get("aria-roledescription") == "point"]
    assert len(discs) == len(points)
    for point, (_disc, x, y) in zip(points, discs, strict=True):
        assert slope * (y - discs[0][2]) == pytest.approx(
            point["value"] - points[0]["value"], abs=_HALF_PIXEL * abs(slope)
        )
        colour = LIGHT.accent if point["is_asked"] else LIGHT.fill
        assert image.getpixel((round(x * scale), round(y * scale))) == ImageColor.getrgb(colour)
    assert paint_drawing(draw_chart_sheet(sheet)) == paint_drawing(draw_chart_sheet(sheet))


def test_a_sheet_says_what_when_and_in_which_situation(comparison: Comparison, project: Project) -> None:
    criteria = tuple(CRITERIA_BY_KEY.values())
    drawn = draw_chart_sheet(describe_intervals(criteria, comparison, NAMES, project.territory))
    told = " ".join(text for text in fromstring(str(drawn)).itertext()).replace("\u00a0", " ")  # noqa: S314 - ours
    assert "Réseau <frugal> & Cie" in told
    for words in ("Ce que donne chaque scénario", "disque : valeur du milieu", "hiver", "20 min", "AlpSat Geo", "2026"):
        assert words.lower() in told.lower()
    assert "http" not in str(drawn).replace("http://www.w3.org/", "")
