from __future__ import annotations

import io
import re
from datetime import date
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from PIL import Image, ImageColor, ImageDraw

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.classes import SEQUENTIAL, Classes
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.ground import Ground, lay_ground
from alpsat_geo.report.map_sheet import MapSheet, Panel, draw_map_sheet
from alpsat_geo.report.paper import paint_drawing
from alpsat_geo.sources.boundaries import read_boundaries

CLASSES = Classes((1, 2, 3, 4, 5), SEQUENTIAL, format_number)
HATCH_GROUND = "#e4e1da"
FILLS = (*SEQUENTIAL, HATCH_GROUND)


@pytest.fixture(scope="module")
def ground(territory: Territory) -> Ground:
    return lay_ground(territory, tuple(read_boundaries().geometry))


def describe(*names: str, missing: tuple[int, ...] = ()) -> MapSheet:
    digits = np.array([str(i % 6) for i in range(36)])
    digits[list(missing)] = "-"
    panels = tuple(Panel(name, "".join(digits), (3, 17)) for name in names)
    return MapSheet(
        "Part des <usagers>", CLASSES, panels, is_winter=True, note="Estimation & note", day=date(2026, 7, 1)
    )


def list_rings(path: str) -> list[list[tuple[float, float]]]:
    rings = [ring for ring in path.split("Z") if ring]
    return [[(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", ring)] for ring in rings]


def test_each_commune_has_the_colour_of_its_class_in_the_image(ground: Ground) -> None:
    sheet = describe("", missing=(5,))
    image = Image.open(io.BytesIO(paint_drawing(draw_map_sheet(ground, sheet)))).convert("RGB")
    assert image.width == 2000
    drawn = str(draw_map_sheet(ground, sheet))
    (top,) = re.findall(r"translate\(0\.0 ([\d.]+)\) scale\(1\.0000\)", drawn)
    scale = image.width / float(re.findall(r'viewBox="0 0 ([\d.]+)', drawn)[0])
    for path, digit in zip(ground.communes, sheet.panels[0].digits, strict=True):
        mask = Image.new("1", image.size)
        for ring in list_rings(path):
            ImageDraw.Draw(mask).polygon([((x + 24) * scale, (y + float(top)) * scale) for x, y in ring], fill=1)
        pixels = np.asarray(image)[np.asarray(mask)]
        # A small commune may lie almost whole under a name and its halo: of the fills, only its own is there.
        counted = {colour: (pixels == ImageColor.getrgb(colour)).all(axis=1).sum() for colour in FILLS}
        most = max(FILLS, key=lambda colour: counted[colour])
        assert most == (HATCH_GROUND if digit == "-" else SEQUENTIAL[int(digit)])
        assert counted[most] > 20


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_sheet_says_what_when_and_from_whom(ground: Ground, count: int) -> None:
    names = tuple(f"Scénario {rank}" for rank in range(count))
    root = fromstring(str(draw_map_sheet(ground, describe(*names))))  # noqa: S314 - our own drawing
    told = " ".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for words in ("Part des <usagers>", "Estimation & note", "1er juillet 2026", "IGN", "espace à ouvrir", *names):
        assert words in told.replace("\u00a0", " ")
    assert all(label in told for label in CLASSES.labels())
    assert "donnée absente" not in told


def test_the_same_sheet_is_the_same_image(ground: Ground) -> None:
    first, second = (paint_drawing(draw_map_sheet(ground, describe("a", "b"))) for _time in range(2))
    assert first == second


@pytest.mark.parametrize(("count", "letters"), [(2, 47), (3, 30), (4, 47)])
def test_the_name_of_a_scenario_is_never_cut(ground: Ground, count: int, letters: int) -> None:
    long = "Un espace standard par communauté de communes, puis deux autres"
    root = fromstring(str(draw_map_sheet(ground, describe(*["Court"] * (count - 1), long))))  # noqa: S314 - our own drawing
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    names = [text for text in texts if text.get("font-size") == "20"]
    lines = [str(text.text) for text in names]
    assert lines[: count - 1] == ["Court"] * (count - 1)
    assert " ".join(lines[count - 1 :]) == long
    # Letters are half as wide as high: 10 units of a column of 470, or of 306.
    assert max(map(len, lines)) <= letters
    # Its first line stands below what the head of the sheet says.
    above = texts[: texts.index(names[0])]
    assert above
    assert min(float(name.get("y", "nan")) for name in names) - 20 > max(float(text.get("y", "nan")) for text in above)
