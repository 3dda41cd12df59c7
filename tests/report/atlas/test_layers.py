"""A layer per dimension, and one per indicator that a source brings."""

from __future__ import annotations

import dataclasses

import numpy as np

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.indicator import Indicator, MeasuredIndicator
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import DIMENSION_WORDS
from alpsat_geo.report.atlas.layers import LAYER_LABELS, build_layer, list_layers
from alpsat_geo.report.classes import SEQUENTIAL
from alpsat_geo.sources import INDICATORS
from tests.embedded import open_embedded


def bring(indicator: Indicator) -> Project:
    """Return the project as if a source had brought an indicator: the rank of each commune, the first one missing."""
    project = open_embedded()
    values = np.arange(36.0)
    values[0] = np.nan
    measured = MeasuredIndicator(indicator, values, "Essai", "2025-07")
    return dataclasses.replace(project, territory=dataclasses.replace(project.territory, indicators=(measured,)))


def test_indicator_is_a_layer_in_its_own_unit_and_classes() -> None:
    layer = build_layer(
        bring(Indicator("noise", "Bruit", "Nuits bruyantes par an", "nuits", (10.0, 20.5), decimals=1)),
        "noise",
        Settings(),
    )
    assert (layer.label, layer.title, layer.note) == ("Bruit", "Nuits bruyantes par an", "Essai, juillet 2025")
    assert layer.texts[0] == "donnée absente"
    assert layer.texts[12] == "12,0\u00a0nuits"
    assert layer.classes.digits(layer.values) == "-" + "0" * 9 + "1" * 11 + "2" * 15
    assert layer.classes.colours == (SEQUENTIAL[0], SEQUENTIAL[2], SEQUENTIAL[5])
    assert layer.classes.labels()[1] == "10,0 à 20,5\u00a0nuits"


def test_less_may_be_better_and_shares_and_minutes_are_told_as_such() -> None:
    minutes = build_layer(
        bring(Indicator("bus", "Car", "Minutes jusqu'au car", "min", (15.0,), is_less_better=True)), "bus", Settings()
    )
    assert minutes.texts[16] == "16\u00a0min"
    assert minutes.classes.colours == (SEQUENTIAL[5], SEQUENTIAL[0])
    share = build_layer(bring(Indicator("share", "Part", "Part", "part", (0.5,))), "share", Settings())
    assert share.texts[1] == "100\u202f%"


def test_a_reach_seen_before_is_not_computed_again_and_another_is_another() -> None:
    project = open_embedded()
    moved = dataclasses.replace(project, assumptions=(("mode_share_car", 0.5),))
    seen = build_layer(project, "portee", Settings("winter", 17))
    assert build_layer(project, "portee", Settings("winter", 17)) is seen
    for other_project, settings in (
        (project, Settings("summer", 17)),
        (project, Settings("winter", 18)),
        (moved, Settings("winter", 17)),
    ):
        other = build_layer(other_project, "portee", settings)
        assert other is not seen
    assert build_layer(project, "portee", Settings("winter", 25)).values.sum() > seen.values.sum()


def test_choices_are_those_of_the_territory_and_another_gives_the_reach() -> None:
    indicator = Indicator("noise", "Bruit", "Nuits bruyantes par an", "nuits", (10.0,))
    assert list(list_layers(bring(indicator))) == [*LAYER_LABELS, "noise"]
    embedded = open_embedded()
    brought = [one.indicator.key for one in embedded.territory.indicators]
    assert list(list_layers(embedded)) == [*LAYER_LABELS, *brought]
    assert build_layer(open_embedded(), "noise", Settings()).key == "portee"


def test_every_layer_has_its_own_word_in_the_address() -> None:
    assert list(DIMENSION_WORDS) == [*LAYER_LABELS, *(one.key for one in INDICATORS)]
    assert len(set(DIMENSION_WORDS.values())) == len(LAYER_LABELS) + len(INDICATORS)
