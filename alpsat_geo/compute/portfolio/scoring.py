"""Scores of every portfolio: which criteria weigh is judged once, before any ceiling, requirement or refusal.

P portfolios, N candidates, D draws, C criteria.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.exchange import price_whole_score
from alpsat_geo.compute.mcda.applicability import VALUE_TOLERANCE
from alpsat_geo.compute.mcda.objectives import Priorities
from alpsat_geo.compute.mcda.value_functions import score_linear
from alpsat_geo.compute.portfolio.evaluation import Costs, Figure, Portfolios, blocks
from alpsat_geo.compute.portfolio.problem import Candidate, Payer
from alpsat_geo.domain.arrays import BoolArray, FloatArray

_SCORE_DECIMALS = 12


@dataclass(frozen=True)
class ScoredPortfolios:
    """Every portfolio with its score in each draw of facts and priorities.

    Attributes
    ----------
    candidates : tuple of Candidate, length N
    epci_count : int
    members : bool array (P, N)
    criteria : tuple of Criterion, length C
    measures : mapping of criterion key to Figure
    costs : mapping of payer to Costs
    applicable : bool array (C,)
        Criteria that tell portfolios apart.
    scores : float array (P, D)
        0 to 1, rounded to 12 decimals so that the order of a sum decides nothing.
    mean_scores : float array (P,)
    mean_measures : float array (P, C)
        In the units of the criteria; NaN: without object in some draw.
    eur_per_score : float
        Euros a year that a whole score is worth at the typical weights; NaN when money weighs nothing.
    """

    candidates: tuple[Candidate, ...]
    epci_count: int
    members: BoolArray
    criteria: tuple[Criterion, ...]
    measures: Mapping[str, Figure]
    costs: Mapping[Payer, Costs]
    applicable: BoolArray
    scores: FloatArray
    mean_scores: FloatArray
    mean_measures: FloatArray
    eur_per_score: float

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the candidates."""
        return tuple(candidate.key for candidate in self.candidates)

    def held(self, portfolio: int) -> tuple[str, ...]:
        """Keys of the candidates that a portfolio holds."""
        return tuple(key for key, is_held in zip(self.keys, self.members[portfolio], strict=True) if is_held)


def score_portfolios(portfolios: Portfolios, priorities: Priorities, typical: Priorities) -> ScoredPortfolios:
    """Score every portfolio in each draw.

    Parameters
    ----------
    portfolios : Portfolios
        Whose measures hold every criterion of the tree.
    priorities : Priorities
        One row per draw.
    typical : Priorities
        One row: equal or stated weights, at which scores are told in euros.

    Raises
    ------
    InputError
        If no criterion that weighs tells the portfolios apart.
    """
    decision = portfolios.problem.decision
    by_key = {criterion.key: criterion for criterion in decision.criteria}
    criteria = tuple(by_key[key] for key in priorities.tree.criterion_keys)
    anchors = [decision.anchor_bounds(criterion.key) for criterion in criteria]
    figures = [portfolios.measures[criterion.key] for criterion in criteria]
    count, size = len(portfolios.members), decision.draws.size
    applicable = np.array([_tells_apart(figure, ends, count) for figure, ends in zip(figures, anchors, strict=True)])
    weights = priorities.of_criteria(applicable)

    scores = np.zeros((count, size))
    mean_measures = np.empty((count, len(criteria)))
    for block in blocks(count):
        for c, figure in enumerate(figures):
            measure = figure.of(block)
            mean_measures[block, c] = measure.mean(axis=1)
            if applicable[c]:
                scores[block] += score_linear(measure, *anchors[c]) * weights[:, c]
    np.round(scores, _SCORE_DECIMALS, out=scores)
    return ScoredPortfolios(
        candidates=portfolios.problem.candidates,
        epci_count=len(decision.baseline.epci_sirens),
        members=portfolios.members,
        criteria=criteria,
        measures=portfolios.measures,
        costs=portfolios.costs,
        applicable=applicable,
        scores=scores,
        mean_scores=np.round(scores.mean(axis=1), _SCORE_DECIMALS),
        mean_measures=mean_measures,
        eur_per_score=price_whole_score(
            decision, [criterion.key for criterion in criteria], typical.of_criteria(applicable)[0]
        ),
    )


def _tells_apart(figure: Figure, anchors: tuple[float, float], count: int) -> bool:
    """Whether a criterion differs between two portfolios in some draw, once clipped, and has an object in all."""
    top = score_linear(figure.of(slice(0, 1)), *anchors)[0]
    bottom = top
    for block in blocks(count):
        values = score_linear(figure.of(block), *anchors)
        top, bottom = np.maximum(top, values.max(axis=0)), np.minimum(bottom, values.min(axis=0))
    # A value without object makes the spread missing, and no comparison with it holds.
    return bool((top - bottom).max() > VALUE_TOLERANCE)
