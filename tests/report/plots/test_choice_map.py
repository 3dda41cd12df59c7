"""The choice map as a drawing."""

from __future__ import annotations

import re

import numpy as np
import pytest

from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap, trace_choice_map
from alpsat_geo.report.plots.choice_map import Dot, draw_choice_map
from alpsat_geo.report.reference_prices import list_marks, write_reference_prices

NAMES = ["Ne rien faire", "Plateforme", "Plateforme et accueil", "Espaces frugaux", "Animer", "Animer aussi"]


@pytest.fixture(name="found")
def trace() -> ChoiceMap:
    costs = np.array([0, 25_900, 126_300, 67_600, 41_700, 41_700])
    results = np.array([[0, 0], [13.7, 1.7], [52.5, 1.75], [0, 9], [0, 12.7], [0, 12.7]])
    return trace_choice_map(costs, results, ("inhabitant", "user"))


def read(drawn: str) -> list[str]:
    return [" ".join(re.findall(r"<tspan[^>]*>([^<]*)", text)) for text in re.findall(r"<text.*?</text>", drawn)]


def test_each_region_is_named_and_equal_programmes_together(found: ChoiceMap) -> None:
    drawn = draw_choice_map(found, NAMES)
    assert {"Ne rien faire", "Plateforme", "Plateforme et accueil", "Animer et Animer aussi"} <= set(read(drawn))
    assert "Espaces frugaux" not in drawn, "best at no price"
    assert 'role="img" aria-label="Selon l&#39;effort accepté pour un habitant de plus' in drawn


def test_a_name_too_wide_for_its_region_is_told_under_the_drawing(found: ChoiceMap) -> None:
    long = "Plateformedescommunesdumassif"
    told = read(draw_choice_map(found, [NAMES[0], long, *NAMES[2:]]))
    assert {"1", f"1 · {long}"} <= set(told)


def test_entry_prices_stand_at_the_axes(found: ChoiceMap) -> None:
    told = [text.replace("\u202f", " ").replace("\u00a0", " ") for text in read(draw_choice_map(found, NAMES))]
    assert {"1 900 €", "2 600 €", "3 300 €"} <= set(told)


def test_the_picture_grows_with_what_it_must_show(found: ChoiceMap) -> None:
    def list_ends(drawn: str) -> list[str]:
        return [text for text in read(drawn) if text.endswith("000\u00a0€")]

    assert list_ends(draw_choice_map(found, NAMES)) == ["5\u202f000\u00a0€", "10\u202f000\u00a0€"]
    assert list_ends(draw_choice_map(found, NAMES, at=(15_000.0, 0.0))) == ["20\u202f000\u00a0€", "10\u202f000\u00a0€"]
    assert list_ends(draw_choice_map(found, NAMES, dots=[Dot(0.0, 12_000.0)]))[1] == "20\u202f000\u00a0€"


def test_efforts_answers_and_points_of_comparison_are_drawn_over_the_regions(found: ChoiceMap) -> None:
    bare = draw_choice_map(found, NAMES)
    assert "stroke-dasharray" not in bare
    assert "stroke-dasharray" in draw_choice_map(found, NAMES, at=(0.0, 0.0))
    dotted = draw_choice_map(found, NAMES, dots=[Dot(500, 500), Dot(900, 100, 1, "Élus")])
    assert dotted.count("<circle") == 2
    assert "Élus" in read(dotted)
    marks = list_marks(found.axes)
    assert {mark.axis for mark in marks} == {0, 1}
    assert {mark.letter for mark in marks} <= set(read(draw_choice_map(found, NAMES, marks=marks)))


def test_points_of_comparison_are_told_with_letter_amount_and_source(found: ChoiceMap) -> None:
    table = write_reference_prices()
    assert all(f"{mark.letter} · " in table for mark in list_marks(found.axes))
    assert "DGCL" in table
    assert "250\u00a0€" in table
