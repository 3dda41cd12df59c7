"""Ranks in every draw at once, against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from alpsat_geo.compute.mcda.ranks import share_ranks


@pytest.mark.parametrize("scenario_count", [1, 2, 7, 255, 256, 300])
@pytest.mark.parametrize("has_ties", [True, False])
def test_shares_match_the_ranks_of_scipy(scenario_count: int, has_ties: bool) -> None:  # noqa: FBT001
    rng = np.random.default_rng(scenario_count)
    scores = rng.random((scenario_count, 40))
    if has_ties:
        scores = np.round(scores, 1)
    expected = np.zeros((scenario_count, scenario_count))
    lowest = rankdata(-scores, method="min", axis=0).astype(int)
    highest = rankdata(-scores, method="max", axis=0).astype(int)
    for scenario in range(scenario_count):
        for first, last in zip(lowest[scenario], highest[scenario], strict=True):
            expected[scenario, first - 1 : last] += 1 / (last - first + 1) / 40
    np.testing.assert_allclose(share_ranks(scores), expected, atol=1e-12)
