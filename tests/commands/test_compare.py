from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpsat_geo.commands.compare import comparison_document, comparison_text, parse_prices
from alpsat_geo.commands.documents import dump
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.draws import DRAW_COUNT, SEED
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project

Pose = Callable[[int], DecisionProblem]

PRICES = {"inhabitant": 2_500.0}
RESULTS = ["inhabitant", "user", "neighbour", "tonne"]


@pytest.fixture(scope="module", name="comparison")
def compare_all(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios, pose(500), PRICES)


@pytest.fixture(scope="module", name="document")
def build_document(comparison: Comparison) -> dict[str, Any]:
    return dict(comparison_document(comparison))


def list_means(document: dict[str, Any], criterion: str) -> dict[str, float]:
    return {
        scenario["key"]: scenario["criteria"][criterion]["against_nothing"]["mean"]
        for scenario in document["scenarios"]
    }


def test_shape_is_that_of_the_contract(document: dict[str, Any], comparison: Comparison) -> None:
    keys = list(comparison.keys)
    assert set(document) == {
        "scenarios",
        "results",
        "cost_per_result",
        "entry_prices",
        "choice_map",
        "dominated",
        "at_prices",
        "entry_price_moves",
        "viability",
    }
    assert [entry["key"] for entry in document["scenarios"]] == keys
    assert [entry["key"] for entry in document["results"]] == RESULTS == list(document["entry_prices"])
    assert list(document["cost_per_result"]) == keys == list(document["viability"])
    for entry in document["scenarios"]:
        for criterion in entry["criteria"].values():
            assert {"low", "value", "high", "mean", "central", "unit", "direction"} <= set(criterion)
            assert set(criterion["against_nothing"]) == {"low", "value", "high", "mean"}
    assert document["choice_map"]["axes"] == ["inhabitant", "user"]
    assert set(document["at_prices"]) == {
        "prices",
        "best",
        "near_ties",
        "net_benefit",
        "worth_its_cost",
        "best_of_all",
        "perfect_information_eur_year",
        "information",
    }
    assert document["at_prices"]["prices"] == dict.fromkeys(RESULTS, 0.0) | PRICES


def test_costs_per_result_are_those_of_the_means(document: dict[str, Any]) -> None:
    cost, people = list_means(document, "net_public_cost"), list_means(document, "additional_inhabitants")
    told = document["cost_per_result"]
    assert told["plateforme-seule"]["inhabitant"]["value"] == pytest.approx(
        cost["plateforme-seule"] / people["plateforme-seule"]
    )
    assert told["ne-rien-faire"] == dict.fromkeys(RESULTS)
    found = told["plateforme-seule"]["inhabitant"]
    assert found["low"] < found["median"] < found["high"]


def test_a_reader_finds_the_regions_and_the_choice_again_from_the_means(document: dict[str, Any]) -> None:
    cost, people, users = (
        list_means(document, key) for key in ("net_public_cost", "additional_inhabitants", "regular_users")
    )

    def choose(inhabitant: float, user: float) -> str:
        return max(cost, key=lambda key: inhabitant * people[key] + user * users[key] - cost[key])

    area = 0.0
    for region in document["choice_map"]["regions"]:
        polygon = np.array(region["polygon"])
        assert choose(*polygon.mean(axis=0)) == region["scenario"]
        x, y = polygon.T
        area += float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert area == pytest.approx(20_000**2)
    assert document["at_prices"]["best"] == choose(2_500, 0)
    named = {region["scenario"] for region in document["choice_map"]["regions"]}
    assert not named & {one["scenario"] for one in document["dominated"]}


def test_entry_prices_rise_from_what_is_best_at_no_price(document: dict[str, Any]) -> None:
    entries = document["entry_prices"]["inhabitant"]
    assert entries[0] == {"scenario": "ne-rien-faire", "from": 0.0}
    assert [entry["from"] for entry in entries] == sorted(entry["from"] for entry in entries)
    moves = document["entry_price_moves"]["plateforme-seule"]
    assert moves
    assert all(set(move) == {"unknown", "label", "result", "low", "high"} for move in moves)


def test_knowing_is_worth_no_more_than_knowing_everything(document: dict[str, Any]) -> None:
    perfect = document["at_prices"]["perfect_information_eur_year"]
    assert all(0 <= row["eur_year"] <= perfect for row in document["at_prices"]["information"])


def test_nothing_is_chosen_without_a_price_and_nothing_needs_no_sureness(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    unset, low = (
        comparison_document(compare_scenarios(scenarios[:3], pose(50), prices)) for prices in ({}, {"inhabitant": 1.0})
    )
    assert unset["at_prices"] is None
    chosen: Any = low["at_prices"]
    assert (chosen["best"], chosen["worth_its_cost"]) == ("ne-rien-faire", None)


def test_who_is_far_counts_for_more_in_the_results_alone(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    def measure(far_factor: float) -> dict[str, Any]:
        problem = pose(50)
        far = DecisionProblem(
            problem.baseline, problem.draws, problem.action_types, problem.criteria, problem.settings, None, far_factor
        )
        return dict(comparison_document(compare_scenarios(scenarios[:4], far, {})))

    one, three = measure(1.0), measure(3.0)
    key = "espaces-frugaux"
    assert list_means(one, "net_public_cost") == list_means(three, "net_public_cost")
    assert list_means(one, "regular_users")[key] < list_means(three, "regular_users")[key]


def test_viability_counts_the_spaces_of_each_scenario(document: dict[str, Any], comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        told = document["viability"][outcome.scenario.key]
        assert told["spaces"] == sum(space.is_new for space in outcome.levers.spaces)
        assert told["spaces"] == told["hold"] + told["uncertain"] + told["lose"]
    assert document["viability"]["ne-rien-faire"]["actions_without_effect"] == []


def test_the_same_question_gives_the_same_bytes(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    def ask() -> str:
        return dump(comparison_document(compare_scenarios(scenarios[:3], pose(100), PRICES)))

    assert ask() == ask()


def test_text_says_the_answer_a_line_a_scenario_and_the_prices(
    comparison: Comparison, territory: Territory, pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    text = comparison_text(comparison, territory)
    assert "vaut son coût" in text.splitlines()[0]
    assert "Prix donnés : 2\u202f500\u00a0€ pour un habitant de plus." in text
    for scenario in scenarios:
        assert f"\n{scenario.name} : coût public par an, recettes déduites" in text
    free = comparison_text(compare_scenarios(scenarios, pose(500), {}), territory)
    assert "dès 1\u202f" in free.splitlines()[0]
    assert "Aucun prix donné" in free


def test_prices_are_read_as_written() -> None:
    assert parse_prices(["inhabitant=2000", " user = 1.5 ", "tonne=1e2"]) == {
        "inhabitant": 2_000.0,
        "user": 1.5,
        "tonne": 100.0,
    }
    assert math.isinf(parse_prices(["user=inf"])["user"]), "refused where every price is checked"


@pytest.mark.parametrize("text", ["inhabitant", "inhabitant=", "inhabitant:5", "inhabitant=a", "", "user=1,tonne=2"])
def test_prices_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"ne se lit pas : écrivez « résultat=euros »"):
        parse_prices([text])


def test_a_result_has_one_price() -> None:
    with pytest.raises(InputError, match="« user » a deux prix"):
        parse_prices(["user=1", "user=1"])


def test_the_method_prints_what_the_command_writes(project: Project, scenarios: tuple[Scenario, ...]) -> None:
    trio = [s for s in scenarios if s.key in {"ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux"}]
    comparison = project.redraw(DRAW_COUNT, SEED).compare(trio, Settings(), {"inhabitant": 3_000.0})
    text = comparison_text(comparison, project.territory)
    assert text in (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
