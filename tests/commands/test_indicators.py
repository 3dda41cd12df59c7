from __future__ import annotations

from typing import Any

import pytest

from alpsat_geo.commands.indicators import indicators_document, indicators_text
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.project import Project

FUNNEL = {"employed", "employed_by_csp", "teleworkable", "teleworkers", "independents", "demand"}
DIMENSIONS = ["connexion", "emplois", "lieux", "services", "acces"]


@pytest.fixture(scope="module", name="document")
def build_document(project: Project) -> dict[str, Any]:
    return dict(indicators_document(project, Settings("winter", 20.0), 2000, 1))


def test_shape_is_that_of_the_contract(document: dict[str, Any]) -> None:
    assert {"season", "minutes", "communes"} <= set(document)
    assert (document["season"], document["minutes"]) == ("winter", 20.0)
    for commune in document["communes"]:
        assert {"insee_code", "name", "epci_siren", "population", "funnel", "dimensions"} <= set(commune)
        assert set(commune["funnel"]) == FUNNEL
        assert set(commune["funnel"]["demand"]) == {"low", "value", "high"}
        assert list(commune["dimensions"]) == DIMENSIONS
        for dimension in commune["dimensions"].values():
            assert set(dimension) == {"score", "measure", "unit", "confidence"}
            assert 0 <= dimension["score"] <= 100


def test_embedded_totals(document: dict[str, Any]) -> None:
    communes = document["communes"]
    assert len({commune["insee_code"] for commune in communes}) == 36
    assert all(len(commune["insee_code"]) == 5 for commune in communes)
    assert sum(commune["population"] for commune in communes) == 33_484
    assert sum(commune["premises_ftth"] for commune in communes) == 55_214
    assert sum(commune["premises"] for commune in communes) == 58_333
    assert {commune["epci_siren"] for commune in communes} == {"240500439", "240500462", "200067452"}


def test_funnel_of_each_commune_sums_to_its_employed_residents(document: dict[str, Any]) -> None:
    totals = dict.fromkeys(("employed", "teleworkable", "teleworkers", "independents"), 0.0)
    for commune in document["communes"]:
        funnel = commune["funnel"]
        assert sum(funnel["employed_by_csp"]) == pytest.approx(funnel["employed"], rel=1e-9)
        assert 0 <= funnel["demand"]["low"] <= funnel["demand"]["value"] <= funnel["demand"]["high"]
        assert funnel["teleworkable"] <= funnel["employed"]
        for key in totals:
            totals[key] += funnel[key]
    assert totals["employed"] == pytest.approx(15_664.9, rel=5e-3)
    assert totals["teleworkable"] == pytest.approx(5_746, rel=5e-3)
    assert totals["teleworkers"] == pytest.approx(2_152, rel=5e-3)
    assert totals["independents"] == pytest.approx(613, rel=5e-3)


def test_season_and_catchment_matter(project: Project, document: dict[str, Any]) -> None:
    summer: dict[str, Any] = dict(indicators_document(project, Settings("summer", 30.0), 10, 1))
    reach = [[c["reach_central"] for c in d["communes"]] for d in (document, summer)]
    assert (summer["season"], summer["minutes"]) == ("summer", 30.0)
    assert sum(reach[1]) > sum(reach[0])


def test_text_names_every_commune_and_says_that_times_are_estimated(project: Project) -> None:
    text = indicators_text(project, Settings())
    for name in project.territory.communes.names:
        assert name[:27] in text
    assert "estimés sur un réseau routier simplifié" in text
