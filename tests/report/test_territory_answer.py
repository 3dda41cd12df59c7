"""The sentence of the territory counts with the profile, and moves with the season, T, the commune and the layer."""

from __future__ import annotations

import re

import numpy as np
import pytest

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import SEASONS, Season
from alpsat_geo.report.atlas.layers import REACH_KEY, build_layer
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.territory_answer import tell_territory
from tests.embedded import open_embedded


def tell(season: Season, catchment_min: float, *, code: str = "", layer: str = REACH_KEY) -> str:
    project, settings = open_embedded(), Settings(season, catchment_min)
    told = tell_territory(project, build_layer(project, layer, settings), settings, code)
    return re.sub(r"[\u00a0\u202f]", " ", told)


def minutes_by_hand(season: Season) -> FloatArray:
    """Return the minutes to the nearest known space, from the table of the roads."""
    baseline = open_embedded().baseline
    hosts = [space.commune_index for space in baseline.spaces]
    nearest: FloatArray = np.asarray(baseline.minutes[season])[:, hosts].min(axis=1)
    return nearest


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("catchment_min", [10, 20, 30])
def test_who_is_far_is_counted(season: Season, catchment_min: int) -> None:
    communes = open_embedded().territory.communes
    is_far = minutes_by_hand(season) > catchment_min
    people = format_number(float(communes.population_count[is_far].sum())).replace("\u202f", " ")
    told = tell(season, catchment_min)
    assert f"{is_far.sum()} communes sur 36 ({people} habitants)" in told
    assert f"à plus de {catchment_min} min" in told
    assert communes.names[int(np.argmax(minutes_by_hand(season)))] in told
    summer = int((minutes_by_hand("summer") > catchment_min).sum())
    assert (f"; {summer} en été" in told) == (season != "summer")


def test_nobody_far_is_said() -> None:
    assert (
        tell("summer", 600)
        == "En été, chaque commune a un espace de travail, ouvert ou à vérifier, à 10 h 00 ou moins."
    )


def test_a_commune_has_its_own_sentence() -> None:
    project = open_embedded()
    position = project.territory.insee_codes.index("05026")
    minutes = round(float(minutes_by_hand("winter")[position]))
    told = tell("winter", 20, code="05026")
    assert told.startswith("Ceillac : en hiver, l'espace de travail le plus proche, ouvert ou à vérifier (")
    assert f"est à {minutes} min de voiture, au-delà des 20 min acceptées" in told
    assert "dans les 40 min acceptées" in tell("winter", 40, code="05026")
    assert tell("winter", 20, code="05063") == "La Grave : un espace de travail y est connu, ouvert ou à vérifier."


def test_another_layer_names_both_ends() -> None:
    project = open_embedded()
    layer = build_layer(project, "emplois", Settings())
    names = project.territory.communes.names
    told = tell("winter", 20, layer="emplois")
    assert told.startswith(f"{layer.title} : de ")
    assert f"({names[int(np.argmin(layer.values))]})" in told
    assert f"({names[int(np.argmax(layer.values))]})" in told
    assert tell("winter", 20, layer="emplois", code="05026").startswith("Ceillac : ")
