"""The colours of the maps as colour-blind people see them: Machado, Oliveira and Fernandes (2009), full severity.

Differences are distances of CAM02-UCS, where about 1 is the least that an eye tells apart under good light; of two
classes that follow each other, CIEDE2000 too.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from pyciede2000 import ciede2000

from alpsat_geo.report.classes import DIVERGING, SEQUENTIAL

SIGHTS = ("normal", "deuteranomaly", "protanomaly", "tritanomaly")
# Five times what an eye tells apart side by side: the classes of a map are not side by side, nor the light good.
LEAST_DISTANCE = 5.0
LEAST_CIEDE2000 = 10.0


def see(colour: str, sight: str) -> np.ndarray:
    """Return a colour as somebody sees it, in sRGB from 0 to 1."""
    shown = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    if sight == "normal":
        return shown
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    seen: np.ndarray = np.clip(np.asarray(cspace_convert(shown, space, "sRGB1")), 0, 1)
    return seen


def measure_least(colours: tuple[str, ...], sight: str) -> float:
    seen = [see(colour, sight) for colour in colours]
    return min(float(deltaE(a, b, input_space="sRGB1")) for a, b in itertools.combinations(seen, 2))


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_any_two_classes_stay_apart(colours: tuple[str, ...], sight: str) -> None:
    assert measure_least(colours, sight) >= LEAST_DISTANCE


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_classes_that_follow_each_other_are_told_apart_at_a_glance(colours: tuple[str, ...], sight: str) -> None:
    labs = [tuple(cspace_convert(see(colour, sight), "sRGB1", "CIELab")) for colour in colours]
    assert min(ciede2000(a, b)["delta_E_00"] for a, b in itertools.pairwise(labs)) >= LEAST_CIEDE2000


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_higher_class_stays_darker(sight: str) -> None:
    light = [float(cspace_convert(see(colour, sight), "sRGB1", "CAM02-UCS")[0]) for colour in SEQUENTIAL]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(light)) > LEAST_DISTANCE


def test_red_and_green_would_be_refused() -> None:
    # The usual traffic light: plain to most, one colour to a deuteranope.
    assert measure_least(("#d7301f", "#78a022"), "normal") > 4 * LEAST_DISTANCE
    assert measure_least(("#a85c1f", "#7c7a1e"), "deuteranomaly") < LEAST_DISTANCE
