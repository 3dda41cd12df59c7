from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alpsat_geo.commands.compare import comparison_document, comparison_text, parse_weights
from alpsat_geo.commands.documents import dump
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module", name="comparison")
def compare_six(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios[:6], pose(10_000), Weighting(), 1)


@pytest.fixture(scope="module", name="document")
def build_document(comparison: Comparison) -> dict[str, Any]:
    return dict(comparison_document(comparison))


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
    assert document["verdict"] in {"decided", "undecided"}
    for entry in document["verify_first"]:
        assert {"unknown", "changes_leader_share", "how"} <= set(entry)
        assert 0 < entry["changes_leader_share"] <= 1
    assert document["tornado"]


def test_leader_and_verdict_follow_from_the_ranks(document: dict[str, Any]) -> None:
    first = {key: row[0] for key, row in document["rank_acceptability"].items()}
    assert document["leader"] == max(first, key=lambda key: first[key])
    assert (document["verdict"] == "decided") == (max(first.values()) >= 2 / 3)
    assert document["contenders"][0] == document["leader"]
    assert document["second"] != document["leader"]


def test_expected_users_are_an_interval_beside_the_central_value(document: dict[str, Any]) -> None:
    users = document["expectation"]["demand_users"]
    assert users["low"] < users["central"] < users["value"] < users["high"]
    assert users["central"] == pytest.approx(73.7, rel=5e-3)
    assert 85 < users["value"] < 95


def test_six_scenarios_and_10_000_draws_twice_give_the_same_bytes(
    pose: Pose, scenarios: tuple[Scenario, ...], document: dict[str, Any]
) -> None:
    again = comparison_document(compare_scenarios(scenarios[:6], pose(10_000), Weighting(), 1))
    assert dump(again) == dump(document)


def test_text_says_what_to_expect_whether_it_is_decided_and_what_is_left(
    comparison: Comparison, pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    text = comparison_text(comparison)
    assert "Usagers réguliers à attendre sur tout le territoire : 91 [" in text
    assert "valeurs centrales : 74" in text
    assert "Part des 10\u202f000 tirages" in text
    assert ("Non tranché" in text) == (not comparison.leader_is_separated)
    for outcome in comparison.outcomes:
        assert outcome.scenario.name in text
    decided = compare_scenarios(scenarios[:3], pose(50), Weighting(stated={"net_public_cost": 1.0}), 1)
    assert "Tranché : « Ne rien faire »" in comparison_text(decided)


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
