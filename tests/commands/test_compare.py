from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alpsat_geo.commands.compare import (
    comparison_document,
    comparison_text,
    parse_weights,
)
from alpsat_geo.commands.documents import dump
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.decision import Decision, judge_comparison
from alpsat_geo.compute.draws import DRAW_COUNT, SEED
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.priorities import read_weighting
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module", name="comparison")
def compare_six(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios[:6], pose(2_000), Weighting(), 1)


@pytest.fixture(scope="module", name="decision")
def judge_six(comparison: Comparison, scenarios: tuple[Scenario, ...]) -> Decision:
    return judge_comparison(comparison, scenarios, 1)


@pytest.fixture(scope="module", name="document")
def build_document(comparison: Comparison, decision: Decision) -> dict[str, Any]:
    return dict(comparison_document(comparison, decision))


def test_shape_is_that_of_the_contract(document: dict[str, Any], comparison: Comparison) -> None:
    keys = [outcome.scenario.key for outcome in comparison.outcomes]
    expected = {"scenarios", "rank_acceptability", "pairwise", "central_weights", "values_only", "facts_only"}
    assert expected | {"verify_first", "verdict", "leader", "tornado", "switching_values"} <= set(document)
    assert [entry["key"] for entry in document["scenarios"]] == keys
    for name in ("rank_acceptability", "values_only", "facts_only"):
        assert list(document[name]) == keys
        for row in document[name].values():
            assert len(row) == len(keys)
            assert sum(row) == pytest.approx(1.0)
    for key in keys:
        assert list(document["pairwise"][key]) == keys
        weights = list(document["central_weights"][key].values())
        assert weights == [None] * 5 or sum(weights) == pytest.approx(1.0)
    assert document["verdict"] in {"decided", "depends", "undecided"}
    for entry in document["verify_first"]:
        assert {"unknown", "changes_leader_share", "how"} <= set(entry)
        assert 0 < entry["changes_leader_share"] <= 1
    assert document["tornado"]


def test_leader_and_verdict_follow_from_the_readings(document: dict[str, Any]) -> None:
    first = {key: row[0] for key, row in document["rank_acceptability"].items()}
    readings = {reading["key"]: reading for reading in document["readings"]}
    assert readings["by_objective"]["first"] == pytest.approx(first)
    assert document["leader"] == max(first, key=lambda key: first[key]) == readings["by_objective"]["leader"]
    assert (document["verdict"] == "undecided") == (max(first.values()) < 2 / 3)
    assert document["contenders"][0] == document["leader"]
    assert document["second"] != document["leader"]
    known = {"every_criterion", "structure_fixed", "all_scenarios"}
    known |= {"without_access", "without_welcome", "without_money"}
    assert known <= set(readings)
    assert set(readings["all_scenarios"]["first"]) > set(first)
    assert isinstance(readings["all_scenarios"]["beaten_by"], list)
    for reading in readings.values():
        assert sum(reading["first"].values()) == pytest.approx(1.0)


def test_what_weights_and_facts_are_worth_is_told_in_euros(document: dict[str, Any]) -> None:
    rates = {row["of"]: row["eur_year"] for row in document["exchange_rates"]}
    assert rates["additional_inhabitants"] == pytest.approx(250_000 / 150)
    assert rates["regular_users"] == pytest.approx(250_000 / 150 / 3)
    assert "net_public_cost" not in rates
    perfect = document["perfect_information_eur_year"]
    assert all(0 <= row["eur_year"] <= perfect for row in document["information"])


def test_viability_counts_the_spaces_of_each_scenario(document: dict[str, Any], comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        told = document["viability"][outcome.scenario.key]
        assert told["spaces"] == sum(space.is_new for space in outcome.levers.spaces)
        assert told["spaces"] == told["hold"] + told["uncertain"] + told["lose"]
    assert document["viability"]["ne-rien-faire"]["actions_without_effect"] == []


def test_expected_users_are_an_interval_beside_the_central_value(document: dict[str, Any]) -> None:
    users = document["expectation"]["demand_users"]
    assert users["low"] < users["central"] < users["value"] < users["high"]
    assert users["central"] == pytest.approx(46.1, rel=5e-3)
    assert 50 < users["value"] < 60


def test_the_same_question_gives_the_same_bytes(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    def ask() -> str:
        comparison = compare_scenarios(scenarios[:3], pose(200), Weighting(), 1)
        return dump(comparison_document(comparison, judge_comparison(comparison, scenarios, 1)))

    assert ask() == ask()


def test_text_says_the_verdict_its_readings_its_viability_and_what_to_expect(
    comparison: Comparison, decision: Decision, territory: Territory, scenarios: tuple[Scenario, ...]
) -> None:
    text = comparison_text(comparison, decision, territory, scenarios)
    assert text.startswith("Pas de gagnant net entre « ") == (decision.verdict.status == "undecided")
    assert "Part des 2\u202f000 simulations où chaque scénario arrive premier" in text
    assert "par objectif" in text
    assert "sans « servir ceux qui sont ici »" in text
    assert "coût public par an, recettes déduites" in text
    assert "1\u202f667\u00a0€" in text
    assert "Usagers réguliers à attendre sur tout le territoire : environ\u00a05" in text
    for outcome in comparison.outcomes:
        assert outcome.scenario.name in text


def test_nothing_is_free_so_it_arrives_first_where_money_alone_counts(
    pose: Pose, scenarios: tuple[Scenario, ...], territory: Territory
) -> None:
    for weights in ({"net_public_cost": 1.0}, {"money": 2.0}):
        comparison = compare_scenarios(scenarios[:3], pose(50), read_weighting(weights, CRITERIA), 1)
        decision = judge_comparison(comparison, scenarios, 1)
        assert decision.verdict.leader == "ne-rien-faire"
        assert decision.readings[0].first_share("ne-rien-faire") == 1
        text = comparison_text(comparison, decision, territory, scenarios)
        assert text.startswith("« Ne rien faire » arrive premier")
        assert "avec les poids donnés" in text


def test_weights_are_all_of_objectives_or_all_of_criteria() -> None:
    assert read_weighting({"access": 2, "money": 1}, CRITERIA) == Weighting(objectives={"access": 2, "money": 1})
    assert read_weighting({"equity": 1}, CRITERIA) == Weighting(stated={"equity": 1})
    with pytest.raises(InputError, match="Les poids mêlent un objectif \\(« access »\\) et un critère"):
        read_weighting({"access": 1, "equity": 1}, CRITERIA)
    with pytest.raises(InputError, match="L'objectif « bonheur » n'existe pas : choisissez parmi access"):
        read_weighting({"access": 1, "bonheur": 1}, CRITERIA)


def test_weights_are_read_as_written() -> None:
    assert parse_weights("equity=3, regular_users = 1.5,net_public_cost=1e1") == {
        "equity": 3.0,
        "regular_users": 1.5,
        "net_public_cost": 10.0,
    }


@pytest.mark.parametrize(
    "text", ["equity", "equity=", "=3", "equity=a", "equity=1;b=2", "equity=1,equity=2", ",", "a=nan"]
)
def test_weights_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"ne se lit pas : écrivez « critère=nombre »"):
        parse_weights(text)


def test_the_method_prints_what_the_command_writes(project: Project, scenarios: tuple[Scenario, ...]) -> None:
    trio = [s for s in scenarios if s.key in {"ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux"}]
    comparison = compare_scenarios(trio, project.redraw(DRAW_COUNT, SEED).pose(Settings()), Weighting(), SEED)
    text = comparison_text(comparison, judge_comparison(comparison, scenarios, SEED), project.territory, scenarios)
    assert text in (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
