"""Comparison of scenarios: values, weights, acceptability, and whether anything is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.acceptability import (
    ThreeAcceptabilities,
    central_weights,
    compare_acceptabilities,
    confidence_factor,
    pairwise_winning_index,
    score_scenarios,
)
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.objectives import Priorities
from alpsat_geo.compute.mcda.value_functions import flag_beyond_anchors, score_linear
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.priorities import set_priorities
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """What a comparison starts from, common to all scenarios.

    ``draws`` are drawn for this baseline; the registries come as arguments. ``central_draws`` are those of the same
    table at its central values, for who has them already.
    """

    baseline: Baseline
    draws: Draws
    action_types: Mapping[str, ActionType]
    criteria: tuple[Criterion, ...]
    anchors: Mapping[str, Anchor]
    settings: Settings
    central_draws: Draws | None = None

    def find_central(self) -> Draws:
        """Return the parameters at their central values, as one draw."""
        return self.central_draws or central_draws(self.draws.table, self.baseline.spaces)

    def anchor_bounds(self, key: str) -> tuple[float, float]:
        """Return the worst and best anchors of a criterion."""
        return self.anchors[key].find_ends(float(self.baseline.population_count.sum()))

    def values(self, outcome: Outcome, keys: Sequence[str]) -> FloatArray:
        """Value scores (D, C) between 0 and 1 of an outcome; NaN: sans objet."""
        by_key = {criterion.key: criterion for criterion in self.criteria}
        columns = [score_linear(outcome.measure(by_key[key].measure), *self.anchor_bounds(key)) for key in keys]
        return np.stack(columns, axis=1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """S scenarios compared on C weighted criteria, D draws.

    Attributes
    ----------
    problem : DecisionProblem
    outcomes, central_outcomes : tuple of Outcome, length S
        On the draws, and at the central parameters.
    weighted_keys : tuple of str, length C
    values : float array (S, D, C)
    central_values : float array (S, C)
    weights : float array (D, C)
        Drawn or stated, over the criteria that stay (see ``acceptabilities.applicability``).
    typical_weights : float array (C,)
    priorities, typical_priorities : Priorities
        What these weights come from, over the same criteria: one row per draw, and one row.
    scores : float array (S, D)
    acceptabilities : ThreeAcceptabilities
    pairwise : float array (S, S)
    central_weights : float array (S, C)
    confidence : float array (S,)
    beyond_anchors : tuple of (scenario key, criterion key)
        Where some draw lies outside the anchors and is clipped.
    """

    problem: DecisionProblem
    outcomes: tuple[Outcome, ...]
    central_outcomes: tuple[Outcome, ...]
    weighted_keys: tuple[str, ...]
    values: FloatArray
    central_values: FloatArray
    weights: FloatArray
    typical_weights: FloatArray
    priorities: Priorities
    typical_priorities: Priorities
    scores: FloatArray
    acceptabilities: ThreeAcceptabilities
    pairwise: FloatArray
    central_weights: FloatArray
    confidence: FloatArray
    beyond_anchors: tuple[tuple[str, str], ...]

    @property
    def two_leaders(self) -> tuple[int, int]:
        """Positions of the two scenarios most often first; the mean score decides between equals."""
        first = np.round(self.acceptabilities.joint[:, 0], 12)
        order = np.lexsort((-self.scores.mean(axis=1), -first))
        return int(order[0]), int(order[1])


def compare_scenarios(
    scenarios: Sequence[Scenario],
    problem: DecisionProblem,
    weighting: Weighting,
    seed: int,
    outcomes: tuple[Outcome, ...] | None = None,
) -> Comparison:
    """Evaluate and compare scenarios on common draws.

    Parameters
    ----------
    scenarios : sequence of Scenario
        At least two, with distinct keys.
    problem : DecisionProblem
    weighting : Weighting
    seed : int
        Seed of the weights; the draws carry their own.
    outcomes : tuple of Outcome, optional
        Of these scenarios on the draws and settings of the problem, for who has evaluated them already.

    Raises
    ------
    InputError
        Fewer than two scenarios, one named twice, wrong weights, or no criterion left to tell them
        apart.
    """
    keys = [scenario.key for scenario in scenarios]
    if len(keys) < 2:  # noqa: PLR2004 - a comparison takes two
        raise InputError(remark(N_("Comparez au moins deux scénarios.")))
    for key in keys:
        if keys.count(key) > 1:
            sentence = N_("Le scénario « {name} » est nommé deux fois : gardez-le une seule fois.")
            raise InputError(remark(sentence, name=key))
    priorities, typical = set_priorities(weighting, problem.criteria, problem.draws.size, seed)
    weighted = priorities.tree.criterion_keys

    if outcomes is None:
        outcomes = evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types, problem.settings)
    central = problem.find_central()
    central_outcomes = evaluate_all(scenarios, problem.baseline, central, problem.action_types, problem.settings)
    values = np.stack([problem.values(outcome, weighted) for outcome in outcomes])
    central_values = np.concatenate([problem.values(outcome, weighted) for outcome in central_outcomes])

    # Drawn and central values are judged together, so that all that is read of them speaks of the same criteria.
    applicable = judge_criteria(np.concatenate((values, central_values[:, None, :]), axis=1)).applicable
    weights = priorities.of_criteria(applicable)
    typical_weights = typical.of_criteria(applicable)[0]
    acceptabilities = compare_acceptabilities(values, central_values, weights, typical_weights)
    scores = score_scenarios(values, weights, applicable)
    preferred = central_weights(scores, weights)
    return Comparison(
        problem=problem,
        outcomes=outcomes,
        central_outcomes=central_outcomes,
        weighted_keys=weighted,
        values=values,
        central_values=central_values,
        weights=weights,
        typical_weights=typical_weights,
        priorities=priorities,
        typical_priorities=typical,
        scores=scores,
        acceptabilities=acceptabilities,
        pairwise=pairwise_winning_index(scores),
        central_weights=preferred,
        confidence=confidence_factor(values, preferred, applicable),
        beyond_anchors=_beyond_anchors(outcomes, problem, weighted),
    )


def _beyond_anchors(
    outcomes: Sequence[Outcome], problem: DecisionProblem, keys: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    by_key = {criterion.key: criterion for criterion in problem.criteria}
    return tuple(
        (outcome.scenario.key, key)
        for outcome in outcomes
        for key in keys
        if flag_beyond_anchors(outcome.measure(by_key[key].measure), *problem.anchor_bounds(key)).any()
    )
