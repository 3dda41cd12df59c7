from __future__ import annotations

import dataclasses

import pytest

from alpsat_geo.criteria import CRITERIA


def test_criterion_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CRITERIA[0].direction = "min"  # type: ignore[misc]


def test_details_are_optional() -> None:
    bare = dataclasses.replace(CRITERIA[0], measure_by_commune=None, measure_by_epci=None)
    assert bare.measure_by_commune is None
    assert bare.measure is CRITERIA[0].measure
