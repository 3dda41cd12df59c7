"""What was said of the weights, as priorities of objectives or of criteria."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.mcda.acceptability import score_scenarios
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.objectives import draw_priorities
from alpsat_geo.compute.priorities import (
    add_prudence,
    build_objective_tree,
    list_default_objectives,
    list_objectives,
    read_weighting,
    set_priorities,
    value_objectives,
)
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError

# A registry in which one criterion of prudence weighs, whatever the catalogue holds.
PRUDENT = next(criterion for criterion in CRITERIA if criterion.objective == "prudence")
REGISTRY: tuple[Criterion, ...] = (
    *(criterion for criterion in CRITERIA if criterion.objective != "prudence"),
    dataclasses.replace(PRUDENT, is_weighed_in_objective=True),
)


def test_nothing_said_draws_objectives_and_a_criterion_shares_the_weight_of_its_own() -> None:
    drawn, typical = set_priorities(Weighting(), CRITERIA, 4_000, 1)
    weighs = dict(zip(drawn.tree.criterion_keys, drawn.of_criteria().mean(axis=0), strict=True))
    assert set(weighs) == {criterion.key for criterion in CRITERIA if criterion.is_weighted_by_default}
    assert weighs["net_public_cost"] == pytest.approx(1 / 3, abs=0.02)
    assert weighs["equity"] == pytest.approx(1 / 9, abs=0.01)
    assert typical.weights.tolist() == [pytest.approx([1 / 3] * 3)]
    # Equity leaves: access keeps its whole weight.
    stays = np.array([key != "equity" for key in drawn.tree.criterion_keys])
    left = dict(zip(drawn.tree.criterion_keys, typical.of_criteria(stays)[0], strict=True))
    assert left["regular_users"] == pytest.approx(1 / 6)
    assert left["net_public_cost"] == pytest.approx(1 / 3)


def test_points_of_criteria_keep_their_meaning_and_those_of_objectives_are_shared() -> None:
    said, typical = set_priorities(Weighting(stated={"equity": 3, "net_public_cost": 1}), CRITERIA, 5, 1)
    assert said.level == "criteria"
    assert dict(zip(said.tree.criterion_keys, said.of_criteria()[4], strict=True)) == pytest.approx(
        {"equity": 0.75, "net_public_cost": 0.25}
    )
    assert typical.weights.shape == (1, 2)
    said, _ = set_priorities(Weighting(objectives={"access": 3, "money": 1}), CRITERIA, 5, 1)
    weighs = dict(zip(said.tree.criterion_keys, said.of_criteria()[0], strict=True))
    assert weighs["equity"] == pytest.approx(0.25)
    assert weighs["net_public_cost"] == pytest.approx(0.25)
    assert "services_within_reach" not in weighs


def test_prudence_joins_without_disturbing_the_others() -> None:
    drawn, _ = set_priorities(Weighting(), REGISTRY, 50, 1)
    larger = add_prudence(drawn, REGISTRY)
    assert larger.tree.objective_keys == (*drawn.tree.objective_keys, "prudence")
    np.testing.assert_allclose(larger.weights[:, :-1], drawn.weights)
    assert not larger.weights[:, -1].any()
    again = draw_priorities(larger.tree, 50, 1, weighed=drawn.tree.objective_keys)
    np.testing.assert_allclose(again.weights, larger.weights)
    assert add_prudence(larger, REGISTRY) is larger
    shown = [dataclasses.replace(c, is_weighed_in_objective=c.objective != "prudence") for c in REGISTRY]
    assert add_prudence(drawn, shown) is drawn
    assert "prudence" in list_objectives(REGISTRY)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5), min_size=5, max_size=5).filter(any))
def test_a_vote_of_objectives_scores_as_the_same_weights_stated_in_a_comparison(seed: int, points: list[int]) -> None:
    tree = build_objective_tree(list_objectives(CRITERIA), CRITERIA)
    values = np.random.default_rng(seed).random((3, 20, len(tree.criterion_keys)))
    # One criterion of access is without object, another says the same of all.
    values[1, 4, tree.criterion_keys.index("equity")] = np.nan
    values[..., tree.criterion_keys.index("regular_users")] = 0.5
    said = dict(zip(tree.objective_keys, map(float, points), strict=True))
    weighting = read_weighting({key: count for key, count in said.items() if count}, CRITERIA)
    stated, _typical = set_priorities(weighting, CRITERIA, 20, 1)
    columns = [tree.criterion_keys.index(key) for key in stated.tree.criterion_keys]
    applicable = judge_criteria(values[..., columns]).applicable
    scores = score_scenarios(values[..., columns], stated.of_criteria(applicable), applicable)
    voted = score_scenarios(value_objectives(tree, values), np.array(points, dtype=np.float64) / sum(points))
    np.testing.assert_allclose(voted, scores, atol=1e-12)


def test_an_objective_that_is_empty_says_nothing() -> None:
    tree = build_objective_tree(("access", "money"), CRITERIA)
    values = np.random.default_rng(1).random((2, 5, 4))
    values[..., tree.criterion_keys.index("net_public_cost")] = 0.25
    valued = value_objectives(tree, values)
    assert np.isnan(valued[..., tree.objective_keys.index("money")]).all()
    np.testing.assert_allclose(valued[..., tree.objective_keys.index("access")], values[..., :3].mean(axis=-1))
    assert list_default_objectives(CRITERIA) == ("access", "welcome", "money")


def test_what_cannot_weigh_is_refused() -> None:
    with pytest.raises(InputError, match="L'objectif « bonheur » n'existe pas : choisissez parmi access"):
        set_priorities(Weighting(objectives={"bonheur": 1}), CRITERIA, 5, 1)
    with pytest.raises(InputError, match="L'objectif « bonheur » n'existe pas"):
        build_objective_tree(("access", "bonheur"), CRITERIA)
    with pytest.raises(InputError, match="Aucun critère à peser"):
        build_objective_tree((), CRITERIA)
    with pytest.raises(InputError, match="d'une seule façon"):
        set_priorities(Weighting(objectives={"access": 1}, stated={"equity": 1}), CRITERIA, 5, 1)
