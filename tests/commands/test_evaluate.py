from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from alpsat_geo.commands.documents import dump
from alpsat_geo.commands.evaluate import evaluate_scenarios, evaluation_text, scenarios_document
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from tests.invented_territory import choose, plan
from tests.stated import QUOTE

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module", name="documents")
def build_documents(pose: Pose, scenarios: tuple[Scenario, ...]) -> list[dict[str, Any]]:
    problem = pose(500)
    found: list[dict[str, Any]] = []
    for entry in scenarios_document(problem, *evaluate_scenarios(scenarios, problem)):
        assert isinstance(entry, dict)
        found.append(dict(entry))
    return found


def test_shape_is_that_of_the_contract(documents: list[dict[str, Any]], scenarios: tuple[Scenario, ...]) -> None:
    assert [entry["key"] for entry in documents] == [scenario.key for scenario in scenarios]
    for entry in documents:
        assert {"key", "name", "criteria", "cost"} <= set(entry)
        assert list(entry["criteria"]) == [criterion.key for criterion in CRITERIA]
        for criterion in entry["criteria"].values():
            expected = {
                "low",
                "value",
                "high",
                "mean",
                "central",
                "unit",
                "direction",
                "by_epci",
                "by_commune",
                "states",
            }
            assert set(criterion) == {*expected, "against_nothing"}
        # The middle of all draws falls between what the spaces of Briançon make it, open and closed.
        for state in entry["criteria"]["residents_within_reach"]["states"]:
            assert state["closed"]["value"] < state["open"]["value"]
            assert 0 < state["open_share"] < 1
        assert {"capex_eur", "opex_eur_per_year", "net_annual_eur"} <= set(entry["cost"])
        for cost in entry["cost"].values():
            assert set(cost) == {"low", "value", "high", "central"}
    assert documents[0]["criteria"]["residents_within_reach"]["states"][0]["insee_code"] == "05023"


def test_interval_holds_the_median_and_details_name_every_commune(documents: list[dict[str, Any]], pose: Pose) -> None:
    baseline = pose(1).baseline
    for entry in documents:
        for criterion in entry["criteria"].values():
            if criterion["value"] is None:
                assert (criterion["low"], criterion["high"], criterion["central"]) == (None, None, None)
            else:
                assert criterion["low"] <= criterion["value"] <= criterion["high"]
            if criterion["by_commune"] is not None:
                assert list(criterion["by_commune"]) == list(baseline.insee_codes)
            assert list(criterion["by_epci"]) == list(baseline.epci_sirens)


def test_without_object_is_null_never_zero(documents: list[dict[str, Any]]) -> None:
    by_key = {entry["key"]: entry["criteria"] for entry in documents}
    for key in ("ne-rien-faire", "plateforme-seule", "animer-existant"):
        assert by_key[key]["break_even_probability"]["value"] is None
    assert by_key["espaces-frugaux"]["break_even_probability"]["value"] is not None
    assert by_key["ne-rien-faire"]["months_to_first_effect"]["value"] is None
    assert by_key["ne-rien-faire"]["net_public_cost"]["value"] == 0.0


def test_observed_decline_stands_beside_the_newcomers(documents: list[dict[str, Any]]) -> None:
    for entry in documents:
        assert entry["newcomers"]["population_change_2016_2022"] == -1782.0
        assert entry["newcomers"]["homes_vacant"] > 0


def test_only_the_shuttle_is_outside_the_study(documents: list[dict[str, Any]]) -> None:
    assert [entry["key"] for entry in documents if entry["is_outside_study"]] == ["navette-vers-guillestre"]


def test_each_opened_space_has_its_card(documents: list[dict[str, Any]]) -> None:
    cards = {entry["key"]: entry["spaces"] for entry in documents}
    assert cards["plateforme-et-accueil"] == []
    assert [card["insee_code"] for card in cards["espaces-frugaux"]] == ["05065", "05003", "05101", "05174"]
    for card in cards["espaces-frugaux"]:
        assert card["verdict"] in {"holds", "uncertain", "does_not_hold"}
        assert 0 <= card["break_even_probability"] <= 1


def test_document_is_valid_json_and_the_same_twice(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    texts = [
        dump(scenarios_document(problem, *evaluate_scenarios(scenarios[:4], problem)))
        for problem in (pose(50), pose(50))
    ]
    assert texts[0] == texts[1]


def test_text_says_one_number_its_range_the_costs_and_the_verdict(
    pose: Pose, territory: Territory, scenarios: tuple[Scenario, ...]
) -> None:
    problem = pose(100)
    text = evaluation_text(territory, problem, evaluate_scenarios(scenarios, problem)[0])
    for scenario in scenarios:
        assert scenario.name in text
    for criterion in CRITERIA:
        assert criterion.label in text
    assert "sans objet" in text
    assert "fourchette de neuf simulations sur dix" in text
    assert "central" not in text
    assert "Investissement, tous financeurs" in text
    assert "Espace à Guillestre (05065) : " in text
    assert "sans subvention" in text
    assert "(hors étude)" in text
    assert "estimés sur un réseau routier simplifié" in text


def test_text_says_the_grant_of_each_space(pose: Pose, territory: Territory) -> None:
    problem = pose(20)
    places = ("05065", "05003")
    helped = Scenario("aide", "Aidé", actions=(ActionChoice("open_space", places, {"grant_eur": 9000}),))
    text = evaluation_text(territory, problem, evaluate_scenarios([helped], problem)[0])
    assert text.count("subvention : 9\u202f000\u00a0€") == 2
    total = next(line for line in text.splitlines() if "dont subventions d'investissement" in line)
    assert "18\u202f000\u00a0€" in total


def test_only_what_was_stated_is_financed_to_the_cent(pose: Pose) -> None:
    opening = choose("open_space", "05065")
    stated = plan(dataclasses.replace(opening, figures=QUOTE), key="saisi")
    problem = pose(20)
    found: list[Any] = scenarios_document(problem, *evaluate_scenarios((stated, plan(opening)), problem))
    assert "financing" not in found[1]
    financing = found[0]["financing"]
    assert financing["first_year"] == 2027
    assert financing["investment"]["total_cents"] == [48_250_50, 0, 0, 0, 0]
    assert [payer["cents"][0] for payer in financing["investment"]["by_payer"]] == [
        15_000_00,
        9_650_10,
        5_000_00,
        18_600_40,
    ]
