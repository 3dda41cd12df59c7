from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alpsat_geo.app.core.assets import STYLE
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.report.atlas.layers import _CLASSES
from alpsat_geo.report.classes import DIVERGING, SEQUENTIAL, Classes, deepest_first
from alpsat_geo.report.figures import format_minutes, format_number, format_share
from alpsat_geo.report.measures import MEASURES

INK, PAPER = "#16302b", "#faf8f3"
STYLE_PATH = STATIC_FOLDER / STYLE


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_limits_belong_to_the_class_above_and_missing_is_hatched() -> None:
    classes = Classes((10, 20), ("#000000", "#111111", "#222222"), format_number)
    assert classes.digits(np.array([9.9, 10.0, 20.0, np.nan, np.inf, -np.inf])) == "012-20"


@given(arrays(np.float64, 12, elements=st.floats(allow_nan=False)))
def test_a_larger_value_never_has_a_lower_class(values: np.ndarray) -> None:
    classes = Classes((-1, 0, 5), ("#000000",) * 4, format_number)
    digits = [int(digit) for digit in classes.digits(np.sort(values))]
    assert digits == sorted(digits)


def test_labels_say_the_unit_once() -> None:
    minutes = Classes((10, 45, 60), deepest_first(SEQUENTIAL[:4]), format_minutes)
    assert minutes.labels() == (
        "moins de 10\u00a0min",
        "10 à 45\u00a0min",
        "45\u00a0min à 1\u00a0h\u00a000",
        "1\u00a0h\u00a000 et plus",
    )
    shares = Classes((0.1, 0.3), SEQUENTIAL[:3], format_share)
    assert shares.labels()[1] == "10 à 30\u202f%"


def test_colours_must_match_limits() -> None:
    with pytest.raises(ValueError, match="colours"):
        Classes((1, 2), ("#000000",), format_number)
    with pytest.raises(ValueError, match="colours"):
        Classes((2, 1), ("#000000",) * 3, format_number)


def test_the_scale_is_ordered_by_lightness_so_that_it_survives_grey_and_colour_blindness() -> None:
    steps = [luminance(colour) for colour in SEQUENTIAL]
    assert steps == sorted(steps, reverse=True)
    assert all(contrast(a, b) > 1.25 for a, b in itertools.pairwise(SEQUENTIAL))
    middle = len(DIVERGING) // 2
    assert [luminance(c) for c in DIVERGING[: middle + 1]] == sorted(luminance(c) for c in DIVERGING[: middle + 1])


def test_text_has_contrast() -> None:
    for text in (INK, "#45544e", "#a63c18", "#9c3413", "#4a1c0b"):
        assert contrast(text, PAPER) >= 4.5
    assert contrast(PAPER, INK) >= 4.5


def test_every_map_has_names_for_all_its_classes() -> None:
    shown = [*_CLASSES.values(), *(m.classes for m in MEASURES.values())]
    shown += [m.difference_classes for m in MEASURES.values()]
    for classes in shown:
        labels = classes.labels()
        assert len(labels) == len(classes.colours)
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colours", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_no_class_is_lost_in_the_ground_around_the_territory(colours: tuple[str, ...], theme: int) -> None:
    # The style draws the outline in --edge over the ground --sheet, each written light-dark(one, other).
    style = STYLE_PATH.read_text(encoding="utf-8")
    ground, edge = (
        re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", style)[0][theme] for name in ("sheet", "edge")
    )
    assert ".alpsat-outline { stroke: var(--edge); stroke-width: 2;" in style
    for colour in colours:
        assert contrast(colour, ground) >= 3 or contrast(edge, ground) >= 3, colour
    # A class as pale as the ground is why the outline is there.
    assert min(contrast(colour, "#f3efe6") for colour in SEQUENTIAL) < 3
