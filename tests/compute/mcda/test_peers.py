"""Acceptability, TOPSIS and PROMETHEE II give the figures of pymcdm and of scikit-criteria on random matrices."""

from __future__ import annotations

import numpy as np
import pytest
from pymcdm.methods import PROMETHEE_II, TOPSIS, WSM
from pymcdm.normalizations import vector_normalization
from skcriteria import mkdm
from skcriteria.agg import topsis as skcriteria_topsis
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.preprocessing.scalers import VectorScaler

from alpsat_geo.compute.mcda.acceptability import rank_acceptability, score_scenarios
from alpsat_geo.compute.mcda.promethee import rank_by_promethee
from alpsat_geo.compute.mcda.topsis import rank_by_topsis
from alpsat_geo.compute.mcda.weights import draw_uniform

pytestmark = pytest.mark.peers


def keep_column(column: np.ndarray, cost: bool) -> np.ndarray:  # noqa: FBT001 - the peer's own signature
    assert not cost
    return column


def test_scores_and_ranks_match_pymcdm_and_scikit_criteria_draw_by_draw() -> None:
    values = np.random.default_rng(3).random((7, 60, 5))
    weights = draw_uniform(5, 60, np.random.default_rng(4))
    scores = score_scenarios(values, weights)
    counts = np.zeros((7, 7))
    pymcdm_sum = WSM(normalization_function=keep_column)
    for draw in range(60):
        theirs = pymcdm_sum(values[:, draw], weights[draw], np.ones(5), validation=False)
        np.testing.assert_allclose(scores[:, draw], theirs, atol=1e-12)
        ranks = pymcdm_sum.rank(theirs).astype(int)
        counts[np.arange(7), ranks - 1] += 1
        matrix = mkdm(values[:, draw], objectives=[max] * 5, weights=weights[draw])
        np.testing.assert_array_equal(WeightedSumModel().evaluate(matrix).rank_, ranks)
    np.testing.assert_allclose(rank_acceptability(scores), counts / 60)


def test_topsis_matches_pymcdm_with_costs() -> None:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        matrix, weights = rng.uniform(1, 100, (6, 4)), rng.dirichlet(np.ones(4))
        benefit = rng.random(4) < 0.5
        # The peer mirrors the normalised column of a cost (1 - r), which keeps every distance.
        peer = TOPSIS(normalization_function=vector_normalization)
        theirs = peer(matrix, weights, np.where(benefit, 1, -1), validation=False)
        np.testing.assert_allclose(rank_by_topsis(np.where(benefit, matrix, -matrix), weights), theirs, atol=1e-12)


def test_topsis_matches_scikit_criteria() -> None:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        matrix, weights = rng.uniform(1, 100, (6, 4)), rng.dirichlet(np.ones(4))
        scaled = VectorScaler(target="matrix").transform(mkdm(matrix, objectives=[max] * 4, weights=weights))
        theirs = skcriteria_topsis.TOPSIS().evaluate(scaled).e_.similarity
        np.testing.assert_allclose(rank_by_topsis(matrix, weights), theirs, atol=1e-12)


def test_promethee_matches_pymcdm() -> None:
    for seed in range(50):
        rng = np.random.default_rng(seed)
        # Whole quarters: advantages fall exactly on the threshold now and then.
        matrix, weights = rng.integers(0, 5, (6, 4)) / 4, rng.dirichlet(np.ones(4))
        # The peer takes both thresholds for this shape, and ignores that of indifference.
        thresholds = {"p": np.full(4, 0.5), "q": np.zeros(4)}
        theirs = PROMETHEE_II("vshape", **thresholds)(matrix, weights, np.ones(4), validation=False)
        np.testing.assert_allclose(rank_by_promethee(matrix, weights), theirs, atol=1e-12)
