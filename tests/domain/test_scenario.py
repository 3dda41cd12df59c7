from __future__ import annotations

import dataclasses

import pytest

from alpsat_geo.domain.scenario import ActionChoice, Scenario


def test_bare_choice_concerns_the_whole_territory_with_default_options() -> None:
    choice = ActionChoice("shared_platform")
    assert (choice.places, dict(choice.options)) == ((), {})
    with pytest.raises(TypeError):
        choice.options["desks"] = 4  # type: ignore[index]


def test_scenario_is_frozen_and_equal_by_its_content() -> None:
    one, other = (Scenario("a", "A", actions=(ActionChoice("x", ("05023",)),)) for _ in range(2))
    assert one == other
    assert not one.is_outside_study
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.key = "b"  # type: ignore[misc]
