from __future__ import annotations

import dataclasses

import pytest

from alpsat_geo.compute.criterion import find_result, list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError


def test_criterion_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CRITERIA[0].direction = "min"  # type: ignore[misc]


def test_details_are_optional() -> None:
    bare = dataclasses.replace(CRITERIA[0], measure_by_commune=None, measure_by_epci=None)
    assert bare.measure_by_commune is None
    assert bare.measure is CRITERIA[0].measure


def test_axes_of_the_choice_map_come_first() -> None:
    assert [result.key for result in list_results(CRITERIA)] == ["inhabitant", "user", "neighbour", "tonne"]
    assert [result.price.axis for result in list_results(CRITERIA[::-1])] == [0, 1, None, None]


def test_a_result_is_found_by_its_key_or_refused() -> None:
    assert find_result(CRITERIA, "user").criterion.key == "regular_users"
    with pytest.raises(InputError, match="choisissez parmi inhabitant, user"):
        find_result(CRITERIA, "regular_users")


def test_nobody_is_told_a_price_but_that_of_carbon_with_its_source() -> None:
    told = {result.key: (result.price.default, bool(result.price.source)) for result in list_results(CRITERIA)}
    assert told == {
        "inhabitant": (None, False),
        "user": (None, False),
        "neighbour": (None, False),
        "tonne": (250, True),
    }


def test_scales_of_prices_begin_at_nothing_and_rise() -> None:
    for result in list_results(CRITERIA):
        for scale in (result.price.steps, result.price.answers):
            assert scale[0] == 0
            assert list(scale) == sorted(set(scale))
